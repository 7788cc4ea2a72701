"""The requested State's desk: opening, asking, deciding, preserving, disclosing. Nobody else decides (UNCC 5, 42)."""

from collections.abc import Collection, Sequence

from comity.access import Actor
from comity.errors.requests import DisclosureNotAsked, MissingContent, ReasonsMissing
from comity.node import profiles
from comity.node.models import Envelope
from comity.regime.evidence.models import Item
from comity.regime.evidence.services import copy_for, hand_over
from comity.regime.requests.models import Request
from comity.regime.requests.rules.basis import DISCLOSURE_BASES, reserved
from comity.regime.requests.rules.bodies import (
    About,
    Acceptance,
    Disclosure,
    Information,
    Questions,
    print_acceptance,
    print_disclosure,
    print_information,
    print_questions,
    print_refusal,
    read_questions,
)
from comity.regime.requests.rules.clocks import preserved_until
from comity.regime.requests.rules.life import Deed
from comity.regime.requests.rules.refusal import Consultation, clause_for, refuse as rule_on_refusal
from comity.regime.requests.services.writing import Doing, doing
from comity.words import Article, Digest, Instant

ANSWER_CLOCK = "requests:answer"
PRESERVATION_CLOCK = "requests:preservation"


def open_request(actor: Actor, request: Request) -> Request:
    """Open a received request: its sender gets a receipt of retrieval."""
    with doing(actor, Deed.OPEN, request) as deed:
        envelope = Envelope.objects.get(thread=request.thread, kind="preserve", way=Envelope.Way.IN)
        deed.act.retrieved(Digest(envelope.digest))
        deed.keep({}, Digest(envelope.digest).raw)
    return request


def ask_more(actor: Actor, request: Request, questions: Questions) -> Request:
    """Ask the requester for more; the answer clock stands still until it comes (UNCC 40(15))."""
    with doing(actor, Deed.ASK_MORE, request) as deed:
        body = print_questions(questions)
        read_questions(body)
        deed.act.stop_clock(ANSWER_CLOCK, about=request.thread)
        deed.request.answer_due = None
        deed.tell(body)
    return request


def accept(actor: Actor, request: Request, acceptance: Acceptance) -> Request:
    """Accept the request: preservation is ordered under our own law (UNCC 42(4))."""
    with doing(actor, Deed.ACCEPT, request) as deed:
        _answered(deed)
        deed.tell(print_acceptance(acceptance))
    return request


def consult(actor: Actor, request: Request, *, ground: str, text: str) -> Request:
    """Consult the requester before refusing: name the ground, ask what terms would help (UNCC 40(28))."""
    with doing(actor, Deed.CONSULT, request) as deed:
        _require_text(text)
        clause_for(ground, basis=_basis(request), reservations=touching(request))
        deed.tell(print_information(Information(about=About.CONSULTATION, ground=ground, text=text)))
    return request


def refuse(
    actor: Actor,
    request: Request,
    *,
    ground: str,
    reasons: str,
    consultation: Consultation | None,
) -> Request:
    """Refuse the request on a ground that the instrument knows, with reasons, after consultation (UNCC 42(6))."""
    with doing(actor, Deed.REFUSE, request) as deed:
        refusal = rule_on_refusal(
            basis=_basis(request),
            ground=ground,
            reasons=reasons,
            consultation=consultation,
            received=request.opened,
            reservations=touching(request),
            at=deed.act.at,
        )
        _answered(deed)
        deed.tell(print_refusal(refusal))
    return request


def warn(actor: Actor, request: Request, *, text: str) -> Request:
    """Tell the requester that preservation would not keep the data, or would endanger the case (UNCC 42(7))."""
    with doing(actor, Deed.WARN, request) as deed:
        _require_text(text)
        deed.tell(print_information(Information(about=About.WARNING, text=text)))
    return request


def record_preservation(
    actor: Actor,
    request: Request,
    *,
    since: Instant | None = None,
    until: Instant | None = None,
    text: str = "",
) -> Request:
    """Write down and tell that the data are preserved, for at least sixty days (UNCC 42(8))."""
    with doing(actor, Deed.PRESERVE, request) as deed:
        start = min(since or deed.act.at, deed.act.at)
        end = preserved_until(start, until)
        deed.request.preserved_since, deed.request.preserved_until = start, end
        deed.tell(print_information(Information(about=About.PRESERVED, since=start, until=end, text=text)))
        deed.act.clock(PRESERVATION_CLOCK, about=deed.request.thread, due=end)
    return request


def disclose(
    actor: Actor,
    request: Request,
    items: Sequence[Item],
    *,
    text: str = "",
    conditions: str = "",
) -> Request:
    """Disclose sealed evidence to the requester, once a request for assistance has asked for it (UNCC 44)."""
    standing = request.standing
    if not request.assistance:  # preservation is not disclosure: UNCC 42(1), (8)
        raise DisclosureNotAsked("act", reference=request.reference)
    if not items or standing.theirs is None:
        raise MissingContent("items", clause="UNCC 44")
    stated = (conditions,) if conditions else ()
    copies = [copy_for(actor, item, to=standing.theirs, conditions=stated) for item in items]
    clause = DISCLOSURE_BASES[_basis(request).instrument]
    with doing(actor, Deed.DISCLOSE, request) as deed:
        for copy in copies:
            hand_over(deed.act, copy)
        disclosure = Disclosure(
            clause=clause,
            manifests=tuple(copy.signed.decode("ascii") for copy in copies),
            text=text,
            conditions=conditions,
        )
        deed.act.stop_clock(PRESERVATION_CLOCK, about=request.thread)
        deed.tell(
            print_disclosure(disclosure), basis=[clause], evidence=[copy.manifest.digest for copy in copies]
        )
    return request


def touching(request: Request) -> Collection[Article]:
    """Return our own reservation where it touches an offence of ``request``."""
    clause = reserved(_basis(request), requested=profiles.own_profile(), named=request.statements.offences)
    return (clause,) if clause else ()


def _answered(deed: Doing) -> None:
    deed.act.stop_clock(ANSWER_CLOCK, about=deed.request.thread)
    deed.request.answered = deed.act.at
    deed.request.answer_due = None


def _basis(request: Request) -> Article:
    basis = request.basis
    if basis is None:
        raise MissingContent("basis", clause="UNCC 42(1)")
    return basis


def _require_text(text: str) -> None:
    if not text.strip():
        raise ReasonsMissing("text", words=1)
