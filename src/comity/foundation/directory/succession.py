"""How a State replaces its root key: each root signs its successor, and whoever pinned one follows the chain.

 1. form       each link is a signed document of this type that brings along the root key which signed it
 2. signature  that key signed the link; only now is it read
 3. State      each link is of the State whose profile carries the chain
 4. order      each link is signed by the root that the link before it named, and not dated before it; no root twice
 5. end        the last link names the root that signed the profile

A chain proves that who held the old root named the new one; it cannot prove that nobody else held it. A root that was
stolen is not replaced by a chain: its State gives its fingerprint anew, by other means.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from comity.errors.directory import MalformedProfile
from comity.errors.envelopes import UnknownVersion
from comity.errors.identity import BrokenSuccession
from comity.foundation.canonical import canonical, parse_canonical
from comity.foundation.envelopes import read_signed, sign_payload
from comity.foundation.fields import Fields
from comity.foundation.identity import KeyId, SigningKey, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.words import Instant, StateCode

SUCCESSION = "comity-succession"
VERSION = 1


@dataclass(frozen=True, slots=True)
class _Link:
    old: VerifyingKey
    state: StateCode
    root: VerifyingKey
    at: Instant


def sign_succession(state: StateCode, *, old: SigningKey, new: VerifyingKey, at: Instant) -> bytes:
    """Sign with the root ``old`` that ``new`` takes its place in the profiles of ``state``."""
    payload = canonical({"v": VERSION, "state": state, "root": str(new), "at": str(at)})
    return sign_payload(payload, typ=SUCCESSION, keys=(old,), issuer=state, introduce=True)


def verify_succession(links: Sequence[bytes], *, state: StateCode, root: VerifyingKey) -> tuple[KeyId, ...]:
    """Return the fingerprints of all roots from the first to ``root`` when every step holds, or raise."""
    lineage: list[KeyId] = []
    last: _Link | None = None
    for place, document in enumerate(links):
        link = _read(document)  # 1, 2
        if link.state != state:  # 3
            raise BrokenSuccession(f"succession[{place}]", state=state)
        if last is not None and (link.old != last.root or link.at < last.at):  # 4
            raise BrokenSuccession(f"succession[{place}]", state=state)
        lineage.append(link.old.thumbprint)
        last = link
    if last is not None and last.root != root:  # 5
        raise BrokenSuccession("succession", state=state)
    lineage.append(root.thumbprint)
    if len(set(lineage)) != len(lineage):  # 4
        raise BrokenSuccession("succession", state=state)
    return tuple(lineage)


def _read(document: bytes) -> _Link:
    signed = read_signed(document, limit=LIMITS.text)
    old = signed.introduced
    if old is None:
        raise BrokenSuccession("succession.jwk", state=signed.issuer)
    verified = signed.verify(typ=SUCCESSION, known=lambda kid: old if kid == old.thumbprint else None)
    fields = Fields(parse_canonical(verified.payload), path="succession", refusal=MalformedProfile)
    version = fields.integer("v")
    if version != VERSION:
        raise UnknownVersion(version, known=VERSION)
    link = _Link(
        old, fields.word("state", StateCode), fields.word("root", VerifyingKey.parse), fields.instant("at")
    )
    fields.close()
    return link
