"""What a heading says: chapter, section, article, annex, preamble; in the six languages.

* A heading names its division and bears a number, Arabic, Roman or a placeholder, perhaps with *bis*, *ter*, *quater*.
* What follows the number is its rubric.
* In plain text a heading is a short line of its own; in Markdown it follows hashes.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a provision is; then what surrounds provisions and is no part of the text negotiated."""

    TITLE = "title"
    PREAMBLE = "preamble"
    PREAMBULAR = "preambular paragraph"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    RUBRIC = "rubric"
    OPTION = "option"
    PARAGRAPH = "paragraph"
    SUBPARAGRAPH = "subparagraph"
    ITEM = "item"
    UNNUMBERED = "unnumbered text"
    ANNEX = "annex"

    NOTE = "note"
    FRONT_MATTER = "front matter"
    FOOTNOTE = "footnote"
    DEFINITION = "link definition"
    ATTRIBUTES = "attributes"
    CONTENTS = "table of contents"
    RULE = "rule"
    BLANK = "blank"


APPARATUS = frozenset(
    {
        Kind.NOTE,
        Kind.FRONT_MATTER,
        Kind.FOOTNOTE,
        Kind.DEFINITION,
        Kind.ATTRIBUTES,
        Kind.CONTENTS,
        Kind.RULE,
        Kind.BLANK,
    }
)
DIVISIONS = frozenset({Kind.PREAMBLE, Kind.CHAPTER, Kind.SECTION, Kind.ARTICLE, Kind.ANNEX, Kind.TITLE})

LATIN_SUFFIX = r"(?:bis|ter|quater|quat|quinquies|sexies|alt)"
ARABIC_ORDINALS = (
    "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر", "الحادي",
)  # fmt: skip  # the eleventh is said with the word for ten after it, as are the twelfth and those up to the nineteenth
_ORDINAL = rf"(?:{'|'.join(ARABIC_ORDINALS)})[ىة]?(?:\s{{1,2}}عشرة?)?"
_NUMBER = (
    rf"(?:\d{{1,3}}|[IVXLC]{{1,6}}|[XYZxyz]|premier|première|{_ORDINAL}|\[[XYZxyz]\])(?:[ -]?{LATIN_SUFFIX})*"
)
_NAMES = {
    Kind.CHAPTER: r"chapter|part|chapitre|cap[ií]tulo|глава|الفصل|الباب",
    Kind.SECTION: r"section|secci[oó]n|раздел|القسم|الفرع",
    Kind.ARTICLE: r"article|art[ií]culo|статья|المادة",
    Kind.ANNEX: r"annex|annexe|anexo|приложение|المرفق|مرفق",
}
_PREAMBLE = re.compile(
    r"[\s*_\[]*(?:preamble|pr[ée]ambule|pre[áa]mbulo|преамбула|الديباجة|ديباجة|序言)[\s*_\]:]*", re.IGNORECASE
)
_NAMED = {
    kind: re.compile(rf"[\s*_\[]{{0,8}}(?:{names})\s{{1,4}}(?P<number>{_NUMBER})(?![\w'’])", re.IGNORECASE)
    for kind, names in _NAMES.items()
}
_CHINESE = re.compile(
    r"[\s*_\[]{0,8}第(?P<number>[一二三四五六七八九十百零〇\d]{1,6}(?:之[一二三四])?)(?P<name>[章节節条條])"
)
_CHINESE_KINDS = {
    "章": Kind.CHAPTER,
    "节": Kind.SECTION,
    "節": Kind.SECTION,
    "条": Kind.ARTICLE,
    "條": Kind.ARTICLE,
}
_ANNEX_ALONE = re.compile(rf"[\s*_\[]{{0,8}}(?:{_NAMES[Kind.ANNEX]}|附件)[\s*_\]]*", re.IGNORECASE)
_RUBRIC_FOLLOWS = re.compile(r"[\]*_\s]{0,6}(?:$|[.:()–—-]\s*\S)|[\]*_]{0,4}[ \u3000\t]+[^\Wa-zа-яё\d]")
_ATTRIBUTES = re.compile(r"\{:[^{}]{0,200}\}")
_SHORT = 140  # a longer line is a sentence that begins with a reference
_SENTENCE_END = (";", ",", ".")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: what it divides, its number, its rubric, and where name and number stand in the line."""

    kind: Kind
    number: str
    rubric: str
    start: int
    end: int


def read_heading(words: str, *, marked: bool) -> Heading | None:
    """Read ``words`` as a heading; ``marked`` if hashes precede it, so that nobody doubts that it is one."""
    if not marked and len(words) > _SHORT:
        return None
    if _PREAMBLE.fullmatch(_ATTRIBUTES.sub("", words)):
        return Heading(Kind.PREAMBLE, "", "", 0, 0)
    for kind, shape in _NAMED.items():
        if found := shape.match(words):
            return _accept(kind, found, words, marked=marked)
    if found := _CHINESE.match(words):
        return _accept(_CHINESE_KINDS[found["name"]], found, words, marked=marked)
    if _ANNEX_ALONE.fullmatch(words):
        return Heading(Kind.ANNEX, "", "", 0, 0)
    return None


def _accept(kind: Kind, found: re.Match[str], words: str, *, marked: bool) -> Heading | None:
    rest = words[found.end() :]
    if not marked and (not _RUBRIC_FOLLOWS.match(rest) or rest.rstrip("*_ ").endswith(_SENTENCE_END)):
        return None
    bracket = found["number"].startswith("[")  # a placeholder's brackets stand in the text, not in the number
    name_start = len(found[0]) - len(found[0].lstrip(" \t*_["))
    end = found.start("number") if bracket else found.end()
    return Heading(kind, normal_number(found["number"]), plain(rest), name_start, end)


def normal_number(printed: str) -> str:
    """One spelling for a number: no brackets, one space before *bis*."""
    bare = " ".join(printed.strip("[]() .\t").split())
    return re.sub(
        rf"(?<=[\dIVXLC)]) ?-?({LATIN_SUFFIX})\b",
        lambda found: " " + found[1].lower(),
        bare,
        flags=re.IGNORECASE,
    )


def plain(words: str) -> str:
    """The words of a heading, without marks of emphasis, attributes and outer punctuation."""
    bare = re.sub(r"[*_#`]+|<[^<>]{0,200}>|\[\^[^\[\]\s]{1,64}\]", "", _ATTRIBUTES.sub("", words))
    return " ".join(bare.split()).strip(" .:;()[]–—-")
