"""How a request is laid out on a page: its facts, its story, its evidence, what may be done now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from comity.access import Actor, permits
from comity.errors.directory import UnknownAuthority
from comity.errors.node import UnknownPeer
from comity.node import profiles, subjects
from comity.node.models import Receipt
from comity.regime.requests import services
from comity.regime.requests.forms import DECISIONS, labels
from comity.regime.requests.forms.steps import name
from comity.regime.requests.models import Line, Request
from comity.regime.requests.rules.content import Content, Data
from comity.regime.requests.rules.life import Deed, Event, State
from comity.regime.requests.services import Told
from comity.regime.requests.views.asking import tongue
from comity.words import AuthorityId, Instant

Text = str | Promise
RECEIPTS: Mapping[str, Text] = {
    "submission": gettext_lazy("taken from the officer"),
    "relay": gettext_lazy("held durably by the receiving node"),
    "delivery": gettext_lazy("stands on the addressee's desk"),
    "retrieval": gettext_lazy("opened by an officer"),
}
_SAID: Mapping[str, Text] = {
    "order": pgettext_lazy("of an authority", "Order"),
    "remarks": gettext_lazy("Remarks"),
    "reasons": gettext_lazy("Reasons"),
    "text": gettext_lazy("What was written"),
    "conditions": gettext_lazy("Conditions"),
    "assistance": gettext_lazy("Request for assistance"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One request in a list."""

    request: Request
    other: str
    about: str
    tag: tuple[str, Text]


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of the story as it is shown."""

    what: Text
    status: str
    at: Instant | None = None
    by: str = ""
    said: Sequence[tuple[Text, str]] = ()
    receipts: Sequence[tuple[Text, Receipt]] = ()
    entry: int | None = None
    waiting: Instant | None = None
    until: Instant | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A deed that this officer may do now."""

    deed: Deed
    words: Text
    kind: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the request states, in words."""

    content: Content
    requester: str
    requested: str
    basis: Text
    stage: Text
    offences: Sequence[Text]
    measures: Sequence[Text]
    data: Sequence[tuple[Text, Data, Sequence[Text]]] = field(default_factory=tuple)


def office(authority: str) -> str:
    """Name an authority in the reader's language; by its code where its State is not known."""
    try:
        known = profiles.peer(AuthorityId(authority).state).authority(AuthorityId(authority))
    except (UnknownPeer, UnknownAuthority):
        return authority
    return name(known.names, tongue())


def rows(requests: Iterable[Request]) -> list[Row]:
    """Lay requests out for a list."""
    return [
        Row(
            request,
            office(request.theirs) if request.theirs else "",
            ", ".join(str(labels.OFFENCES.get(word, word)) for word in request.statements.offences),
            labels.STATES[State(request.state)],
        )
        for request in requests
    ]


def facts(request: Request) -> Facts:
    """Lay out what ``request`` states."""
    content, standing = request.statements, request.standing
    return Facts(
        content=content,
        requester=office(standing.requester or ""),
        requested=office(standing.requested or "") if standing.requested else "",
        basis=labels.BASES.get(str(content.basis), str(content.basis or "")),
        stage=labels.STAGES[content.stage] if content.stage else "",
        offences=[labels.OFFENCES.get(word, word) for word in content.offences],
        measures=[labels.MEASURES[measure] for measure in content.assistance],
        data=[described(data) for data in content.data],
    )


def described(data: Data) -> tuple[Text, Data, Sequence[Text]]:
    """Lay out one description of data."""
    return labels.IDENTIFIERS[data.kind], data, [labels.CATEGORIES[category] for category in data.categories]


def choices(actor: Actor, request: Request) -> list[Choice]:
    """List the deeds that ``actor`` may do to ``request`` now, the primary one first."""
    standing = request.standing
    return [
        Choice(deed, labels.DEEDS[deed], decision.kind)
        for deed, decision in DECISIONS.items()
        if deed in standing.open_deeds
        and permits(subjects.access(), actor, f"requests.{deed}", standing)
        and (deed is not Deed.DISCLOSE or request.assistance)
        and (deed is not Deed.ANNOUNCE or not request.assistance)
    ]


def moments(actor: Actor, request: Request) -> list[Moment]:
    """Tell the story, and what is expected next."""
    told = [_moment(each) for each in services.story(actor, request) if each.line.event != Event.REVISED]
    return [*told, *_expected(request)]


def _moment(told: Told) -> Moment:
    line = told.line
    return Moment(
        what=labels.EVENTS[Event(line.event)],
        status="late" if line.event == Event.OVERDUE else "done",
        at=line.at,
        by=office(line.authority) if line.authority else "",
        said=list(_said(line)),
        receipts=[(RECEIPTS[each.kind], each) for each in told.receipts],
        entry=told.entry,
        waiting=told.waiting.next_attempt if told.waiting else None,
    )


def _said(line: Line) -> Iterator[tuple[Text, str]]:
    body = line.told
    ground = body.get("ground")
    if ground:
        clause = body.get("clause", "")
        yield _("Ground"), f"{labels.GROUNDS.get(str(ground), str(ground))} {clause}".strip()
    for member, words in _SAID.items():
        if body.get(member):
            yield words, str(body[member])
    questions = body.get("questions")
    for asked in questions if isinstance(questions, list) else []:
        about = str(asked.get("about", ""))
        yield labels.PLACES.get(about, _("Question")), str(asked.get("question", ""))
    consultation = body.get("consultation")
    if isinstance(consultation, dict):
        yield _("Consultation"), f"{consultation.get('office', '')}: {consultation.get('outcome', '')}"


def _expected(request: Request) -> Iterator[Moment]:
    if request.state in {State.RECEIVED, State.OPENED, State.SENT} and request.side == "requested":
        yield Moment(_("Decision expected"), "next", until=request.answer_due)
    elif request.state == State.MORE_ASKED:
        yield Moment(_("Answer to the questions expected"), "next")
    elif request.state == State.ACCEPTED:
        yield Moment(_("Preservation to be recorded"), "next")
    elif request.state == State.PRESERVED and not request.assistance:
        yield Moment(_("Preserved at least"), "next", until=request.preserved_until)
    elif request.state == State.PRESERVED:
        yield Moment(_("Preserved until the request for assistance is decided"), "next")
