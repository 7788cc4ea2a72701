"""A draft written as Akoma Ntoso 3.0, valid against the strict schema.

* Titles stand in the preface, the preamble in ``preamble``, all else in the body, in the order of the text. What stands
  where Akoma Ntoso does not expect it is kept in place, in a container that says what it is.
* A heading in a paragraph of its own becomes the heading of the article that it follows.
* Brackets are ``inline`` points, so that they may cross provisions and one another as they do in the text.
* The second option of a provision and each further one is ``alternativeTo`` the first. In a text under negotiation so
  is a provision to the one that it would replace, and the bracket of words offered to that of the words that stand.
* The characters of the text stand in the document; signs around them that Markdown needs (hashes, indents, line breaks)
  stand in attributes of ours. A reader of ours prints the very same text again, another reads a clean document.
* Characters that XML does not know cannot be written, and are refused by line and column.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from comity.committee.documents.rules.lines import Places
from comity.committee.text.rules.akoma_ntoso.live import Live
from comity.committee.text.rules.akoma_ntoso.matter import Origin, bracket_name, matter, reference
from comity.committee.text.rules.akoma_ntoso.names import (
    ELEMENTS,
    HCONTAINER,
    NAMESPACE,
    OWN,
    addresses,
    akn,
    own,
)
from comity.committee.text.rules.brackets import Bracket, Use
from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.headings import APPARATUS, Kind
from comity.committee.text.rules.runs import Run, Sort
from comity.errors.interchange import NotXmlCharacter

_FOREIGN_TO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEAD = re.compile(r"[\s#]*")
_SEPARATOR = re.compile(r"[\s.:–—-]*")
_HEADED = frozenset(
    {Kind.CHAPTER, Kind.SECTION, Kind.ARTICLE, Kind.ANNEX, Kind.PREAMBLE, Kind.TITLE, Kind.RUBRIC}
)
_BEFORE_BODY = APPARATUS | {Kind.TITLE, Kind.PREAMBLE, Kind.PREAMBULAR, Kind.NOTE, Kind.OPTION}


def write_document(draft: Draft, origin: Origin, ids: Sequence[str] = (), live: Live | None = None) -> bytes:
    """Write ``draft``; ``ids`` are the lasting identities of its provisions, empty where one has none.

    ``live`` is what is known of a text under negotiation, of which ``draft`` is the notation.

    Raises ``NotXmlCharacter``.
    """
    if found := _FOREIGN_TO_XML.search(draft.source):
        raise NotXmlCharacter(Places.of(draft.source).at(found.start()), sign=f"U+{ord(found[0]):04X}")
    eids = addresses(draft.provisions)
    root = etree.Element(akn("akomaNtoso"), nsmap={None: NAMESPACE, "c": OWN})
    bill = etree.SubElement(root, akn("bill"), name="draftConvention", contains="multipleVersions")
    bill.append(matter(draft, origin, eids, live))
    _Writer(draft, bill, eids, ids, live or Live(0)).write()
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


@dataclass(slots=True)
class _Words:
    """The characters of a provision in three parts: what precedes its number, the number, the rest."""

    before: str = ""
    number: str | None = None
    rest: list[Run] = field(default_factory=list)


class _Writer:
    """Writes the provisions in order; ``made`` holds the element of each."""

    def __init__(
        self, draft: Draft, bill: etree._Element, eids: Sequence[str], ids: Sequence[str], live: Live
    ) -> None:
        self.draft, self.bill, self.eids, self.ids, self.live = draft, bill, eids, ids, live
        self.first = ""  # the bracket of the words that stand, to which those offered are alternatives
        self.made: list[etree._Element] = []
        negotiating = [pair for pair in draft.brackets.pairs if pair.use is Use.NEGOTIATING]
        self.named = {pair.open: bracket_name(number) for number, pair in enumerate(negotiating, 1)}
        self.options: dict[
            int | None, tuple[int, str]
        ] = {}  # under each provision: the last option, and the first

    def write(self) -> None:
        """Write everything."""
        provisions = self.draft.provisions
        edge = next((at for at, one in enumerate(provisions) if one.kind not in _BEFORE_BODY), len(provisions))
        first = next(
            (at for at in range(edge) if provisions[at].kind in {Kind.PREAMBLE, Kind.PREAMBULAR}), edge
        )
        preface = etree.SubElement(self.bill, akn("preface")) if first else None
        preamble = etree.SubElement(self.bill, akn("preamble")) if edge > first else None
        body = etree.SubElement(self.bill, akn("body"))
        body.set(own("printing"), "exact")
        for place in range(len(provisions)):
            if place < first and preface is not None:
                self._block(place, preface)
            elif place < edge and preamble is not None:
                self._block(place, preamble)
            else:
                self._hierarchy(place, body)
        if not len(body):
            etree.SubElement(body, akn(HCONTAINER), name="empty", eId="empty")

    def _block(self, place: int, parent: etree._Element) -> None:
        """Write a provision before the body: a container with one paragraph."""
        one = self.draft.provisions[place]
        box = etree.SubElement(parent, akn("container"), name=_name(one.kind))
        self._identify(box, place)
        self.made.append(box)
        paragraph = etree.SubElement(box, akn("p"))
        self._inline(paragraph, list(self.draft.runs(place)))

    def _hierarchy(self, place: int, body: etree._Element) -> None:
        """Write a provision of the body under the one that holds it."""
        one = self.draft.provisions[place]
        parent = self._parent(place, body)
        if one.kind is Kind.RUBRIC and self._takes_heading(parent, place):
            self.made.append(parent)
            heading = etree.SubElement(parent, akn("heading"))
            self._inline(heading, list(self.draft.runs(place)), lead=_LEAD)
            return
        name = ELEMENTS.get(one.kind)
        element = etree.SubElement(parent, akn(name)) if name else _container(parent, one.kind)
        self._identify(element, place)
        self.made.append(element)
        self._alternative(element, place)
        words = self._divide(place)
        if words.number is not None:
            number = etree.SubElement(element, akn("num"))
            number.text = words.number
            _keep(number, "before", words.before)
        if one.kind in _HEADED:
            self._heading(element, words)
        else:
            self._paragraph(element, words, holds=self._holds(place))

    def _parent(self, place: int, body: etree._Element) -> etree._Element:
        """The element that holds a provision: apparatus stands where the next provision does."""
        for at in range(place, len(self.draft.provisions)):
            if self.draft.provisions[at].kind not in APPARATUS:
                above = self.draft.provisions[at].parent
                held = self.made[above] if above is not None and above < place else None
                return body if held is None or not _is_within(held, body) else held
        return body

    def _holds(self, place: int) -> bool:
        """Whether anything will be written under a provision."""
        return any(
            self._stands_under(at, place) for at in range(place + 1, self.draft.provisions[place].last + 1)
        )

    def _stands_under(self, at: int, place: int) -> bool:
        return self.draft.provisions[at].kind in APPARATUS or self.draft.provisions[at].parent == place

    def _takes_heading(self, parent: etree._Element, place: int) -> bool:
        above = self.draft.provisions[place].parent
        empty = not parent.xpath("*[not(self::a:num)]", namespaces={"a": NAMESPACE})
        return (
            above is not None
            and self.made[above] is parent
            and above == place - 1
            and empty
            and len(parent) > 0
        )

    def _alternative(self, element: etree._Element, place: int) -> None:
        """Say of an option that it is an alternative to the first of its kind."""
        one = self.draft.provisions[place]
        if place in self.live.alternatives:
            element.set("alternativeTo", self.eids[self.live.alternatives[place]])
        if one.kind is not Kind.OPTION:
            return
        last, first = self.options.get(one.parent, (-1, ""))
        follows = last >= 0 and self.draft.provisions[last].last + 1 == place
        if follows:
            element.set("alternativeTo", first)
        self.options[one.parent] = (place, first if follows else self.eids[place])

    def _identify(self, element: etree._Element, place: int) -> None:
        element.set("eId", self.eids[place])
        if place < len(self.ids) and self.ids[place]:
            element.set("wId", f"p-{self.ids[place]}")

    def _divide(self, place: int) -> _Words:
        runs = list(self.draft.runs(place))
        before = ""
        for at, run in enumerate(runs):
            if run.sort is Sort.NUMBER:
                return _Words(before, self.draft.words(run), runs[at + 1 :])
            if run.sort is not Sort.EMPHASIS and not (
                run.sort is Sort.TEXT and _LEAD.fullmatch(self.draft.words(run))
            ):
                break
            before += self.draft.words(run)
        return _Words("", None, runs)

    def _heading(self, element: etree._Element, words: _Words) -> None:
        text = "".join(self.draft.words(run) for run in words.rest)
        if not text.strip() and words.number is not None:
            _keep(element[-1], "after", text)
            return
        heading = etree.SubElement(element, akn("heading"))
        self._inline(heading, words.rest, lead=_LEAD if words.number is None else _SEPARATOR)

    def _paragraph(self, element: etree._Element, words: _Words, *, holds: bool) -> None:
        box = etree.SubElement(element, akn("intro" if holds else "content"))
        self._inline(etree.SubElement(box, akn("p")), words.rest)

    def _inline(self, element: etree._Element, runs: Sequence[Run], *, lead: re.Pattern[str] = _LEAD) -> None:
        """Write runs; white space around them stands in attributes."""
        parts = [(run, self.draft.words(run)) for run in runs]
        if parts and parts[0][0].sort is Sort.TEXT:
            run, text = parts[0]
            found = lead.match(text)
            cut = found.end() if found else 0
            _keep(element, "before", text[:cut])
            parts[0] = (run, text[cut:])
        if parts and parts[-1][0].sort is Sort.TEXT:
            run, text = parts[-1]
            kept = text.rstrip()
            _keep(element, "after", text[len(kept) :])
            parts[-1] = (run, kept)
        for run, text in parts:
            if run.sort is Sort.TEXT:
                _say(element, text)
            else:
                self._point(element, run, text)

    def _point(self, element: etree._Element, run: Run, text: str) -> None:
        name = "bracket" if run.sort in {Sort.OPEN, Sort.CLOSE, Sort.STRAY} else run.sort.value
        point = etree.SubElement(element, akn("inline"), name=name)
        if name == "bracket":
            point.set("class", run.sort.value)
        if run.sort is Sort.OPEN and run.bracket:
            name = self.named[run.bracket.open]
            point.set("eId", name)
            said = self.live.brackets.get(run.bracket.open)
            if said and said.option == 1:
                self.first = name
            elif said and said.option:
                point.set("alternativeTo", self.first)
            if holder := _only_holder(run.bracket):
                point.set("refersTo", f"#{reference(holder)}")
        point.text = text


def _only_holder(pair: Bracket) -> str:
    """The one who holds a bracket, if it is one; positions of several stand in ``proprietary``."""
    held = pair.attribution.holders if pair.attribution else ()
    return held[0] if len(held) == 1 and not held[0].startswith("+") else ""


def _container(parent: etree._Element, kind: Kind) -> etree._Element:
    return etree.SubElement(parent, akn(HCONTAINER), name=_name(kind))


def _name(kind: Kind) -> str:
    return kind.name.lower()


def _is_within(element: etree._Element, body: etree._Element) -> bool:
    return any(each is body for each in element.iterancestors())


def _keep(element: etree._Element, name: str, text: str) -> None:
    if text:
        element.set(own(name), text)


def _say(element: etree._Element, text: str) -> None:
    """Append characters to what an element says."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
