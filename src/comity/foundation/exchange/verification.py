"""Signing a receipt, and verifying one against the profile of the State that gave it.

1. size       the document is within its limit
2. signature  a key that the State's profile names for its nodes, valid when the receipt was given, signed it;
              the receipt is read only then; one that arrives now needs a key that is still valid now
3. State      what it states is by the State that signed
4. subject    it speaks of the envelope that was sent, and of the act in it
5. clock      it is not dated further ahead than clocks may differ
6. record     the checkpoint is of that State's record, signed by its key or by one that counted then, and each path
              leads to it from the entry that a statement and its salt make
"""

from collections.abc import Mapping

from comity.errors.envelopes import ClockAhead
from comity.errors.exchange import ReceiptForAnother
from comity.foundation.directory import Profile
from comity.foundation.envelopes import read_signed, sign_payload
from comity.foundation.exchange.receipts import Receipt
from comity.foundation.identity import KeyId, SigningKey, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.foundation.record import Checkpoint, authentic_checkpoint, key_id
from comity.foundation.trees import leaf_hash, verify_inclusion
from comity.words import Digest, Instant

RECEIPT = "comity-receipt"
_DOCUMENT = 2 * LIMITS.receipt  # base64 and headers around the receipt


def sign_receipt(receipt: Receipt, *, node: SigningKey) -> bytes:
    """Sign ``receipt`` with the key of the node that gives it."""
    return sign_payload(receipt.to_bytes(), typ=RECEIPT, keys=(node,), issuer=receipt.about.state)


def verify_receipt(document: bytes, *, profile: Profile, envelope: Digest, act: Digest, at: Instant) -> Receipt:
    """Return the receipt that ``profile``'s State gave for ``envelope`` when every step holds at ``at``, or raise.

    Its checkpoint is then proved too; whoever keeps an older one compares the two with ``require_growth``.
    """
    receipt, kids = _authentic(document, profile, {envelope: act})
    if receipt.about.at - at > LIMITS.clock_skew:  # 5
        raise ClockAhead("receipt.at", dated=receipt.about.at, here=at)
    for kid in kids:  # 2, for a receipt that arrives now
        profile.node_key(kid, at)
    return receipt


def authentic_receipt(document: bytes, *, profile: Profile, carried: Mapping[Digest, Digest]) -> Receipt:
    """Return the receipt when all steps but the clock hold for the moment it names; for what is verified long after.

    ``carried`` gives the act in each envelope of which a receipt may speak.
    """
    receipt, _ = _authentic(document, profile, carried)
    return receipt


def _authentic(
    document: bytes, profile: Profile, carried: Mapping[Digest, Digest]
) -> tuple[Receipt, tuple[KeyId, ...]]:
    signed = read_signed(document, limit=_DOCUMENT)  # 1
    verified = signed.verify(typ=RECEIPT, known=lambda kid: profile.node_record(kid).key)  # 2
    receipt = Receipt.parse(verified.payload)
    said = receipt.about
    for kid in verified.kids:
        profile.node_key(kid, said.at)
    if not said.state == verified.issuer == profile.state:  # 3
        raise ReceiptForAnother("receipt.state", expected=profile.state)
    if said.envelope not in carried:  # 4
        raise ReceiptForAnother("receipt.envelope", expected=", ".join(digest[:16] for digest in carried))
    if said.act not in {carried[said.envelope], None}:
        raise ReceiptForAnother("receipt.act", expected=carried[said.envelope][:16])
    key = record_key(profile, receipt.checkpoint, said.at)
    shown = authentic_checkpoint(receipt.checkpoint, key, profile.log.origin)  # 6
    for entered in receipt.entered:
        leaf = leaf_hash(entered.entry.to_bytes())
        verify_inclusion(leaf=leaf, index=entered.index, size=shown.size, path=entered.path, root=shown.root)
    return receipt, verified.kids


def record_key(profile: Profile, checkpoint: Checkpoint, at: Instant) -> VerifyingKey:
    """Give the key of the State's record under which ``checkpoint``, which proves something of ``at``, claims to stand.

    Where it names none that counted then, it is the newest, under which it will be refused.
    """
    newest, *earlier = profile.log.counting(at)
    if earlier:
        named = {line.key_id for line in checkpoint.signatures if line.name == profile.log.origin}
        for key in (newest, *earlier):
            if key_id(profile.log.origin, key) in named:
                return key
    return newest
