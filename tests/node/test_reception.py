import os
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from tests.node import letters
from tests.node.letters import SENDER as ME
from tests.node.peer import Peer

from comity.errors.directory import StaleProfile, UnknownKey
from comity.errors.exchange import SequenceGap
from comity.errors.node import AlreadyRetrieved, UnknownEnvelope, UnknownPeer
from comity.foundation.directory import Reason
from comity.foundation.envelopes import Envelope as Sealed
from comity.foundation.exchange import ReceiptKind, verify_receipt
from comity.foundation.identity import SealingKey, SigningKey
from comity.node import directory, own, queries, reception, record, subjects
from comity.node.clock import now
from comity.node.keystore import sealing_name
from comity.node.models import Deadline, Envelope, PeerCheckpoint, Receipt
from comity.node.rules import COMMAND_LINE
from comity.words import AuthorityId, Digest, StateCode

pytestmark = pytest.mark.store


def mine(name: AuthorityId = ME) -> SealingKey:
    return own.keys().sealing(sealing_name(name))


def write(peer: Peer, **changes) -> Sealed:
    return peer.write(changes.pop("to", ME), mine().recipient, **changes)


def said(reply: reception.Reply, sealed: Sealed) -> list[tuple[str, str, str]]:
    profile = directory.own_profile()
    receipts = [
        verify_receipt(one, profile=profile, envelope=sealed.digest, act=sealed.act.digest, at=now())
        for one in reply.receipts
    ]
    return [(one.kind, one.outcome, one.code) for receipt in receipts for one in receipt.statements]


def test_an_act_is_taken_recorded_and_certified_in_one(peer: Peer):
    sealed, before = write(peer), record.log().size
    reply = reception.receive(sealed.sealed)
    assert said(reply, sealed) == [("relay", "accepted", ""), ("delivery", "accepted", "")]
    assert record.log().size == before + 3
    (arrival,) = letters.received
    assert (arrival.verified.act, arrival.envelope) == (sealed.act, sealed.digest)
    assert queries.open_envelope(sealed.digest).act == sealed.act


def test_the_same_envelope_again_gets_the_same_receipts_and_changes_nothing(peer: Peer):
    sealed = write(peer)
    first = reception.receive(sealed.sealed)
    size = record.log().size
    assert reception.receive(sealed.sealed) == first
    assert (len(letters.received), Envelope.objects.count(), record.log().size) == (1, 1, size)


def test_the_same_act_in_another_envelope_is_a_replay(peer: Peer):
    sealed = write(peer)
    reception.receive(sealed.sealed)
    again = write(peer, **{name: getattr(sealed.act, name) for name in ("id", "at", "thread")})
    assert again.act == sealed.act
    assert again.digest != sealed.digest
    assert said(reception.receive(again.sealed), again) == [("delivery", "rejected", "replayed")]
    assert len(letters.received) == 1


def test_a_gap_in_the_thread_is_asked_for_and_not_refused_for_good(peer: Peer):
    first = write(peer)
    second = write(peer, thread=first.act.thread, seq=2, prev=first.act.digest)
    with pytest.raises(SequenceGap):
        reception.receive(second.sealed)
    assert not Receipt.objects.exists()
    reception.receive(first.sealed)
    assert reception.receive(second.sealed).refusal is None


def test_acts_that_come_together_are_one_transaction_under_one_checkpoint(peer: Peer):
    several, before = [write(peer) for _ in range(3)], record.log().size
    replies = reception.receive_all([sealed.sealed for sealed in several], asked=(before,))
    for sealed, reply in zip(several, replies, strict=True):
        assert said(reply, sealed) == [("relay", "accepted", ""), ("delivery", "accepted", "")]
        assert [(growth.old, growth.new) for growth in reply.growths] == [(before, before + 9)]
    assert record.log().size == before + 9
    assert [arrival.verified.act for arrival in letters.received] == [sealed.act for sealed in several]
    assert reception.receive_all([sealed.sealed for sealed in several], asked=(before,)) == replies


def test_an_act_that_is_refused_or_lacks_another_holds_up_none_of_those_that_came_with_it(peer: Peer):
    missing = write(peer)
    several = [
        write(peer),
        write(peer, kind="refuse-me"),
        write(peer, thread=missing.act.thread, seq=2, prev=missing.act.digest),
        write(peer, to=AuthorityId("XC/duty")),
        write(peer),
    ]
    replies = reception.receive_all([sealed.sealed for sealed in several])
    assert [reply.code for reply in replies] == ["", "letter-unwelcome", "sequence-gap", "not-addressed", ""]
    assert [len(reply.receipts) for reply in replies] == [1, 1, 0, 1, 1]
    for place in (1, 3):
        rejected = [("delivery", "rejected", replies[place].code)]
        assert said(replies[place], several[place]) == rejected
    ways = {row.digest: row.way for row in Envelope.objects.all()}
    assert ways == {several[0].digest: "in", several[1].digest: "refused", several[4].digest: "in"}
    assert not Deadline.objects.exists()


