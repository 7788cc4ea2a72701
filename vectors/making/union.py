"""Three States that hold a directory together: what they publish, rightly or wrongly."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from tuf.api.metadata import Metadata
from vectors.making.parties import DAY, NOW, Party, aldova, borania, cordia, signing

from comity.foundation.directory.charter import Charter, Member
from comity.foundation.directory.repository import (
    add_signature,
    role_of,
    root_of,
    snapshot_of,
    targets_of,
    timestamp_of,
    written,
)
from comity.foundation.identity import SigningKey
from comity.words import Instant

STATES = (aldova(), borania(), cordia())
_SIGNED = ("XA", "XB")  # two of the three holders
Files = dict[str, bytes]
Change = Callable[[Any], None]


def directory_key(name: str) -> SigningKey:
    """Make the key of that name in a directory."""
    return signing(f"directory {name}")


def nothing(_metadata: Any) -> None:
    """Change nothing."""


@dataclass
class Directory:
    """Three States that hold a directory together, and what they publish; each step can be done wrong on purpose."""

    states: tuple[Party, ...] = STATES
    files: Files = field(default_factory=dict)
    roles: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    at: Instant = NOW + -DAY

    def charter(self, generation: int = 1, **changes: Any) -> Charter:
        """Compose who holds the directory, each with its key of that generation, and who stands in it."""
        facts = {
            "holders": {one.code: holder(one.code, generation).public for one in self.states},
            "threshold": 2,
            "snapshot": directory_key("snapshot").public,
            "timestamp": directory_key("timestamp").public,
            "members": tuple(
                Member(one.code, one.profile.fingerprint, directory_key(f"{one.code} role").public)
                for one in self.states
            ),
        }
        return Charter(**(facts | changes))

    def root(
        self, version: int = 1, *, by: tuple[SigningKey, ...], change: Change = nothing, **changes: Any
    ) -> None:
        """Publish a root, in which each State holds with its key of the generation of that version."""
        metadata = root_of(
            self.charter(changes.pop("generation", version), **changes), version=version, at=self.at
        )
        self._publish(f"metadata/{version}.root.json", metadata, by, change)

    def targets(
        self, version: int = 1, *, by: tuple[SigningKey, ...], change: Change = nothing, **changes: Any
    ) -> None:
        """Publish who stands in the directory."""
        metadata = targets_of(self.charter(**changes), version=version, at=self.at)
        data = self._publish(f"metadata/{version}.targets.json", metadata, by, change)
        self.roles["targets"] = (version, data)

    def offer(
        self, party: Party, *, by: SigningKey | None = None, change: Change = nothing, document: bytes = b""
    ) -> None:
        """Publish a State's role and the profile that it names."""
        document, serial = document or party.document, party.profile.serial
        metadata = role_of(document, party.profile)
        signer = by or directory_key(f"{party.code} role")
        data = self._publish(f"metadata/{serial}.{party.code}.json", metadata, (signer,), change)
        self.files[f"targets/{party.code}/{sha256(document).hexdigest()}.profile.jws"] = document
        self.roles[party.code] = (serial, data)

    def stamp(
        self,
        version: int = 1,
        *,
        snapshot_by: str = "snapshot",
        timestamp_by: str = "timestamp",
        change: Change = nothing,
        change_stamp: Change = nothing,
    ) -> None:
        """Publish a snapshot of what is published, and the timestamp that names it."""
        snapshot = snapshot_of(self.roles, version=version, at=self.at)
        data = self._publish(
            f"metadata/{version}.snapshot.json", snapshot, (directory_key(snapshot_by),), change
        )
        stamp = timestamp_of(data, of=version, version=version, at=self.at)
        self._publish("metadata/timestamp.json", stamp, (directory_key(timestamp_by),), change_stamp)

    def seen(self) -> Files:
        """Give what a client keeps that has looked by now, all of it verified."""
        snapshot = max(int(name.split("/")[1].split(".")[0]) for name in self.files if ".snapshot." in name)
        kept = {"timestamp": self.files["metadata/timestamp.json"]}
        return kept | {"snapshot": self.files[f"metadata/{snapshot}.snapshot.json"]}

    def _publish(self, name: str, metadata: Metadata[Any], by: tuple[SigningKey, ...], change: Change) -> bytes:
        change(metadata.signed)
        for key in by:
            add_signature(metadata, key)
        self.files[name] = written(metadata)
        return self.files[name]


def holder(code: str, generation: int = 1) -> SigningKey:
    """Make the key with which a State holds the directory: the first, or one that replaced it."""
    return directory_key(f"{code} holds" if generation == 1 else f"{code} holds {generation}")


def holders(*generations: int, codes: tuple[str, ...] = _SIGNED) -> tuple[SigningKey, ...]:
    """Make the keys of two holders, of each of the generations."""
    return tuple(holder(code, generation) for generation in generations for code in codes)


def begun(**changes: Any) -> Directory:
    """Publish a whole directory, in which Aldova and Borania have published their profiles."""
    made = Directory(**changes)
    made.root(by=holders(1))
    made.targets(by=holders(1))
    for party in made.states[:2]:
        made.offer(party)
    made.stamp()
    return made
