"""Who is who: the States that this node knows, on a map and in a table, and how fresh the directory is that it follows.

* The table says all that the map shows, and more. A State under a user-assigned code stands in the table only.
* How a State came to be known is told: compared by hand, or vouched for by the holders of the directory.
* When a State's 24/7 point last answered says something of cases: it is shown to those who cooperate, and to oversight.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from comity.access import Role
from comity.desks import naming
from comity.desks.keys import ASKED, ShownKey
from comity.desks.navigation import AUTHORITIES
from comity.desks.reader import OWN_NAMES, Reader
from comity.errors import ComityError, PeerError, directory as refusals
from comity.errors.node import FingerprintDiffers, OwnProfileMissing
from comity.foundation.directory import Authority, Profile
from comity.foundation.directory.freshness import Freshness
from comity.node import answers, directory as pinned, followed, own, profiles
from comity.node.clock import now
from comity.node.middleware import actor_of
from comity.node.models import DirectoryEntry
from comity.reference import places
from comity.reference.refusals import Sentence, sentence
from comity.reference.states import alphabetical
from comity.words import AuthorityId, Instant, Language, StateCode

MANY = 100  # authorities on one page
SEES_ANSWERS = AUTHORITIES | {Role.OVERSIGHT, Role.ADMINISTRATOR}
FRESHNESS = {
    Freshness.NEVER: ("open", _("not seen yet")),
    Freshness.FRESH: ("agreed", _("fresh")),
    Freshness.LATE: ("open", _("late: not seen for a day")),
    Freshness.STALE: ("alarm", _("stale: nothing new is taken from it")),
}
_KNOWN: Mapping[str, type[ComityError]] = {
    found.code: found
    for _, found in inspect.getmembers(refusals, inspect.isclass)
    if issubclass(found, ComityError)
} | {FingerprintDiffers.code: FingerprintDiffers}


class Mark(StrEnum):
    """How a State stands on the map."""

    COMPARED = "compared"
    VOUCHED = "vouched"
    DOUBTED = "doubted"


@dataclass(frozen=True, slots=True)
class Office:
    """An authority as the page shows it."""

    id: AuthorityId
    name: str
    competences: str
    languages: str
    hours: str
    keys: tuple[ShownKey, ...]
    recipient: str

    @classmethod
    def of(cls, authority: Authority, reader: Reader) -> "Office":
        """Write an authority for ``reader``."""
        return cls(
            authority.id,
            authority.names.get(reader.language) or authority.names.get(Language.ENGLISH) or authority.id,
            reader.all_of(naming.competence(code) for code in sorted(authority.competences)),
            reader.all_of(OWN_NAMES[language] for language in authority.languages),
            authority.hours,
            tuple(ShownKey.of(record) for record in authority.keys),
            str(authority.recipient.thumbprint),
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A profile as the page shows it."""

    state: StateCode
    fingerprint: str
    profile: Profile
    fresh: bool
    offices: tuple[Office, ...]
    languages: str
    second_signature: Promise
    earlier: int | None
    later: int | None

    @classmethod
    def of(cls, profile: Profile, reader: Reader, at: Instant, *, first: int = 0) -> "Listed":
        """Write a profile for ``reader``, its authorities from ``first`` on; one not in force at ``at`` is stale."""
        end = first + MANY
        return cls(
            profile.state,
            in_groups(profile.fingerprint),
            profile,
            in_force(profile, at),
            tuple(Office.of(authority, reader) for authority in profile.authorities[first:end]),
            reader.all_of(OWN_NAMES[language] for language in profile.rules.languages),
            ASKED[profile.second_signature],
            max(first - MANY, 0) if first else None,
            end if end < len(profile.authorities) else None,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A State as one row of the table, and as a mark on the map where it lies on Earth."""

    state: StateCode
    name: str
    point: Office | None
    answered: answers.Answered | None
    fresh: bool
    compared: bool
    told: Sentence | None
    place: places.Place | None

    @property
    def mark(self) -> Mark:
        """How it stands on the map."""
        if self.told or not self.fresh:
            return Mark.DOUBTED
        return Mark.COMPARED if self.compared else Mark.VOUCHED

    @classmethod
    def of(cls, profile: Profile, reader: Reader, at: Instant, *, shows_answers: bool) -> "Row":
        """Write a State for ``reader``."""
        point = answers.point_of(profile)
        return cls(
            profile.state,
            naming.state(profile.state, reader),
            Office.of(point, reader) if point else None,
            answers.answered(profile, at) if shows_answers else None,
            in_force(profile, at),
            pinned.compared(profile.state),
            doubt(profile, reader),
            places.place(profile.state),
        )


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """List the States."""
    reader, at = Reader.now(), now()
    shows = sees_answers(request)
    peers = profiles.peers()
    rows = [Row.of(peer, reader, at, shows_answers=shows) for peer in peers]
    rows.sort(key=lambda row: alphabetical(row.name, reader.language))
    known = {*(row.state for row in rows), own.state()}
    facts = {
        "own": _own(reader, at),
        "rows": rows,
        "shows_answers": shows,
        "marks": [row for row in rows if row.place],
        "nowhere": sum(not row.place for row in rows),
        "land": places.land(),
        "size": (places.WIDTH, places.HEIGHT),
        "followed": _followed(reader, at),
        "unknown": [entry for state, entry in followed.entries().items() if state not in known],
    }
    return render(request, "desks/pages/directory.html", facts)


def sees_answers(request: HttpRequest) -> bool:
    """Say whether whoever asks may see when a State last answered."""
    return bool(actor_of(request).roles & SEES_ANSWERS)


def doubt(profile: Profile, reader: Reader) -> Sentence | None:
    """Say why what the directory tells of a State was refused, or nothing."""
    entry = DirectoryEntry.objects.filter(state=profile.state).exclude(refused="").first()
    if entry is None or entry.refused == refusals.NotInDirectory.code:
        return None
    facts = {
        "pinned": profile.fingerprint,
        "told": entry.fingerprint,
        "expected": entry.fingerprint,
        "found": profile.fingerprint,
        "serial": entry.serial,
        "seen": profile.serial,
        "fingerprint": entry.fingerprint,
        "expired": profile.expires,
    }
    return _said(entry.refused, naming.state(profile.state, reader), reader, facts)


def in_groups(fingerprint: str) -> str:
    """Write a fingerprint in groups of four, as it is read out over a telephone."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))


def in_force(profile: Profile, at: Instant) -> bool:
    """Say whether a profile counts for new acts."""
    try:
        profile.require_current(at)
    except ComityError:
        return False
    return True


def _said(code: str, place: str, reader: Reader, facts: Mapping[str, object]) -> Sentence:
    return sentence(_KNOWN.get(code, PeerError)(place, **facts), reader.language)


def _followed(reader: Reader, at: Instant) -> dict[str, object] | None:
    row = followed.followed()
    if row is None:
        return None
    kind, words = FRESHNESS[followed.how_fresh(row, at)]
    told = _said(row.last_error, row.url, reader, {"reason": ""}) if row.last_error else None
    return {"row": row, "kind": kind, "words": words, "told": told}


def _own(reader: Reader, at: Instant) -> Listed | None:
    try:
        return Listed.of(profiles.own_profile(), reader, at)
    except OwnProfileMissing:
        return None
