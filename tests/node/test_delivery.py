import json
from dataclasses import replace

import pytest
from tests.node import letters
from tests.node.letters import SENDER, write
from tests.node.peer import Peer
from urllib3 import PoolManager

from comity.errors.record import MalformedProof
from comity.foundation.exchange import ReceiptKind
from comity.foundation.fields import Fields
from comity.foundation.limits import LIMITS
from comity.foundation.record import Checkpoint, Fork, Growth, Log, MemoryStore
from comity.node import delivery, directory, forks, outbox, own, queries, reception, record, worker
from comity.node.clock import now
from comity.node.keystore import sealing_name
from comity.node.models import Dispatch, LooseCheckpoint, PeerCheckpoint, Receipt
from comity.node.rules import COMMAND_LINE
from comity.words import StateCode

pytestmark = pytest.mark.store
XB = StateCode("XB")


def nobodys(peer: Peer):
    (node,) = peer.profile(now()).nodes
    return (replace(node, url="http://127.0.0.1:9"),)


def test_an_act_is_delivered_and_its_receipts_stand_verified(peer: Peer):
    act = write()
    assert worker.once() == {"delivered": 1, "fetched": 0, "expired": 0}
    assert list(peer.taken.values()) == [act]
    (dispatch,) = queries.deliveries(act.thread)
    assert (dispatch.state, dispatch.last_error) == ("delivered", "")
    assert [(row.kind, row.state) for row in queries.receipts(act.thread)] == [
        ("submission", "XA"),
        ("relay", "XB"),
        ("delivery", "XB"),
    ]
    assert PeerCheckpoint.objects.get().size == peer.log.size
    assert queries.entries(about=act.thread).first().event == "exchange:receipts:received"


BATCHES, ACTS = ("POST", "/exchange/v1/batches"), ("POST", "/exchange/v1/acts")


def states(acts) -> list[tuple[str, str]]:
    return [(row.state, row.last_error) for act in acts for row in queries.deliveries(act.thread)]


def test_short_acts_that_are_due_together_go_in_one_hop_and_each_has_its_receipts(peer: Peer):
    acts = [write(text=f"letter {number}") for number in range(3)]
    assert worker.once()["delivered"] == 3
    assert peer.asked == [BATCHES]
    assert list(peer.taken.values()) == acts
    assert states(acts) == [("delivered", "")] * 3
    for act in acts:
        kinds = [row.kind for row in queries.receipts(act.thread)]
        assert kinds == ["submission", "relay", "delivery"]
        assert queries.entries(about=act.thread).filter(event="exchange:receipts:received").count() == 1
    assert PeerCheckpoint.objects.get().size == peer.log.size


def test_what_is_long_goes_by_itself(peer: Peer):
    texts = ["a", "b" * delivery.SHORT, "c", "d"]
    acts = [write(text=text) for text in texts]
    assert worker.once()["delivered"] == 4
    assert peer.asked == [ACTS, ACTS, BATCHES]
    assert list(peer.taken.values()) == acts


