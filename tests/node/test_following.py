"""A node follows a directory of three States over a real web server, and survives each attack that TUF names."""

import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest
from tests.node.peer import Peer
from tests.union import XA, XB, XC, Server, Union, key, serving
from tuf.api.metadata import TargetFile, Targets

from comity.access import ANONYMOUS
from comity.errors.access import NotPermitted
from comity.errors.directory import (
    DirectoryAddress,
    DirectoryFrozen,
    DirectoryMixed,
    DirectoryNotFollowed,
    DirectoryRolledBack,
    DirectoryTooLarge,
    DirectoryUnreachable,
    DirectoryUnsigned,
    DirectoryUnsound,
    MalformedDirectory,
)
from comity.errors.node import UnknownPeer
from comity.foundation.directory.charter import profile_path
from comity.foundation.directory.freshness import Freshness
from comity.foundation.directory.repository import Offer, add_signature, read, role_of, written
from comity.foundation.identity import SigningKey
from comity.foundation.limits import LIMITS
from comity.node import directory, followed, following, looking
from comity.node.clock import now
from comity.node.models import RecordEntry
from comity.node.rules import COMMAND_LINE
from comity.words import StateCode

pytestmark = pytest.mark.store
DAY = timedelta(days=1)


@pytest.fixture
def union(tmp_path, node) -> Union:
    return Union(tmp_path / "union")


@pytest.fixture
def server(union: Union) -> Iterator[Server]:
    union.folder.mkdir()
    with serving(union.folder) as running:
        yield running


@pytest.fixture
def pinned(union: Union, server: Server) -> Union:
    """The directory, followed and looked at once."""
    following.follow(COMMAND_LINE, server.url, union.begin())
    assert followed.refresh() == 2
    return union


def entry(state: StateCode) -> str:
    return followed.entries()[state].refused


@pytest.mark.mandate("E11")
def test_each_state_that_stands_in_the_directory_is_pinned_under_its_own_key(pinned):
    assert [profile.state for profile in directory.peers()] == [XB, XC]
    assert directory.peer(XB).fingerprint == pinned.states[XB].root.public.thumbprint
    assert not directory.compared(XB)
    assert RecordEntry.objects.filter(event="node:profile:renewed").count() == 2
    row = followed.followed()
    assert followed.how_fresh(row, now()) is Freshness.FRESH
    assert followed.how_fresh(row, now() + 2 * DAY) is Freshness.LATE
    assert followed.how_fresh(row, now() + 4 * DAY) is Freshness.STALE


def test_what_is_known_already_is_not_fetched_again(pinned, server):
    server.asked.clear()
    assert followed.refresh() == 0
    assert server.asked == ["/metadata/2.root.json", "/metadata/timestamp.json"]


def test_a_newer_profile_is_taken_and_the_older_stays_in_the_history(pinned):
    pinned.publish_offer(pinned.offer(XB, 4), 4)
    pinned.stamp(2)
    assert followed.refresh() == 1
    assert [version.serial for version in directory.history(XB)] == [4, 3]


def test_a_state_that_the_holders_let_in_later_is_taken(pinned):
    pinned.states[StateCode("XD")] = Peer(state=StateCode("XD"))
    holders = {code: key(f"{code} holder").public for code in (XA, XB, XC)}
    pinned.publish_role("targets", 2, written(pinned.targets(2, holders=holders)))
    pinned.publish_offer(pinned.offer(StateCode("XD")))
    pinned.stamp(2)
    assert followed.refresh() == 1
    assert directory.peer(StateCode("XD")).serial == 3


def test_holders_change_under_the_signatures_of_the_old_and_the_new(pinned):
    pinned.states.pop(XC)
    pinned.publish_root(pinned.root(2))
    pinned.publish_role("targets", 2, written(pinned.targets(2)))
    pinned.stamp(2)
    followed.refresh()
    assert followed.followed().root_version == 2
    assert entry(XC) == "not-in-directory"
    assert directory.peer(XC).serial == 3  # what was pinned stays, until its own expiry


