"""A Word document read with its changes and comments, and who made them.

* Every paragraph of the body is read, in order, wherever it stands: in a table, a frame, a control.
* Words moved count as deleted where they were and inserted where they are.
* A change without an author's name is by an author without a name.
* What has no words of its own, or stands beside the text (pictures, formulas, fields, notes, numbers that Word counts
  by itself), is counted and told; nothing else is left out.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from lxml import etree

from comity.committee.text.rules.markup import read_markup
from comity.committee.text.rules.word.packages import Package
from comity.committee.text.rules.word.tracked import Mark, Paragraph, Remark, Stretch, Style, Tracked, joined
from comity.errors.interchange import NotWord
from comity.words import Instant

_STYLES = {
    "title": Style.TITLE,
    "heading1": Style.CHAPTER,
    "heading2": Style.SECTION,
    "heading3": Style.ARTICLE,
    "heading4": Style.ARTICLE,
    "listcontinue": Style.SUBPARAGRAPH,
    "listcontinue2": Style.ITEM,
}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\r", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_INSERTED, _DELETED = frozenset({"ins", "moveTo"}), frozenset({"del", "moveFrom"})
_UNPLACED = {
    "drawing": "picture",
    "pict": "picture",
    "object": "object",
    "oMath": "formula",
    "instrText": "field",
    "footnoteReference": "footnote",
    "endnoteReference": "endnote",
    "sym": "symbol",
    "numPr": "automatic number",
    "tbl": "table",
}
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class ReadWord:
    """What was read, and how often what could not be placed."""

    text: Tracked
    unplaced: tuple[tuple[str, int], ...]


def read_word(raw: bytes) -> ReadWord:
    """Read a ``.docx``, or raise ``NotWord``, ``FileTooLarge``, ``XmlMalformed`` or ``XmlForbidden``."""
    package = Package(raw)
    main = package.main()
    root = read_markup(package.read(main) or b"")
    body = next((each for each in root if _local(each) == "body"), None)
    if _local(root) != "document" or body is None:
        raise NotWord(_local(root)[:40])
    comments = package.related(main, "comments")
    found = package.read(comments) if comments else None
    reader = _Reader(_remarks(read_markup(found)) if found else {})
    paragraphs = [
        reader.paragraph(each) for each in body.iter(etree.Element) if _local(each) == "p" and _shown(each)
    ]
    told = Counter(_UNPLACED[name] for each in body.iter(etree.Element) if (name := _local(each)) in _UNPLACED)
    return ReadWord(Tracked(tuple(paragraphs)), tuple(sorted(told.items())))


def _shown(paragraph: etree._Element) -> bool:
    """Whether a paragraph is not the second wording of something shown already."""
    return all(_local(above) != "Fallback" for above in paragraph.iterancestors())


@dataclass(frozen=True, slots=True)
class _State:
    """What holds for the words that are read next."""

    inserted: Mark | None = None
    deleted: Mark | None = None
    italic: bool = False
    bold: bool = False


class _Reader:
    """Reads paragraph after paragraph; remembers which comments have begun."""

    def __init__(self, remarks: Mapping[str, Remark]) -> None:
        self.remarks = remarks
        self.running: dict[str, bool] = {}  # comments begun, and whether words stand under them yet
        self.found: list[Stretch] = []

    def paragraph(self, element: etree._Element) -> Paragraph:
        """Read one paragraph."""
        self.found = []
        style, inserted, deleted = Style.NORMAL, None, None
        for child in element:
            if _local(child) == "pPr":
                style, inserted, deleted = _manner(child)
            else:
                self._read(child, _State())
        return Paragraph(tuple(joined(self.found)), style, inserted, deleted)

    def _read(self, element: etree._Element, state: _State) -> None:
        name = _local(element)
        if name in _INSERTED:
            state = replace(state, inserted=_mark(element))
        elif name in _DELETED:
            state = replace(state, deleted=_mark(element))
        elif step := self._STEPS.get(name):
            step(self, element)
            return
        elif name in {"t", "delText"}:
            self._say(element.text or "", state)
            return
        elif name in _SIGNS:
            self._say(_SIGNS[name], state)
            return
        elif name in {"p", "rPr", "pPr", "instrText", "delInstrText", "Fallback"}:
            return  # a paragraph in a frame is read by itself
        elif name == "r":
            state = _look(element, state)
        for child in element:
            self._read(child, state)

    def _say(self, words: str, state: _State) -> None:
        if not words:
            return
        self.running = dict.fromkeys(self.running, True)
        remarks = tuple(self.remarks[number] for number in self.running if number in self.remarks)
        self.found.append(
            Stretch(words, state.inserted, state.deleted, remarks, italic=state.italic, bold=state.bold)
        )

    def _begin(self, element: etree._Element) -> None:
        self.running[_value(element, "id")] = False

    def _end(self, element: etree._Element) -> None:
        number = _value(element, "id")
        if self.running.pop(number, True) is False and number in self.remarks:
            self.found.append(Stretch("", remarks=(self.remarks[number],)))

    _STEPS: Mapping[str, Callable[["_Reader", etree._Element], None]] = {
        "commentRangeStart": _begin,
        "commentRangeEnd": _end,
    }


def _manner(element: etree._Element) -> tuple[Style, Mark | None, Mark | None]:
    style, inserted, deleted = Style.NORMAL, None, None
    for child in element:
        if _local(child) == "pStyle":
            style = _STYLES.get(_value(child, "val").lower().replace(" ", ""), Style.NORMAL)
        elif _local(child) == "rPr":
            for mark in child:
                if _local(mark) in _INSERTED:
                    inserted = _mark(mark)
                elif _local(mark) in _DELETED:
                    deleted = _mark(mark)
    return style, inserted, deleted


def _look(run: etree._Element, state: _State) -> _State:
    for manner in run:
        if _local(manner) == "rPr":
            held = {_local(sign) for sign in manner if _value(sign, "val").lower() not in _OFF}
            return replace(state, italic="i" in held, bold="b" in held)
    return state


def _mark(element: etree._Element) -> Mark:
    return Mark(_value(element, "author"), _instant(_value(element, "date")))


def _remarks(root: etree._Element) -> dict[str, Remark]:
    found: dict[str, Remark] = {}
    for comment in root:
        lines = ["".join(_text(line)) for line in comment.iter(etree.Element) if _local(line) == "p"]
        found[_value(comment, "id")] = Remark(
            _value(comment, "author"), "\n".join(lines), _instant(_value(comment, "date"))
        )
    return found


def _text(paragraph: etree._Element) -> list[str]:
    return [
        _SIGNS.get(_local(each), (each.text or "") if _local(each) == "t" else "")
        for each in paragraph.iter(etree.Element)
    ]


def _instant(told: str) -> Instant | None:
    """When a change was made: Word writes the hour of the author's own clock and calls it UTC."""
    try:
        moment = datetime.fromisoformat(told)
        return Instant.at(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _value(element: etree._Element, name: str) -> str:
    """An attribute, in whichever of Word's two families of namespaces."""
    return next((str(told) for key, told in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
