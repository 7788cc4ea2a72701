"""A draft as one HTML page that needs nothing beside it: no style sheet, no script, no picture.

* Headings are headings, options and paragraphs are paragraphs with their printed numbers; brackets stand as printed.
* Who holds a bracket follows it, raised. Language and direction are those of the draft.
* All characters of the draft are escaped; a character that XML does not know is left out of the page.
"""

import re
from collections.abc import Iterator

from lxml import etree

from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.headings import APPARATUS, Kind
from comity.committee.text.rules.runs import Sort
from comity.words import Language

_LEVELS = {
    Kind.TITLE: "h1",
    Kind.PREAMBLE: "h2",
    Kind.CHAPTER: "h2",
    Kind.ANNEX: "h2",
    Kind.SECTION: "h3",
    Kind.ARTICLE: "h4",
    Kind.RUBRIC: "h5",
}
_INDENTS = {Kind.SUBPARAGRAPH: 2, Kind.OPTION: 2, Kind.ITEM: 4}
_SILENT = APPARATUS - {Kind.NOTE, Kind.FOOTNOTE}
_UNKNOWN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEFT_OUT = frozenset({Sort.EMPHASIS, Sort.TAG})


def write_html(draft: Draft, language: Language) -> bytes:
    """Write ``draft`` as a page in UTF-8."""
    page = etree.Element("html", lang=str(language), dir=language.direction)
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "title").text = _UNKNOWN.sub("", draft.title())
    body = etree.SubElement(page, "body")
    for place, one in enumerate(draft.provisions):
        if one.kind in _SILENT:
            continue
        made = etree.SubElement(body, _LEVELS.get(one.kind, "p"))
        if indent := _INDENTS.get(one.kind):
            made.set("style", f"margin-inline-start: {indent}em")
        for words, raised in _pieces(draft, place):
            _say(made, words, raised=raised)
    return bytes(etree.tostring(page, method="html", encoding="utf-8", doctype="<!doctype html>")) + b"\n"


def _pieces(draft: Draft, place: int) -> Iterator[tuple[str, bool]]:
    """The words of a provision in order, and whether they say who holds a bracket."""
    first = True
    for run in draft.runs(place):
        if run.sort in _LEFT_OUT:
            continue
        words = _UNKNOWN.sub("", draft.words(run))
        if first:
            words = words.lstrip().lstrip("#").lstrip()
            first = not words
        if words:
            yield words, run.sort is Sort.ATTRIBUTION


def _say(element: etree._Element, words: str, *, raised: bool) -> None:
    if raised:
        etree.SubElement(element, "sup").text = words.strip()
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words
