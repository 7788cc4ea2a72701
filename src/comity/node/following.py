"""Following a directory of several States: fetching it as TUF says, and taking from it what this node may believe.

1. The address is the one that was configured; every request goes there, none is redirected, no proxy is asked.
2. The first root came by other means. Each later one, none left out, is signed by a threshold of the one before and of
   itself: however long this node was away, it goes the whole way.                                  TUF 1.0, 5.3
3. Who holds the directory must be sound by the rules of its charter in every root on that way, or nothing is taken.
4. ``timestamp``, ``snapshot``, ``targets`` and each State's role are verified by python-tuf: signature, version,
   expiry, length and digest. A fault refuses the whole look, or the one State whose role it is.  TUF 1.0, 5
5. Each State's profile goes through the checks of a pin by hand. What contradicts a pin is refused and shown.
6. No file is larger than its limit, and no answer longer under way than its patience.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import IO, Self, TypeVar
from urllib.parse import urlsplit

import urllib3
from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    SlowRetrievalError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.ngclient import Updater, UpdaterConfig
from tuf.ngclient.fetcher import FetcherInterface

from comity.access import Actor
from comity.errors import ComityError, SenderError
from comity.errors.directory import (
    DirectoryAddress,
    DirectoryFrozen,
    DirectoryMixed,
    DirectoryNotFollowed,
    DirectoryRolledBack,
    DirectoryTooLarge,
    DirectoryUnreachable,
    DirectoryUnsigned,
    MalformedDirectory,
    NotInDirectory,
    ProfileRolledBack,
    RootKeyDisputed,
    SpeaksForAnother,
)
from comity.foundation.directory.charter import Charter, Member, profile_path, read_charter, read_holders
from comity.foundation.directory.repository import read, require_root
from comity.foundation.limits import LIMITS
from comity.node import directory, own
from comity.node.acts import acting
from comity.node.clock import now
from comity.node.followed import ONE
from comity.node.models import DirectoryEntry, FollowedDirectory, PinnedProfile
from comity.node.rules import NODE_ACTOR
from comity.words import Instant, StateCode

PATIENCE = 60.0  # seconds for one file, whatever its size
_SILENCE = urllib3.Timeout(connect=5, read=15)
_AGAIN = urllib3.Retry(
    connect=1, read=1, redirect=False, status=False, other=False
)  # a kept connection may be gone
_PIECE = 64 * 1024
_PROFILE = LIMITS.profile + LIMITS.text  # and the statement above it
_SHORT = 16 * 1024
_LONGEST_ADDRESS = 256
METADATA, TARGETS = "metadata/", "targets/"
_T = TypeVar("_T", Root, Targets, Snapshot, Timestamp)
_REFUSALS: tuple[tuple[type[Exception], type[ComityError]], ...] = (
    (DownloadLengthMismatchError, DirectoryTooLarge),
    (ExpiredMetadataError, DirectoryFrozen),
    (BadVersionNumberError, DirectoryRolledBack),
    (UnsignedMetadataError, DirectoryUnsigned),
    (LengthOrHashMismatchError, DirectoryMixed),
    (RepositoryError, MalformedDirectory),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the directory gave."""

    root_version: int
    expires: Instant
    taken: int


