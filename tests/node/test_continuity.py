"""What a peer shows of its record is taken only when it continues all that was seen of it before."""

import pytest
from tests.node.peer import Peer

from comity.errors.record import ForkedRecord, GrowthMissing, RecordBehind
from comity.foundation.record import Checkpoint, Growth, Log, MemoryStore
from comity.node import continuity, forks, record
from comity.node.carrier import MOST_SEEN, sizes_seen
from comity.node.clock import now
from comity.node.continuity import Known, known, remember, require_continued
from comity.node.models import LooseCheckpoint, PeerCheckpoint

pytestmark = pytest.mark.store


def grow(peer: Peer, count: int, word: str = "entry") -> Checkpoint:
    peer.log.append([f"{word} {peer.log.size + number}".encode() for number in range(count)])
    return peer.log.checkpoint(peer.log_key)


def answered(peer: Peer, asked: Known, shown: Checkpoint) -> None:
    """Take an answer to a question that was asked when ``asked`` was known."""
    paths = [Growth.of(peer.log, one.size, shown.size) for one in asked.checkpoints if one.size < shown.size]
    require_continued(peer.state, asked, [shown], paths, at=now())
    remember(peer.state, asked, [shown], at=now())


def test_at_first_contact_nothing_is_known_and_what_is_shown_is_kept(peer: Peer) -> None:
    assert (known(peer.state).header, known(peer.state).newest) == ("", None)
    shown = grow(peer, 3)
    answered(peer, known(peer.state), shown)
    assert known(peer.state).checkpoints == (shown,)
    assert known(peer.state).header == "3"


def test_an_answer_without_the_growth_from_what_is_known_is_not_taken(peer: Peer) -> None:
    answered(peer, known(peer.state), grow(peer, 3))
    with pytest.raises(GrowthMissing):
        require_continued(peer.state, known(peer.state), [grow(peer, 2)], [], at=now())
    assert not forks.is_held(peer.state)


def test_answers_that_overtake_one_another_are_all_linked_in_the_end(peer: Peer) -> None:
    answered(peer, known(peer.state), grow(peer, 3))
    asked = known(peer.state)
    answers = [grow(peer, 2) for _ in range(5)]
    for shown in reversed(answers):
        answered(peer, asked, shown)
    assert PeerCheckpoint.objects.get().size == 13
    assert set(LooseCheckpoint.objects.values_list("size", flat=True)) == {5, 7, 9, 11}
    for _ in range(2):
        asked = known(peer.state)
        assert len(asked.checkpoints) == 1 + continuity.AT_ONCE
        answered(peer, asked, grow(peer, 1))
    assert not LooseCheckpoint.objects.exists()
    assert PeerCheckpoint.objects.get().size == 15


def test_two_answers_at_first_contact_are_both_kept_whichever_comes_first(peer: Peer) -> None:
    nothing, earlier = known(peer.state), grow(peer, 2)
    answered(peer, nothing, grow(peer, 2))
    answered(peer, nothing, earlier)
    assert PeerCheckpoint.objects.get().size == 4
    assert LooseCheckpoint.objects.get().size == 2


def test_a_receipt_that_is_given_again_is_linked_backwards(peer: Peer) -> None:
    earlier = grow(peer, 3)
    answered(peer, known(peer.state), grow(peer, 4))
    asked = known(peer.state)
    require_continued(peer.state, asked, [earlier], [Growth.of(peer.log, 3, 7)], at=now())
    remember(peer.state, asked, [earlier], at=now())
    assert PeerCheckpoint.objects.get().size == 7
    assert not LooseCheckpoint.objects.exists()


def test_two_histories_in_one_answer_are_found_out_by_the_next_answer(peer: Peer) -> None:
    answered(peer, known(peer.state), grow(peer, 3))
    asked, honest = known(peer.state), peer.log
    another = Log(MemoryStore(), honest.origin)
    another.append([f"entry {number}".encode() for number in range(3)])
    peer.log = another
    older, shown = grow(peer, 2, "another"), [Growth.of(another, 3, 5)]
    peer.log = honest
    newer = grow(peer, 4)
    require_continued(peer.state, asked, [older, newer], [*shown, Growth.of(honest, 3, 7)], at=now())
    remember(peer.state, asked, [older, newer], at=now())
    assert known(peer.state).checkpoints == (newer, older)
    with pytest.raises(ForkedRecord):
        require_continued(
            peer.state,
            known(peer.state),
            [grow(peer, 1)],
            [Growth.of(honest, 5, 8), Growth.of(honest, 7, 8)],
            at=now(),
        )
    assert forks.is_held(peer.state)


def test_a_peer_that_rewrote_its_record_is_found_out_by_any_answer(peer: Peer) -> None:
    answered(peer, known(peer.state), grow(peer, 6))
    peer.log = Log(MemoryStore(), peer.log.origin)
    shown = grow(peer, 9, "another")
    with pytest.raises(ForkedRecord):
        answered(peer, known(peer.state), shown)
    assert forks.is_held(peer.state)
    (row,) = forks.undecided()
    assert (row.older, row.newer) == (6, 9)


def test_two_histories_that_overtake_one_another_are_found_out_by_the_next_answer(peer: Peer) -> None:
    answered(peer, known(peer.state), grow(peer, 3))
    asked, honest = known(peer.state), peer.log
    answered(peer, asked, grow(peer, 2))
    peer.log = Log(MemoryStore(), honest.origin)
    grow(peer, 3)
    answered(peer, asked, grow(peer, 4, "another"))
    peer.log = honest
    with pytest.raises(ForkedRecord):
        answered(peer, known(peer.state), grow(peer, 9))
    assert forks.is_held(peer.state)


def test_sizes_are_read_and_all_else_is_passed_over() -> None:
    assert sizes_seen("12 7 0") == (12, 7, 0)
    assert sizes_seen(None) == sizes_seen("") == sizes_seen("-1 x ² 99999999999999999999") == ()
    assert len(sizes_seen("1 " * 500)) == MOST_SEEN


def test_this_node_shows_its_growth_from_every_size_that_is_asked(peer: Peer) -> None:
    size = record.log().size
    seen = Checkpoint(record.log().origin, 1, record.log().root(1))
    note = record.Note("tests:thing:happened", b"x")
    record.append([record.Deed(note, [note] * 4, now(), "a test")])
    log = record.log()
    for growth in record.grown(log, (1, size), [log.size, size]):
        assert growth.verify(Checkpoint(log.origin, growth.new, log.root(growth.new)))
    assert record.grown(log, (1,), [log.size])[0].root == seen.root
    assert record.grown(log, (log.size,), [log.size]) == ()


def test_a_node_that_was_restored_from_an_old_copy_is_told_so(peer: Peer) -> None:
    with pytest.raises(RecordBehind) as refused:
        record.grown(record.log(), (record.log().size + 1,), [1])
    assert refused.value.facts["seen"] == record.log().size + 1
