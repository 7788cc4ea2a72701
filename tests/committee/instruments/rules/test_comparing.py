"""Two articles side by side."""

from hypothesis import given, strategies as st
from tests.committee.instruments.treaties import DRAFT, OLD

from comity.committee.instruments.rules.articles import Article, Clause, read_articles
from comity.committee.instruments.rules.comparing import compare
from comity.committee.text.rules.draft import parse

WORDS = st.lists(st.sampled_from(["each", "party", "shall", "may", "adopt", "not"]), min_size=1, max_size=8)


def article(*clauses: str) -> Article:
    return Article(
        0, "1", "", "Article 1", tuple(Clause(at, str(at), 0, words) for at, words in enumerate(clauses, 1))
    )


def test_clauses_that_say_the_same_stand_in_one_row():
    old, new = read_articles(parse(OLD.decode()))[1], read_articles(parse(DRAFT))[0]
    rows = compare(old, new).rows
    assert [(row.old and row.old.label, row.new and row.new.label) for row in rows] == [("1", "1"), ("2", "2")]


def test_a_clause_that_moved_is_found_again():
    found = compare(article("a b c d", "e f g h"), article("e f g h", "a b c d"))
    assert [(row.old and row.old.label, row.new and row.new.label) for row in found.rows] == [
        ("2", "1"),
        ("1", "2"),
    ]
    assert found.likeness == 1.0


def test_what_only_one_side_says_stands_in_a_row_of_its_own():
    found = compare(article("a b c", "x y z"), article("a b c", "p q r"))
    assert [(row.old and row.old.label, row.new and row.new.label) for row in found.rows] == [
        ("1", "1"),
        (None, "2"),
        ("2", None),
    ]


@given(st.lists(WORDS, max_size=5), st.lists(WORDS, max_size=5))
def test_every_clause_of_either_article_stands_in_exactly_one_row(old, new):
    one, other = article(*map(" ".join, old)), article(*map(" ".join, new))
    rows = compare(one, other).rows
    assert sorted(row.old.label for row in rows if row.old) == [clause.label for clause in one.clauses]
    assert [row.new.label for row in rows if row.new] == [clause.label for clause in other.clauses]
    assert 0 <= compare(one, other).likeness <= 1
