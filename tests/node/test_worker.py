"""A worker does what is due, can be repeated without harm, and takes over what a dead one held."""

from datetime import timedelta

import pytest
from tests.node import letters
from tests.node.letters import write
from tests.node.peer import Peer

from comity.node import outbox, queries, worker
from comity.node.acts import acting
from comity.node.clock import now
from comity.node.models import Dispatch

pytestmark = pytest.mark.store


def test_a_round_delivers_what_is_due_and_a_second_finds_nothing(peer: Peer) -> None:
    write()
    write()
    assert worker.once() == {"delivered": 2, "fetched": 0, "expired": 0}
    assert worker.once() == {"delivered": 0, "fetched": 0, "expired": 0}
    assert len(peer.taken) == 2


def test_a_peer_that_fails_loses_nothing_and_is_tried_later(peer: Peer) -> None:
    peer.failing = 503
    act = write()
    assert worker.once()["delivered"] == 0
    (row,) = queries.deliveries(act.thread)
    assert (row.state, row.last_error) == (Dispatch.State.WAITING, "503")
    assert row.next_attempt > now()


def test_a_clock_that_ran_out_is_followed_up_once(peer: Peer) -> None:
    with acting(letters.OFFICER, "letters.write") as act:
        act.clock("letters:answer", about="a letter", due=act.at + timedelta(seconds=-1))
        act.record("letters:letter:sent")
    assert worker.once()["expired"] == 1
    assert worker.once()["expired"] == 0
    assert letters.late == ["a letter"]


def test_what_a_killed_worker_had_claimed_is_free_when_this_one_is_alone(peer: Peer) -> None:
    write()
    (held,) = outbox.claim(peer.state, now())
    assert worker.once()["delivered"] == 0
    worker.alone()
    assert worker.once()["delivered"] == 1
    assert held.token < Dispatch.objects.get().lease_token
