"""An act and what its author signed, as one document: the statement on one line, and the act below it.

    {"payload": ..., "signatures": [...]}     a signed document of type ``comity-act``
    {"at": ..., "basis": ..., ...}            the act, in canonical JSON, to the end

* The statement's payload is ``{"act": digest, "size": size}``: SHA-256 and length of the act's canonical bytes.
* Canonical JSON holds no line feed, so the first one parts the two.                             RFC 8785, 3.2.2
* Whoever checks it by hand verifies the statement's signature and compares ``sha256sum`` of the rest.
* Not the act itself is the payload: a signature scheme that reads its message twice, and base64 around it, would make
  a long act several times dearer, and no proof stronger.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from comity.errors.envelopes import MalformedSigned, NotTheAuthor, OtherActSigned, TooLarge
from comity.foundation.canonical import canonical, parse_canonical
from comity.foundation.envelopes.acts import Act
from comity.foundation.envelopes.signatures import Signed, VerifiedPayload, read_signed, sign_payload
from comity.foundation.fields import Fields
from comity.foundation.identity import KeyId, SigningKey, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.words import AuthorityId, Digest

ACT = "comity-act"
_LINE = b"\n"


@dataclass(frozen=True, slots=True)
class SignedAct:
    """A signed act that was read but not verified: only the office that it claims may be looked at."""

    statement: Signed
    written: bytes

    @property
    def office(self) -> AuthorityId:
        """The office that claims to have signed."""
        return AuthorityId(self.statement.issuer)

    def verify(self, known: Callable[[KeyId], VerifyingKey | None]) -> tuple[Act, VerifiedPayload]:
        """Return the act when it is the one that its author signed, under the keys that ``known`` gives, or raise.

        1. every signature of the statement holds
        2. the statement names these bytes, by size and digest; only now is the act read
        3. the act's author is the office that signed
        """
        verified = self.statement.verify(typ=ACT, known=known)  # 1
        fields = Fields(parse_canonical(verified.payload), path="statement", refusal=MalformedSigned)
        digest, size = fields.word("act", Digest), fields.integer("size")
        fields.close()
        if size != len(self.written) or digest.raw != sha256(self.written).digest():  # 2
            raise OtherActSigned("act", signed=digest)
        act = Act.parse(self.written, digest=digest)
        if act.sender != self.office:  # 3
            raise NotTheAuthor("act.from", author=act.sender, signer=self.office)
        return act, verified


def sign_act(act: Act, *, signing: SigningKey | Sequence[SigningKey]) -> bytes:
    """Sign ``act`` for its author, unsealed."""
    keys = (signing,) if isinstance(signing, SigningKey) else tuple(signing)
    written = act.to_bytes()
    statement = canonical({"act": act.digest, "size": len(written)})
    return sign_payload(statement, typ=ACT, keys=keys, issuer=act.sender) + _LINE + written


def statement_of(document: bytes) -> bytes:
    """Give the first line of a signed act: it names the act, and shows whoever lacks the act that it was signed."""
    return document[: document.index(_LINE)]


def read_signed_act(document: bytes) -> SignedAct:
    """Part a signed act into its statement and the act; nothing of it is proved yet."""
    statement, line, written = document.partition(_LINE)
    if len(written) > LIMITS.act:
        raise TooLarge("act", size=len(written), limit=LIMITS.act)
    if not line:
        raise MalformedSigned("act", expected="a statement, a line feed, and the act")
    return SignedAct(read_signed(statement), written)
