"""An act and what its author signed, as one document: the statement on one line, and the act below it.

* The statement is of type ``comity-act`` and names the act, by SHA-256 and length of its canonical bytes.
* The act's author is the office that signed the statement.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from comity.errors.envelopes import NotTheAuthor, OtherActSigned
from comity.foundation.envelopes.acts import Act
from comity.foundation.envelopes.signatures import Signed, VerifiedPayload
from comity.foundation.envelopes.stated import Stated, read_stated, sign_stated
from comity.foundation.identity import KeyId, SigningKey, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.words import AuthorityId

ACT = "comity-act"
_ACT = "act"


@dataclass(frozen=True, slots=True)
class SignedAct:
    """A signed act that was read but not verified: only the office that it claims may be looked at."""

    document: Stated

    @property
    def statement(self) -> Signed:
        """What its author signed."""
        return self.document.statement

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
        verified = self.document.verify(_ACT, typ=ACT, known=known, other=OtherActSigned)  # 1, 2
        act = Act.parse(self.document.written, digest=self.document.digest)
        if act.sender != verified.issuer:  # 3
            raise NotTheAuthor("act.from", author=act.sender, signer=verified.issuer)
        return act, verified


def sign_act(act: Act, *, signing: SigningKey | Sequence[SigningKey]) -> bytes:
    """Sign ``act`` for its author, unsealed."""
    keys = (signing,) if isinstance(signing, SigningKey) else tuple(signing)
    return sign_stated(_ACT, act.to_bytes(), typ=ACT, keys=keys, issuer=act.sender, digest=act.digest)


def read_signed_act(document: bytes) -> SignedAct:
    """Part a signed act into its statement and the act; nothing of it is proved yet."""
    return SignedAct(read_stated(document, what=_ACT, limit=LIMITS.act))
