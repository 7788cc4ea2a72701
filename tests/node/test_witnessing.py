"""Nodes cosign one another's records, and a witness that is away or that refuses delays nobody."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from tests.node.peer import Peer
from tests.node.serving import serving

from comity.errors import ComityError
from comity.errors.record import CheckpointUnsigned, ExchangeHeld, ForkedRecord, OldSizeDiffers, UnknownRecord
from comity.foundation.directory.keys import replaced_log
from comity.foundation.identity import SigningKey, Validity
from comity.foundation.record import Checkpoint, Log, MemoryStore, Offer, require_witnessable
from comity.node import directory, forks, own, record, witnessing
from comity.node.clock import now
from comity.node.keystore import LOG
from comity.node.models import PeerCheckpoint, Witness, WitnessedCheckpoint
from comity.node.rules import COMMAND_LINE
from comity.words import Instant

pytestmark = pytest.mark.store


@dataclass
class Watching:
    """Borania as a witness: it keeps what it saw, and answers as the published format says."""

    peer: Peer
    seen: Checkpoint | None = None
    asked: list[int] = field(default_factory=list)
    silent: bool = False

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        offer = Offer.parse(body)
        self.asked.append(offer.old)
        try:
            assert not self.silent
            profile = self.peer.known[own.state()]
            shown = require_witnessable(offer, seen=self.seen, key=profile.log.key, origin=profile.log.origin)
        except OldSizeDiffers as refusal:
            start("409 Conflict", [("Content-Type", witnessing.SIZE_TYPE)])
            return [f"{refusal.facts['size']}\n".encode()]
        except (ComityError, AssertionError):
            start("422 Unprocessable", [])
            return [b"no"]
        self.seen = shown
        cosigned = shown.cosigned(self.peer.log_key, name=self.peer.log.origin, at=now())
        start("200 OK", [])
        return [str(cosigned.signatures[-1]).encode()]


@pytest.fixture
def watching(peer: Peer) -> Iterator[Watching]:
    witness = Watching(peer)
    with serving(witness) as peer.url:
        directory.pin(COMMAND_LINE, peer.document(now(), serial=4))
        yield witness


def enter(count: int = 1) -> None:
    note = record.Note("tests:thing:happened", b"x")
    record.append([record.Deed(note, [note] * (count - 1), now(), "a test")])


def test_a_checkpoint_is_cosigned_and_kept_and_shown(watching: Watching) -> None:
    enter(3)
    assert witnessing.witness_due(now()) == 1
    witnessed = witnessing.newest_witnessed()
    assert witnessed is not None
    assert witnessed.verify(own.keys().signing(LOG).public).size == record.log().size
    assert witnessed.witnessed_at(watching.peer.log_key.public, name=watching.peer.log.origin)
    assert witnessing.shown_checkpoint(record.checkpoint()) == witnessed
    enter()
    assert witnessing.shown_checkpoint(record.checkpoint()) == record.checkpoint()
    (row,) = witnessing.witnesses()
    assert (row.state, row.size, row.last_error) == ("XB", witnessed.size, "")


def test_a_witness_is_asked_once_a_minute_and_only_when_the_record_grew(watching: Watching) -> None:
    at = now()
    assert witnessing.witness_due(at) == 1
    assert witnessing.witness_due(at + timedelta(hours=1)) == 0
    enter()
    assert witnessing.witness_due(at + timedelta(seconds=59)) == 0
    assert witnessing.witness_due(at + timedelta(seconds=61)) == 1
    assert watching.asked == [0, record.log().size - 1]


def test_a_witness_that_saw_another_size_is_offered_the_growth_from_there(watching: Watching) -> None:
    enter(4)
    log = record.log()
    watching.seen = Checkpoint(log.origin, 2, log.root(2))
    assert witnessing.witness_due(now()) == 1
    assert watching.asked == [0, 2]


def test_a_witness_that_is_away_or_refuses_is_noted_and_asked_again_later(watching: Watching) -> None:
    watching.silent, at = True, now()
    assert witnessing.witness_due(at) == 0
    assert Witness.objects.get().last_error == "peer-answered"
    assert not WitnessedCheckpoint.objects.exists()
    watching.silent = False
    assert witnessing.witness_due(at + timedelta(minutes=2)) == 1
    assert Witness.objects.get().last_error == ""


def test_a_second_witness_adds_its_line_to_the_same_checkpoint(watching: Watching) -> None:
    witnessing.witness_due(now())
    first = witnessing.newest_witnessed()
    assert first is not None
    stranger = first.cosigned(watching.peer.node, name="example.org/witness", at=now())
    witnessing._keep(stranger, now())
    again = first.cosigned(watching.peer.log_key, name=watching.peer.log.origin, at=now() + timedelta(hours=1))
    witnessing._keep(Checkpoint(again.origin, again.size, again.root, again.signatures[-1:]), now())
    kept = witnessing.newest_witnessed()
    assert kept is not None
    assert len(kept.signatures) == 3


# This node as the witness of a peer.


def offer(peer: Peer, old: int) -> bytes:
    checkpoint = peer.log.checkpoint(peer.log_key)
    return Offer(old, peer.log.consistency(old, checkpoint.size), checkpoint).to_bytes()


def test_this_node_cosigns_what_continues_what_it_saw_and_keeps_it_first(peer: Peer) -> None:
    peer.log.append([b"a", b"b"])
    line = witnessing.cosign(offer(peer, 0), at=now())
    note = peer.log.checkpoint(peer.log_key).text.encode() + line
    key = own.keys().signing(LOG).public
    assert Checkpoint.parse(note).witnessed_at(key, name=own.log_origin())
    assert PeerCheckpoint.objects.get().size == 2
    peer.log.append([b"c"])
    with pytest.raises(OldSizeDiffers) as refused:
        witnessing.cosign(offer(peer, 0), at=now())
    assert refused.value.facts["size"] == 2
    assert witnessing.cosign(offer(peer, 2), at=now())
    assert PeerCheckpoint.objects.get().size == 3


def test_this_node_never_cosigns_two_histories_and_keeps_the_evidence(peer: Peer) -> None:
    peer.log.append([b"a", b"b"])
    witnessing.cosign(offer(peer, 0), at=now())
    peer.log = Log(MemoryStore(), peer.log.origin)
    peer.log.append([b"a", b"another"])
    with pytest.raises(ForkedRecord):
        witnessing.cosign(offer(peer, 2), at=now())
    assert forks.is_held(peer.state)
    with pytest.raises(ExchangeHeld):
        witnessing.cosign(offer(peer, 2), at=now())


def test_a_record_that_nobody_pinned_is_not_witnessed(peer: Peer) -> None:
    peer.log = Log(MemoryStore(), "example.org/elsewhere")
    peer.log.append([b"a"])
    with pytest.raises(UnknownRecord):
        witnessing.cosign(offer(peer, 0), at=now())


# While a record's key is being replaced.


def replaced(peer: Peer, newer: SigningKey, *, until: Instant) -> None:
    log = replaced_log(peer.profile(now()).log, newer.public, Validity(Instant(0), until))
    directory.pin(COMMAND_LINE, peer.document(now(), serial=9, log=log))


def test_a_checkpoint_under_a_key_that_was_just_replaced_is_still_cosigned(peer: Peer) -> None:
    newer = SigningKey.from_seed(b"the next key of the record".ljust(32))
    replaced(peer, newer, until=now() + timedelta(days=30))
    peer.log.append([b"a"])
    assert witnessing.cosign(offer(peer, 0), at=now())
    with pytest.raises(CheckpointUnsigned):
        witnessing.cosign(offer(peer, 1), at=now() + timedelta(days=31))
    peer.log_key = newer
    assert witnessing.cosign(offer(peer, 1), at=now() + timedelta(days=31))


def test_a_witness_whose_key_is_being_replaced_still_counts(watching: Watching) -> None:
    newer = SigningKey.from_seed(b"the next key of the record".ljust(32))
    replaced(watching.peer, newer, until=now() + timedelta(days=30))
    assert witnessing.witness_due(now()) == 1
    assert Witness.objects.get().last_error == ""
