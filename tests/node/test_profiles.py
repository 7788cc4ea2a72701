"""A profile is read as it was pinned; whether it is in force is asked at each use."""

from datetime import timedelta

import pytest
from tests.node.peer import Peer

from comity.errors.directory import StaleProfile
from comity.errors.node import OwnProfileMissing, UnknownPeer
from comity.node import directory, profiles
from comity.node.clock import now
from comity.node.models import PinnedProfile
from comity.node.rules import COMMAND_LINE
from comity.words import StateCode

pytestmark = pytest.mark.store


def test_a_state_that_is_not_pinned_is_unknown(node) -> None:
    with pytest.raises(UnknownPeer):
        profiles.peer(StateCode("XC"))


def test_a_node_without_its_own_profile_says_so(node) -> None:
    PinnedProfile.objects.all().delete()
    with pytest.raises(OwnProfileMissing):
        profiles.own_profile()


def test_the_node_acts_for_the_offices_of_its_own_profile(node) -> None:
    assert profiles.own_authorities() == {"XA/central", "XA/duty"}


def test_a_stale_profile_is_shown_and_refused_for_a_new_act(peer: Peer) -> None:
    pinned = profiles.peer(peer.state)
    assert profiles.in_force(peer.state, pinned.expires + timedelta(milliseconds=-1)) == pinned
    with pytest.raises(StaleProfile):
        profiles.in_force(peer.state, pinned.expires)
    assert profiles.peer(peer.state).expires == pinned.expires


def test_a_newer_profile_takes_the_place_of_the_one_in_memory(peer: Peer) -> None:
    assert profiles.address(peer.state) == peer.url
    peer.url = "http://moved.example"
    directory.pin(COMMAND_LINE, peer.document(now(), serial=profiles.peer(peer.state).serial + 1))
    assert profiles.address(peer.state) == "http://moved.example"


def test_peers_are_listed_without_ourselves(peer: Peer) -> None:
    assert [profile.state for profile in profiles.peers()] == ["XB"]
