from dataclasses import replace
from datetime import timedelta

import pytest
from tests.union import XA, XB, XC, Union, key
from tuf.api.metadata import Root, Snapshot, Targets, Timestamp

from comity.errors.directory import (
    DirectoryRolledBack,
    DirectoryUnsigned,
    MalformedDirectory,
    SpeaksForAnother,
    StaleProfile,
    WrongPin,
)
from comity.errors.node import FingerprintDiffers
from comity.foundation.directory import sign_succession
from comity.foundation.directory.repository import (
    SNAPSHOT_LIFE,
    TIMESTAMP_LIFE,
    YEAR,
    add_signature,
    missing_signatures,
    read,
    require_offer,
    require_root,
    require_targets,
    role_of,
    signers,
    snapshot_of,
    timestamp_of,
    written,
)
from comity.words import Instant, StateCode


@pytest.fixture
def union(tmp_path) -> Union:
    return Union(tmp_path)


def test_each_part_lives_as_long_as_its_table_says(union):
    snapshot = snapshot_of({"targets": (1, b"{}")}, version=1, at=union.at).signed
    stamp = timestamp_of(b"{}", of=1, version=1, at=union.at).signed
    parts = [
        (union.root().signed, YEAR),
        (union.targets().signed, YEAR),
        (snapshot, SNAPSHOT_LIFE),
        (stamp, TIMESTAMP_LIFE),
    ]
    for part, life in parts:
        assert union.at + life + timedelta(seconds=-1) < Instant.at(part.expires) <= union.at + life


def test_what_is_written_is_read_again(union):
    for kind, metadata in ((Root, union.root()), (Targets, union.targets())):
        assert read(written(metadata), kind).signed == metadata.signed


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"signed":{"_type":"x"},"signatures":[]}'])
def test_what_is_no_metadata_is_refused(data):
    with pytest.raises(MalformedDirectory):
        read(data, Root)


def test_one_kind_is_not_taken_for_another(union):
    with pytest.raises(MalformedDirectory):
        read(written(union.root()), Timestamp)
    with pytest.raises(MalformedDirectory):
        read(written(union.targets()), Snapshot)


def test_the_first_root_is_signed_by_a_threshold_of_its_own_holders(union):
    require_root(union.root(), old=None)
    with pytest.raises(DirectoryUnsigned):
        require_root(union.root(by=("XA",)), old=None)
    with pytest.raises(DirectoryUnsigned):
        require_root(union.root(by=("XA", "XD")), old=None)


def test_a_later_root_continues_the_one_before(union):
    old = union.root().signed
    require_root(union.root(2), old=old)
    for version in (1, 3):
        with pytest.raises(DirectoryRolledBack):
            require_root(union.root(version), old=old)


def test_new_holders_alone_do_not_make_a_root(union):
    old = union.root().signed
    holders = {code: key(f"{code} new").public for code in (XA, XB, XC)}
    new = union.root(2, by=(), holders=holders)
    for code in (XA, XB):
        add_signature(new, key(f"{code} new"))
    with pytest.raises(DirectoryUnsigned):
        require_root(new, old=old)
    for code in (XA, XB):
        add_signature(new, key(f"{code} holder"))
    require_root(new, old=old)


def test_what_is_missing_is_counted_by_state(union):
    head, told = union.root().signed, union.targets(by=("XB",))
    assert missing_signatures(head, told) == 1
    assert list(signers(told, union.charter().holders)) == [XB]


def test_who_stands_in_it_is_signed_by_the_holders(union):
    head = union.root().signed
    assert require_targets(head, union.targets()) == union.charter()
    with pytest.raises(DirectoryUnsigned):
        require_targets(head, union.targets(by=("XA",)))
    with pytest.raises(DirectoryRolledBack):
        require_targets(head, union.targets(), newest=2)


def test_a_state_offers_its_own_profile_in_its_own_role(union):
    told, charter = union.targets().signed, union.charter()
    offer = union.offer(XB, 4)
    assert require_offer(offer, told, charter, at=union.at, newest=4).serial == 4
    assert read(offer.role, Targets).signed.version == 4


def test_an_offer_is_refused_by_name(union):
    told, charter, at = union.targets().signed, union.charter(), union.at
    offer = union.offer(XB, 4)
    with pytest.raises(DirectoryRolledBack):
        require_offer(offer, told, charter, at=at, newest=5)
    with pytest.raises(DirectoryUnsigned):
        require_offer(union.offer(XB, by="XC role"), told, charter, at=at)
    with pytest.raises(DirectoryUnsigned):
        require_offer(replace(offer, state=XC), told, charter, at=at)
    with pytest.raises(SpeaksForAnother):
        require_offer(replace(offer, state=StateCode("XD")), told, charter, at=at)
    with pytest.raises(MalformedDirectory):
        require_offer(replace(offer, profile=union.offer(XB, 5).profile), told, charter, at=at)
    with pytest.raises(WrongPin):
        require_offer(replace(offer, profile=union.offer(XC, 4).profile), told, charter, at=at)
    with pytest.raises(StaleProfile):
        require_offer(offer, told, charter, at=at + timedelta(days=300))


def test_a_state_that_replaced_its_root_publishes_nothing_before_it_has_applied_anew(union):
    new = key("the new root of Borania")
    link = sign_succession(XB, old=union.states[XB].root, new=new.public, at=union.at)
    before = union.targets().signed, union.charter()
    union.states[XB].root = new
    offer = union.offer(XB, 4, succession=(link,))
    with pytest.raises(FingerprintDiffers):
        require_offer(offer, *before, at=union.at)
    assert require_offer(offer, union.targets().signed, union.charter(), at=union.at).root == new.public


def test_a_role_that_names_anything_else_is_refused(union):
    peer = union.states[XB]
    document = peer.document(union.at)
    role = role_of(document, peer.profile(union.at))
    role.signed.version = 9
    add_signature(role, key("XB role"))
    offer = replace(union.offer(XB), role=written(role), profile=document)
    with pytest.raises(MalformedDirectory):
        require_offer(offer, union.targets().signed, union.charter(), at=union.at)
