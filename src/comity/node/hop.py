"""The signature of one hop: which node asks, proved by its key, over what it asks.

* A request to a peer bears ``Comity-Hop: state=XA; at=2026-11-21T20:00:00.000Z; key=<key id>; by=<signature>``.
* Signed are, each on a line of its own: the scheme, the State asked, the State asking, the method, the path, the range,
  the moment, and the SHA-256 of the body. What was asked of one node is therefore nothing to another.
* The moment may be five minutes off. Repeating a request within them is harmless: acts and receipts are idempotent, and
  evidence leaves only sealed.

All of it stands here, so that HTTP message signatures (RFC 9421) can take its place without touching a caller.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from comity.errors import ComityError
from comity.errors.node import HopRefused, HopUnsigned
from comity.foundation.fields import from_letters, letters
from comity.foundation.identity import KeyId, SigningKey, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.words import Instant, StateCode

HEADER = "Comity-Hop"
_SCHEME = "comity-hop-v1"
_FORM = re.compile(r"state=([A-Z]{2}); at=([0-9TZ:.-]{24}); key=([0-9a-f]{32}); by=([A-Za-z0-9_-]{86})")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one request asks, and of whom."""

    of: StateCode
    method: str
    path: str
    span: str = ""
    body: bytes = b""

    def signed(self, by: StateCode, at: str) -> bytes:
        """Lay out the bytes that are signed."""
        lines = (_SCHEME, self.of, by, self.method, self.path, self.span, at, sha256(self.body).hexdigest())
        return "\n".join(lines).encode()


def sign(asked: Asked, *, state: StateCode, key: SigningKey, at: Instant) -> str:
    """Write the header with which ``state`` asks."""
    signature = letters(key.sign(asked.signed(state, str(at))))
    return f"state={state}; at={at}; key={key.public.thumbprint}; by={signature}"


def verify(
    header: str | None, asked: Asked, *, known: Callable[[StateCode, KeyId], VerifyingKey | None], at: Instant
) -> StateCode:
    """Return the State that asks, or raise HopUnsigned or HopRefused; an unknown State raises what ``known`` raises."""
    if not header:
        raise HopUnsigned(HEADER)
    found = _FORM.fullmatch(header)
    if found is None:
        raise HopRefused("form")
    state, moment = StateCode(found[1]), Instant.parse(found[2])
    if abs(at - moment) > LIMITS.clock_skew:
        raise HopRefused("moment", at=found[2])
    key = known(state, KeyId(found[3]))
    signature = from_letters(found[4])
    if key is None or signature is None:
        raise HopRefused("key", state=state)
    try:
        key.verify(signature, asked.signed(state, found[2]))
    except ComityError as error:
        raise HopRefused("signature", state=state) from error
    return state
