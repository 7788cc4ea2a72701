"""Each limit at both of its edges: what is exactly at it is taken, what is one over it is refused."""

from collections.abc import Iterator
from typing import Any

from vectors.making import age
from vectors.making.acts import stated
from vectors.making.forms import Case, File, Group
from vectors.making.parties import NOW, aldova, borania, seed, signing

from comity.foundation.canonical import canonical
from comity.foundation.envelopes import sign_payload
from comity.foundation.exchange import write_batch
from comity.foundation.identity import SigningKey
from comity.foundation.limits import LIMITS
from comity.words import Digest


def file() -> File:
    """Give the file."""
    xa, xb = aldova(), borania()
    act = {"profiles": [xa.document], "at": str(NOW)}
    envelope = {
        "offices": [xb.office],
        "keys": [str(xb.sealing)],
        "profiles": [xa.document],
        "at": str(NOW),
        "known": [],
        "asked": "Ed25519",
    }
    values = {"aldova": xa.document, "stanza": age.stanza(xb.sealing)}
    return File(
        "limits",
        "limits",
        (
            Group("canonical-json", list(_documents())),
            Group("signed-act", list(_acts()), act),
            Group("envelope", list(_envelopes()), envelope),
            Group("batch", list(_batches())),
            Group("signed-document", list(_signatures())),
            Group("profile", list(_profiles())),
        ),
        values,
    )


def _edges(comment: str, least: dict[str, Any], over: dict[str, Any], code: str) -> Iterator[Case]:
    yield Case(f"{comment}: at the limit", least, ("Edge",))
    yield Case(f"{comment}: one over it", over, ("Edge",), code)


def _documents() -> Iterator[Case]:
    def text(size: int) -> dict[str, Any]:
        return {"document": b'"' + b"a" * (size - 2) + b'"'}

    def deep(depth: int) -> dict[str, Any]:
        return {"document": b"[" * depth + b"]" * depth}

    yield from _edges("bytes of a document", text(LIMITS.document), text(LIMITS.document + 1), "too-large")
    yield from _edges("brackets within brackets", deep(LIMITS.depth), deep(LIMITS.depth + 1), "too-deep")


def _acts() -> Iterator[Case]:
    xa, xb = aldova(), borania()
    bare = len(xa.act(xb, body={"text": ""}).to_bytes())
    told = {
        "basis": ["UNCC 42(2)(a)"],
        "at": str(NOW),
        "body": {},
        "by": "duty officer of Aldova",
        "evidence": [],
        "from": xa.office,
        "id": xa.act(xb).id,
        "kind": "preserve",
        "seq": 1,
        "thread": "xa-2026-0001",
        "to": [xb.office],
        "v": 1,
    }

    def sized(size: int) -> dict[str, Any]:
        return {"document": stated(xa, canonical(told | {"body": {"text": "a" * (size - bare)}}))}

    def counted(name: str, members: list[str]) -> dict[str, Any]:
        return {"document": stated(xa, canonical(told | {name: members}))}

    def offices(count: int) -> list[str]:
        return [f"XB/office-{number}" for number in range(count)]

    def articles(count: int) -> list[str]:
        return [f"UNCC {number}" for number in range(1, count + 1)]

    def digests(count: int) -> list[str]:
        return [Digest.of(seed(f"evidence {number}")) for number in range(count)]

    yield from _edges("bytes of an act", sized(LIMITS.act), sized(LIMITS.act + 1), "too-large")
    for name, makes, limit in (
        ("to", offices, LIMITS.recipients),
        ("basis", articles, LIMITS.basis),
        ("evidence", digests, LIMITS.evidence),
    ):
        yield from _edges(
            f"members of `{name}`",
            counted(name, makes(limit)),
            counted(name, makes(limit + 1)),
            "malformed-act",
        )
    last = LIMITS.sequence
    at, over = ({"document": stated(xa, canonical(told | {"seq": seq}))} for seq in (last, last + 1))
    yield from _edges("the place in a thread", at, over, "malformed-act")


def _envelopes() -> Iterator[Case]:
    xa, xb = aldova(), borania()
    act = xa.act(xb)
    prefix = age.header([age.stanza(xb.sealing)]) + bytes(16)
    at = prefix + bytes(LIMITS.envelope - len(prefix))
    yield Case(
        "bytes of an envelope: at the limit it is read, and found not to open",
        {"sealed": at},
        ("Edge",),
        "end-unproved",
    )
    yield Case("bytes of an envelope: one over it", {"sealed": at + b"\0"}, ("Edge",), "too-large")
    for count, code in ((LIMITS.sealed_for, ""), (LIMITS.sealed_for + 1, "too-many-recipients")):
        document = xa.envelope(act, xb).document
        sealed = age.header([age.stanza(xb.sealing)] * count) + age.payload(document, seed("nonce")[:16])
        yield Case(f"sealed for {count} keys", {"sealed": sealed}, ("Edge",), code)


def _batches() -> Iterator[Case]:
    def sized(*sizes: int) -> dict[str, Any]:
        return {"body": write_batch([b"x" * size for size in sizes])}

    def counted(count: int) -> dict[str, Any]:
        return {"body": write_batch([f"envelope {number}".encode() for number in range(count)])}

    alone, half = LIMITS.envelope - 4, LIMITS.envelope // 2
    yield from _edges("bytes of a batch", sized(alone), sized(half - 3, half - 4), "too-large")
    yield from _edges("envelopes of a batch", counted(LIMITS.batch), counted(LIMITS.batch + 1), "too-many")


def _signatures() -> Iterator[Case]:
    keys = [signing(f"key {number}") for number in range(LIMITS.signatures + 1)]

    def by(some: list[SigningKey], limit: int = LIMITS.document) -> dict[str, Any]:
        document = sign_payload(b"{}", typ="comity-act", keys=some, issuer="XA/central")
        return {
            "document": document,
            "typ": "comity-act",
            "keys": [str(key.public) for key in some],
            "limit": limit,
        }

    yield from _edges("signatures of a document", by(keys[:-1]), by(keys), "malformed-signed")
    size = len(by(keys[:1])["document"])
    yield from _edges("bytes of a signed document", by(keys[:1], size), by(keys[:1], size - 1), "too-large")


def _profiles() -> Iterator[Case]:
    xa = aldova()
    facts = {"pinned": xa.profile.fingerprint, "at": str(NOW), "newest_serial": 1}

    def named(length: int) -> dict[str, Any]:
        return facts | {"document": xa.changed(names={"en": "A" * length}).document}

    span = xa.changed(issued=NOW, expires=NOW + LIMITS.profile_span)
    yield Case("the span of a profile: at the limit", facts | {"document": span.document}, ("Edge",))
    yield from _edges("characters of a name", named(256), named(257), "malformed-profile")
