"""Who is who: this State's own profile and those that it has pinned, fresh or stale."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comity.desks import naming
from comity.desks.reader import OWN_NAMES, Reader
from comity.errors import ComityError
from comity.errors.node import OwnProfileMissing
from comity.foundation.directory import Authority, Profile
from comity.node import profiles
from comity.node.clock import now
from comity.words import AuthorityId, Instant, Language, StateCode


@dataclass(frozen=True, slots=True)
class Office:
    """An authority as the page shows it."""

    id: AuthorityId
    name: str
    competences: str
    languages: str
    hours: str
    keys: tuple[tuple[str, Instant, Instant], ...]
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
            tuple((str(key.key.thumbprint), key.validity.since, key.validity.until) for key in authority.keys),
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

    @classmethod
    def of(cls, profile: Profile, reader: Reader, at: Instant) -> "Listed":
        """Write a profile for ``reader``; one that is not in force at ``at`` is stale."""
        return cls(
            profile.state,
            in_groups(profile.fingerprint),
            profile,
            _in_force(profile, at),
            tuple(Office.of(authority, reader) for authority in profile.authorities),
            reader.all_of(OWN_NAMES[language] for language in profile.rules.languages),
        )


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """List the profiles."""
    reader, at = Reader.now(), now()
    facts = {"own": _own(reader, at), "peers": [Listed.of(peer, reader, at) for peer in profiles.peers()]}
    return render(request, "desks/pages/directory.html", facts)


def in_groups(fingerprint: str) -> str:
    """Write a fingerprint in groups of four, as it is read out over a telephone."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))


def _own(reader: Reader, at: Instant) -> Listed | None:
    try:
        return Listed.of(profiles.own_profile(), reader, at)
    except OwnProfileMissing:
        return None


def _in_force(profile: Profile, at: Instant) -> bool:
    try:
        profile.require_current(at)
    except ComityError:
        return False
    return True