def test_an_act_follows_another_of_its_thread_that_came_with_it(peer: Peer):
    first = write(peer)
    second = write(peer, thread=first.act.thread, seq=2, prev=first.act.digest)
    again = write(peer, **{name: getattr(first.act, name) for name in ("id", "at", "thread")})
    replies = reception.receive_all([sealed.sealed for sealed in (first, second, again)])
    assert [reply.code for reply in replies] == ["", "", "replayed"]
    assert [row.act for row in Envelope.objects.order_by("entry")] == [first.act.id, second.act.id]


def test_a_fault_of_our_own_takes_none_of_those_that_came_together(peer: Peer, monkeypatch: pytest.MonkeyPatch):
    def handler(kind: str) -> Any:
        return letters.receive if kind == "tell" else lambda *_: 1 // 0

    several, before = [write(peer), write(peer, kind="refuse-me")], record.log().size
    monkeypatch.setattr(subjects, "handler", handler)
    with pytest.raises(ZeroDivisionError):
        reception.receive_all([sealed.sealed for sealed in several])
    assert not Envelope.objects.exists()
    assert record.log().size == before


def test_two_stories_at_one_place_are_refused(peer: Peer):
    first = write(peer)
    other = write(peer, thread=first.act.thread)
    reception.receive(first.sealed)
    assert reception.receive(other.sealed).code == "forked-story"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"at": now() + timedelta(hours=6)}, "clock-ahead"),
        ({"at": now() + timedelta(days=-31)}, "act-too-old"),
        ({"to": AuthorityId("XC/duty")}, "not-addressed"),
        ({"sender": AuthorityId("XB/court")}, "unknown-authority"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_act_that_may_not_stand_is_refused_by_name_with_a_signed_rejection(peer: Peer, changes, code: str):
    sealed = write(peer, **changes)
    reply = reception.receive(sealed.sealed)
    assert reply.code == code
    assert said(reply, sealed) == [("delivery", "rejected", code)]
    assert not Envelope.objects.exists()
    assert not Deadline.objects.exists()
    assert queries.entries(about=sealed.digest).filter(event="exchange:act:refused").count() == 1


@pytest.mark.parametrize(("kind", "code"), [("unheard-of", "unknown-kind"), ("refuse-me", "letter-unwelcome")])
def test_an_act_that_its_subject_refuses_keeps_its_place_in_the_thread_and_has_no_effect(
    peer: Peer, kind: str, code: str
):
    refused = write(peer, kind=kind)
    reply = reception.receive(refused.sealed)
    assert (reply.code, said(reply, refused)) == (code, [("delivery", "rejected", code)])
    row = Envelope.objects.get()
    assert (row.way, row.digest, row.act_digest) == ("refused", refused.digest, refused.act.digest)
    assert not Deadline.objects.exists()
    assert not queries.entries(about=refused.act.thread).exists()
    following = write(peer, thread=refused.act.thread, seq=2, prev=refused.act.digest)
    assert reception.receive(following.sealed).refusal is None
    assert [arrival.verified.act for arrival in letters.received] == [following.act]
    answer = letters.write(thread=refused.act.thread)
    assert (answer.seq, answer.prev) == (1, following.act.digest)


def test_an_act_that_was_refused_is_not_taken_in_another_envelope_either(peer: Peer):
    refused = write(peer, kind="refuse-me")
    reception.receive(refused.sealed)
    same = ("id", "at", "thread", "kind")
    again = write(peer, **{name: getattr(refused.act, name) for name in same})
    assert said(reception.receive(again.sealed), again) == [("delivery", "rejected", "replayed")]
    assert Envelope.objects.count() == 1


def test_another_act_in_the_place_of_a_refused_one_is_a_second_story(peer: Peer):
    refused = write(peer, kind="refuse-me")
    reception.receive(refused.sealed)
    other = write(peer, thread=refused.act.thread)
    assert reception.receive(other.sealed).code == "forked-story"


def test_nobody_certifies_that_a_refused_act_was_opened(peer: Peer):
    refused = write(peer, kind="refuse-me")
    reception.receive(refused.sealed)
    with pytest.raises(UnknownEnvelope):
        letters.read(refused.digest)


def test_a_refusal_is_repeated_word_for_word(peer: Peer):
    sealed = write(peer, kind="refuse-me")
    first = reception.receive(sealed.sealed)
    again = reception.receive(sealed.sealed)
    assert (again.receipts, again.code) == (first.receipts, first.code)


def test_an_envelope_sealed_for_another_key_is_refused_by_name(peer: Peer):
    sealed = peer.write(ME, SealingKey.generate(os.urandom).recipient)
    assert reception.receive(sealed.sealed).code == "wrong-key"


@pytest.mark.parametrize(
    "broken", [b"x", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> X25519 a\nb\n--- c\n"]
)
def test_what_is_no_envelope_is_refused_by_name(peer: Peer, broken: bytes):
    reply = reception.receive(broken)
    assert reply.refusal is not None
    assert len(reply.receipts) == 1


def test_a_flipped_byte_is_refused(peer: Peer):
    sealed = bytearray(write(peer).sealed)
    sealed[-1] ^= 1
    assert reception.receive(bytes(sealed)).refusal is not None
    assert not letters.received


def test_an_act_of_a_state_that_is_not_pinned_is_refused_for_now_only(peer: Peer):
    stranger = Peer(state=StateCode("XC"))
    sealed = stranger.write(ME, mine().recipient)
    with pytest.raises(UnknownPeer):
        reception.receive(sealed.sealed)
    assert not Receipt.objects.exists()


def test_an_act_under_a_stale_profile_is_refused_for_now_only(peer: Peer, monkeypatch: pytest.MonkeyPatch):
    later = now() + timedelta(days=250)
    monkeypatch.setattr("comity.node.reception.now", lambda: later)
    with pytest.raises(StaleProfile):
        reception.receive(write(peer, at=later).sealed)
    assert not Receipt.objects.exists()


def test_an_act_under_a_key_that_is_not_pinned_yet_is_refused_for_now_only(peer: Peer):
    old, new = peer.signing, SigningKey.from_seed(sha256(b"rotated").digest())
    sealed, before = write(peer, signing=new), record.log().size
    with pytest.raises(UnknownKey):
        reception.receive(sealed.sealed)
    assert not Receipt.objects.exists()
    assert not Envelope.objects.exists()
    assert record.log().size == before
    peer.signing = new
    directory.pin(COMMAND_LINE, peer.document(now(), serial=4, issued=now()))
    peer.signing = old
    assert said(reception.receive(sealed.sealed), sealed) == [
        ("relay", "accepted", ""),
        ("delivery", "accepted", ""),
    ]


def test_an_act_under_a_key_that_was_revoked_is_refused_for_good(peer: Peer):
    office, since = peer.profile(now()).authorities[0], now() + timedelta(hours=-1)
    keys = tuple(replace(key, revoked=since, reason=Reason.COMPROMISED) for key in office.keys)
    revoked = peer.document(now(), serial=4, issued=now(), authorities=(replace(office, keys=keys),))
    directory.pin(COMMAND_LINE, revoked)
    sealed = write(peer)
    assert said(reception.receive(sealed.sealed), sealed) == [("delivery", "rejected", "key-revoked")]


def test_a_receipt_given_later_is_verified_and_kept_once(peer: Peer):
    act = letters.write()
    sent = queries.envelopes(act.thread).get()
    later = peer.receipt(ReceiptKind.RETRIEVAL, envelope=Digest(sent.digest), act=act.digest, at=now())
    for _ in range(2):
        reception.receive_receipts(Digest(sent.digest), [later], of=peer.state)
    assert queries.receipts(act.thread).filter(kind="retrieval", state="XB").count() == 1
    assert PeerCheckpoint.objects.get(state="XB").size == peer.log.size


def test_a_receipt_for_what_was_never_sent_is_refused(peer: Peer):
    nothing = Digest("0" * 64)
    with pytest.raises(UnknownEnvelope):
        reception.receive_receipts(
            nothing, [peer.receipt(ReceiptKind.RELAY, envelope=nothing, act=nothing, at=now())], of=peer.state
        )


def test_opening_an_act_certifies_its_retrieval_once(peer: Peer):
    sealed = write(peer)
    reception.receive(sealed.sealed)
    assert not queries.is_retrieved(sealed.digest)
    letters.read(sealed.digest)
    assert queries.is_retrieved(sealed.digest)
    (dispatch,) = queries.deliveries(sealed.act.thread)
    assert (dispatch.peer, dispatch.receipt.kind) == ("XB", "retrieval")
    with pytest.raises(AlreadyRetrieved):
        letters.read(sealed.digest)
