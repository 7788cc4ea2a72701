"""What waits for an officer, gathered from the subjects for the first page.

* Only what the officer's roles may read is asked for, and only on the desks that this node opens.
* Requests stand by their clocks, the shortest first; texts by title; deliveries only once an attempt has failed.
* Of a text in several languages stands the reader's, or else the English.
"""

from dataclasses import dataclass, field

from comity.access import Actor, Role, permits
from comity.committee.text.models import Standing, standings
from comity.desks import rules
from comity.desks.navigation import AUTHORITIES, COMMITTEE
from comity.foundation.directory import Profile
from comity.node import own, profiles, record, subjects
from comity.node.models import Dispatch
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules.life import State
from comity.words import Instant, Language, StateCode

A_FEW = 8
TO_DECIDE = (State.RECEIVED, State.OPENED)
NOT_ANSWERED = (State.SENT, State.MORE_ASKED)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that could not be handed to a peer yet."""

    peer: StateCode
    count: int
    next_attempt: Instant


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that waits for one officer; a part is None where the office has nothing to do with it."""

    to_decide: list[Request] | None = None
    asked: list[Request] | None = None
    drafts: int = 0
    texts: list[Standing] | None = None
    deliveries: list[Delivery] = field(default_factory=list)
    entries: int | None = None
    stale: list[Profile] | None = None


def waiting(actor: Actor, at: Instant, reading: Language) -> Waiting:
    """Gather what waits for ``actor``, who reads in the language ``reading``."""
    desks = own.installation().desks
    cooperates = "cooperation" in desks and bool(actor.roles & AUTHORITIES)
    negotiates = "committee" in desks and bool(actor.roles & COMMITTEE)
    return Waiting(
        to_decide=_to_decide(actor) if cooperates else None,
        asked=list(services.sent(actor).filter(state__in=NOT_ANSWERED)[:A_FEW]) if cooperates else None,
        drafts=services.drafts(actor).count() if cooperates else 0,
        texts=_texts(actor, reading) if negotiates else None,
        deliveries=_deliveries() if cooperates or Role.ADMINISTRATOR in actor.roles else [],
        entries=record.log().size if permits(subjects.access(), actor, rules.SEE_COUNTS) else None,
        stale=_stale(at) if Role.ADMINISTRATOR in actor.roles else None,
    )


def _texts(actor: Actor, reading: Language) -> list[Standing]:
    wanted = (reading, Language.ENGLISH)
    found: dict[int, Standing] = {}
    for standing in sorted(
        standings(actor), key=lambda each: [each.newest.spoken is not one for one in wanted]
    ):
        found.setdefault(standing.text.pk, standing)
    return sorted(found.values(), key=lambda each: each.text.title)[:A_FEW]


def _to_decide(actor: Actor) -> list[Request]:
    return list(services.inbox(actor).filter(state__in=TO_DECIDE).order_by("answer_due")[:A_FEW])


def _deliveries() -> list[Delivery]:
    """List the peers that something waits for after at least one failed attempt."""
    late = Dispatch.objects.filter(state=Dispatch.State.WAITING, attempts__gt=0).order_by("next_attempt")
    found: dict[str, Delivery] = {}
    for peer, next_attempt in late.values_list("peer", "next_attempt"):
        before = found.get(peer)
        found[peer] = Delivery(
            StateCode(peer), before.count + 1 if before else 1, before.next_attempt if before else next_attempt
        )
    return list(found.values())


def _stale(at: Instant) -> list[Profile]:
    return [profile for profile in profiles.peers() if profile.expires <= at]
