"""Whether a request meets the rules that the addressee's State has published, before it is sent.

1. The profile is in force.                                                                     EXCHANGE 1
2. The basis holds between the two States.                                                      UNCC 35, 42
3. The authority addressed takes such requests: it is a 24/7 point or the central authority.    UNCC 40(12), 41(1)
4. The language is one that the State accepts.                                                  UNCC 40(13)
5. What a reservation lets the State refuse is told as a warning, not as a fault.               UNCC 42(5)

The same check runs on a draft as often as its author likes; nothing leaves the node for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from comity.errors import ComityError
from comity.errors.requests import AddresseeNotCompetent, LanguageNotAccepted
from comity.foundation.directory import Profile
from comity.regime.requests.rules.basis import Basis, find_basis
from comity.regime.requests.rules.content import Content, faults
from comity.words import Article, Instant

COMPETENT = ("24-7-network", "central-authority")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a dry run found: the faults, and what the addressee might still say no to."""

    faults: tuple[ComityError, ...]
    basis: Basis | None = None

    @property
    def warning(self) -> Article | None:
        """The reservation under which the request may be refused."""
        return self.basis.reserved if self.basis else None


def check(content: Content, *, requester: Profile, requested: Profile | None, at: Instant) -> Check:
    """Run every check on ``content`` against the published rules of the requested State."""
    found = list(faults(content, at=at))
    basis = None
    if requested is not None:
        try:
            basis = _basis(content, requester=requester, requested=requested, at=at)
        except ComityError as fault:
            found.append(fault)
        found.extend(_addressee(content, requested))
    return Check(faults=tuple(found), basis=basis)


def _basis(content: Content, *, requester: Profile, requested: Profile, at: Instant) -> Basis | None:
    requested.require_current(at)  # 1
    if content.basis is None:
        return None
    return find_basis(  # 2, 5
        content.basis,
        requester=requester,
        requested=requested,
        named=content.offences,
        penalty_years=content.penalty_years,
        at=at,
    )


def _addressee(content: Content, requested: Profile) -> Iterator[ComityError]:
    if content.to is not None:  # 3
        offices = [office for office in requested.authorities if office.id == content.to]
        if not any(office.competences & set(COMPETENT) for office in offices):
            yield AddresseeNotCompetent("to", authority=content.to)
    accepted = requested.rules.languages
    if content.language is not None and content.language not in accepted:  # 4
        yield LanguageNotAccepted("language", language=content.language, accepted=", ".join(accepted))