class Fetcher(FetcherInterface):
    """Files from one address and no other."""

    def __init__(self, url: str, *, patience: float = PATIENCE) -> None:
        self._base, self._patience = url, patience
        self._pool = urllib3.PoolManager(timeout=_SILENCE, retries=_AGAIN)

    @contextmanager
    def download_file(self, url: str, max_length: int) -> Iterator[IO[bytes]]:
        """Fetch a file of at most ``max_length`` bytes, whatever metadata claims."""
        ceiling = _PROFILE if url.startswith(self._base + TARGETS) else LIMITS.directory
        with super().download_file(url, min(max_length, ceiling)) as file:
            yield file

    def _fetch(self, url: str) -> Iterator[bytes]:
        if not url.startswith(self._base):
            raise DirectoryAddress(url[:80])
        until = time.monotonic() + self._patience
        asked = {"Accept-Encoding": "identity"}
        answer = self._pool.request("GET", url, headers=asked, preload_content=False, redirect=False)
        if answer.status != HTTPStatus.OK:  # anything but the file itself is none
            answer.close()
            raise DownloadHTTPError("not given", answer.status)
        return self._pieces(answer, until)

    def _pieces(self, answer: urllib3.BaseHTTPResponse, until: float) -> Iterator[bytes]:
        try:
            for piece in answer.stream(_PIECE, decode_content=False):
                if time.monotonic() > until:
                    raise SlowRetrievalError
                yield piece
        except urllib3.exceptions.HTTPError as error:
            raise DownloadError(type(error).__name__) from error
        finally:
            answer.close()


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
    return read_charter(_kept(cache, "root", Root), _kept(cache, "targets", Targets))


@dataclass(frozen=True, slots=True)
class Look:
    """One look: the client that verifies, the folder where it keeps what it verified, and the address."""

    updater: Updater
    cache: Path
    url: str

    @classmethod
    def begin(cls, url: str, root: bytes, cache: Path, fetcher: FetcherInterface) -> Self:
        """Begin a look from the ``root`` that came by other means, and from what earlier looks verified."""
        cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _refusing(url):
            updater = Updater(
                metadata_dir=str(cache),
                metadata_base_url=url + METADATA,
                target_base_url=url + TARGETS,
                fetcher=fetcher,
                config=UpdaterConfig(
                    max_root_rotations=64,
                    root_max_length=LIMITS.directory,
                    timestamp_max_length=_SHORT,
                    snapshot_max_length=LIMITS.directory,
                    targets_max_length=LIMITS.directory,
                ),
                bootstrap=root,
            )
        return cls(updater, cache, url)

    def charter(self) -> Charter:
        """Verify what is new at the top of the directory, and return who holds it and who stands in it."""
        with _refusing(self.url):
            self.updater.refresh()  # 2, 4
        for root in sorted((self.cache / "root_history").glob("*.root.json")):
            read_holders(read(root.read_bytes(), Root).signed)  # 3
        charter = read_charter(self.seen(Root), self.seen(Targets))
        if len(charter.members) > LIMITS.directory_states:
            raise DirectoryTooLarge("targets", limit=LIMITS.directory_states)
        return charter

    def seen(self, kind: type[_T], role: str = "") -> _T:
        """Read what was verified of a role."""
        return _kept(self.cache, role or kind.type, kind)

    def role(self, state: StateCode) -> tuple[int, TargetFile]:
        """Return the version of a State's role and the profile it names, both verified; raises NotInDirectory."""
        if f"{state}.json" not in self.seen(Snapshot).meta:
            raise NotInDirectory(state)
        with _refusing(self.url):
            target = self.updater.get_targetinfo(profile_path(state))
        if target is None:
            raise NotInDirectory(state)
        return self.seen(Targets, state).version, target

    def profile(self, target: TargetFile) -> bytes:
        """Fetch a profile, as its State's role names it."""
        with _refusing(self.url), tempfile.TemporaryDirectory(dir=self.cache) as folder:
            return Path(self.updater.download_target(target, str(Path(folder, "profile")))).read_bytes()


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
            directory.take(document, state=member.state, fingerprint=member.fingerprint, version=serial)  # 5
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


def _kept(cache: Path, role: str, kind: type[_T]) -> _T:
    return read((cache / f"{role}.json").read_bytes(), kind).signed


@contextmanager
def _refusing(url: str) -> Iterator[None]:
    """Say in our own words what python-tuf refuses."""
    try:
        yield
    except (RepositoryError, DownloadLengthMismatchError) as error:
        refusal = next(ours for theirs, ours in _REFUSALS if isinstance(error, theirs))
        raise refusal(url) from error
    except DownloadError as error:
        status = error.status_code if isinstance(error, DownloadHTTPError) else 0
        reason = str(status or type(error.__cause__ or error).__name__)
        raise DirectoryUnreachable(url, reason=reason, status=status) from error
