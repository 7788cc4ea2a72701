"""A signed statement on one line, and below it the bytes that it names.

    {"payload": ..., "signatures": [...]}     a signed document
    {...}                                     what it names, in canonical JSON, to the end

* The statement's payload is ``{<what>: digest, "size": size}``: SHA-256 and length of the bytes below.
* Canonical JSON holds no line feed, so the first one parts the two.                             RFC 8785, 3.2.2
* Whoever checks it by hand verifies the statement's signature and compares ``sha256sum`` of the rest.
* Not the bytes themselves are the payload: a signature scheme that reads its message twice, and base64 around it, would
  make long bytes several times dearer, and no proof stronger.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from comity.errors import Unproved
from comity.errors.envelopes import MalformedSigned, TooLarge
from comity.foundation.canonical import parse_canonical, written
from comity.foundation.envelopes.signatures import Signed, VerifiedPayload, digest_of, read_signed, sign_payload
from comity.foundation.fields import Fields
from comity.foundation.identity import KeyId, SigningKey, VerifyingKey
from comity.words import Digest

LINE = b"\n"


@dataclass(frozen=True)
class Stated:
    """A statement and what stands below it, read but not verified: only its headers may be looked at."""

    statement: Signed
    written: bytes

    @cached_property
    def digest(self) -> Digest:
        """The SHA-256 of what stands below."""
        return digest_of(self.written)

    def verify(
        self, what: str, *, typ: str, known: Callable[[KeyId], VerifyingKey | None], other: type[Unproved]
    ) -> VerifiedPayload:
        """Return the statement when it holds and names these bytes as ``what``, or raise; ``other`` where it does not.

        1. every signature of the statement holds under the key that ``known`` gives for its name
        2. the statement names these bytes, by size and digest
        """
        verified = self.statement.verify(typ=typ, known=known)  # 1
        if verified.payload != _statement(what, self.digest, len(self.written)):  # 2
            raise other(what, signed=_named(what, verified.payload))
        return verified


def sign_stated(
    what: str,
    written: bytes,
    *,
    typ: str,
    keys: Sequence[SigningKey],
    issuer: str,
    introduce: bool = False,
    digest: Digest | None = None,
) -> bytes:
    """Sign that ``written`` is ``what`` a document of type ``typ`` names, and put it below the statement.

    ``digest`` is that of what is written, where it was taken already.
    """
    statement = _statement(what, digest or digest_of(written), len(written))
    return sign_payload(statement, typ=typ, keys=keys, issuer=issuer, introduce=introduce) + LINE + written


def statement_of(document: bytes) -> bytes:
    """Give the first line: it names what stands below, and shows whoever lacks that what was signed."""
    return document[: document.index(LINE)]


def read_stated(document: bytes, *, what: str, limit: int) -> Stated:
    """Part a document into its statement and at most ``limit`` bytes below it; nothing of it is proved yet."""
    statement, line, written = document.partition(LINE)
    if len(written) > limit:
        raise TooLarge(what, size=len(written), limit=limit)
    if not line:
        raise MalformedSigned(what, expected="a statement, a line feed, and what it names")
    return Stated(read_signed(statement), written)


def _statement(what: str, digest: Digest, size: int) -> bytes:
    """Write the statement that names bytes of that digest and size as ``what``: it has this one form."""
    return written({what: digest, "size": size})


def _named(what: str, statement: bytes) -> Digest:
    """Read which other bytes a statement names, or raise MalformedSigned where it is none."""
    fields = Fields(parse_canonical(statement), path="statement", refusal=MalformedSigned)
    digest, _ = fields.word(what, Digest), fields.integer("size")
    fields.close()
    return digest
