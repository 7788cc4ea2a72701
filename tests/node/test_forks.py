"""A fork is proved by a file, stands in the record, and holds the exchange until an officer decides."""

import pytest
from tests.node.letters import OFFICER, STRANGER
from tests.node.peer import Peer

from comity.access import Actor, Role
from comity.errors.access import NotPermitted
from comity.errors.record import ExchangeHeld, ForkDecided
from comity.foundation.record import Fork, Log, MemoryStore
from comity.node import forks, queries
from comity.node.clock import now
from comity.node.continuity import known
from comity.node.models import LooseCheckpoint, RecordEntry
from comity.words import StateCode

pytestmark = pytest.mark.store
CENTRAL = Actor("central authority of Aldova", StateCode("XA"), frozenset({Role.CENTRAL_AUTHORITY}))


@pytest.fixture
def forked(peer: Peer) -> Peer:
    shown = []
    for word in (b"one", b"other"):
        log = Log(MemoryStore(), peer.log.origin)
        log.append([word])
        shown.append(log.checkpoint(peer.log_key))
    for _ in range(2):  # found a second time, it is the same fork
        forks.note(peer.state, *shown, (), at=now())
    return peer


def test_the_evidence_is_kept_once_and_entered_in_the_record(forked: Peer) -> None:
    (row,) = forks.known()
    fork = Fork.parse(bytes(row.evidence))
    assert fork.verify(forked.log_key.public).origin == forked.log.origin
    assert [entry.about for entry in RecordEntry.objects.filter(event="record:fork:found")] == ["XB"]
    assert forks.find(row.digest[:12]) == row
    assert forks.find("") is None


def test_the_exchange_with_that_state_is_held_and_with_others_not(forked: Peer) -> None:
    with pytest.raises(ExchangeHeld):
        forks.require_open(forked.state)
    forks.require_open(StateCode("XC"))


def test_only_the_office_in_charge_resumes_it_and_says_why(forked: Peer) -> None:
    (row,) = forks.undecided()
    for nobody in (OFFICER, STRANGER):
        with pytest.raises(NotPermitted):
            forks.decide(nobody, row, reason="no")
    LooseCheckpoint.objects.create(state="XB", size=9, text="")
    decided = forks.decide(CENTRAL, row, reason="Borania restored its node; see its letter.")
    assert (decided.decided_by, decided.reason) == (CENTRAL.name, "Borania restored its node; see its letter.")
    forks.require_open(forked.state)
    assert forks.undecided() == []
    assert known(forked.state).checkpoints == (Fork.parse(bytes(row.evidence)).newer,)
    assert queries.entries(about="XB").filter(event="record:fork:decided").exists()
    with pytest.raises(ForkDecided):
        forks.decide(CENTRAL, row, reason="again")
