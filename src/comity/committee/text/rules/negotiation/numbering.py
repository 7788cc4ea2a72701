"""The numbers of provisions: never stored, counted from their order, and printed as each language does.

* A draft counts its provisions: chapters, articles and annexes through the whole text; sections, paragraphs,
  subparagraphs and items within what holds them. Until the next draft these numbers stay.
* What comes after, proposed or accepted, moved or split, takes the number of the one it follows with *bis*, *ter*,
  *quater* and so on; before the first it takes 0. An alternative takes the number of the one it stands against, with
  its turn.
* A number that was accepted as such (``Renumber``) is printed as it was given.
* English ``1.`` ``(a)`` ``(i)``; French, Spanish and Russian ``1.`` ``a)`` ``i)``; Arabic ``1 -`` ``(أ)`` ``'1'``;
  Chinese ``一、`` ``（一）`` ``1.``.                                               Editorial Manual, paragraphs
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import ROOT, ProvisionId
from comity.committee.text.rules.negotiation.state import Negotiation, Provision
from comity.words import Language

SUFFIXES = ("", "bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a provision: its turn in its kind, how many follow before it under that turn, its alternative."""

    kind: Kind
    ordinal: int
    suffix: int = 0
    alternative: int = 0
    given: str = ""


def numbers(negotiation: Negotiation) -> Mapping[ProvisionId, Number]:
    """Number every provision that is part of the text."""
    found: dict[ProvisionId, Number] = {}
    through: dict[Kind, Number] = {}
    scopes: dict[tuple[ProvisionId, Kind], Number] = {}
    turns: dict[ProvisionId, int] = {}
    for name in negotiation.under(ROOT):
        provision = negotiation.provisions[name]
        kind = provision.kind
        is_through = kind in _THROUGH
        before = through.get(kind) if is_through else scopes.get((provision.parent, kind))
        number = _next(provision, before)
        if provision.alternative_to and provision.stands:
            turns[provision.alternative_to] = turn = turns.get(provision.alternative_to, 0) + 1
            of = found.get(provision.alternative_to, number)
            found[name] = Number(kind, of.ordinal, of.suffix, turn, provision.number)
            continue
        if not provision.stands and not provision.ordinal:
            continue
        if is_through:
            through[kind] = number
        else:
            scopes[provision.parent, kind] = number
        if provision.stands:
            found[name] = number
    return found


_THROUGH = frozenset({Kind.CHAPTER, Kind.ARTICLE, Kind.ANNEX})


def _next(provision: Provision, before: Number | None) -> Number:
    if provision.ordinal:
        return Number(provision.kind, provision.ordinal, given=provision.number)
    if before is None:
        return Number(provision.kind, 0, 1, given=provision.number)
    return Number(provision.kind, before.ordinal, before.suffix + 1, given=provision.number)


_NAMES: Mapping[Kind, Mapping[Language, str]] = {
    Kind.ARTICLE: {
        Language.ARABIC: "المادة {}",
        Language.CHINESE: "第{}条",
        Language.ENGLISH: "Article {}",
        Language.FRENCH: "Article {}",
        Language.RUSSIAN: "Статья {}",
        Language.SPANISH: "Artículo {}",
    },
    Kind.CHAPTER: {
        Language.ARABIC: "الفصل {}",
        Language.CHINESE: "第{}章",
        Language.ENGLISH: "Chapter {}",
        Language.FRENCH: "Chapitre {}",
        Language.RUSSIAN: "Глава {}",
        Language.SPANISH: "Capítulo {}",
    },
    Kind.SECTION: {
        Language.ARABIC: "القسم {}",
        Language.CHINESE: "第{}节",
        Language.ENGLISH: "Section {}",
        Language.FRENCH: "Section {}",
        Language.RUSSIAN: "Раздел {}",
        Language.SPANISH: "Sección {}",
    },
    Kind.ANNEX: {
        Language.ARABIC: "المرفق {}",
        Language.CHINESE: "附件{}",
        Language.ENGLISH: "Annex {}",
        Language.FRENCH: "Annexe {}",
        Language.RUSSIAN: "Приложение {}",
        Language.SPANISH: "Anexo {}",
    },
}
_ROMAN = frozenset({Kind.CHAPTER, Kind.SECTION, Kind.ANNEX})
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_RUSSIAN_SUFFIXES = ("", "бис", "тер", "кватер", "квинквиес", "сексиес")
_ARABIC_SUFFIXES = ("", "مكررا", "مكررا ثانيا", "مكررا ثالثا", "مكررا رابعا", "مكررا خامسا")


