"""The index names every member by its digest, and only those."""

import json

import pytest
from tests.foundation.bundle.contents import case

from comity.errors.bundle import MalformedIndex, MemberChanged, MemberMissing, MemberUnlisted
from comity.errors.envelopes import UnknownVersion
from comity.foundation.bundle import read_bundle, write_bundle
from comity.foundation.bundle.archive import pack, unpack
from comity.foundation.canonical import canonical

PACKED = write_bundle(case().contents)


def altered(change) -> bytes:
    members = dict(unpack(PACKED))
    told = json.loads(members["bundle.json"])
    change(told, members)
    return pack(members | {"bundle.json": canonical(told)})


def test_the_same_contents_are_always_the_same_bytes_and_read_back() -> None:
    assert write_bundle(case().contents) == PACKED
    assert read_bundle(PACKED) == case().contents


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda told, _: told.update(v=2), UnknownVersion),
        (lambda told, _: told.update(extra=1), MalformedIndex),
        (lambda told, _: told["envelopes"].pop(), MalformedIndex),
        (lambda told, _: told["acts"][0].update(file="acts/0009.act"), MemberMissing),
        (lambda told, _: told["acts"][1].update(told["acts"][0]), MemberMissing),
        (lambda _, members: members.update({"acts/0009.act": b"more"}), MemberUnlisted),
        (lambda _, members: members.pop("acts/0001.act"), MemberMissing),
        (lambda _, members: members.update({"acts/0001.act": members["acts/0002.act"]}), MemberChanged),
        (lambda told, _: told["growth"][0].update(path=["?"]), MalformedIndex),
    ],
)
def test_what_is_added_lost_or_exchanged_is_refused_by_name(change, refusal) -> None:
    with pytest.raises(refusal):
        read_bundle(altered(change))


def test_an_archive_without_an_index_is_refused() -> None:
    members = dict(unpack(PACKED))
    del members["bundle.json"]
    with pytest.raises(MemberMissing):
        read_bundle(pack(members))


def test_a_bundle_of_no_act_or_no_profile_is_never_written() -> None:
    for changes in ({"acts": ()}, {"profiles": ()}):
        with pytest.raises(MalformedIndex):
            write_bundle(case().with_contents(**changes))
