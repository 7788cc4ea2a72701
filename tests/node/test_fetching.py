import os
from pathlib import Path

import pytest
from tests.node import letters
from tests.node.letters import OFFICER, SENDER
from tests.node.peer import Peer

from comity.errors.sealing import ChunkAltered
from comity.foundation.sealing import (
    LEAF,
    Header,
    Manifest,
    MemorySink,
    MemorySource,
    SealedFile,
    readdress,
    seal_stream,
)
from comity.foundation.sealing.stream import Sealed
from comity.node import fetching, own, queries, transfers, worker
from comity.node.acts import acting
from comity.node.clock import now
from comity.node.files import reading
from comity.node.keystore import sealing_name
from comity.node.models import Transfer

pytestmark = pytest.mark.store
PLAIN = os.urandom(LEAF) * 10 + b"the end"


class GrowingSink(MemorySink):
    def __init__(self) -> None:
        super().__init__(0)

    def write_at(self, piece: memoryview, offset: int) -> None:
        self.content.extend(bytes(max(0, offset + len(piece) - len(self.content))))
        super().write_at(piece, offset)


def sealed_for_us(plain: bytes) -> tuple[Manifest, bytes, Sealed]:
    sink = GrowingSink()
    recipient = own.keys().sealing(sealing_name(SENDER)).recipient
    sealed = seal_stream(
        MemorySource(plain), sink, recipients=[recipient], entropy=os.urandom, salt=os.urandom(32)
    )
    return Manifest.of(sealed, name="mail.tar", media_type="application/x-tar"), bytes(sink.content), sealed


@pytest.fixture
def wanted(peer: Peer) -> Manifest:
    manifest, content, sealed = sealed_for_us(PLAIN)
    peer.evidence[manifest.digest] = (content, b"".join(sealed.leaves))
    want(manifest, peer)
    return manifest


def want(manifest: Manifest, peer: Peer) -> None:
    with acting(OFFICER, "letters.write") as act:
        act.fetch(manifest, by=SENDER, source=peer.state, thread="a-thread")
        act.record("letters:enclosure:wanted", about="a-thread")


def plain_of(manifest: Manifest) -> bytes:
    with reading(own.objects().find(manifest.digest)) as file:
        header, key = own.headers().find(manifest.digest), own.keys().sealing(sealing_name(SENDER))
        sealed = SealedFile(file, [key], header=header, manifest=manifest)
        return sealed.read(0, sealed.size)


def spoil(peer: Peer, manifest: Manifest, place: int) -> None:
    content, leaves = peer.evidence[manifest.digest]
    peer.evidence[manifest.digest] = (
        content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :],
        leaves,
    )


def test_evidence_arrives_whole_verified_and_in_custody(peer: Peer, wanted: Manifest):
    assert worker.once()["fetched"] == 1
    row = queries.transfers("a-thread").get()
    assert (row.state, row.leaves, row.of, row.last_error) == ("complete", 11, 11, "")
    (kept,) = letters.kept
    assert (kept.manifest, kept.source, kept.authority, kept.thread) == (wanted, "XB", SENDER, "a-thread")
    assert plain_of(wanted) == PLAIN
    assert own.objects().leaves(wanted.digest) == peer.evidence[wanted.digest][1]
    assert queries.entries(about="a-thread").filter(event="letters:enclosure:kept").count() == 1


@pytest.mark.parametrize("size", [1, LEAF - 1, LEAF, LEAF + 1, 64 * 1024, 0], ids=str)
def test_evidence_of_any_size_arrives(peer: Peer, size: int):
    plain = os.urandom(size)
    manifest, content, sealed = sealed_for_us(plain)
    peer.evidence[manifest.digest] = (content, b"".join(sealed.leaves))
    want(manifest, peer)
    assert worker.once()["fetched"] == 1
    assert plain_of(manifest) == plain


def test_wanting_the_same_evidence_again_changes_nothing(peer: Peer, wanted: Manifest):
    worker.once()
    want(wanted, peer)
    assert worker.once()["fetched"] == 0
    assert Transfer.objects.get().state == "complete"


class Dies(BaseException):
    """Stands for a process that is killed: nothing of ours catches it."""


def die_after_a_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_place: object) -> None:
        raise Dies

    with monkeypatch.context() as patch, pytest.raises(Dies):
        patch.setattr(fetching, "pass_by", die)
        worker.fetch_all()


def test_a_killed_transfer_goes_on_from_what_is_on_disk(
    peer: Peer, wanted: Manifest, monkeypatch: pytest.MonkeyPatch
):
    die_after_a_batch(monkeypatch)
    assert Transfer.objects.get().leaves == fetching.BATCH
    spans = spans_asked(peer, monkeypatch)
    row = transfers.claim(now() + transfers.LEASE)
    assert row is not None
    fetching.fetch(row)
    begun = wanted_begin(peer, wanted)
    assert min(start for start, size in spans if size > 100_000) >= begun + fetching.BATCH * LEAF
    assert plain_of(wanted) == PLAIN


