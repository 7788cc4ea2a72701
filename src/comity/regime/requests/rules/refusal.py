"""When a request for preservation may be refused, and what a refusal must contain.

* Only on the grounds that the instrument relied on knows for preservation:            UNCC 42(6); BUDAPEST 29(5)
  essential interests, prohibition by domestic law for a similar offence,             UNCC 40(21)(b), (c)
  and discrimination;                                                                 UNCC 40(22)
  or want of dual criminality, for a State that reserved it, where the offence is not of the instrument. UNCC 42(5)
* Never on the ground of bank secrecy, nor of fiscal matters alone.                    UNCC 40(23), (24)
* A request that is incomplete is no ground here: ask for more.                        UNCC 40(15), 42(6)
* Reasons are given for every refusal.                                                 UNCC 40(25)
* Before it, the requested State consults the requesting State.                        UNCC 40(28)
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from comity.errors.requests import (
    ConsultationMissing,
    GroundNotAllowed,
    GroundNotReserved,
    ReasonsMissing,
    UnknownGround,
    VoidGround,
)
from comity.reference.refusal_grounds import Ground, grounds
from comity.regime.requests.rules.content import LEAST_WORDS, count_words
from comity.words import Article, Instant


class Means(StrEnum):
    """How a consultation was held."""

    EXCHANGE = "exchange"
    TELEPHONE = "telephone"
    VIDEO = "video"
    IN_PERSON = "in-person"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """That the two States spoke before the refusal: when, how, with which office, with what result."""

    at: Instant
    means: Means
    office: str
    outcome: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A refusal that stands: only ``refuse`` makes one."""

    ground: str
    clause: Article
    reasons: str = field(repr=False)
    consultation: Consultation


def refuse(
    *,
    basis: Article,
    ground: str,
    reasons: str,
    consultation: Consultation | None,
    received: Instant,
    reservations: Collection[Article],
    at: Instant,
) -> Refusal:
    """Return the refusal of a request on ``basis``, or raise why it may not be refused so.

    ``reservations`` are those of the requested State that touch this request's offences.
    """
    clause = clause_for(ground, basis=basis, reservations=reservations)
    if count_words(reasons) < LEAST_WORDS:  # UNCC 40(25)
        raise ReasonsMissing("reasons", words=LEAST_WORDS)
    if consultation is None or not consultation.office or not consultation.outcome:  # UNCC 40(28)
        raise ConsultationMissing("consultation")
    if not received <= consultation.at <= at:  # "before refusing"
        raise ConsultationMissing("consultation.at", between=f"{received} - {at}")
    return Refusal(ground=ground, clause=clause, reasons=reasons, consultation=consultation)


def clause_for(ground: str, *, basis: Article, reservations: Collection[Article]) -> Article:
    """Return the clause that allows ``ground`` to a State with these reservations, or raise why none does."""
    known = grounds().get(ground)
    if known is None:
        raise UnknownGround("ground", known=", ".join(grounds()))
    if known.never is not None:  # UNCC 40(23), (24); 42(4), (6)
        raise VoidGround("ground", ground=ground, clause=known.never)
    clause = known.clause(basis.instrument)
    if clause is None:
        raise GroundNotAllowed("ground", ground=ground, basis=basis)
    if basis.instrument in known.reserved and clause not in reservations:  # UNCC 42(5)
        raise GroundNotReserved("ground", ground=ground, clause=clause)
    return clause


def open_grounds(*, basis: Article, reservations: Collection[Article]) -> tuple[tuple[Ground, Article], ...]:
    """List the grounds that a State with these reservations may give, each with its clause."""
    return tuple(
        (ground, clause)
        for ground in grounds().values()
        if ground.never is None
        and (clause := ground.clause(basis.instrument)) is not None
        and (basis.instrument not in ground.reserved or clause in reservations)
    )
