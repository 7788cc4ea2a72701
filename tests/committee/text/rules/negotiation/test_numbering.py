import pytest
from tests.committee.text.rules.negotiation.logs import text

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import CHAIR, ROOT, Given, Issue, NewProvision
from comity.committee.text.rules.negotiation.numbering import Number, chinese, printed, roman
from comity.committee.text.rules.words import cut
from comity.words import Language

DRAFT = Issue(
    1,
    tuple(
        Given(name, kind, parent, cut("words"))
        for name, kind, parent in (
            ("pp", Kind.PREAMBULAR, ROOT),
            ("c1", Kind.CHAPTER, ROOT),
            ("a1", Kind.ARTICLE, "c1"),
            ("p1", Kind.PARAGRAPH, "a1"),
            ("p2", Kind.PARAGRAPH, "a1"),
            ("s1", Kind.SUBPARAGRAPH, "p2"),
            ("s2", Kind.SUBPARAGRAPH, "p2"),
            ("i1", Kind.ITEM, "s2"),
            ("c2", Kind.CHAPTER, ROOT),
            ("a2", Kind.ARTICLE, "c2"),
        )
    ),
)


def shown(language: Language = Language.ENGLISH, *acts) -> dict[str, str]:
    return {line.provision.id: printed(line.number, language) for line in text(*acts, draft=DRAFT).lines()}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["", "Chapter I", "Article 1", "1.", "2.", "(a)", "(b)", "(i)", "Chapter II", "Article 2"]),
        ("fr", ["", "Chapitre I", "Article 1", "1.", "2.", "a)", "b)", "i)", "Chapitre II", "Article 2"]),
        ("es", ["", "Capítulo I", "Artículo 1", "1.", "2.", "a)", "b)", "i)", "Capítulo II", "Artículo 2"]),
        ("ru", ["", "Глава I", "Статья 1", "1.", "2.", "a)", "b)", "i)", "Глава II", "Статья 2"]),
        ("ar", ["", "الفصل 1", "المادة 1", "1 -", "2 -", "(أ)", "(ب)", "'1'", "الفصل 2", "المادة 2"]),
        ("zh", ["", "第一章", "第一条", "一、", "二、", "（一）", "（二）", "1.", "第二章", "第二条"]),
    ],
)
def test_each_language_numbers_in_its_own_way(language, expected) -> None:
    assert list(shown(Language(language)).values()) == expected


def test_what_comes_between_two_drafts_is_numbered_after_what_it_follows() -> None:
    acts = [
        ("XA", NewProvision(name, Kind.PARAGRAPH, "a1", cut("words"), after))
        for name, after in (("n1", "p1"), ("n2", "n1"), ("n3", ""))
    ]
    found = shown(Language.ENGLISH, *acts)
    assert [found[name] for name in ("n3", "p1", "n1", "n2", "p2")] == [
        "0 bis.",
        "1.",
        "1 bis.",
        "1 ter.",
        "2.",
    ]
    assert shown(Language.CHINESE, *acts)["n1"] == "一之二、"
    assert shown(Language.FRENCH, *acts)["n2"] == "1 ter."
    article = ("XA", NewProvision("n4", Kind.ARTICLE, "c1", cut("words"), "a1"))
    assert shown(Language.ARABIC, article)["n4"] == "المادة 1 مكررا"
    assert shown(Language.ENGLISH, article)["a2"] == "Article 2"


def test_a_revised_draft_counts_anew() -> None:
    given = list(DRAFT.provisions)
    given.insert(4, Given("n1", Kind.PARAGRAPH, "a1", cut("words")))
    found = shown(Language.ENGLISH, (CHAIR, Issue(2, tuple(given))))
    assert (found["n1"], found["p2"]) == ("2.", "3.")


@pytest.mark.parametrize(
    ("ordinal", "expected"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (68, "六十八"), (105, "一百零五"), (110, "一百一十")],
)
def test_chinese_numbers(ordinal, expected) -> None:
    assert chinese(ordinal) == expected


def test_letters_and_roman_numerals_go_on_as_long_as_they_must() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40, 68, 90, 1999)] == [
        "i", "iv", "ix", "xiv", "xl", "lxviii", "xc", "mcmxcix"
    ]  # fmt: skip
    assert printed(Number(Kind.SUBPARAGRAPH, 28), Language.ENGLISH) == "(ab)"
    assert printed(Number(Kind.SUBPARAGRAPH, 28), Language.ARABIC) == "(غ)"
    assert printed(Number(Kind.SUBPARAGRAPH, 29), Language.ARABIC) == "(أأ)"
    assert printed(Number(Kind.SUBPARAGRAPH, 5), Language.ARABIC) == "(هـ)"
    assert printed(Number(Kind.ITEM, 3, given="(iii bis)"), Language.FRENCH) == "(iii bis)"
