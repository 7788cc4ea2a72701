"""A bundle of one act of Borania's duty officer, with the receipt of Borania's own node."""

from collections.abc import Callable

from tests.desks.a_node import officer

from comity.desks.rules import SIGN_IN
from comity.foundation.bundle import BundledAct, BundledStamp, Contents, write_bundle
from comity.foundation.record.stamps import stamp_request
from comity.node import directory, queries, record
from comity.node.acts import acting
from comity.words import Article, AuthorityId, Digest

DUTY, PEER = AuthorityId("XB/duty"), AuthorityId("XA/duty")


def make(answer: Callable[[bytes], bytes] | None = None) -> bytes:
    """Send one act, and bind it with what proves it, stamped by the authority that would ``answer``."""
    with acting(officer("duty").actor, SIGN_IN) as act:
        sent = act.send(
            kind="preserve",
            sender=DUTY,
            to=[PEER],
            basis=[Article.parse("UNCC 42")],
            body={"reference": "XB-1"},
        )
        act.record("requests:request:sent", about=sent.thread)
    stamps = []
    if answer:
        shown = record.checkpoint()
        stamps = [BundledStamp(shown, answer(stamp_request(shown)))]
    (envelope,) = queries.envelopes(sent.thread)
    return write_bundle(
        Contents(
            thread=sent.thread,
            made=act.at,
            by=DUTY,
            acts=(BundledAct(queries.open_envelope(envelope.digest).document, Digest(envelope.digest)),),
            receipts=tuple(bytes(receipt.jws) for receipt in queries.receipts(sent.thread)),
            profiles=(directory.export(),),
            stamps=tuple(stamps),
        )
    )
