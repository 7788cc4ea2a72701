"""Receipts are verified and kept verbatim, each once."""

import pytest
from tests.node.letters import write
from tests.node.peer import Peer

from comity.errors.directory import UnknownKey
from comity.errors.envelopes import UnknownSigner
from comity.foundation.exchange import ReceiptKind
from comity.foundation.identity import SigningKey
from comity.node import queries, receipts
from comity.node.clock import now
from comity.node.models import Receipt
from comity.words import Digest

pytestmark = pytest.mark.store


@pytest.fixture
def sent(peer: Peer) -> tuple[Digest, Digest]:
    act = write()
    (row,) = queries.envelopes(act.thread)
    return Digest(row.digest), act.digest


def relay(peer: Peer, sent: tuple[Digest, Digest]) -> bytes:
    return peer.receipt(ReceiptKind.RELAY, *sent, now())


def take(peer: Peer, sent: tuple[Digest, Digest], *documents: bytes) -> None:
    receipts.keep_taken(receipts.verify(documents, of=peer.state, envelope=sent[0], act=sent[1], at=now()))


def test_a_receipt_is_kept_verbatim_and_once(peer: Peer, sent) -> None:
    document = relay(peer, sent)
    take(peer, sent, document)
    take(peer, sent, document)
    assert [bytes(row.jws) for row in Receipt.objects.filter(state="XB")] == [document]
    assert receipts.held([document], sent[0])
    assert not receipts.held([document, b"another"], sent[0])


def test_a_receipt_by_a_strangers_key_is_refused_and_nothing_is_kept(peer: Peer, sent) -> None:
    peer.node = SigningKey.from_seed(b"\x07" * 32)
    with pytest.raises((UnknownKey, UnknownSigner)):
        take(peer, sent, relay(peer, sent))
    assert not Receipt.objects.filter(state="XB").exists()


def test_the_checkpoints_that_receipts_show_are_told_each_once_the_newest_last(peer: Peer, sent) -> None:
    documents = [relay(peer, sent), peer.receipt(ReceiptKind.DELIVERY, *sent, now())]
    taken = receipts.verify(documents[::-1], of=peer.state, envelope=sent[0], act=sent[1], at=now())
    assert [checkpoint.size for checkpoint in taken.checkpoints] == [1, 2]
    assert receipts.sizes_shown(documents[::-1]) == [1, 2]
