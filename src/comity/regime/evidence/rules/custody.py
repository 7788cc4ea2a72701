"""The custody of evidence, as events that follow from one another.

* Every hand that touches an item leaves an event: who, what, how, when, with what result.      ISO/IEC 27037
* An event names the digest of the one before it, so that none can be taken out, put in or changed.
* Custody begins where an item is collected, acquired or received; nothing follows its destruction.
* Time does not run backwards in it.
* Evidence is opened, copied or destroyed only for a stated purpose.
* Its name in the record is the digest of its manifest; what it holds never stands there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise

from comity.errors.evidence import CustodyBroken, MissingPurpose, UnsafeName
from comity.foundation.envelopes import canonical
from comity.words import AuthorityId, Digest, Instant

LONGEST_NAME = 200
LEAST_PURPOSE = 3


class Event(StrEnum):
    """What happened to an item, as the record says it: subject, object, past participle."""

    COLLECTED = "evidence:item:collected"
    ACQUIRED = "evidence:item:acquired"
    SEALED = "evidence:item:sealed"
    TRANSFERRED = "evidence:item:transferred"
    RECEIVED = "evidence:item:received"
    VERIFIED = "evidence:item:verified"
    ACCESSED = "evidence:item:accessed"
    RETURNED = "evidence:item:returned"
    DESTRUCTION_ORDERED = "evidence:destruction:ordered"
    DESTRUCTION_CALLED_OFF = "evidence:destruction:called-off"
    DESTROYED = "evidence:item:destroyed"
    CERTIFIED = "evidence:destruction:certified"  # of the record alone: nothing follows destruction in custody


class Result(StrEnum):
    """How it ended."""

    DONE = "done"
    MATCHES = "matches"
    DIFFERS = "differs"


BEGINNINGS = frozenset({Event.COLLECTED, Event.ACQUIRED, Event.RECEIVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEvent:
    """One hand on one item."""

    item: Digest
    event: Event
    at: Instant
    authority: AuthorityId
    office: str
    how: str
    result: Result
    prev: Digest | None

    def to_bytes(self) -> bytes:
        """Write the canonical form that the next event names."""
        told = {
            "item": self.item,
            "event": self.event,
            "at": str(self.at),
            "authority": self.authority,
            "office": self.office,
            "how": self.how,
            "result": self.result,
        }
        return canonical(told | ({"prev": self.prev} if self.prev else {}))

    @property
    def digest(self) -> Digest:
        """The name of this event."""
        return Digest.of(sha256(self.to_bytes()).digest())


def verify_custody(chain: Sequence[CustodyEvent]) -> Sequence[CustodyEvent]:
    """Return ``chain`` if its events follow from one another, or raise at the first that does not.

    1. There is a first event, and it is one with which custody begins.
    2. Every event is of the same item.
    3. Every event names the one before it.
    4. None is earlier than the one before it.
    5. Nothing follows destruction.
    """
    if not chain or chain[0].event not in BEGINNINGS or chain[0].prev is not None:  # 1
        raise CustodyBroken(1, expected="beginning")
    for place, (before, event) in enumerate(pairwise(chain), start=2):
        if event.item != before.item:  # 2
            raise CustodyBroken(place, expected=before.item[:16])
        if event.prev != before.digest:  # 3
            raise CustodyBroken(place, expected=before.digest[:16])
        if event.at < before.at:  # 4
            raise CustodyBroken(place, expected=before.at)
        if before.event is Event.DESTROYED:  # 5
            raise CustodyBroken(place, expected="end")
    return chain


def clean_name(name: str) -> str:
    """Return the last part of a file's name, or raise UnsafeName."""
    last = re.split(r"[/\\]", name)[-1].strip()
    if not last or last in {".", ".."} or len(last) > LONGEST_NAME or not last.isprintable():
        raise UnsafeName("name", longest=LONGEST_NAME)
    return last


def require_purpose(purpose: str) -> str:
    """Return ``purpose`` if it says something, or raise MissingPurpose."""
    if len(re.findall(r"\w", purpose)) < LEAST_PURPOSE:
        raise MissingPurpose("purpose")
    return purpose.strip()