def spans_asked(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    given = Peer._give

    def give(self: Peer, environ, start, path):
        if "HTTP_RANGE" in environ:
            first, last = environ["HTTP_RANGE"].removeprefix("bytes=").split("-")
            spans.append((int(first), int(last) - int(first) + 1))
        return given(self, environ, start, path)

    monkeypatch.setattr(Peer, "_give", give)
    return spans


def wanted_begin(peer: Peer, manifest: Manifest) -> int:
    return len(peer.evidence[manifest.digest][0]) - manifest.sealed_size


@pytest.mark.parametrize("leaf", [0, 5, 10])
def test_a_flipped_byte_is_named_and_refused_and_nothing_of_it_is_kept(peer: Peer, wanted: Manifest, leaf: int):
    spoil(peer, wanted, wanted_begin(peer, wanted) + 16 + leaf * (LEAF + 256) + 3)
    worker.once()
    row = Transfer.objects.get()
    assert (row.state, row.last_error) == ("refused", ChunkAltered.code)
    assert row.leaves <= leaf
    assert not own.objects().holds(wanted.digest)
    assert not letters.kept


def test_a_cut_file_is_named_and_refused(peer: Peer, wanted: Manifest):
    content, leaves = peer.evidence[wanted.digest]
    peer.evidence[wanted.digest] = (content[: -LEAF // 2], leaves)
    worker.once()
    assert (Transfer.objects.get().state, Transfer.objects.get().last_error) == ("refused", "file-cut")


def test_another_file_sealed_for_us_is_not_the_evidence(peer: Peer, wanted: Manifest):
    other, content, sealed = sealed_for_us(bytes(len(PLAIN)))
    assert other.sealed_size == wanted.sealed_size
    peer.evidence[wanted.digest] = (content, peer.evidence[wanted.digest][1])
    worker.once()
    assert (Transfer.objects.get().state, Transfer.objects.get().last_error) == ("refused", "evidence-differs")
    peer.evidence[wanted.digest] = (content, b"".join(sealed.leaves))


def test_a_list_of_leaves_that_leads_elsewhere_is_not_believed(peer: Peer, wanted: Manifest):
    content, leaves = peer.evidence[wanted.digest]
    differing = [(wrong, "leaves-differ") for wrong in (leaves[:-32], leaves[:-1], bytes(len(leaves)))]
    for wrong, code in (*differing, (leaves + bytes(32), "peer-answered"), (leaves + b"0", "peer-answered")):
        peer.evidence[wanted.digest] = (content, wrong)
        Transfer.objects.update(next_attempt=now())
        worker.once()
        assert (Transfer.objects.get().state, Transfer.objects.get().last_error) == ("running", code)


def test_a_peer_that_fails_is_asked_again_later(peer: Peer, wanted: Manifest):
    peer.failing = 503
    worker.once()
    row = Transfer.objects.get()
    assert (row.state, row.last_error, row.attempts) == ("running", "503", 1)
    assert row.next_attempt > now()
    peer.failing = 0
    Transfer.objects.update(next_attempt=now())
    assert worker.once()["fetched"] == 1


def test_a_header_that_was_rewritten_meanwhile_begins_the_file_anew(
    peer: Peer, wanted: Manifest, monkeypatch: pytest.MonkeyPatch
):
    die_after_a_batch(monkeypatch)
    content, leaves = peer.evidence[wanted.digest]
    size = Header.parse(content).size
    key = own.keys().sealing(sealing_name(SENDER))
    header = readdress(content[:size], keys=[key], add=[peer.sealing.recipient])
    peer.evidence[wanted.digest] = (header + content[size:], leaves)
    row = transfers.claim(now() + transfers.LEASE)
    assert row is not None
    fetching.fetch(row)
    assert plain_of(wanted) == PLAIN


def test_a_transfer_is_fetched_by_one_worker_only(peer: Peer, wanted: Manifest):
    at = now()
    assert transfers.claim(at) is not None
    assert transfers.claim(at) is None
    assert transfers.claim(at + transfers.LEASE) is not None


def test_a_scratch_file_that_was_lost_is_fetched_again(
    peer: Peer, wanted: Manifest, monkeypatch: pytest.MonkeyPatch
):
    die_after_a_batch(monkeypatch)
    part = Path(own.objects().scratch(f"{wanted.digest}.part"))
    part.unlink()
    row = transfers.claim(now() + transfers.LEASE)
    assert row is not None
    fetching.fetch(row)
    assert plain_of(wanted) == PLAIN
