"""Which key each use of a node signs with, and from which moment.

    HOME/keys/ring.json    {"duty.signing": [["duty.signing.2", "2026-12-01T00:00:00.000Z"]]}

* A use, such as ``duty.signing``, begins with the key of its own name. A rotation makes the key ``duty.signing.2`` and
  gives it its turn at a moment by which peers hold the profile that names it.
* The page holds names and moments, no secret. It is replaced whole, and a running process looks every tenth of a second
  at most whether it has changed, so that a rotation needs no restart and signing does not wait for a disk.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from time import monotonic

from comity.errors import Malformed
from comity.errors.node import RingUnreadable
from comity.node.clock import now
from comity.words import Instant

_GENERATION = re.compile(r"\.[0-9]+$")
_NEVER = (0, 0)
PAUSE = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Turn:
    """A key that signs for its use from a moment on."""

    name: str
    since: Instant


class Ring:
    """The turns of all uses, as the file tells them."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read_at = _NEVER
        self._looked = -PAUSE
        self._turns: Mapping[str, Sequence[Turn]] = {}

    def name(self, use: str) -> str:
        """Name the key with which ``use`` signs now."""
        turns = self._newest().get(use)
        if not turns:
            return use
        at = now()
        return next((turn.name for turn in reversed(turns) if turn.since <= at), use)

    def turns(self, use: str) -> Sequence[Turn]:
        """List the turns of ``use``, past and to come, after the first key's."""
        return self._newest().get(use, ())

    def give(self, use: str, turn: Turn, *, instead_of: str = "") -> None:
        """Give a key of ``use`` its turn; those that would begin later, or are ``instead_of``'s, are taken back."""
        turns = dict(self._newest())
        left = [one for one in turns.get(use, ()) if one.since < turn.since and one.name != instead_of]
        turns[use] = [*left, turn]
        told = {use: [[one.name, str(one.since)] for one in each] for use, each in turns.items()}
        part = self._file.with_name(f".{self._file.name}.{token_hex(4)}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as sheet:
            json.dump(told, sheet, indent=1)
            sheet.flush()
            os.fsync(sheet.fileno())
        part.replace(self._file)
        self._read_at, self._looked = _NEVER, -PAUSE

    def _newest(self) -> Mapping[str, Sequence[Turn]]:
        if monotonic() - self._looked < PAUSE:
            return self._turns
        try:
            found = self._file.stat()
        except FileNotFoundError:
            state = _NEVER
            turns: Mapping[str, Sequence[Turn]] = {}
        else:
            state = (found.st_mtime_ns, found.st_ino)
            turns = self._turns if state == self._read_at else _read(self._file)
        self._read_at, self._turns, self._looked = state, turns, monotonic()
        return turns


def use_of(name: str) -> str:
    """Name the use that a key serves, which its name begins with."""
    return _GENERATION.sub("", name)


def generation(use: str, number: int) -> str:
    """Name the key of that ``number`` of ``use``; the first bears the name of the use itself."""
    return use if number == 1 else f"{use}.{number}"


def _read(file: Path) -> Mapping[str, Sequence[Turn]]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return {use: [Turn(name, Instant.parse(since)) for name, since in turns] for use, turns in told.items()}
    except (ValueError, AttributeError, TypeError, Malformed) as error:
        raise RingUnreadable(file.name) from error