# --- the attacks that TUF names


def test_rollback_of_the_timestamp_is_refused(pinned):
    pinned.stamp(5)
    followed.refresh()
    pinned.stamp(4)
    with pytest.raises(DirectoryRolledBack):
        followed.refresh()
    assert followed.followed().last_error == "directory-rolled-back"


def test_rollback_of_a_state_by_whoever_holds_the_snapshot_key_is_refused(pinned):
    pinned.publish_offer(pinned.offer(XB, 4), 4)
    pinned.stamp(2)
    followed.refresh()
    pinned.publish_offer(pinned.offer(XB, 3), 3)
    pinned.stamp(3)
    with pytest.raises(DirectoryRolledBack):
        followed.refresh()
    assert directory.peer(XB).serial == 4


def test_rollback_of_a_profile_under_a_newer_role_is_refused_and_shown(pinned):
    pinned.publish_offer(pinned.offer(XB, 4), 4)
    pinned.stamp(2)
    followed.refresh()
    peer = pinned.states[XB]
    old = peer.document(pinned.at, serial=3)
    role = role_of(old, peer.profile(pinned.at, serial=3))
    role.signed.version = 5
    add_signature(role, key("XB role"))
    pinned.publish_offer(Offer(XB, written(role), old), 5)
    pinned.stamp(3)
    assert followed.refresh() == 0
    assert entry(XB) == "profile-rolled-back"
    assert directory.peer(XB).serial == 4


def test_freeze_shows_once_the_timestamp_expires(pinned):
    pinned.stamp(2, at=now() + -4 * DAY)
    with pytest.raises(DirectoryFrozen):
        followed.refresh()
    assert directory.peer(XB).serial == 3


def test_freeze_of_one_state_stops_no_other(pinned):
    peer = pinned.states[XB]
    document = peer.document(pinned.at, serial=4)
    role = role_of(document, peer.profile(pinned.at, serial=4))
    role.signed.expires = (now() + -DAY).moment.replace(microsecond=0)
    add_signature(role, key("XB role"))
    pinned.publish_offer(Offer(XB, written(role), document), 4)
    pinned.publish_offer(pinned.offer(XC, 4), 4)
    pinned.stamp(2)
    assert followed.refresh() == 1
    assert entry(XB) == "directory-frozen"
    assert directory.peer(XC).serial == 4


def test_mix_and_match_of_two_states_of_the_directory_is_refused(pinned):
    pinned.publish_offer(pinned.offer(XB, 4), 4)
    pinned.stamp(2)
    pinned.put("metadata/4.XB.json", pinned.offer(XB, 4, expires=now() + 9 * DAY).role)
    assert followed.refresh() == 0
    assert entry(XB) == "directory-mixed"
    assert directory.peer(XB).serial == 3


def test_mix_and_match_of_a_snapshot_is_refused(pinned):
    pinned.stamp(2)
    pinned.put("metadata/2.snapshot.json", (pinned.folder / "metadata/1.snapshot.json").read_bytes())
    with pytest.raises((DirectoryMixed, DirectoryTooLarge)):
        followed.refresh()


def test_a_profile_that_is_not_the_one_its_state_signed_is_refused(pinned):
    offer = pinned.offer(XB, 4)
    pinned.publish_offer(offer, 4)
    other = bytearray(offer.profile)
    other[40] ^= 1
    pinned.put(f"targets/XB/{sha256(offer.profile).hexdigest()}.profile.jws", bytes(other))
    pinned.stamp(2)
    assert followed.refresh() == 0
    assert entry(XB) == "directory-mixed"


def test_wrong_threshold_is_no_directory(pinned):
    metadata = pinned.root(2, by=("XA", "XB"))
    for role in metadata.signed.roles.values():
        role.threshold = 1
    metadata.signatures.clear()
    for code in ("XA", "XB"):
        add_signature(metadata, key(f"{code} holder"))
    pinned.publish_root(metadata)
    with pytest.raises(DirectoryUnsound):
        followed.refresh()


