from xml.etree import ElementTree as ET

import pytest

from comity.committee.text.rules.aligning import Aligned, align, value
from comity.committee.text.rules.draft import Draft, parse
from comity.committee.text.rules.headings import Kind

ENGLISH = "## Article 3\n\nText.\n\n(a) one;\n\n(b) two.\n\n## Article 4\n\n1. Only here.\n"
ARABIC = "## المادة 3\n\nنص.\n\n(أ) واحد؛\n\n(ب) اثنان؛\n\n(ج) ثلاثة.\n"
CHINESE = "## 第三条\n\n第一段\n\n(a) 一；\n\n(b) 二。\n"


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        ("3", 3),
        ("٣", 3),
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十三", 23),
        ("三十", 30),
        ("الأول", 1),
        ("الأولى", 1),
        ("الثانية", 2),
        ("العاشر", 10),
        ("الحادي عشر", 11),
        ("التاسعة عشرة", 19),
        ("premier", 1),
        ("a", None),
        ("", None),
        ("أ", None),
    ],
)
def test_numbers_are_the_same_if_they_mean_the_same(number: str, meant: int | None) -> None:
    assert value(number) == meant


def kinds(pairs: tuple[Aligned, ...], one: Draft, other: Draft) -> list[tuple[str | None, str | None]]:
    return [
        (
            None if each.one is None else one.provisions[each.one].number,
            None if each.other is None else other.provisions[each.other].number,
        )
        for each in pairs
    ]


def test_letters_are_paired_by_their_turn_and_what_has_no_partner_stands_alone() -> None:
    one, other = parse(ENGLISH), parse(ARABIC)
    assert kinds(align(one, other), one, other) == [
        ("3", "3"), ("", ""), ("a", "أ"), ("b", "ب"), (None, "ج"), ("4", None), ("1", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("## Chapter I. General", "## الفصل الأول. أحكام عامة"),
        ("## Chapter IV. Final", "## الفصل الرابع. أحكام ختامية"),
        ("## Chapter XIX. Final", "## الباب التاسع عشر"),
        ("## Chapter I. General", "## Chapitre premier. Généralités"),
        ("## Annex II", "## المرفق الثاني"),
    ],
)
def test_divisions_are_paired_however_their_number_is_written(one: str, other: str) -> None:
    beside = parse(f"{other}\n\nText.\n")
    (pair, _words) = align(parse(f"## Chapter C. Another\n\n{one}\n\nText.\n"), beside)[-2:]
    assert None not in {pair.one, pair.other}
    assert beside.provisions[pair.other].kind in {Kind.CHAPTER, Kind.ANNEX}


@pytest.mark.parametrize("other", [ENGLISH, ARABIC, CHINESE])
def test_every_provision_of_either_language_stands_once(other: str) -> None:
    one, beside = parse(ENGLISH), parse(other)
    pairs = align(one, beside)
    assert sorted(each.one for each in pairs if each.one is not None) == [at for at, _ in one.negotiated()]
    assert sorted(each.other for each in pairs if each.other is not None) == [
        at for at, _ in beside.negotiated()
    ]
    back = align(beside, one)
    assert {(each.other, each.one) for each in back} == {(each.one, each.other) for each in pairs}


@pytest.mark.mandate("R6")
def test_the_six_languages_of_a_real_text_are_aligned_article_by_article(shared) -> None:
    codes = ("arb", "cmn_hans", "eng", "fra", "rus", "spa")
    drafts = {code: parse(written(shared(f"texts/udhr/udhr_{code}.xml"))) for code in codes}
    for code in codes:
        pairs = align(drafts["eng"], drafts[code])
        assert sum(each.one is None or each.other is None for each in pairs) <= 2, code


def written(raw: bytes) -> str:
    """The articles of a file of the UDHR project as a draft."""
    space = "{http://efele.net/udhr}"
    lines = []
    for article in ET.fromstring(raw).iter(f"{space}article"):
        title = article.findtext(f"{space}title") or ""
        lines.append(f"## {title}")
        lines += [f"{item}" for para in article.iter(f"{space}para") if (item := (para.text or "").strip())]
    return "\n\n".join(lines)
