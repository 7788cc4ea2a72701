from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.node.peer import Peer, keyed

from comity.access import ANONYMOUS
from comity.errors.access import NotPermitted
from comity.errors.directory import ProfileRolledBack, StaleProfile, WrongPin
from comity.errors.envelopes import MalformedSigned
from comity.errors.node import FingerprintDiffers, OwnProfileMissing, UnknownPeer
from comity.foundation.directory import introduced, sign_profile
from comity.foundation.identity import SigningKey
from comity.node import directory, own
from comity.node.clock import now
from comity.node.models import PinnedProfile, RecordEntry
from comity.node.rules import COMMAND_LINE
from comity.words import Article, AuthorityId, Language, StateCode

pytestmark = pytest.mark.store
XB = StateCode("XB")


def test_the_own_profile_names_the_authorities_and_keys_of_this_node(node):
    profile = directory.own_profile()
    assert (profile.state, profile.serial) == ("XA", 1)
    assert directory.own_authorities() == {AuthorityId("XA/central"), AuthorityId("XA/duty")}
    assert profile.competent("24-7-network")[0].hours == "24/7"
    assert introduced(directory.export(), at=now()) == profile


def test_each_signing_raises_the_serial(node):
    assert [directory.sign_own(COMMAND_LINE).serial for _ in range(2)] == [2, 3]
    assert directory.own_profile().serial == 3


def test_the_profile_tells_what_binds_the_state_and_what_it_asks_of_requests(node, settings):
    told = settings.INSTALLATION.extra | {
        "instruments": [{"id": "UNCC", "since": date(2026, 3, 2), "reservations": ["UNCC 42(5)"]}],
        "requests": {
            "languages": ["fr"],
            "dual_criminality": ["UNCC 40"],
            "attachments": ["order"],
            "least_penalty_months": 12,
        },
    }
    settings.INSTALLATION = replace(settings.INSTALLATION, extra=told)
    profile = directory.sign_own(COMMAND_LINE)
    (held,) = profile.instruments
    assert (held.id, str(held.since)) == ("UNCC", "2026-03-02T00:00:00.000Z")
    assert held.reservations == (Article("UNCC", "42", ("5",)),)
    assert profile.rules.languages == (Language.FRENCH,)
    assert profile.rules.dual_criminality == (Article("UNCC", "40"),)
    assert (profile.rules.attachments, profile.rules.least_penalty_months) == (("order",), 12)
    assert introduced(directory.export(), at=now()) == profile


def test_a_pinned_profile_is_known_and_recorded(peer: Peer):
    assert directory.peer(XB).fingerprint == peer.root.public.thumbprint
    assert [profile.state for profile in directory.peers()] == ["XB"]
    assert RecordEntry.objects.filter(event="node:profile:pinned", about="XB").count() == 1


def test_a_profile_with_another_fingerprint_than_expected_is_not_pinned(peer: Peer):
    stranger = Peer(state=StateCode("XC"))
    with pytest.raises(FingerprintDiffers):
        directory.pin(COMMAND_LINE, stranger.document(now()), fingerprint=peer.root.public.thumbprint)
    with pytest.raises(UnknownPeer):
        directory.peer(StateCode("XC"))


def test_a_newer_profile_takes_the_place_of_the_older(peer: Peer):
    directory.pin(COMMAND_LINE, peer.document(now(), serial=9))
    assert directory.peer(XB).serial == 9


def test_an_older_profile_is_a_rollback(peer: Peer):
    with pytest.raises(ProfileRolledBack):
        directory.pin(COMMAND_LINE, peer.document(now(), serial=2))
    assert directory.peer(XB).serial == 3


def test_two_profiles_of_one_serial_are_never_both_taken(peer: Peer):
    first = directory.peer(XB)
    with pytest.raises(ProfileRolledBack):
        directory.pin(
            COMMAND_LINE, peer.document(now(), serial=first.serial, expires=now() + timedelta(days=7))
        )
    assert directory.peer(XB) == first


def test_pinning_the_same_profile_again_is_harmless(peer: Peer):
    document = peer.document(now(), serial=9)
    directory.pin(COMMAND_LINE, document)
    directory.pin(COMMAND_LINE, document)
    assert directory.peer(XB).serial == 9


def test_another_root_key_is_never_taken_for_a_pinned_state(peer: Peer):
    other = SigningKey.from_seed(keyed("an impostor's root"))
    forged = sign_profile(peer.profile(now(), serial=99, root=other.public), other)
    with pytest.raises(WrongPin):
        directory.pin(COMMAND_LINE, forged)
    assert directory.peer(XB).serial == 3


def test_a_stale_profile_is_not_pinned(peer: Peer):
    document = peer.document(now(), serial=9, expires=now() + timedelta(milliseconds=-1))
    with pytest.raises(StaleProfile):
        directory.pin(COMMAND_LINE, document)


def test_who_is_not_the_administrator_pins_nothing(peer: Peer):
    with pytest.raises(NotPermitted):
        directory.pin(ANONYMOUS, peer.document(now(), serial=9))
    with pytest.raises(NotPermitted):
        directory.sign_own(ANONYMOUS)


def test_what_is_no_profile_is_refused(node):
    with pytest.raises(MalformedSigned):
        directory.pin(COMMAND_LINE, b"no profile")


def test_a_state_that_is_not_pinned_is_unknown(node):
    with pytest.raises(UnknownPeer):
        directory.peer(XB)


def test_a_node_without_a_profile_says_so(node):
    PinnedProfile.objects.all().delete()
    with pytest.raises(OwnProfileMissing):
        directory.own_profile()
    with pytest.raises(OwnProfileMissing):
        directory.export()
    assert own.state() == "XA"
