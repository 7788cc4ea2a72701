"""What pages may ask: the story of a thread, its deliveries, receipts and proofs, and the acts themselves again."""

import pytest
from tests.node.letters import OFFICER, write
from tests.node.peer import Peer

from comity.errors.node import UnknownEnvelope
from comity.foundation.record import verify_entry
from comity.node import own, profiles, queries, worker

pytestmark = pytest.mark.store


def test_an_act_is_opened_again_from_the_archive(peer: Peer) -> None:
    act = write(text="kept for good")
    (row,) = queries.envelopes(act.thread)
    assert queries.open_envelope(row.digest).act == act


def test_an_envelope_that_never_was_is_refused_by_name(node) -> None:
    with pytest.raises(UnknownEnvelope):
        queries.open_envelope("0" * 64)


def test_a_thread_shows_its_deliveries_and_receipts_and_no_others(peer: Peer) -> None:
    act, other = write(), write()
    worker.once()
    assert [row.thread for row in queries.deliveries(act.thread)] == [act.thread]
    assert {row.kind for row in queries.receipts(act.thread)} == {"submission", "relay", "delivery"}
    assert not set(queries.receipts(act.thread)) & set(queries.receipts(other.thread))


def test_an_entry_is_proved_against_the_records_own_key(peer: Peer) -> None:
    act = write()
    row = queries.entries(about=act.thread).last()
    entry = queries.entry(row.index)
    assert entry is not None
    assert (entry.kind, row.by) == ("letters:letter:sent", OFFICER.name)
    log = profiles.own_profile().log
    assert verify_entry(entry.to_bytes(), queries.proof(row.index), log.key, origin=own.log_origin())
    assert queries.entry(10**9) is None


def test_the_newest_entry_stands_first(peer: Peer) -> None:
    write()
    indices = [row.index for row in queries.entries()]
    assert indices == sorted(indices, reverse=True)


def test_the_directory_lists_the_peers(peer: Peer) -> None:
    assert [profile.state for profile in queries.directory()] == ["XB"]
