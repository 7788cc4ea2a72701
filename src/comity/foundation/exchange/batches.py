"""A batch: several envelopes that one hop carries, each still taken and receipted by itself.

* Each envelope stands behind its length: four bytes, the highest first.                     EXCHANGE 4.1
* There is one at least and ``LIMITS.batch`` at most, each within the limit of an envelope, as is the whole; none twice.
* Nothing stands after the last. What is cut short or too long is refused whole, with the place.
"""

from collections.abc import Sequence

from comity.errors.envelopes import TooLarge, TooMany
from comity.errors.exchange import MalformedBatch
from comity.foundation.envelopes import Named, digest_of
from comity.foundation.limits import LIMITS

_LENGTH = 4


def write_batch(envelopes: Sequence[bytes]) -> bytes:
    """Write ``envelopes`` one after the other, each behind its length."""
    parts = [part for one in envelopes for part in (len(one).to_bytes(_LENGTH, "big"), one)]
    return b"".join(parts)


def read_batch(body: bytes) -> tuple[Named, ...]:
    """Return the envelopes in their order; raises MalformedBatch with the offset, TooLarge or TooMany."""
    if len(body) > LIMITS.envelope:
        raise TooLarge("batch", size=len(body), limit=LIMITS.envelope)
    found: list[Named] = []
    at = 0
    while at < len(body):
        begin = at + _LENGTH
        length = int.from_bytes(body[at:begin], "big")
        if length > LIMITS.envelope and begin <= len(body):
            raise TooLarge("envelope", size=length, limit=LIMITS.envelope)
        if not length or begin + length > len(body):
            raise MalformedBatch(at, expected="a length above zero and as many bytes")
        if len(found) == LIMITS.batch:
            raise TooMany("envelopes", size=len(found) + 1, limit=LIMITS.batch)
        found.append(Named(body[begin : begin + length]))
        at = begin + length
    if len({digest_of(one) for one in found}) != len(found) or not found:
        raise MalformedBatch("envelopes", expected="at least one, none twice")
    return tuple(found)