def test_one_hop_carries_no_more_than_the_limit(peer: Peer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(delivery, "LIMITS", replace(LIMITS, batch=2))
    for _ in range(5):
        write()
    assert worker.once()["delivered"] == 5
    assert peer.asked == [BATCHES, BATCHES, ACTS]


def test_one_act_that_is_refused_holds_up_no_other_of_its_hop(peer: Peer):
    acts = [write() for _ in range(3)]
    envelope = queries.envelopes(acts[1].thread).get().digest
    code = "letter-unwelcome"
    peer.given[envelope] = [
        peer.receipt(ReceiptKind.DELIVERY, envelope=envelope, act=None, at=now(), code=code)
    ]
    assert worker.once()["delivered"] == 3
    assert states(acts) == [("delivered", ""), ("refused", code), ("delivered", "")]


def test_one_receipt_that_proves_nothing_holds_up_no_other_of_its_hop(peer: Peer):
    other = write()
    worker.once()
    (known,) = peer.given.values()
    acts = [write() for _ in range(3)]
    peer.given[queries.envelopes(acts[0].thread).get().digest] = known
    assert worker.once()["delivered"] == 2
    assert states([other, *acts]) == [
        ("delivered", ""),
        ("waiting", "receipt-for-another"),
        ("delivered", ""),
        ("delivered", ""),
    ]


def test_receipts_of_many_checkpoints_are_taken_in_one_hop_and_the_checkpoints_linked_in_the_end(peer: Peer):
    write()
    worker.once()
    acts = [write() for _ in range(LIMITS.batch)]
    for act in acts:  # the peer took each by itself, and its answers were lost
        row = queries.envelopes(act.thread).get()
        peer._take(bytes(row.sealed))
    peer.asked.clear()
    assert worker.once()["delivered"] == LIMITS.batch
    assert peer.asked == [BATCHES]
    assert LooseCheckpoint.objects.count() == LIMITS.batch - 1
    while LooseCheckpoint.objects.exists():
        acts.append(write())
        worker.once()
    assert states(acts) == [("delivered", "")] * len(acts)


def test_what_another_worker_settled_meanwhile_holds_up_no_other_of_its_hop(peer: Peer):
    acts = [write() for _ in range(3)]
    claims = outbox.claim(XB, now())
    outbox.settle(claims[0], at=now())
    assert delivery.deliver(claims, XB) == 2
    assert states(acts) == [("delivered", "")] * 3
    assert not Receipt.objects.filter(state="XB", envelope=claims[0].envelope).exists()


def test_a_gap_that_the_peer_names_in_a_hop_is_closed_and_holds_up_no_other(peer: Peer):
    first = write()
    worker.once()
    for memory in (peer.stories, peer.taken, peer.given):  # the peer was restored from a copy older than it
        memory.clear()
    second, other = write(thread=first.thread), write()
    assert worker.once()["delivered"] == 2  # the other, and the first again
    assert states([other]) == [("delivered", "")]
    assert [row.last_error for row in queries.deliveries(first.thread)] == ["", "sequence-gap"]
    Dispatch.objects.filter(state="waiting").update(next_attempt=now())
    worker.once()
    assert {act.id for act in peer.taken.values()} == {first.id, second.id, other.id}


@pytest.mark.parametrize("fault", ["alone", "failing"])
def test_what_the_peer_does_not_take_together_is_handed_over_one_by_one(peer: Peer, fault: str):
    setattr(peer, fault, 503 if fault == "failing" else True)
    acts = [write() for _ in range(3)]
    done = worker.once()["delivered"]
    assert peer.asked == [BATCHES, ACTS, ACTS, ACTS]
    assert (done, states(acts)) == (
        (0, [("waiting", "503")] * 3) if fault == "failing" else (3, [("delivered", "")] * 3)
    )


def test_nothing_is_delivered_twice(peer: Peer):
    write()
    worker.once()
    assert worker.once()["delivered"] == 0
    assert len(peer.asked) == 1


def test_a_signed_rejection_ends_the_delivery_and_names_why(peer: Peer):
    peer.refusing = "letter-unwelcome"
    act = write()
    worker.once()
    (dispatch,) = queries.deliveries(act.thread)
    assert (dispatch.state, dispatch.last_error) == ("refused", "letter-unwelcome")
    assert queries.receipts(act.thread).get(state="XB").code == "letter-unwelcome"


@pytest.mark.parametrize(
    ("fault", "code"),
    [({"failing": 503}, "503"), ({"failing": 200}, "peer-answered"), ({"silent": True}, "receipts-missing")],
)
def test_anything_but_a_signed_receipt_is_tried_again(peer: Peer, fault: dict[str, int], code: str):
    for name, value in fault.items():
        setattr(peer, name, value)
    act = write()
    assert worker.once()["delivered"] == 0
    (dispatch,) = queries.deliveries(act.thread)
    assert (dispatch.state, dispatch.last_error) == ("waiting", code)
    assert dispatch.next_attempt > now()


def test_a_receipt_for_another_envelope_proves_nothing(peer: Peer):
    other = write()
    worker.once()
    (known,) = peer.given.values()
    act = write()
    envelope = queries.envelopes(act.thread).get().digest
    peer.given[envelope] = known
    worker.once()
    assert queries.deliveries(act.thread).get().last_error == "receipt-for-another"
    assert queries.deliveries(other.thread).get().state == "delivered"


def test_a_receipt_signed_by_a_key_that_is_not_the_nodes_proves_nothing(peer: Peer):
    peer.node = peer.signing
    act = write()
    worker.once()
    assert queries.deliveries(act.thread).get().last_error == "unknown-key"
    assert not Receipt.objects.filter(state="XB").exists()


def test_two_checkpoints_of_one_size_that_differ_are_an_alarm(peer: Peer):
    write()
    worker.once()
    another = Checkpoint(peer.log.origin, peer.log.size + 2, b"\x00" * 32).signed(peer.log_key)
    PeerCheckpoint.objects.update(text=another.text, size=another.size)
    act = write()
    worker.once()
    assert queries.deliveries(act.thread).get().last_error == "forked-record"


def test_a_peer_that_cannot_be_reached_keeps_all_that_waits_for_it_and_no_other(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
):
    directory.pin(COMMAND_LINE, peer.document(now(), serial=4, nodes=nobodys(peer)))
    monkeypatch.setattr(own.carrier(), "pool", PoolManager(retries=False))
    peer_threads = [write().thread for _ in range(2)]
    assert worker.deliver_all(XB) == 0
    rows = Dispatch.objects.filter(thread__in=peer_threads)
    assert [(row.state, row.last_error, row.attempts) for row in rows] == [
        ("waiting", "peer-unreachable", 1)
    ] * 2
    assert peer.asked == []


def test_the_retrieval_is_told_to_the_sender(peer: Peer):
    sealed = peer.write(SENDER, own.keys().sealing(sealing_name(SENDER)).recipient)
    reception.receive(sealed.sealed)
    letters.read(sealed.digest)
    assert worker.once()["delivered"] == 1
    (told,) = peer.receipts_taken
    assert told["envelope"] == sealed.digest
    assert [row.kind for row in Receipt.objects.filter(envelope=sealed.digest)][-1] == ReceiptKind.RETRIEVAL
    assert json.loads(told["receipts"][0])["signatures"]
    assert queries.deliveries(sealed.act.thread).get().state == "delivered"


def test_receipts_are_not_taken_from_a_record_that_does_not_show_how_it_grew(peer: Peer) -> None:
    write()
    worker.once()
    peer.secretive = True
    act = write()
    worker.once()
    assert queries.deliveries(act.thread).get().last_error == "growth-missing"
    assert not queries.receipts(act.thread).filter(state="XB").exists()
    assert not forks.is_held(peer.state)


def test_a_peer_that_rewrote_its_record_is_proved_to_and_held_until_an_officer_decides(peer: Peer) -> None:
    write()
    worker.once()
    peer.log = Log(MemoryStore(), peer.log.origin)
    peer.log.append([b"another history"] * 5)
    act = write()
    worker.once()
    (row,) = forks.undecided()
    assert Fork.parse(bytes(row.evidence)).verify(peer.log_key.public).origin == peer.log.origin
    assert queries.deliveries(act.thread).get().last_error == "forked-record"
    asked = len(peer.asked)
    Dispatch.objects.update(next_attempt=now())
    worker.once()
    assert queries.deliveries(act.thread).get().last_error == "exchange-held"
    assert len(peer.asked) == asked
    forks.decide(COMMAND_LINE, row, reason="Borania restored an old copy.")
    worker.once()
    assert queries.deliveries(act.thread).get().state == "delivered"


def test_a_receipt_given_later_shows_the_growth_that_the_peer_asks_for(peer: Peer) -> None:
    sealed = peer.write(SENDER, own.keys().sealing(sealing_name(SENDER)).recipient)
    reception.receive(sealed.sealed)
    peer.wants = 1
    letters.read(sealed.digest)
    worker.once()
    first, second = peer.receipts_taken
    assert first["growth"] == []
    (growth,) = (Growth.read(Fields(told, path="", refusal=MalformedProof)) for told in second["growth"])
    log = record.log()
    assert growth.old == 1
    growth.verify(Checkpoint(log.origin, growth.new, log.root(growth.new)))


@pytest.mark.mandate("E8")
def test_a_gap_that_the_peer_asks_about_is_closed_by_sending_again_what_went_before(peer: Peer):
    first = write()
    worker.once()
    other = write()
    worker.once()
    for memory in (peer.stories, peer.taken, peer.given):  # the peer was restored from a copy older than both
        memory.clear()
    second = write(thread=first.thread)
    assert worker.once()["delivered"] == 1  # the first again, before the second may be tried
    assert [row.last_error for row in queries.deliveries(first.thread)] == ["", "sequence-gap"]
    Dispatch.objects.filter(state="waiting").update(next_attempt=now())
    worker.once()
    assert [act.id for act in peer.taken.values()] == [first.id, second.id]
    assert {row.state for row in queries.deliveries(first.thread)} == {"delivered"}
    assert peer.asked.count(("POST", "/exchange/v1/acts")) == 5, other.id
