"""What arrives from the other side: read by its kind, checked against the request as it stands here, written down.

1. The body has the shape of its kind; nothing unknown stands in it.
2. The request is known, and its author and addressee are the two authorities of its thread.
3. The act is open in the state in which the request stands here, or crosses one that is.
4. What only the rules can say is asked of them: the ground of a refusal, the length of a preservation.
"""

from collections.abc import Callable

from comity.errors.requests import NotTheAddressee, ReferenceTaken, UnknownRequest
from comity.foundation.envelopes import Act
from comity.node import profiles
from comity.node.acts import Writer
from comity.node.capabilities import held
from comity.node.reception import Arrival
from comity.regime.evidence.services import expect
from comity.regime.requests.models import Request
from comity.regime.requests.rules import bodies
from comity.regime.requests.rules.addressee import check
from comity.regime.requests.rules.basis import reserved
from comity.regime.requests.rules.clocks import answer_clock, preserved_until
from comity.regime.requests.rules.content import complete
from comity.regime.requests.rules.life import STEPS, Deed, Event, Side, State, arrive
from comity.regime.requests.rules.reading import Body
from comity.regime.requests.rules.refusal import clause_for
from comity.regime.requests.services.deciding import ANSWER_CLOCK, PRESERVATION_CLOCK
from comity.regime.requests.services.writing import write_line
from comity.words import AuthorityId


def receive_preservation(arrival: Arrival, act: Writer) -> None:
    """Take a new request onto the desk, its clock running, if it states all it must and rests on a basis."""
    told = arrival.verified.act
    body = bodies.read_request(dict(told.body))
    _require_new(told, body.reference)
    ours = _addressed(told)
    for fault in check(
        body.content, requester=profiles.peer(told.sender.state), requested=profiles.own_profile(), at=act.at
    ).faults:
        raise fault
    complete(body.content, reference=body.reference, authority=told.sender, at=act.at)
    request = Request(
        reference=body.reference,
        thread=told.thread,
        side=Side.REQUESTED,
        state=State.RECEIVED,
        ours=ours,
        opened=act.at,
        sent=told.at,
        changed=act.at,
    )
    request.state_all(body.content)
    request.theirs = told.sender
    request.answer_due = answer_clock(act.at, urgent=request.urgent).due(act.at)
    request.save()
    act.clock(ANSWER_CLOCK, about=told.thread, due=request.answer_due)
    write_line(act, request, Event.RECEIVED, {}, authority=told.sender, told=told.id, by=told.by)
    act.record(Event.RECEIVED, about=told.thread)


def receive_answer(arrival: Arrival, act: Writer) -> None:
    """Take an acceptance."""
    bodies.read_acceptance(dict(arrival.verified.act.body))
    _take(arrival, act, Deed.ACCEPT, _note_answer)


def receive_refusal(arrival: Arrival, act: Writer) -> None:
    """Take a refusal, unless its ground is one that never stands."""
    refusal = bodies.read_refusal(dict(arrival.verified.act.body))

    def ruled(request: Request) -> None:
        basis = request.basis
        if basis is not None:  # 4
            requested = profiles.peer(arrival.verified.act.sender.state)
            touched = reserved(basis, requested=requested, named=request.statements.offences)
            clause_for(refusal.ground, basis=basis, reservations=(touched,) if touched else ())
        _note_answer(request)

    _take(arrival, act, Deed.REFUSE, ruled)


def receive_questions(arrival: Arrival, act: Writer) -> None:
    """Take questions that the requested State asks."""
    bodies.read_questions(dict(arrival.verified.act.body))
    _take(arrival, act, Deed.ASK_MORE)


def receive_information(arrival: Arrival, act: Writer) -> None:
    """Take what the other side tells: a supplement, a consultation, a warning, a preservation, its lapse."""
    told = bodies.read_information(dict(arrival.verified.act.body))

    def noted(request: Request) -> None:
        if told.about is bodies.About.PRESERVED and told.since is not None and told.until is not None:
            preserved_until(told.since, told.until)  # 4
            request.preserved_since, request.preserved_until = told.since, told.until
        elif told.about is bodies.About.ASSISTANCE:
            request.assistance = told.assistance
        elif told.about is bodies.About.SUPPLEMENT and request.state == State.OPENED:
            clock = request.answer_clock()
            request.answer_due = clock.due(act.at)
            act.clock(ANSWER_CLOCK, about=request.thread, due=request.answer_due)

    _take(arrival, act, bodies.INFORMS[told.about], noted)


def receive_disclosure(arrival: Arrival, act: Writer) -> None:
    """Take a disclosure: each manifest is verified, and the sealed files are fetched from now on."""
    told = arrival.verified.act
    disclosure = bodies.read_disclosure(dict(told.body))

    def awaited(request: Request) -> None:
        named = [
            expect(
                act,
                signed.encode("ascii"),
                sender=told.sender,
                ours=AuthorityId(request.ours),
                thread=request.thread,
            ).digest
            for signed in disclosure.manifests
        ]
        if named != list(told.evidence):
            raise NotTheAddressee("evidence", act=told.kind, side=Side.REQUESTED)

    _take(arrival, act, Deed.DISCLOSE, awaited)


def receive_withdrawal(arrival: Arrival, act: Writer) -> None:
    """Take a withdrawal: the clocks of the request stop."""
    bodies.read_withdrawal(dict(arrival.verified.act.body))

    def stopped(request: Request) -> None:
        if request.state == State.WITHDRAWN:
            request.answer_due = None
            act.stop_clock(ANSWER_CLOCK, about=request.thread)
            act.stop_clock(PRESERVATION_CLOCK, about=request.thread)

    _take(arrival, act, Deed.WITHDRAW, stopped)


def _take(
    arrival: Arrival,
    act: Writer,
    deed: Deed,
    then: Callable[[Request], None] = lambda _request: None,
) -> None:
    """Take the other side's ``deed`` on a request that is known here."""
    told = arrival.verified.act
    request = held(Request.objects.filter(thread=told.thread)).first()
    if request is None:
        raise UnknownRequest("act.thread")
    if told.sender != request.theirs or request.ours not in told.to:  # 2
        raise NotTheAddressee("act.from", act=deed, side=request.standing.side)
    request.state = arrive(State(request.state), deed, side=Side(request.side))  # 3
    body: Body = dict(told.body)
    write_line(act, request, STEPS[deed].event, body, authority=told.sender, told=told.id, by=told.by)
    then(request)
    request.changed = act.at
    request.save()
    act.record(STEPS[deed].event, about=told.thread)


def _note_answer(request: Request) -> None:
    line = request.story.last()
    request.answered = line.at if line else None


def _require_new(told: Act, reference: str) -> None:
    if not reference.startswith(f"{told.sender.state}-"):
        raise ReferenceTaken("body.reference", reference=reference)
    if (
        Request.objects.filter(reference=reference).exists()
        or Request.objects.filter(thread=told.thread).exists()
    ):
        raise ReferenceTaken("body.reference", reference=reference)


def _addressed(told: Act) -> AuthorityId:
    """Return the one authority of ours that the request names."""
    mine = [name for name in told.to if name in profiles.own_authorities()]
    if len(mine) != 1:
        raise NotTheAddressee("act.to", act=told.kind, side=Side.REQUESTED)
    return mine[0]
