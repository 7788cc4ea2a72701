"""What is said of a piece of evidence, in one form that can be signed.

* A manifest names the file, its media type, its sizes, its salted tree, the conditions of its use and its custody so
  far. It is canonical JSON, and only canonical JSON is read.                                    RFC 8785
* Its digest names the evidence everywhere else. The authority signs its bytes.
* Whoever holds the signed manifest, the sealed file and a key can check the whole file, or any one MiB alone.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self, TypeVar

from comity.errors import ComityError
from comity.errors.sealing import MalformedManifest, ManifestRootWrong, ManifestSizeWrong
from comity.foundation import trees
from comity.foundation.canonical import canonical
from comity.foundation.sealing.leaves import LEAF, SALT, leaf_count, salted_leaf
from comity.foundation.sealing.payload import Layout
from comity.foundation.sealing.stream import Sealed
from comity.words import AuthorityId, Digest, Instant

VERSION = 1
MAX_MANIFEST = 1024 * 1024
MAX_NAME = 255
_Read = TypeVar("_Read")
MAX_SIZE = 2**53 - 1  # the largest whole number that every reader of JSON keeps exact


@dataclass(frozen=True, slots=True)
class CustodyStep:
    """One hand that held the evidence: when, which office, and what it did, in a word of the record."""

    at: Instant
    by: AuthorityId
    deed: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that is signed about one piece of evidence."""

    name: str
    media_type: str
    size: int
    sealed_size: int  # of the payload, without the header: the header may be rewritten for further recipients
    salt: bytes
    root: bytes
    conditions: tuple[str, ...] = ()
    custody: tuple[CustodyStep, ...] = ()

    @classmethod
    def of(
        cls,
        sealed: Sealed,
        *,
        name: str,
        media_type: str,
        conditions: Sequence[str] = (),
        custody: Sequence[CustodyStep] = (),
    ) -> Self:
        """Describe what ``seal_stream`` just sealed."""
        return cls(
            name,
            media_type,
            sealed.size,
            sealed.sealed_size,
            sealed.salt,
            sealed.root,
            tuple(conditions),
            tuple(custody),
        )

    def __post_init__(self) -> None:
        _require("name", len(self.name) <= MAX_NAME and _is_line(self.name))
        _require("name", self.name not in {".", ".."} and not {"/", "\\"} & set(self.name))  # never a path
        _require("media_type", len(self.media_type) <= MAX_NAME and _is_line(self.media_type))
        _require("size", 0 <= self.size <= MAX_SIZE)
        _require("sealed_size", self.sealed_size == Layout(self.size).sealed_size <= MAX_SIZE)
        _require("salt", len(self.salt) == SALT)
        _require("root", len(self.root) == trees.HASH_SIZE)
        _require("conditions", all(_is_line(condition) for condition in self.conditions))
        _require("custody", all(_is_line(step.deed) for step in self.custody))

    @property
    def digest(self) -> Digest:
        """The name of this evidence: SHA-256 of its canonical JSON."""
        return Digest.of(sha256(self.to_json()).digest())

    def to_json(self) -> bytes:
        """Write the one canonical form."""
        return canonical(
            {
                "v": VERSION,
                "name": self.name,
                "media_type": self.media_type,
                "size": self.size,
                "sealed_size": self.sealed_size,
                "leaf_size": LEAF,
                "salt": self.salt.hex(),
                "root": self.root.hex(),
                "conditions": list(self.conditions),
                "custody": [
                    {"at": str(step.at), "by": str(step.by), "deed": step.deed} for step in self.custody
                ],
            }
        )

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read canonical JSON, or raise MalformedManifest with the member that is wrong."""
        _require("size of the manifest", len(raw) <= MAX_MANIFEST)
        members = _Members(_json(raw))
        _require("v", members.whole("v") == VERSION)
        _require("leaf_size", members.whole("leaf_size") == LEAF)
        manifest = cls(
            members.text("name"),
            members.text("media_type"),
            members.whole("size"),
            members.whole("sealed_size"),
            members.hexadecimal("salt"),
            members.hexadecimal("root"),
            tuple(members.texts("conditions")),
            tuple(members.steps("custody")),
        )
        _require("canonical form", manifest.to_json() == raw)  # also refuses duplicate and unknown members
        return manifest

    def require(self, size: int, root: bytes | None) -> None:
        """Return when a file of ``size`` that hashed to ``root`` is the one named, or raise."""
        if size != self.size:
            raise ManifestSizeWrong(self.name, size=size, expected=self.size)
        if root != self.root:
            raise ManifestRootWrong(self.name)

    def require_piece(self, index: int, piece: bytes, path: Sequence[bytes]) -> None:
        """Return when ``piece`` is the MiB at ``index`` of this evidence, or raise InclusionUnproved."""
        trees.verify_inclusion(
            leaf=salted_leaf(self.salt, index, piece),
            index=index,
            size=leaf_count(self.size),
            path=path,
            root=self.root,
        )


class _Members:
    """Reads the members of a JSON object by name and kind."""

    def __init__(self, members: Mapping[str, object]) -> None:
        self._members = members

    def text(self, name: str) -> str:
        value = self._members.get(name)
        if not isinstance(value, str):
            raise MalformedManifest(name)
        return value

    def whole(self, name: str) -> int:
        value = self._members.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise MalformedManifest(name)
        return value

    def hexadecimal(self, name: str) -> bytes:
        return _read(name, bytes.fromhex, self.text(name))

    def texts(self, name: str) -> list[str]:
        return [_Members({name: value}).text(name) for value in self._list(name)]

    def steps(self, name: str) -> list[CustodyStep]:
        return [_step(name, value) for value in self._list(name)]

    def _list(self, name: str) -> list[object]:
        value = self._members.get(name)
        if not isinstance(value, list):
            raise MalformedManifest(name)
        return value


def _step(name: str, value: object) -> CustodyStep:
    if not isinstance(value, dict):
        raise MalformedManifest(name)
    step = _Members(value)
    at, by = _read(name, Instant.parse, step.text("at")), _read(name, AuthorityId, step.text("by"))
    return CustodyStep(at, by, step.text("deed"))


def _read(name: str, reader: Callable[[str], _Read], text: str) -> _Read:
    try:
        return reader(text)
    except (ValueError, ComityError) as error:
        raise MalformedManifest(name) from error


def _json(raw: bytes) -> Mapping[str, object]:
    try:
        value = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise MalformedManifest("JSON") from None
    if not isinstance(value, dict):
        raise MalformedManifest("JSON")
    return value


def _is_line(text: str) -> bool:
    """Whether ``text`` says something on one line, with no mark that changes how the rest is shown."""
    return bool(text) and text.isprintable()


def _require(member: str, fits: object) -> None:
    if not fits:
        raise MalformedManifest(member)
