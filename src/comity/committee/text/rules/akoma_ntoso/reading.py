"""The text of an Akoma Ntoso document, in the notation of drafts.

* A document that Comity wrote is printed exactly: the same characters as the draft that was written.
* Of any other document the numbers, headings and paragraphs are read in order, each as a paragraph of the draft:
  chapters, sections and articles as headings, subparagraphs and points indented. Words struck or inserted by an editor
  stand in brackets. What has no place in a draft (notes, tables, pictures) is counted and told.
* No words are left out: what stands in an element that is not known is read as a paragraph.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from comity.committee.text.rules.akoma_ntoso.names import NAMESPACE, akn, own
from comity.committee.text.rules.markup import read_markup
from comity.errors.interchange import NotAkomaNtoso

_PARTS = ("coverPage", "preface", "preamble", "body", "mainBody", "debateBody", "conclusions")
_LINES = frozenset(
    {"num", "heading", "subheading", "crossHeading", "p", "longTitle", "block", "li", "listIntroduction"}
)
_HASHES = {"title": "#", "book": "##", "part": "##", "chapter": "##", "section": "###", "article": "###"}
_INDENTS = {"subparagraph": "   ", "point": "      ", "indent": "      ", "alinea": ""}
_UNPLACED = ("authorialNote", "table", "img", "math", "ref", "noteRef")


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What was read: the text, and how often what could not be placed as such."""

    source: str
    exact: bool
    unplaced: tuple[tuple[str, int], ...]
    identities: tuple[tuple[str, str], ...] = ()  # of ours: what an element is called, and its lasting identity


def read_document(raw: bytes) -> ReadBack:
    """Read ``raw``, or raise ``NotAkomaNtoso``, ``XmlMalformed``, ``XmlForbidden`` or ``FileTooLarge``."""
    root = read_markup(raw)
    if root.tag != akn("akomaNtoso") or not len(root):
        raise NotAkomaNtoso(str(etree.QName(root).localname)[:40])
    document = root[0]
    exact = any(body.get(own("printing")) == "exact" for body in document.findall(akn("body")))
    parts = [part for name in _PARTS for part in document.findall(akn(name))]
    if not parts:
        raise NotAkomaNtoso(str(etree.QName(document).localname)[:40])
    words = "".join(text for part in parts for text in (_exactly(part) if exact else _plainly(part)))
    counts = Counter(str(etree.QName(each).localname) for part in parts for each in part.iter(etree.Element))
    unplaced = () if exact else tuple((name, counts[name]) for name in _UNPLACED if counts[name])
    named = [each for part in parts for each in part.iter(etree.Element) if each.get("wId")] if exact else []
    identities = tuple((str(each.get("eId")), str(each.get("wId")).removeprefix("p-")) for each in named)
    return ReadBack(words, exact, unplaced, identities)


def _exactly(part: etree._Element) -> Iterator[str]:
    for line in part.iter(akn("num"), akn("heading"), akn("p")):
        yield line.get(own("before"), "")
        yield from (str(text) for text in line.itertext())
        yield line.get(own("after"), "")


def _plainly(part: etree._Element) -> Iterator[str]:
    """Read another's document: a paragraph for each number with what follows it, each heading, each paragraph."""
    number = ""
    for line in _lines(part):
        name, text = _local(line), " ".join("".join(_said(line)).split())
        holder = line.getparent()
        kind = _local(holder) if holder is not None else ""
        if name == "num":
            number = _titled(kind, text)
            if _HASHES.get(kind) and not _has_heading(holder):
                yield f"{_HASHES[kind]} {number}\n\n"
                number = ""
            continue
        if not text:
            continue
        if name in {"heading", "subheading", "crossHeading"}:
            hashes = _HASHES.get(kind, "####")
            yield f"{hashes} {number}. {text}\n\n" if number else f"{hashes} {text}\n\n"
        else:
            yield f"{_indent(line)}{number} {text}\n\n" if number else f"{_indent(line)}{text}\n\n"
        number = ""
    if number:
        yield f"{number}\n\n"


def _lines(part: etree._Element) -> Iterator[etree._Element]:
    """The elements that hold a line of their own; within one, none is looked for."""
    walk = etree.iterwalk(part, events=("start",))
    for _, element in walk:
        if _local(element) in _LINES or (element.text or "").strip():
            yield element
            walk.skip_subtree()


def _said(line: etree._Element) -> Iterator[str]:
    """The words of a line; an editor's insertions and deletions in brackets."""
    for event, element in etree.iterwalk(line, events=("start", "end")):
        marked = _local(element) in {"ins", "del"}
        if event == "start":
            yield ("[" if marked else "") + (element.text or "")
        else:
            yield ("]" if marked else "") + ((element.tail or "") if element is not line else "")


def _has_heading(holder: etree._Element | None) -> bool:
    return holder is not None and holder.find(akn("heading")) is not None


def _titled(kind: str, number: str) -> str:
    """A number with the name of its division, where it lacks it: ``Article 5``."""
    if kind not in _HASHES or kind == "title" or not number or not number.strip(" .:()").isalnum():
        return number
    return f"{kind.capitalize()} {number.strip(' .:()')}"


def _indent(line: etree._Element) -> str:
    for above in line.iterancestors():
        name = _local(above)
        if name in _INDENTS:
            return _INDENTS[name]
        if name in {"paragraph", "article"}:
            return ""
    return ""


def _local(element: etree._Element) -> str:
    name = etree.QName(element)
    return str(name.localname) if name.namespace == NAMESPACE else ""
