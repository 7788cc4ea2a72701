"""What goes out is sealed for its addressees and our own archive, in its place in the thread, once for each State."""

from datetime import timedelta

import pytest
from tests.node.letters import ADDRESSEE, BASIS, SENDER
from tests.node.peer import Peer

from comity.errors.directory import StaleProfile
from comity.errors.node import NotMine, SentToNobody, UnknownPeer
from comity.foundation.sealing import unseal
from comity.node import own, posting, profiles
from comity.node.clock import now
from comity.node.keystore import sealing_name
from comity.node.posting import Draft
from comity.words import AuthorityId

pytestmark = pytest.mark.store


def draft(**changes) -> Draft:
    facts = {"kind": "tell", "sender": SENDER, "to": (ADDRESSEE,), "basis": (BASIS,), "body": {"text": "x"}}
    return Draft(**{**facts, **changes})


def test_the_addressee_and_our_own_archive_can_open_it(peer: Peer) -> None:
    sealed = posting.seal(draft(), by="duty", at=now())
    archive = own.keys().sealing(sealing_name(SENDER))
    assert (
        unseal(sealed.sealed, keys=[peer.sealing]) == unseal(sealed.sealed, keys=[archive]) == sealed.document
    )


def test_a_new_thread_begins_with_its_first_act(peer: Peer) -> None:
    act = posting.seal(draft(), by="duty", at=now()).act
    assert (act.seq, act.prev, act.by) == (1, None, "duty")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"sender": AuthorityId("XB/duty")}, NotMine), ({"to": (AuthorityId("XC/duty"),)}, UnknownPeer)],
)
def test_we_speak_only_for_our_own_offices_and_to_pinned_states(peer: Peer, changes, refusal) -> None:
    with pytest.raises(refusal):
        posting.seal(draft(**changes), by="duty", at=now())


def test_nothing_is_sealed_for_a_stale_profile(peer: Peer) -> None:
    late = profiles.peer(peer.state).expires + timedelta(milliseconds=1)
    with pytest.raises(StaleProfile):
        posting.seal(draft(), by="duty", at=late)


def test_an_act_to_ourselves_alone_goes_nowhere_and_is_refused(peer: Peer) -> None:
    sealed = posting.seal(draft(to=(AuthorityId("XA/central"),)), by="duty", at=now())
    with pytest.raises(SentToNobody):
        posting.dues(sealed)


def test_each_state_that_is_addressed_is_one_delivery(peer: Peer) -> None:
    sealed = posting.seal(draft(to=(ADDRESSEE, AuthorityId("XA/central"))), by="duty", at=now())
    assert [row.peer for row in posting.dues(sealed)] == ["XB"]