def printed(number: Number, language: Language) -> str:
    """The number as ``language`` prints it before the words; empty for what bears none."""
    if number.given:
        return number.given
    kind, arabic = number.kind, language is Language.ARABIC
    suffix = _suffix(number, language)
    if kind in _NAMES:
        return _NAMES[kind][language].format(_division(number, language)) + suffix
    if kind is Kind.PARAGRAPH:
        if language is Language.CHINESE:
            return f"{chinese(number.ordinal)}{suffix}、"
        return f"{number.ordinal}{suffix} -" if arabic else f"{number.ordinal}{suffix}."
    if kind is Kind.SUBPARAGRAPH:
        if language is Language.CHINESE:
            return f"（{chinese(number.ordinal)}{suffix}）"
        return _enclosed(_letter(number.ordinal, language) + suffix, language)
    if kind is Kind.ITEM:
        if language is Language.CHINESE:
            return f"{number.ordinal}{suffix}."
        return f"'{number.ordinal}{suffix}'" if arabic else _enclosed(roman(number.ordinal) + suffix, language)
    return ""


def _division(number: Number, language: Language) -> str:
    if language is Language.CHINESE:
        return chinese(number.ordinal)
    if number.kind in _ROMAN and language is not Language.ARABIC:
        return roman(number.ordinal).upper() or "0"
    return str(number.ordinal)


def _enclosed(letters: str, language: Language) -> str:
    return f"({letters})" if language in {Language.ENGLISH, Language.ARABIC} else f"{letters})"


def _suffix(number: Number, language: Language) -> str:
    if number.alternative:
        said = _ALTERNATIVES[language]
        return f" {said}" if number.alternative == 1 else f" {said} {number.alternative}"
    if not number.suffix:
        return ""
    if language is Language.CHINESE:
        return f"之{chinese(number.suffix + 1)}"
    words = {Language.RUSSIAN: _RUSSIAN_SUFFIXES, Language.ARABIC: _ARABIC_SUFFIXES}.get(language, SUFFIXES)
    return f" {words[number.suffix]}" if number.suffix < len(words) else f" bis-{number.suffix}"


_ALTERNATIVES = {
    Language.ARABIC: "بديل",
    Language.CHINESE: "备选",
    Language.ENGLISH: "alt",
    Language.FRENCH: "variante",
    Language.RUSSIAN: "альт",
    Language.SPANISH: "alternativa",
}


def _letter(ordinal: int, language: Language) -> str:
    """``a`` to ``z``, then ``aa``; in Arabic the letters of the abjad, then two of them, a last *ha* drawn out."""
    letters = _ABJAD if language is Language.ARABIC else "abcdefghijklmnopqrstuvwxyz"
    found = ""
    while ordinal > 0:
        ordinal, rest = divmod(ordinal - 1, len(letters))
        found = letters[rest] + found
    return found + "ـ" * found.endswith("ه") or "0"


def roman(ordinal: int) -> str:
    """A number in lower-case Roman numerals."""
    signs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    found = ""
    for value, sign in (*signs, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        count, ordinal = divmod(ordinal, value)
        found += sign * count
    return found


_DIGITS = "零一二三四五六七八九"


def chinese(ordinal: int) -> str:
    """A number below a thousand in Chinese characters; above it in digits."""
    if ordinal >= 1000:  # noqa: PLR2004  # no text has so many provisions of one kind
        return str(ordinal)
    hundreds, rest = divmod(ordinal, 100)
    tens, ones = divmod(rest, 10)
    found = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        found += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        found += "零"
    return found + (_DIGITS[ones] if ones or not ordinal else "")