def test_one_key_under_two_names_does_not_count_twice(union, server):
    metadata = union.root(by=())
    told = metadata.signed.to_dict()
    twin = key("XA holder").public.thumbprint[::-1]
    told["keys"][twin] = told["keys"][key("XA holder").public.thumbprint] | {"x-comity-state": "XB"}
    for role in ("root", "targets"):
        told["roles"][role]["keyids"] = [str(key("XA holder").public.thumbprint), twin]
    forged = type(metadata)(type(metadata.signed).from_dict(told))
    add_signature(forged, key("XA holder"))
    signature = forged.signatures[key("XA holder").public.thumbprint]
    forged.signatures[twin] = type(signature)(twin, signature.signature)
    with pytest.raises(DirectoryUnsound):
        following.follow(COMMAND_LINE, server.url, written(forged))


def holder(code: str, number: int) -> SigningKey:
    """Give a holder's key: the first, or the one that replaced it."""
    return key(f"{code} holder" if number == 1 else f"{code} holder {number}")


def replace_root(union: Union, number: int, *, unsigned_by: int = 0) -> None:
    """Publish the root in which each State holds with its key of that number; the keys before and these sign it."""
    holders = {code: holder(code, number).public for code in (XA, XB, XC)}
    root, targets = union.root(number, by=(), holders=holders), union.targets(number, by=(), holders=holders)
    for code in ("XA", "XB"):
        for signing in {number - 1, number} - {unsigned_by}:
            add_signature(root, holder(code, signing))
        add_signature(targets, holder(code, number))
    union.publish_root(root)
    union.publish_role("targets", number, written(targets))


@pytest.mark.mandate("E11")
def test_a_node_that_was_away_while_the_root_was_replaced_twice_goes_the_whole_way(pinned, server):
    for number in (2, 3):
        replace_root(pinned, number)
    pinned.stamp(2)
    server.asked.clear()
    followed.refresh()
    assert server.asked[:3] == [f"/metadata/{version}.root.json" for version in (2, 3, 4)]
    assert followed.followed().root_version == 3
    assert following.charter(followed.followed()).holders[XC] == holder("XC", 3).public


def test_a_root_that_is_left_out_is_not_jumped_over(pinned):
    for number in (2, 3):
        replace_root(pinned, number)
    (pinned.folder / "metadata" / "2.root.json").unlink()
    pinned.stamp(2)
    with pytest.raises(DirectoryUnsigned):  # for the first root knows none of those who signed
        followed.refresh()
    assert followed.followed().root_version == 1


@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize("unsigned_by", [0, 1])
def test_each_root_on_the_way_is_signed_under_the_one_before_and_under_itself(pinned, number, unsigned_by):
    for one in (2, 3):
        replace_root(pinned, one, unsigned_by=one - unsigned_by if one == number else 0)
    pinned.stamp(2)
    with pytest.raises(DirectoryUnsigned):
        followed.refresh()
    assert followed.followed().root_version == 1


def test_a_root_on_the_way_that_one_state_could_sign_alone_is_refused_though_the_last_is_sound(pinned):
    """Two holders signed a root with a threshold of one; under it Aldova alone named the holders of the next."""
    metadata = pinned.root(2, by=())
    for role in metadata.signed.roles.values():
        role.threshold = 1
    for code in ("XA", "XB"):
        add_signature(metadata, key(f"{code} holder"))
    pinned.publish_root(metadata)
    pinned.publish_root(pinned.root(3, by=("XA", "XB")))
    for _ in range(2):  # and is refused at the next look again
        with pytest.raises(DirectoryUnsound):
            followed.refresh()
    assert followed.followed().root_version == 1


