"""What a comparison reads of a text."""

import pytest
from tests.committee.instruments.treaties import DRAFT, OLD

from comity.committee.instruments.rules.articles import Clause, read_articles
from comity.committee.text.rules.draft import parse

TREATIES = {"uncac_en": 71, "untoc_en": 41, "budapest_convention_en": 48}


def test_articles_have_number_title_and_clauses():
    first, second, _ = read_articles(parse(OLD.decode()))
    assert (first.number, first.title) == ("1", "Statement of purpose")
    assert [clause.label for clause in second.clauses] == ["1", "2"]


def test_a_label_is_the_way_to_the_clause():
    third = read_articles(parse(OLD.decode()))[2]
    assert [(clause.label, clause.depth) for clause in third.clauses] == [("1", 0), ("1(a)", 1)]


def test_brackets_attributions_and_marks_are_no_words_of_a_clause():
    sovereignty = read_articles(parse(DRAFT))[0]
    assert sovereignty.clauses[0].words.startswith("States Parties shall should carry out")
    assert sovereignty.clauses[1].words.startswith("Nothing in this Convention")


def test_a_paragraph_holds_what_stands_under_it():
    third = read_articles(parse(OLD.decode()))[2]
    assert [words.endswith("Nothing more.") for _, words in third.paragraphs()] == [True]


def test_the_title_is_no_part_of_the_words():
    assert "purpose of this" in read_articles(parse(OLD.decode()))[0].words
    assert "Statement" not in read_articles(parse(OLD.decode()))[0].words


@pytest.mark.mandate("R11")
@pytest.mark.parametrize("name", TREATIES)
def test_real_conventions_are_read_article_by_article(shared, name):
    articles = read_articles(parse(shared(f"texts/{name}.md").decode()))
    assert [article.number for article in articles] == [str(number) for number in range(1, TREATIES[name] + 1)]
    assert all(article.title and article.words for article in articles)


@pytest.mark.parametrize(
    ("label", "own"), [("1(a)(ii)", "(ii)"), ("2(b)", "(b)"), ("(c)", "(c)"), ("3", "3"), ("", "")]
)
def test_before_its_words_a_clause_bears_the_last_part_of_its_label(label, own):
    assert Clause(0, label, 0, "words").own == own
