import pytest

from comity.errors.directory import DirectoryNotFollowed
from comity.foundation.directory.freshness import Freshness
from comity.node import followed
from comity.node.clock import now
from comity.node.models import DirectoryEntry, FollowedDirectory

pytestmark = pytest.mark.store


def test_a_node_that_follows_no_directory_asks_no_network(node):
    assert followed.followed() is None
    assert not followed.refresh_due(now())
    assert followed.attend() == 0
    with pytest.raises(DirectoryNotFollowed):
        followed.refresh()


def test_a_directory_that_was_never_seen_is_due_and_shown_so(node):
    at = now()
    row = FollowedDirectory.objects.create(
        pk=1, url="http://zz.example/", root=b"{}", since=at, next_refresh=at
    )
    assert followed.refresh_due(at)
    assert followed.how_fresh(row, at) is Freshness.NEVER


def test_while_one_process_looks_no_other_does(node):
    at = now()
    facts = {"url": "http://zz.example/", "root": b"{}", "since": at, "next_refresh": at}
    FollowedDirectory.objects.create(pk=1, lease_until=at + followed.LEASE, **facts)
    assert not followed.refresh_due(at)
    assert followed.refresh() == 0
    assert followed.refresh_due(at + followed.LEASE)  # unless that process died


def test_what_the_directory_said_of_each_state_is_listed_by_state(node):
    for code in ("XC", "XB"):
        DirectoryEntry.objects.create(state=code, fingerprint="f", serial=1, at=now())
    assert list(followed.entries()) == ["XB", "XC"]
