"""The requester's desk: opening a draft, writing it as one goes, checking it, sending it."""

from comity.access import Actor, Role, require
from comity.errors.requests import AddresseeNotCompetent
from comity.foundation.envelopes import canonical
from comity.node import profiles, subjects
from comity.node.acts import acting
from comity.node.clock import now
from comity.regime.evidence.models import next_number
from comity.regime.requests.models import Request
from comity.regime.requests.rules.addressee import Check, check
from comity.regime.requests.rules.bodies import print_request
from comity.regime.requests.rules.content import Content, complete
from comity.regime.requests.rules.life import Deed, Event, Side, State
from comity.regime.requests.rules.statements import print_content
from comity.regime.requests.services.writing import doing, write_line
from comity.words import AuthorityId

_OFFICES = {Role.DUTY_OFFICER: "24-7-network", Role.CENTRAL_AUTHORITY: "central-authority"}


def open_draft(actor: Actor, content: Content | None = None) -> Request:
    """Open a draft in the name of the actor's authority, with what is known so far."""
    with acting(actor, "requests.draft") as act:
        ours = own_authority(actor)
        request = Request(
            reference=f"{ours.state}-{act.at.moment.year}-{next_number('requests', act.at):04d}",
            side=Side.REQUESTER,
            state=State.DRAFT,
            ours=ours,
            opened=act.at,
            changed=act.at,
        )
        request.state_all(content or Content())
        request.save()
        write_line(act, request, Event.DRAFTED, {}, authority=ours)
        act.record(Event.DRAFTED, request.reference.encode(), about=request.reference)
    return request


def revise(actor: Actor, request: Request, content: Content) -> Request:
    """Write down what the draft says now; it may still be incomplete."""
    with doing(actor, Deed.REVISE, request) as deed:
        deed.request.state_all(content)
        deed.request.changed = deed.act.at
        deed.request.save()
        deed.act.record(deed.event, canonical(print_content(content)), about=request.reference)
    return request


def discard(actor: Actor, request: Request) -> Request:
    """Give the draft up; nothing was ever sent."""
    with doing(actor, Deed.DISCARD, request) as deed:
        deed.keep({})
    return request


def dry_run(actor: Actor, request: Request) -> Check:
    """Check the draft against the addressee's own published rules; nothing leaves the node."""
    require(subjects.access(), actor, "requests.read", request.standing)
    return _check(request.statements)


def send(actor: Actor, request: Request) -> Request:
    """Send the request, or raise the first fault that keeps it from being sent."""
    with doing(actor, Deed.SEND, request) as deed:
        content = deed.request.statements
        for fault in _check(content).faults:
            raise fault
        ours = AuthorityId(deed.request.ours)
        whole = complete(content, reference=deed.request.reference, authority=ours, at=deed.act.at)
        deed.request.sent = deed.act.at
        deed.tell(print_request(whole))
    return request


def own_authority(actor: Actor) -> AuthorityId:
    """Return the authority that ``actor`` speaks for: the one of the account, else the office of the role."""
    if actor.authority is not None:
        return actor.authority
    for role, competence in _OFFICES.items():
        if role in actor.roles:
            return profiles.own_profile().competent(competence)[0].id
    raise AddresseeNotCompetent("authority", authority=actor.name)


def _check(content: Content) -> Check:
    requested = profiles.peer(content.to.state) if content.to is not None else None
    return check(content, requester=profiles.own_profile(), requested=requested, at=now())
