"""What a form offers to choose from: the words of a provision, places in the text, kinds of provision, what to do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _, gettext_lazy

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import ROOT, Holder, ProvisionId
from comity.committee.text.rules.negotiation.consolidation import Line, Text
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.negotiation.state import Negotiation, Proposal, Provision
from comity.committee.text.rules.words import Words, joined
from comity.reference.states import holder_name
from comity.words import Language

Choices = list[tuple[str, object]]
_BEGINNING = 9  # words that tell a provision from its neighbours
_WHOLES = frozenset({Kind.TITLE, Kind.CHAPTER, Kind.SECTION, Kind.ARTICLE, Kind.ANNEX, Kind.PREAMBLE})

KINDS: dict[Kind, object] = {
    Kind.PARAGRAPH: gettext_lazy("paragraph"),
    Kind.SUBPARAGRAPH: gettext_lazy("subparagraph"),
    Kind.ITEM: gettext_lazy("item"),
    Kind.UNNUMBERED: gettext_lazy("paragraph without a number"),
    Kind.ARTICLE: gettext_lazy("article"),
    Kind.SECTION: gettext_lazy("section"),
    Kind.CHAPTER: gettext_lazy("chapter"),
    Kind.PREAMBULAR: gettext_lazy("paragraph of the preamble"),
    Kind.ANNEX: gettext_lazy("annex"),
}
PLACES: Choices = [
    ("after", gettext_lazy("after it, on the same level")),
    ("inside", gettext_lazy("under it, as the first")),
    ("inside-last", gettext_lazy("under it, as the last")),
]
HOWS: dict[str, object] = {
    "replace": gettext_lazy("Replace the words"),
    "before": gettext_lazy("Insert before the first word"),
    "after": gettext_lazy("Insert after the last word"),
    "delete": gettext_lazy("Delete the words"),
    "bracket": gettext_lazy("Put the words in brackets"),
    "agree": gettext_lazy("Declare the words agreed ad referendum"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form stands on: the text, one provision of it, who fills it in, in which language that one reads."""

    text: Text
    provision: Provision
    seat: Holder
    reader: Language
    for_others: bool = False  # whether the act may be done in another's name
    decides: bool = False

    @property
    def now(self) -> Negotiation:
        """The negotiation as it stands."""
        return self.text.negotiation

    def words_on(self, on: int) -> Words:
        """The words that a range counts: the provision's, or those of an open proposal on it."""
        if not on:
            return self.provision.words
        found = self.provision.proposals.get(on)
        return found.words if found is not None and found.change is None else ()


def words(found: Words, *, least: int = 0) -> Choices:
    """Each word with its turn; turns up to ``least`` are offered although no word stands there any more."""
    beyond: Choices = [(str(at), str(at + 1)) for at in range(len(found), least)]
    return [(str(at), f"{at + 1} · {word.strip()}") for at, word in enumerate(found)] + beyond


def name(line: Line, spoken: Language) -> str:
    """The number of a provision and its first words."""
    number = printed(line.number, spoken)
    beginning = Truncator(joined(line.provision.words)).words(_BEGINNING)
    return " ".join(part for part in (number, beginning) if part)


def _indented(line: Line, spoken: Language) -> str:
    return "\u2003" * line.depth + name(line, spoken)


def standing(text: Text) -> Choices:
    """Every provision of the text, as deep as it stands."""
    return [(line.provision.id, _indented(line, text.negotiation.language)) for line in text.lines()]


def targets(ground: Ground) -> Iterator[tuple[str, str]]:
    """Where a provision can be moved: under each division, after each provision; never under itself."""
    own = {ground.provision.id, *ground.now.under(ground.provision.id)}
    spoken = ground.now.language
    for line in ground.text.lines():
        if line.provision.id in own:
            continue
        told = _indented(line, spoken)
        yield f"after:{line.provision.id}", _("after {provision}").format(provision=told)
        if line.provision.kind in _WHOLES:
            yield f"under:{line.provision.id}", _("at the beginning of {provision}").format(provision=told)


def partners(ground: Ground) -> Choices:
    """The provisions that can take a provision's words: those beside it first, then the others that stand."""
    spoken, own = ground.now.language, ground.provision
    beside = [line for line in ground.text.lines() if line.provision.parent == own.parent]
    others = [line for line in ground.text.lines() if line.provision.parent != own.parent]
    return [
        (line.provision.id, name(line, spoken))
        for line in (*beside, *others)
        if line.provision.id != own.id and line.provision.kind not in _WHOLES and not line.proposed
    ]


def wholes(ground: Ground) -> Choices:
    """What can be agreed at once: the provision, each division that it stands in, the whole text."""
    lines = {line.provision.id: line for line in ground.text.lines()}
    way: list[ProvisionId] = [ground.provision.id, *ground.now.above(ground.provision.id)]
    spoken = ground.now.language
    found: Choices = [(each, name(lines[each], spoken)) for each in way if each in lines]
    return [*found, (ROOT or "*", _("the whole text"))]


def kinds(provision: Provision) -> tuple[Choices, str, str]:
    """The kinds a new provision beside this one can be; which is most likely, and where it most likely stands."""
    inside = provision.kind in _WHOLES
    likely = Kind.PARAGRAPH if inside else provision.kind
    if provision.kind is Kind.PREAMBLE:
        likely = Kind.PREAMBULAR
    return [(str(kind), label) for kind, label in KINDS.items()], str(likely), "inside" if inside else "after"


def settled_by(ground: Ground) -> Choices:
    """The open proposals of a provision that a compromise could settle."""
    return [
        (str(each.number), _proposal(each, ground.reader))
        for each in ground.provision.open_proposals()
        if not each.on and each.change is None
    ]


def _proposal(each: Proposal, reader: Language) -> str:
    said = Truncator(joined(each.words)).words(_BEGINNING) or _("deletion")
    return _("{number}, {State}: {words}").format(
        number=each.number, State=holder_name(each.by, reader), words=said
    )


def hows(ground: Ground, *, amending: bool) -> Choices:
    """What this reader may do to a range of words."""
    kept: Iterable[str] = (
        HOWS if ground.decides and not amending else [each for each in HOWS if each != "agree"]
    )
    return [(each, HOWS[each]) for each in kept]


def hull(proposals: Sequence[Proposal]) -> tuple[int, int]:
    """The least range that holds the ranges of all of them."""
    return min(each.start for each in proposals), max(each.end for each in proposals)
