"""Following a directory of several States: what this node takes from it, and what it refuses and shows.

1. ``comity.node.looking`` fetches and verifies. A fault at the top refuses the whole look, one in a State's role that
   State alone.
2. Each State's profile goes through the checks of a pin by hand. What contradicts a pin is refused and shown.
3. Our own profile is never taken from elsewhere.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from tuf.api.metadata import Root, Targets, Timestamp

from comity.access import Actor
from comity.errors import SenderError
from comity.errors.directory import (
    DirectoryAddress,
    DirectoryNotFollowed,
    DirectoryUnreachable,
    NotInDirectory,
    ProfileRolledBack,
    RootKeyDisputed,
    SpeaksForAnother,
)
from comity.foundation.directory.charter import Charter, Member, read_charter
from comity.foundation.directory.repository import read, require_root
from comity.node import directory, own
from comity.node.acts import acting
from comity.node.clock import now
from comity.node.followed import ONE
from comity.node.looking import Fetcher, Look, kept
from comity.node.models import DirectoryEntry, FollowedDirectory, PinnedProfile
from comity.node.rules import NODE_ACTOR
from comity.words import Instant, StateCode

_LONGEST_ADDRESS = 256


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the directory gave."""

    root_version: int
    expires: Instant
    taken: int


def follow(by: Actor, url: str, root: bytes) -> FollowedDirectory:
    """Follow the directory at ``url`` from the ``root`` that was handed over by other means."""
    place = address(url)
    first = read(root, Root)
    require_root(first, old=None)
    with acting(by, "node.follow-directory") as act:
        begun = {"url": place, "root": root, "since": act.at, "next_refresh": act.at}
        plain = {"root_version": 0, "expires": None, "tried_at": None, "refreshed_at": None}
        row, _ = FollowedDirectory.objects.update_or_create(
            pk=ONE, defaults={**begun, **plain, "lease_until": None, "attempts": 0, "last_error": ""}
        )
        DirectoryEntry.objects.all().delete()
        act.record("node:directory:followed", place.encode() + root, about="directory")
    return row


def address(url: str) -> str:
    """Return the address of a directory in its one form, with a stroke at its end, or raise DirectoryAddress."""
    parts = urlsplit(url)
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in {"https", "http"} or not parts.hostname or not plain or len(url) >= _LONGEST_ADDRESS:
        raise DirectoryAddress(url[:80])
    return url.rstrip("/") + "/"


def look(row: FollowedDirectory) -> Seen:
    """Look at the directory once: verify what is new in it, and take what may be believed."""
    look = Look.begin(row.url, bytes(row.root), _cache(row), Fetcher(row.url))
    members = look.charter().members
    taken = sum(_consider(look, member) for member in members)
    left = DirectoryEntry.objects.exclude(state__in=[member.state for member in members])
    left.update(refused=NotInDirectory.code)
    return Seen(look.seen(Root).version, Instant.at(look.seen(Timestamp).expires), taken)


def charter(row: FollowedDirectory) -> Charter:
    """Return who holds the directory and who stands in it, as it was last seen, or raise DirectoryNotFollowed."""
    cache = _cache(row)
    if not (cache / "targets.json").exists():
        raise DirectoryNotFollowed(row.url)
    return read_charter(kept(cache, "root", Root), kept(cache, "targets", Targets))


def _consider(look: Look, member: Member) -> int:
    """Take the profile of one State, or write down why not; what is wrong with one State stops no other."""
    known = PinnedProfile.objects.filter(state=member.state).first()
    serial, refused, taken = 0, "", 0
    try:
        serial, target = look.role(member.state)
        new = known is None or target.hashes.get("sha256") != sha256(bytes(known.jws)).hexdigest()
        may_follow = (
            new and member.state != own.state()
        )  # a new profile may show that its root is the successor
        if known is not None and known.fingerprint != member.fingerprint and not may_follow:
            raise RootKeyDisputed(member.state, pinned=known.fingerprint, told=member.fingerprint)
        if new:
            _require_other(member.state, serial, known)
            document = look.profile(target)
            directory.take(document, state=member.state, fingerprint=member.fingerprint, version=serial)  # 2
            taken = 1
    except SenderError as error:
        refused = error.code
    except DirectoryUnreachable as error:
        if not error.facts["status"]:
            raise
        refused = error.code
    _write_down(member, serial, refused)
    return taken


def _require_other(state: StateCode, serial: int, known: PinnedProfile | None) -> None:
    """Return when the profile is another State's; our own is never taken from elsewhere."""
    if known is None or state != own.state():
        return
    if serial < known.serial:
        raise ProfileRolledBack(state, serial=serial, seen=known.serial)
    raise SpeaksForAnother(state)


def _write_down(member: Member, serial: int, refused: str) -> None:
    before = DirectoryEntry.objects.filter(state=member.state).first()
    told = {"fingerprint": member.fingerprint, "serial": serial, "refused": refused, "at": now()}
    if refused and refused != NotInDirectory.code and (before is None or before.refused != refused):
        with acting(NODE_ACTOR, "node.dispute-profile") as act:
            content = f"{member.state} {refused} {member.fingerprint} {serial}"
            act.record("node:profile:disputed", content.encode(), about=member.state)
    DirectoryEntry.objects.update_or_create(state=member.state, defaults=told)


def _cache(row: FollowedDirectory) -> Path:
    """Name the folder of what was verified: another address or another first root begins anew."""
    name = sha256(row.url.encode() + b"\n" + bytes(row.root)).hexdigest()[:32]
    return own.installation().home / "directory" / name
