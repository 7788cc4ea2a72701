"""Whether a request may rest on the instrument and article that it names, between these two States on this date.

1. The article is one under which expedited preservation is asked.                     UNCC 42(1); BUDAPEST 29(1)
2. Both States are Parties to its instrument.
3. The instrument is in force for both on the date of the act.                              UNCC 65; BUDAPEST 36
4. Each offence is within its scope; under the Convention another offence must be a serious crime.  UNCC 35(1)
5. Where the requested State has reserved the right to refuse for want of dual criminality, and an offence is not
   one established under the instrument, the requester is warned: the request may be sent, and may be refused.
                                                                                   UNCC 42(5); BUDAPEST 29(4)
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from comity.errors import ComityError
from comity.errors.requests import NotAParty, NotInForce, OutsideScope, WrongBasis
from comity.foundation.directory import Instrument, Profile
from comity.reference.offences import OTHER, offences
from comity.words import Article, Instant

BASES = (Article("UNCC", "42"), Article("BUDAPEST", "29"))
DISCLOSURE_BASES = {"UNCC": Article("UNCC", "44"), "BUDAPEST": Article("BUDAPEST", "31")}
RESERVATIONS = {"UNCC": Article("UNCC", "42", ("5",)), "BUDAPEST": Article("BUDAPEST", "29", ("4",))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A basis that holds: its article, since when between the two, and the reservation that touches the request."""

    article: Article
    since: Instant
    reserved: Article | None = None


def find_basis(
    article: Article,
    *,
    requester: Profile,
    requested: Profile,
    named: Collection[str],
    penalty_years: int | None,
    at: Instant,
) -> Basis:
    """Return the basis for the offences ``named``, or raise the first reason why there is none."""
    # 1
    if article not in BASES:
        raise WrongBasis("basis", article=article, known=", ".join(map(str, BASES)))
    # 2, 3
    since = max(membership(state, article.instrument, at).since for state in (requester, requested))
    # 4
    for fault in out_of_scope(article, named=named, penalty_years=penalty_years):
        raise fault
    # 5
    return Basis(article=article, since=since, reserved=reserved(article, requested=requested, named=named))


def membership(profile: Profile, instrument: str, at: Instant) -> Instrument:
    """Return how the State of ``profile`` is party to ``instrument`` at ``at``, or raise that it is not."""
    for held in profile.instruments:
        if held.id == instrument and held.since > at:
            raise NotInForce("basis", instrument=instrument, state=profile.state, since=held.since)
        if held.id == instrument:
            return held
    raise NotAParty("basis", instrument=instrument, state=profile.state)


def out_of_scope(
    article: Article,
    *,
    named: Collection[str],
    penalty_years: int | None,
) -> Iterator[ComityError]:
    """Yield a fault for each offence that the instrument of ``article`` does not reach."""
    least = offences()[OTHER].serious_from_years if article.instrument == "UNCC" else 0
    for name in named:
        if not _established(name, article.instrument) and (penalty_years or 0) < least:
            yield OutsideScope("offences", offence=name, article=article, years=least)


def reserved(article: Article, *, requested: Profile, named: Collection[str]) -> Article | None:
    """Return the reservation of the requested State that touches an offence ``named``, if there is one."""
    clause = RESERVATIONS[article.instrument]
    made = any(clause in held.reservations for held in requested.instruments)
    beyond = any(not _established(name, article.instrument) for name in named)
    return clause if made and beyond else None


def _established(name: str, instrument: str) -> bool:
    offence = offences().get(name)
    return offence is not None and offence.established and instrument in offence.articles