def test_the_root_of_another_number_is_refused(pinned):
    pinned.put("metadata/2.root.json", written(pinned.root(3)))
    with pytest.raises(DirectoryRolledBack):
        followed.refresh()


def test_a_directory_is_followed_anew_from_a_later_root_that_was_handed_over(pinned, server):
    for number in (2, 3):
        replace_root(pinned, number)
    pinned.stamp(2)
    handed = (pinned.folder / "metadata" / "2.root.json").read_bytes()
    following.follow(COMMAND_LINE, server.url, handed)
    server.asked.clear()
    followed.refresh()
    assert server.asked[0] == "/metadata/3.root.json"
    assert followed.followed().root_version == 3


def test_a_role_whose_version_is_not_the_serial_of_its_profile_is_refused(pinned):
    peer = pinned.states[XB]
    document = peer.document(pinned.at, serial=4)
    role = role_of(document, peer.profile(pinned.at, serial=4))
    role.signed.version = 5
    add_signature(role, key("XB role"))
    pinned.publish_offer(Offer(XB, written(role), document), 5)
    pinned.stamp(2)
    assert followed.refresh() == 0
    assert entry(XB) == "malformed-directory"
    assert directory.peer(XB).serial == 3


def test_missing_threshold_of_a_new_root_is_refused(pinned):
    pinned.publish_root(pinned.root(2, by=("XA",)))
    with pytest.raises(DirectoryUnsigned):
        followed.refresh()
    assert followed.followed().root_version == 1


@pytest.mark.mandate("E11")
def test_key_compromise_below_the_threshold_changes_nothing(pinned):
    """Whoever has one holder's key and both keys of the centre still cannot say who Borania is."""
    thief = Peer(state=XB)
    thief.root = key("a thief's root")
    pinned.states[XB] = thief
    pinned.publish_role("targets", 2, written(pinned.targets(2, by=("XA",))))
    pinned.stamp(2)
    with pytest.raises(DirectoryUnsigned):
        followed.refresh()
    assert directory.peer(XB).fingerprint != thief.root.public.thumbprint


def test_a_compromised_snapshot_key_cannot_put_words_into_a_states_mouth(pinned):
    forged = pinned.offer(XB, 4, by="snapshot")
    pinned.publish_offer(forged, 4)
    pinned.stamp(2)
    assert followed.refresh() == 0
    assert entry(XB) == "directory-unsigned"
    assert directory.peer(XB).serial == 3


def test_a_snapshot_signed_with_another_key_is_refused(pinned):
    pinned.stamp(2, names={"snapshot": "a thief's"})
    with pytest.raises(DirectoryUnsigned):
        followed.refresh()


def test_the_compromised_role_of_one_state_cannot_speak_for_another(pinned):
    """Cordia's role names a profile for Borania: nobody looks for it there."""
    peer = pinned.states[XB]
    document = peer.document(pinned.at, serial=9)
    role = role_of(pinned.offer(XC, 4).profile, pinned.states[XC].profile(pinned.at, serial=4))
    digest = sha256(document).hexdigest()
    role.signed.targets[profile_path(XB)] = TargetFile(len(document), {"sha256": digest}, profile_path(XB))
    add_signature(role, key("XC role"))
    pinned.put(f"targets/XB/{digest}.profile.jws", document)
    pinned.publish_offer(Offer(XC, written(role), pinned.offer(XC, 4).profile), 4)
    pinned.stamp(2)
    followed.refresh()
    assert directory.peer(XB).serial == 3


def test_the_profile_of_another_state_in_a_states_own_place_is_refused(pinned):
    document = pinned.states[XB].document(pinned.at, serial=9)
    role = role_of(document, pinned.states[XB].profile(pinned.at, serial=9))
    role.signed.targets = {
        profile_path(XC): TargetFile(len(document), {"sha256": sha256(document).hexdigest()}, profile_path(XC))
    }
    add_signature(role, key("XC role"))
    pinned.publish_offer(Offer(XC, written(role), document), 9)
    pinned.stamp(2)
    followed.refresh()
    assert entry(XC) == "speaks-for-another"
    assert (directory.peer(XB).serial, directory.peer(XC).serial) == (3, 3)


