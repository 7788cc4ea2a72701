"""The client of a directory of several States: fetching its files and verifying them, as TUF says.

1. Every request goes to the address that was configured; none is redirected, no proxy is asked.
2. The first root came by other means. Each later one, none left out, is signed by a threshold of the one before and of
   itself: however long nobody looked, the whole way is gone.                                      TUF 1.0, 5.3
3. Who holds the directory must be sound by the rules of its charter in every root on that way, or nothing is taken.
4. ``timestamp``, ``snapshot``, ``targets`` and each State's role are verified by python-tuf: signature, version,
   expiry, length and digest.                                                                       TUF 1.0, 5
5. No file is larger than its limit, and no answer longer under way than its patience.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO, Self, TypeVar

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

from comity.errors import ComityError
from comity.errors.directory import (
    DirectoryAddress,
    DirectoryFrozen,
    DirectoryMixed,
    DirectoryRolledBack,
    DirectoryTooLarge,
    DirectoryUnreachable,
    DirectoryUnsigned,
    MalformedDirectory,
    NotInDirectory,
)
from comity.foundation.directory.charter import Charter, profile_path, read_charter, read_holders
from comity.foundation.directory.repository import read
from comity.foundation.limits import LIMITS
from comity.words import StateCode

PATIENCE = 60.0  # seconds for one file, whatever its size
ROTATIONS = 64  # roots that one look goes forward at most
_SILENCE = urllib3.Timeout(connect=5, read=15)
_AGAIN = urllib3.Retry(
    connect=1, read=1, redirect=False, status=False, other=False
)  # a kept connection may be gone
_PIECE = 64 * 1024
_PROFILE = LIMITS.profile + LIMITS.text  # and the statement above it
_SHORT = 16 * 1024
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
                    max_root_rotations=ROTATIONS,
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
        return kept(self.cache, role or kind.type, kind)

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


def kept(cache: Path, role: str, kind: type[_T]) -> _T:
    """Read what earlier looks verified of a role."""
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
