"""The thread is told from the envelopes, in the order in which this node came to know its acts."""

import pytest
from tests.node.letters import ADDRESSEE, SENDER, write
from tests.node.peer import Peer

from comity.node.threads import story
from comity.words import Digest, StateCode

pytestmark = pytest.mark.store


def test_an_unknown_thread_is_an_empty_story(node) -> None:
    assert story("never-begun").lines == ()


def test_a_thread_is_told_in_its_order_with_its_parties(peer: Peer) -> None:
    first = write()
    second = write(thread=first.thread)
    told = story(first.thread)
    assert [(line.id, line.seq, line.sender, line.digest) for line in told.lines] == [
        (act.id, act.seq, SENDER, act.digest) for act in (first, second)
    ]
    assert told.lines[0].parties == {StateCode("XA"), ADDRESSEE.state}
    assert told.next(SENDER).seq == 3
    assert told.next(SENDER).prev == Digest(second.digest)
