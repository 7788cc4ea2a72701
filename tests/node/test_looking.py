"""The client of a directory asks one address, verifies what it is given, and keeps what it verified."""

from collections.abc import Iterator

import pytest
from tests.union import XB, XC, Server, Union, key, serving
from tuf.api.exceptions import DownloadError
from tuf.api.metadata import Root, Targets

from comity.errors.directory import (
    DirectoryAddress,
    DirectoryTooLarge,
    DirectoryUnreachable,
    DirectoryUnsigned,
    NotInDirectory,
)
from comity.foundation.directory.repository import add_signature, written
from comity.node.looking import Fetcher, Look, kept
from comity.words import StateCode


@pytest.fixture
def union(tmp_path) -> Union:
    return Union(tmp_path / "union")


@pytest.fixture
def server(union: Union) -> Iterator[Server]:
    union.folder.mkdir()
    with serving(union.folder) as running:
        yield running


def begin(union: Union, server: Server, root: bytes) -> Look:
    return Look.begin(server.url, root, union.folder.parent / "cache", Fetcher(server.url))


def test_what_the_holders_and_the_states_signed_is_given_and_kept(union, server) -> None:
    look = begin(union, server, union.begin())
    assert {member.state for member in look.charter().members} == set(union.states)
    version, target = look.role(XB)
    assert (version, look.profile(target)) == (3, union.offer(XB).profile)
    assert look.seen(Root).version == kept(look.cache, "root", Root).version == 1
    assert look.seen(Targets, XB).version == 3


def test_a_state_that_has_no_role_or_stands_nowhere_is_told_so(union, server) -> None:
    look = begin(union, server, union.begin(XB))
    look.charter()
    for state in (XC, StateCode("XD")):
        with pytest.raises(NotInDirectory):
            look.role(state)


def test_what_was_verified_once_is_the_beginning_of_the_next_look(union, server) -> None:
    first = union.begin()
    union.publish_root(union.root(2))
    begin(union, server, first).charter()
    server.asked.clear()
    begin(union, server, first).charter()
    assert server.asked == ["/metadata/3.root.json", "/metadata/timestamp.json"]


def test_nothing_is_asked_of_another_address(union, server) -> None:
    with serving(union.folder) as other, pytest.raises(DownloadError) as refused:
        Fetcher(server.url).download_bytes(f"{other.url}metadata/timestamp.json", 10)
    assert isinstance(refused.value.__cause__, DirectoryAddress)
    assert server.asked == other.asked == []


def test_more_than_the_limit_is_refused_whatever_was_announced(union, server) -> None:
    first = union.begin()
    union.put("metadata/timestamp.json", b" " * (16 * 1024 + 1))
    with pytest.raises(DirectoryTooLarge):
        begin(union, server, first).charter()


def test_a_part_that_another_key_signed_is_refused_and_one_that_is_gone_is_unreachable(union, server) -> None:
    first = union.begin()
    forged = union.targets(2, by=())
    add_signature(forged, key("snapshot"))
    union.publish_role("targets", 2, written(forged))
    union.stamp(2)
    with pytest.raises(DirectoryUnsigned):
        begin(union, server, first).charter()
    (union.folder / "metadata" / "2.targets.json").unlink()
    with pytest.raises(DirectoryUnreachable):
        begin(union, server, first).charter()
