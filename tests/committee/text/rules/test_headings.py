import pytest

from comity.committee.text.rules.headings import Kind, normal_number, read_heading


@pytest.mark.parametrize(
    ("words", "kind", "number", "rubric"),
    [
        ("Article 12. Expedited preservation", Kind.ARTICLE, "12", "Expedited preservation"),
        ("Article 2bis *(general)*", Kind.ARTICLE, "2 bis", "general"),
        ("[Article 3bis] *(REDD-plus)*", Kind.ARTICLE, "3 bis", "REDD-plus"),
        ("Article [X]", Kind.ARTICLE, "X", ""),
        ("CHAPTER  IV", Kind.CHAPTER, "IV", ""),
        ("المادة 5: صون السيادة", Kind.ARTICLE, "5", "صون السيادة"),
        ("第三条 宗旨", Kind.ARTICLE, "三", "宗旨"),
        ("Статья 7. Юрисдикция", Kind.ARTICLE, "7", "Юрисдикция"),
        ("Artículo 1. Finalidad", Kind.ARTICLE, "1", "Finalidad"),
        ("Article premier", Kind.ARTICLE, "premier", ""),
        ("Chapitre II. Incrimination", Kind.CHAPTER, "II", "Incrimination"),
        ("Preamble", Kind.PREAMBLE, "", ""),
        ("ديباجة", Kind.PREAMBLE, "", ""),
        ("Annex", Kind.ANNEX, "", ""),
    ],
)
def test_headings_are_read_in_the_six_languages(words: str, kind: Kind, number: str, rubric: str) -> None:
    found = read_heading(words, marked=False)
    assert found is not None
    assert (found.kind, found.number, found.rubric) == (kind, number, rubric)


@pytest.mark.parametrize(
    "words",
    [
        "Article 12 of the Convention applies.",
        "Article 12 applies,",
        "Part of the data",
        "Articles 3 and 4",
        "Preamble and more",
    ],
)
def test_a_sentence_that_begins_with_a_reference_is_no_heading(words: str) -> None:
    assert read_heading(words, marked=False) is None


def test_after_hashes_nobody_doubts_that_it_is_a_heading() -> None:
    assert read_heading("Article 12 of the old text.", marked=True) is not None


def test_a_number_has_one_spelling() -> None:
    assert {normal_number(printed) for printed in ("2bis", "2 bis", "2-bis", "[2 bis]")} == {"2 bis"}
