"""One State as this node knows it: its profile of now, and what each earlier one said otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from comity.desks import naming
from comity.desks.pages.directory import Listed, doubt, in_groups, sees_answers
from comity.desks.reader import Reader
from comity.errors import ComityError
from comity.errors.node import UnknownPeer
from comity.foundation.directory import Profile, authentic_profile
from comity.foundation.directory.changes import Change, Changed, changes
from comity.foundation.identity import KeyId
from comity.foundation.limits import LIMITS
from comity.node import answers, directory, own, profiles
from comity.node.clock import now
from comity.node.models import ProfileVersion
from comity.words import Instant, StateCode

LONGEST = 50  # versions that the page tells of
_Key = tuple[StateCode, int, str, int]  # a profile that was believed: State, serial, fingerprint, since when
SOURCES = {
    ProfileVersion.Source.OWN: gettext_lazy("signed here"),
    ProfileVersion.Source.HAND: gettext_lazy("compared by hand"),
    ProfileVersion.Source.DIRECTORY: gettext_lazy("vouched for by the directory"),
}
CHANGES = {
    Change.ROOT: gettext_lazy("the root key"),
    Change.ADDRESS: gettext_lazy("the address"),
    Change.NODE_KEYS: gettext_lazy("keys of the node"),
    Change.OFFICE_CAME: gettext_lazy("new: {office}"),
    Change.OFFICE_WENT: gettext_lazy("no longer: {office}"),
    Change.OFFICE_KEYS: gettext_lazy("keys of {office}"),
    Change.OFFICE_FACTS: gettext_lazy("names, competences or hours of {office}"),
    Change.INSTRUMENTS: gettext_lazy("instruments and reservations"),
    Change.RULES: gettext_lazy("rules for requests"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """One profile that this node believed, and what it changed."""

    serial: int
    pinned: Instant
    issued: Instant
    expires: Instant
    fingerprint: str
    source: str
    changed: str


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """Show one State."""
    try:
        profile = profiles.peer(StateCode(code))
    except (ComityError, UnknownPeer):
        raise Http404 from None
    reader, at = Reader.now(), now()
    mine = profile.state == own.state()
    facts = {
        "listed": Listed.of(profile, reader, at, first=_first(request)),
        "mine": mine,
        "name": naming.state(profile.state, reader),
        "versions": list(_versions(profile.state, reader)),
        "compared": directory.compared(profile.state),
        "told": doubt(profile, reader),
        "answered": answers.answered(profile, at) if sees_answers(request) and not mine else None,
    }
    return render(request, "desks/pages/state.html", facts)


def _first(request: HttpRequest) -> int:
    """Read from which authority on the page lists them."""
    told = request.GET.get("from", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < len(str(LIMITS.profile)) else 0


def _versions(code: StateCode, reader: Reader) -> Iterator[Version]:
    """Tell the history, the newest first; each version is compared with the one before it."""
    rows = directory.history(code)[: LONGEST + 1]
    keys = [(code, row.serial, row.fingerprint, row.pinned_at.milliseconds) for row in rows]
    for row, key, before in zip(rows[:LONGEST], keys, [*keys[1:], None], strict=False):
        issued, expires, changed = _told(key, before)
        yield Version(
            row.serial,
            row.pinned_at,
            issued,
            expires,
            in_groups(row.fingerprint),
            str(SOURCES[ProfileVersion.Source(row.source)]),
            _in_a_sentence(changed, reader),
        )


@lru_cache(maxsize=2048)
def _told(key: _Key, before: _Key | None) -> tuple[Instant, Instant, tuple[Changed, ...] | None]:
    """Tell when a profile was in force, and what it changed; of the first that this node knows, None.

    A profile that was believed stays what it is, so that it is verified and compared once, and not at every look.
    """
    profile = _believed(key)
    return profile.issued, profile.expires, before and tuple(changes(_believed(before), profile))


@lru_cache(maxsize=2)  # each is compared with its neighbour
def _believed(key: _Key) -> Profile:
    state, serial, fingerprint, _ = key
    row = ProfileVersion.objects.get(state=state, serial=serial)
    return authentic_profile(bytes(row.jws), pinned=KeyId(fingerprint))


def _in_a_sentence(changed: tuple[Changed, ...] | None, reader: Reader) -> str:
    if changed is None:
        return _("the first that this node knows")
    told = [_in_words(change) for change in changed]
    return reader.all_of(told) if told else _("nothing but its validity")


def _in_words(change: Changed) -> str:
    return str(CHANGES[change.what]).format(office=change.office)
