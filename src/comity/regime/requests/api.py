"""Operations on requests for programs: the same services as the pages, the same refusals.

A request's content is the JSON that travels in the act ``preserve``; instants are ``2026-11-21T13:38:00.000Z``.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from comity.access import Actor
from comity.errors.requests import UnknownRequest
from comity.regime.evidence.api import actor_of, written
from comity.regime.evidence.services import find_item
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules.bodies import Acceptance, Question, Questions
from comity.regime.requests.rules.refusal import Consultation, Means
from comity.regime.requests.rules.statements import read_content
from comity.words import Instant

router = Router(tags=["requests"])
_BOXES = {"inbox": services.inbox, "sent": services.sent, "drafts": services.drafts}
_A_PAGE = 100


class RequestTold(Schema):
    """How a request stands on this node."""

    reference: str
    thread: str
    side: str
    state: str
    ours: str
    theirs: str
    urgent: bool
    opened: str
    sent: str | None
    answer_due: str | None
    answered: str | None
    preserved_since: str | None
    preserved_until: str | None
    assistance: str
    acts: list[str]


class ReceiptTold(Schema):
    """What a node certified of an act."""

    kind: str
    outcome: str
    code: str
    state: str
    at: str


class LineTold(Schema):
    """One line of a request's story."""

    event: str
    at: str
    by: str
    authority: str
    body: dict[str, Any]
    entry: int | None
    receipts: list[ReceiptTold]


class CaseTold(Schema):
    """A request with its content and its story."""

    request: RequestTold
    content: dict[str, Any]
    story: list[LineTold]


class FaultTold(Schema):
    """One fault of a draft, by its code, at its place."""

    code: str
    place: str


class CheckTold(Schema):
    """What the check against the addressee's own rules found."""

    faults: list[FaultTold]
    reservation: str | None


class ContentSaid(Schema):
    """What a draft states, complete or not."""

    content: dict[str, Any]


class AcceptSaid(Schema):
    """What is said with an acceptance."""

    order: str = ""
    remarks: str = ""


class QuestionSaid(Schema):
    """A question about a statement of the request."""

    about: str = ""
    question: str


class AskSaid(Schema):
    """What more is needed."""

    questions: list[QuestionSaid]


class ConsultationSaid(Schema):
    """The consultation that came before a refusal."""

    at: str
    means: Means
    office: str
    outcome: str


class RefuseSaid(Schema):
    """A refusal: its ground, its reasons, the consultation before it."""

    ground: str
    reasons: str
    consultation: ConsultationSaid


class ConsultSaid(Schema):
    """The ground on which a refusal is thought of, and what the requester is asked to consider."""

    ground: str
    text: str


class TextSaid(Schema):
    """Words to the other side."""

    text: str


class PreserveSaid(Schema):
    """Since when, and until when, the data are preserved; never less than sixty days."""

    since: str | None = None
    until: str | None = None
    text: str = ""


class AnnounceSaid(Schema):
    """The reference of the request for assistance that was made."""

    assistance: str
    text: str = ""


class DiscloseSaid(Schema):
    """The evidence to be disclosed, by its references, and on what conditions."""

    items: list[str]
    conditions: str = ""
    text: str = ""


class WithdrawSaid(Schema):
    """Why the request is no longer needed."""

    reasons: str


@router.get("", response=list[RequestTold], summary="Requests received, sent, or being drafted")
def list_requests(request: HttpRequest, box: str = "inbox", after: int = 0) -> list[RequestTold]:
    """List a hundred requests of one box: ``inbox`` by clock, ``sent`` and ``drafts`` by their last change."""
    if box not in _BOXES:
        raise Http404
    return [_told(row) for row in _BOXES[box](actor_of(request))[after : after + _A_PAGE]]


@router.get("/counts", response=dict[str, dict[str, int]], summary="How many requests stand in which state")
def counts(request: HttpRequest) -> dict[str, dict[str, int]]:
    """Count by side and state: all that oversight is shown."""
    return {side: dict(states) for side, states in services.counts(actor_of(request)).items()}


@router.post("", response=RequestTold, summary="Open a draft")
def draft(request: HttpRequest, said: ContentSaid) -> RequestTold:
    """Open a draft with what is known so far."""
    return _told(services.open_draft(actor_of(request), read_content(said.content)))


@router.get("/{reference}", response=CaseTold, summary="A request with its content and its story")
def show(request: HttpRequest, reference: str) -> CaseTold:
    """Give a request, what it states, and its story with receipts."""
    case = _found(request, reference)
    story = [_line(told) for told in services.story(actor_of(request), case)]
    return CaseTold(request=_told(case), content=case.content, story=story)


@router.put("/{reference}/content", response=RequestTold, summary="Write down what a draft says now")
def revise(request: HttpRequest, reference: str, said: ContentSaid) -> RequestTold:
    """Replace the content of a draft."""
    content = read_content(said.content)
    return _done(request, reference, lambda by, case: services.revise(by, case, content))


@router.get("/{reference}/check", response=CheckTold, summary="Check a draft against the addressee's own rules")
def check(request: HttpRequest, reference: str) -> CheckTold:
    """Name every fault that keeps the draft from being sent; nothing leaves the node."""
    found = services.dry_run(actor_of(request), _found(request, reference))
    faults = [FaultTold(code=fault.code, place=fault.place) for fault in found.faults]
    return CheckTold(faults=faults, reservation=str(found.warning) if found.warning else None)


@router.post("/{reference}/send", response=RequestTold, summary="Sign and send a draft")
def send(request: HttpRequest, reference: str) -> RequestTold:
    """Send the draft, or refuse with its first fault."""
    return _done(request, reference, services.send)


