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
    return peer.receipt(ReceiptKind.RELAY, envelope=sent[0], act=sent[1], at=now())


def take(peer: Peer, sent: tuple[Digest, Digest], *documents: bytes) -> None:
    receipts.keep_taken(receipts.verify(documents, of=peer.state, envelope=sent[0], act=sent[1], at=now()))


def test_a_receipt_is_kept_verbatim_and_once(peer: Peer, sent) -> None:
    document = relay(peer, sent)
    take(peer, sent, document)
    take(peer, sent, document)
    assert [bytes(row.jws) for row in Receipt.objects.filter(state="XB")] == [document]
    assert receipts.held([document], sent[0])
    assert not receipts.held([document, b"another"], sent[0])


def test_what_one_receipt_states_is_kept_line_by_line_and_its_document_is_given_once(peer: Peer, sent) -> None:
    document = peer.receipt(ReceiptKind.RELAY, ReceiptKind.DELIVERY, envelope=sent[0], act=sent[1], at=now())
    take(peer, sent, document)
    rows = Receipt.objects.filter(state="XB")
    assert [row.kind for row in rows] == ["relay", "delivery"]
    assert receipts.documents(rows) == (document,)


def test_a_receipt_by_a_strangers_key_is_refused_and_nothing_is_kept(peer: Peer, sent) -> None:
    peer.node = SigningKey.from_seed(b"\x07" * 32)
    with pytest.raises((UnknownKey, UnknownSigner)):
        take(peer, sent, relay(peer, sent))
    assert not Receipt.objects.filter(state="XB").exists()


def test_the_checkpoints_that_receipts_show_are_told_each_once_the_newest_last(peer: Peer, sent) -> None:
    later = peer.receipt(ReceiptKind.DELIVERY, envelope=sent[0], act=sent[1], at=now())
    documents = [relay(peer, sent), later]
    taken = receipts.verify(documents[::-1], of=peer.state, envelope=sent[0], act=sent[1], at=now())
    assert [checkpoint.size for checkpoint in taken.checkpoints] == [1, 2]
    assert receipts.sizes_shown(documents[::-1]) == [1, 2]
