from dataclasses import replace

import pytest
from tests.union import XA, XB, XC, Union, key
from tuf.api.metadata import Root, Targets

from comity.errors.directory import DirectoryUnsound, MalformedDirectory
from comity.foundation.directory.charter import LEAST, profile_path, read_charter, read_holders, read_members
from comity.foundation.directory.repository import root_of, targets_of
from comity.words import StateCode


@pytest.fixture
def union(tmp_path) -> Union:
    return Union(tmp_path)


def root(union: Union) -> Root:
    return root_of(union.charter(), version=1, at=union.at).signed


def targets(union: Union) -> Targets:
    return targets_of(union.charter(), version=1, at=union.at).signed


def test_a_charter_is_read_as_it_was_written(union):
    charter = union.charter()
    assert read_charter(root(union), targets(union)) == charter
    assert charter.member(XB).fingerprint == union.states[XB].root.public.thumbprint
    assert charter.member(StateCode("XD")) is None


@pytest.mark.parametrize("threshold", [0, 1, 4])
def test_no_state_reaches_the_threshold_alone_and_all_together_do(union, threshold):
    assert LEAST == 2
    with pytest.raises(DirectoryUnsound):
        union.charter(threshold=threshold)


@pytest.mark.parametrize(
    "changes",
    [
        {"holders": {}},
        {"members": ()},
        {"holders": {XA: key("XA holder").public}},
        {"snapshot": key("timestamp").public},
    ],
)
def test_empty_is_never_permission_and_one_key_has_one_use(union, changes):
    with pytest.raises(DirectoryUnsound):
        union.charter(**changes)


def test_each_state_stands_in_it_once(union):
    member = union.charter().members[0]
    with pytest.raises(DirectoryUnsound):
        union.charter(members=(member, replace(member, role=key("another").public)))


def test_snapshots_that_are_not_consistent_are_refused(union):
    head = root(union)
    head.consistent_snapshot = False
    with pytest.raises(DirectoryUnsound):
        read_holders(head)


def test_two_keys_of_one_state_do_not_count_twice(union):
    head = root(union)
    head.keys[key("XB holder").public.thumbprint].unrecognized_fields["x-comity-state"] = "XA"
    with pytest.raises(DirectoryUnsound):
        read_holders(head)


@pytest.mark.parametrize("state", [None, "", "x", 7])
def test_a_holder_without_a_state_is_none(union, state):
    head = root(union)
    head.keys[key("XB holder").public.thumbprint].unrecognized_fields["x-comity-state"] = state
    with pytest.raises(DirectoryUnsound):
        read_holders(head)


def test_a_key_bears_its_own_thumbprint_as_its_name(union):
    head = root(union)
    name = key("XB holder").public.thumbprint
    head.keys[name].keyval["public"] = key("another").public.raw.hex()
    with pytest.raises(DirectoryUnsound):
        read_holders(head)


@pytest.mark.parametrize("public", ["00" * 32, "zz", "", "ab"])
def test_a_weak_or_broken_key_is_no_holder(union, public):
    head = root(union)
    head.keys[key("XB holder").public.thumbprint].keyval["public"] = public
    with pytest.raises(DirectoryUnsound):
        read_holders(head)


def test_another_scheme_is_refused(union):
    head = root(union)
    head.keys[key("XB holder").public.thumbprint].scheme = "rsassa-pss-sha256"
    with pytest.raises(DirectoryUnsound):
        read_holders(head)


def test_who_stands_in_it_is_signed_by_the_same_holders_under_the_same_threshold(union):
    head = root(union)
    head.roles["targets"].threshold = 1
    with pytest.raises(DirectoryUnsound):
        read_holders(head)
    head = root(union)
    head.roles["targets"].keyids = [key("snapshot").public.thumbprint]
    with pytest.raises(DirectoryUnsound):
        read_holders(head)


def broken(role) -> list:
    return [
        lambda: setattr(role, "paths", ["*"]),
        lambda: setattr(role, "paths", [profile_path(XB), profile_path(XC)]),
        lambda: setattr(role, "terminating", False),
        lambda: setattr(role, "threshold", 0),
        lambda: setattr(role, "name", "xb"),
        lambda: setattr(role, "name", 1615),
        lambda: role.keyids.append(key("XC role").public.thumbprint),
        lambda: setattr(role, "keyids", [key("XC role").public.thumbprint]),
        lambda: role.unrecognized_fields.pop("x-comity-fingerprint"),
    ]


@pytest.mark.parametrize("number", range(9))
def test_a_role_is_one_states_own_for_its_own_profile(union, number):
    told = targets(union)
    broken(told.delegations.roles["XB"])[number]()
    with pytest.raises(MalformedDirectory):
        read_members(told)


def test_the_top_names_states_and_no_file_of_its_own(union):
    told = targets(union)
    told.delegations.roles.clear()
    with pytest.raises(MalformedDirectory):
        read_members(told)
    told.delegations = None
    with pytest.raises(MalformedDirectory):
        read_members(told)