def test_a_stolen_role_key_without_the_states_root_key_publishes_nothing(pinned):
    thief = Peer(state=XB)
    thief.root = key("a thief's root")
    document = thief.document(pinned.at, serial=9)
    role = role_of(document, thief.profile(pinned.at, serial=9))
    add_signature(role, key("XB role"))
    pinned.publish_offer(Offer(XB, written(role), document), 9)
    pinned.stamp(2)
    assert followed.refresh() == 0
    assert entry(XB) == "fingerprint-differs"
    assert directory.peer(XB).serial == 3


def endless(handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 65536)
    except OSError:
        pass


@pytest.mark.parametrize(
    "file", ["timestamp.json", "2.root.json", "2.snapshot.json", "4.XB.json", ".profile.jws"]
)
def test_endless_data_is_cut_off_at_its_limit(pinned, server, file):
    pinned.publish_offer(pinned.offer(XB, 4), 4)
    pinned.stamp(2)
    server.answers[file] = endless
    try:
        followed.refresh()
    except DirectoryTooLarge:
        assert followed.followed().last_error == "directory-too-large"
    else:
        assert entry(XB) == "directory-too-large"
    assert directory.peer(XB).serial == 3


def test_a_snapshot_that_claims_a_huge_length_is_not_believed(pinned, server):
    pinned.versions["targets"] = (2, b" " * (LIMITS.directory + 1))
    pinned.publish_role("targets", 2, b" " * (LIMITS.directory + 1))
    pinned.stamp(2)
    with pytest.raises(DirectoryTooLarge):
        followed.refresh()


def test_slow_data_is_given_up(pinned, server, monkeypatch):
    monkeypatch.setattr(looking, "PATIENCE", 0.0)
    monkeypatch.setattr(looking.Fetcher.__init__, "__kwdefaults__", {"patience": -1.0})
    with pytest.raises(DirectoryUnreachable):
        followed.refresh()


def test_arbitrary_software_is_no_profile(pinned):
    program = b"#!/bin/sh\necho not a profile\n"
    role = role_of(program, pinned.states[XB].profile(pinned.at, serial=4))
    add_signature(role, key("XB role"))
    pinned.publish_offer(Offer(XB, written(role), program), 4)
    pinned.stamp(2)
    assert followed.refresh() == 0
    assert entry(XB) == "not-json"
    assert directory.peer(XB).serial == 3


@pytest.mark.parametrize(
    "nonsense", [b"", b"{}", b"[" * 100_000, b"\xff\xfe", b'{"signed": 1, "signatures": []}']
)
def test_nonsense_is_refused_by_name(pinned, nonsense):
    pinned.put("metadata/timestamp.json", nonsense)
    with pytest.raises((MalformedDirectory, DirectoryTooLarge)):
        followed.refresh()


# --- the address


def test_a_redirection_to_another_host_is_not_followed(pinned, server, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    with serving(tmp_path / "elsewhere") as other:

        def away(handler) -> None:
            handler.send_response(302)
            handler.send_header("Location", other.url + "metadata/timestamp.json")
            handler.end_headers()

        server.answers["timestamp.json"] = away
        with pytest.raises(DirectoryUnreachable):
            followed.refresh()
        assert other.asked == []


def test_no_proxy_of_the_environment_is_asked(pinned, tmp_path, monkeypatch):
    (tmp_path / "proxy").mkdir()
    with serving(tmp_path / "proxy") as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        followed.refresh()
        assert proxy.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://zz.example/",
        "zz.example",
        "https://",
        "https://u:p@zz.example/",
        "https://zz.example/?a",
        "http://x/" + "a" * 300,
    ],
)
def test_an_address_that_is_none_is_refused(union, url):
    with pytest.raises(DirectoryAddress):
        following.follow(COMMAND_LINE, url, union.begin())