@router.post("/{reference}/discard", response=RequestTold, summary="Give a draft up")
def discard(request: HttpRequest, reference: str) -> RequestTold:
    """Give the draft up; nothing was sent."""
    return _done(request, reference, services.discard)


@router.post("/{reference}/open", response=RequestTold, summary="Open a received request")
def open_request(request: HttpRequest, reference: str) -> RequestTold:
    """Open the request; its sender gets a receipt of retrieval."""
    return _done(request, reference, services.open_request)


@router.post("/{reference}/accept", response=RequestTold, summary="Accept")
def accept(request: HttpRequest, reference: str, said: AcceptSaid) -> RequestTold:
    """Accept the request."""
    acceptance = Acceptance(order=said.order, remarks=said.remarks)
    return _done(request, reference, lambda by, case: services.accept(by, case, acceptance))


@router.post("/{reference}/ask-more", response=RequestTold, summary="Ask for more")
def ask_more(request: HttpRequest, reference: str, said: AskSaid) -> RequestTold:
    """Ask the requester for more; our clock stands still."""
    asked = Questions(
        questions=tuple(Question(about=one.about, question=one.question) for one in said.questions)
    )
    return _done(request, reference, lambda by, case: services.ask_more(by, case, asked))


@router.post("/{reference}/consult", response=RequestTold, summary="Consult before refusing")
def consult(request: HttpRequest, reference: str, said: ConsultSaid) -> RequestTold:
    """Consult the requester."""
    return _done(request, reference, lambda by, case: services.consult(by, case, **said.dict()))


@router.post("/{reference}/refuse", response=RequestTold, summary="Refuse")
def refuse(request: HttpRequest, reference: str, said: RefuseSaid) -> RequestTold:
    """Refuse on a ground that the instrument knows, with reasons, after consultation."""
    told = said.consultation
    consultation = Consultation(
        at=Instant.parse(told.at), means=told.means, office=told.office, outcome=told.outcome
    )
    return _done(
        request,
        reference,
        lambda by, case: services.refuse(
            by, case, ground=said.ground, reasons=said.reasons, consultation=consultation
        ),
    )


@router.post("/{reference}/warn", response=RequestTold, summary="Warn that preservation may do harm")
def warn(request: HttpRequest, reference: str, said: TextSaid) -> RequestTold:
    """Warn the requester."""
    return _done(request, reference, lambda by, case: services.warn(by, case, text=said.text))


@router.post("/{reference}/preserve", response=RequestTold, summary="Record that the data are preserved")
def preserve(request: HttpRequest, reference: str, said: PreserveSaid) -> RequestTold:
    """Record and tell the preservation."""
    since, until = (Instant.parse(text) if text else None for text in (said.since, said.until))
    return _done(
        request,
        reference,
        lambda by, case: services.record_preservation(by, case, since=since, until=until, text=said.text),
    )


@router.post("/{reference}/supply", response=RequestTold, summary="Supply what was asked")
def supply(request: HttpRequest, reference: str, said: TextSaid) -> RequestTold:
    """Answer the questions of the requested State."""
    return _done(request, reference, lambda by, case: services.supply(by, case, text=said.text))


@router.post("/{reference}/announce", response=RequestTold, summary="Announce the request for assistance")
def announce(request: HttpRequest, reference: str, said: AnnounceSaid) -> RequestTold:
    """Tell that the request for assistance is made; the data stay preserved meanwhile."""
    return _done(request, reference, lambda by, case: services.announce_assistance(by, case, **said.dict()))


@router.post("/{reference}/disclose", response=RequestTold, summary="Disclose evidence")
def disclose(request: HttpRequest, reference: str, said: DiscloseSaid) -> RequestTold:
    """Disclose sealed evidence to the requester."""
    given = [find_item(name) for name in said.items]
    return _done(
        request,
        reference,
        lambda by, case: services.disclose(by, case, given, text=said.text, conditions=said.conditions),
    )


@router.post("/{reference}/withdraw", response=RequestTold, summary="Withdraw")
def withdraw(request: HttpRequest, reference: str, said: WithdrawSaid) -> RequestTold:
    """Withdraw the request."""
    return _done(request, reference, lambda by, case: services.withdraw(by, case, reasons=said.reasons))


def _done(request: HttpRequest, reference: str, deed: Callable[[Actor, Request], Request]) -> RequestTold:
    return _told(deed(actor_of(request), _found(request, reference)))


def _found(request: HttpRequest, reference: str) -> Request:
    try:
        return services.find(actor_of(request), reference)
    except UnknownRequest as error:
        raise Http404 from error


def _told(case: Request) -> RequestTold:
    return RequestTold(
        reference=case.reference,
        thread=case.thread,
        side=case.side,
        state=case.state,
        ours=case.ours,
        theirs=case.theirs,
        urgent=case.urgent,
        opened=str(case.opened),
        sent=written(case.sent),
        answer_due=written(case.answer_due),
        answered=written(case.answered),
        preserved_since=written(case.preserved_since),
        preserved_until=written(case.preserved_until),
        assistance=case.assistance,
        acts=list(case.standing.open_deeds),
    )


def _line(told: services.Told) -> LineTold:
    return LineTold(
        event=told.line.event,
        at=str(told.line.at),
        by=told.line.by,
        authority=told.line.authority,
        body=dict(told.line.told),
        entry=told.entry,
        receipts=[
            ReceiptTold(kind=each.kind, outcome=each.outcome, code=each.code, state=each.state, at=str(each.at))
            for each in told.receipts
        ],
    )
