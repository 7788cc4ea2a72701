"""The rolling text as HTML: brackets that the keyboard reaches, and that say what stands and who is behind them.

* A bracket is a group with a name: whether its words stand or are offered, who wants them, who is against them.
* A bracket closes right after its last word: the white space after that word stands outside.
* Words somebody would delete are struck through, words offered are underlined; colour only repeats what the name says.
* Each run of words says whose they are, the provision's or a proposal's, and which, so that they can be selected.
* Names beside a bracket are codes, in the alphabetical order of the reader's language; their names are in its title.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, pgettext

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import CHAIR, Holder
from comity.committee.text.rules.negotiation.carrying import set_apart
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.marks import Enclosed, Mark, Role, Run
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.papers.choice import state_of
from comity.committee.text.rules.words import joined
from comity.committee.text.views.rendering import names
from comity.reference.states import in_order
from comity.words import Language

_DEEPEST_STYLE = 5
_INDENTS = {Kind.SUBPARAGRAPH: "sub", Kind.ITEM: "subsub"}
_HEADINGS = frozenset({Kind.TITLE, Kind.CHAPTER, Kind.SECTION, Kind.ARTICLE, Kind.ANNEX, Kind.PREAMBLE})


@dataclass(frozen=True, slots=True)
class Shown:
    """One provision as the page shows it."""

    line: Line
    number: str
    classes: str
    content: SafeString
    words: str  # as they stand, to be edited
    heading: bool
    sponsors: str
    state: str  # agreed | partly | proposed | open | free


def shown(
    line: Line, spoken: Language, reader: Language, seen: Collection[Holder] = (), *, anchors: bool = True
) -> Shown:
    """Show a provision written in ``spoken`` to a reader of ``reader``; brackets of the holders ``seen`` stand out.

    Where the same brackets stand on a page twice, the second time is written without ``anchors``.
    """
    provision = line.provision
    return Shown(
        line=line,
        number=printed(line.number, spoken),
        classes=_classes(line),
        content=_Writer(reader, frozenset(seen), anchors=anchors).written(line.marks, 1),
        words=joined(provision.words),
        heading=provision.kind in _HEADINGS,
        sponsors=names(line.sponsors, reader),
        state=state_of(line),
    )


def _classes(line: Line) -> str:
    kind = line.provision.kind
    found = [_INDENTS.get(kind, "")]
    if kind not in {Kind.PARAGRAPH, Kind.SUBPARAGRAPH, Kind.ITEM}:
        found.append("plain")
    if line.proposed or line.alternatives:
        found.append("altrow")
    elif line.provision.agreed:
        found.append("adref")
    return " ".join(each for each in found if each)


class _Writer:
    def __init__(self, reader: Language, seen: frozenset[Holder], *, anchors: bool) -> None:
        self.reader, self.seen, self.anchors = reader, seen, anchors
        self.places: dict[int, int] = {}  # the next word of the provision, and of each proposal

    def written(self, marks: Sequence[Mark], depth: int, on: int = 0, *, closed: bool = False) -> SafeString:
        """Write marks at a depth of brackets, with white space where words meet; ``on`` names whose words stand.

        If they are ``closed`` by a bracket, the white space after the last word is left to whoever writes that.
        """
        parts: list[SafeString] = []
        last = ""
        for turn, mark in enumerate(marks, 1):
            ends = closed and turn == len(marks)
            words = _first_words(mark)
            if last and words and set_apart(last, words):
                parts.append(SafeString(" "))
            if isinstance(mark, Run):
                parts.append(self._run(mark, on, closed=ends))
            else:
                parts.append(self._bracket(mark, depth, on, closed=ends))
            last = _last_words(mark) or last
            if isinstance(mark, Enclosed) and not mark.piece and not ends and last != last.rstrip():
                parts.append(SafeString(" "))
        return format_html_join("", "{}", ((part,) for part in parts))

    def _run(self, run: Run, on: int, *, closed: bool) -> SafeString:
        """Words that can be selected: whose they are, the turn of the first, and how long each is."""
        at = self.places.get(on, 0)
        self.places[on] = at + len(run.words)
        lengths = " ".join(str(_units(word)) for word in run.words)
        shape = '<span data-on="{}" data-at="{}" data-w="{}">{}</span>'
        words = joined(run.words)
        return format_html(shape, on, at, lengths, words.rstrip() if closed else words)

    def _bracket(self, mark: Enclosed, depth: int, on: int, *, closed: bool) -> SafeString:
        offered = mark.role is Role.OFFERED
        style = f"br d{min(depth, _DEEPEST_STYLE)}{' lit' if self.seen & mark.names else ''}"
        whose = mark.proposals[0] if offered else on
        inside = self.written(mark.inside, depth + 1, whose, closed=closed or not mark.piece)
        if offered:
            inside = format_html("<ins>{}</ins>", inside)
        elif mark.proposals:
            inside = format_html("<del>{}</del>", inside)
        if mark.piece:
            return format_html('<span class="{} from">{}</span>', style, inside)
        anchor = f"b{(*mark.proposals, *mark.brackets)[0]}-{'o' if offered else 's'}"
        place = format_html(' id="{}"', anchor) if self.anchors else SafeString()
        return format_html(
            '<span class="{}"{} tabindex="0" role="group" aria-label="{}">{}</span>{}',
            style,
            place,
            self._name(mark),
            inside,
            self._beside(mark),
        )

    def _beside(self, mark: Enclosed) -> SafeString:
        """The codes of those who stand behind a bracket."""
        said = [", ".join(self._codes(mark.wanted))]
        if mark.against and not (mark.role is Role.STANDS and mark.option):
            states = ", ".join(self._codes(mark.against))
            said.append(pgettext("asks for deletion", "del. {States}").format(States=states))
        if reserved := self._codes(mark.reserved):
            said.append(pgettext("reserves its position", "res. {States}").format(States=", ".join(reserved)))
        told = "; ".join(part for part in said if part)
        return (
            format_html('<span class="by" title="{}">{}</span>', self._name(mark), told)
            if told
            else SafeString()
        )

    def _codes(self, holders: Iterable[Holder]) -> tuple[Holder, ...]:
        return in_order(tuple(each for each in holders if each != CHAIR), self.reader)

    def _name(self, mark: Enclosed) -> str:
        """Say what a bracket is, to those who hear the page."""
        facts = {
            "wanted": names(mark.wanted, self.reader),
            "against": names(mark.against, self.reader),
            "reserved": names(mark.reserved, self.reader),
            "number": mark.option,
        }
        said = [
            _("words offered by {wanted}") if mark.role is Role.OFFERED else _("words that stand, in brackets")
        ]
        if mark.option:
            said.append(_("alternative {number}"))
        if mark.role is Role.STANDS and mark.wanted:
            said.append(_("kept by {wanted}"))
        if mark.against:
            said.append(_("opposed by {against}") if mark.role is Role.OFFERED else _("disputed by {against}"))
        if mark.reserved:
            said.append(_("reserved by {reserved}"))
        return "; ".join(said).format(**facts)


def _units(word: str) -> int:
    """The length of a word as a browser counts it: what lies beyond the first plane of Unicode counts twice."""
    return len(word) if word.isascii() else len(word.encode("utf-16-le")) // 2


def _first_words(mark: Mark) -> str:
    while isinstance(mark, Enclosed):
        if not mark.inside:
            return ""
        mark = mark.inside[0]
    return mark.words[0]


def _last_words(mark: Mark) -> str:
    while isinstance(mark, Enclosed):
        if not mark.inside:
            return ""
        mark = mark.inside[-1]
    return mark.words[-1]