def test_an_unreachable_directory_is_tried_again_and_changes_nothing(union, server):
    following.follow(COMMAND_LINE, "http://127.0.0.1:9/", union.begin())
    with pytest.raises(DirectoryUnreachable):
        followed.refresh()
    row = followed.followed()
    assert (row.attempts, row.last_error, row.lease_until) == (1, "directory-unreachable", None)
    assert now() < row.next_refresh + timedelta(seconds=1)
    assert directory.peers() == []


# --- pinned by hand


def test_a_pin_by_hand_wins_over_another_root_key_in_the_directory(union, server):
    by_hand = Peer(state=XB)
    by_hand.root = key("Borania's true root")
    directory.pin(COMMAND_LINE, by_hand.document(now()))
    following.follow(COMMAND_LINE, server.url, union.begin())
    assert followed.refresh() == 1
    assert directory.peer(XB).fingerprint == by_hand.root.public.thumbprint
    assert entry(XB) == "root-key-disputed"
    followed.refresh()
    assert RecordEntry.objects.filter(event="node:profile:disputed", about="XB").count() == 1


def test_a_pin_by_hand_of_the_same_root_key_is_renewed_by_the_directory_and_stays_compared(union, server):
    directory.pin(COMMAND_LINE, union.states[XB].document(union.at, serial=2))
    following.follow(COMMAND_LINE, server.url, union.begin())
    assert followed.refresh() == 2
    assert directory.peer(XB).serial == 3
    assert directory.compared(XB)


def test_two_states_that_pinned_one_another_need_no_directory(peer):
    assert followed.followed() is None
    assert not followed.refresh_due(now())
    assert directory.peer(XB).serial == 3
    with pytest.raises(DirectoryNotFollowed):
        followed.refresh()


def test_a_directory_that_is_gone_leaves_what_was_pinned_in_force(pinned, server):
    server.answers[""] = lambda handler: handler.send_error(503)
    with pytest.raises(DirectoryUnreachable):
        followed.refresh()
    assert directory.in_force(XB, now()).serial == 3


def test_our_own_profile_is_never_taken_from_elsewhere(union, server):
    mine = directory.own_profile()
    union.states[XA].root = directory.own.keys().signing("root")
    following.follow(COMMAND_LINE, server.url, union.begin(XA, XB, XC))
    followed.refresh()
    assert directory.own_profile() == mine
    assert entry(XA) == "speaks-for-another"


def test_a_state_that_published_nothing_is_shown_so(union, server):
    following.follow(COMMAND_LINE, server.url, union.begin(XB))
    followed.refresh()
    assert entry(XC) == "not-in-directory"
    with pytest.raises(UnknownPeer):
        directory.peer(XC)


# --- when and by whom


def test_the_worker_looks_when_it_is_due_and_one_process_at_a_time(pinned):
    assert not followed.refresh_due(now())
    assert followed.refresh_due(now() + timedelta(hours=6))
    row = followed.followed()
    row.lease_until = now() + DAY
    row.save()
    pinned.publish_offer(pinned.offer(XB, 4), 4)
    pinned.stamp(2)
    assert followed.refresh() == 0
    assert directory.peer(XB).serial == 3


def test_only_the_administrator_says_which_directory_is_followed(union, server):
    with pytest.raises(NotPermitted):
        following.follow(ANONYMOUS, server.url, union.begin())


def test_what_stands_in_the_directory_can_be_read_from_what_was_verified(pinned):
    charter = following.charter(followed.followed())
    assert (charter.threshold, sorted(charter.holders)) == (2, [XA, XB, XC])
    assert [member.state for member in charter.members] == [XA, XB, XC]
    assert json.loads((pinned.folder / "metadata/1.root.json").read_bytes())["signed"]["consistent_snapshot"]
    assert read(written(pinned.targets()), Targets).signed.version == 1
