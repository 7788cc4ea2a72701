"""A checkpoint is stamped by an authority where the settings name one, and nothing waits for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.time_authority import Authority

from comity.errors.record import RootsMissing
from comity.foundation.record import Checkpoint
from comity.foundation.record.stamps import verify_stamp
from comity.node import record, timestamps
from comity.node.clock import now
from comity.node.models import TimeStamp

pytestmark = pytest.mark.store


@pytest.fixture
def authority(node: Path, settings, tmp_path: Path) -> Iterator[Authority]:
    """An authority that the node's settings name, reached over HTTP."""
    office = Authority(tmp_path / "authority")
    (node / "roots.pem").write_bytes(office.roots)
    with office.serving() as url:
        told = {"time_stamps": {"url": url, "roots": "roots.pem", "every": 30}}
        settings.INSTALLATION = replace(settings.INSTALLATION, extra=settings.INSTALLATION.extra | told)
        yield office


def enter() -> None:
    record.append([record.Deed(record.Note("tests:thing:happened", b"x"), [], now(), "a test")])


def test_without_an_authority_nothing_is_stamped(node: Path) -> None:
    assert timestamps.stamp_due(now()) == 0
    assert timestamps.stamps() == []


def test_one_token_covers_all_entries_so_far_and_verifies_offline(authority: Authority) -> None:
    enter()
    assert timestamps.stamp_due(now()) == 1
    (row,) = timestamps.stamps()
    stamp = verify_stamp(bytes(row.token), Checkpoint.parse(row.text), roots=authority.roots)
    assert (stamp.at, stamp.authority, stamp.checkpoint.size) == (row.at, row.authority, record.log().size)
    assert timestamps.first_after(1) == row
    assert timestamps.first_after(row.size + 1) is None


def test_the_next_token_waits_for_its_time_and_for_the_record_to_grow(authority: Authority) -> None:
    at = now()
    assert timestamps.stamp_due(at) == 1
    assert timestamps.stamp_due(at + timedelta(hours=2)) == 0
    enter()
    assert timestamps.stamp_due(at + timedelta(minutes=20)) == 0
    assert timestamps.stamp_due(at + timedelta(minutes=31)) == 1
    assert len(authority.asked) == 2


def test_an_authority_that_is_away_is_asked_again_with_patience(authority: Authority) -> None:
    authority.refuses, at = True, now()
    assert timestamps.stamp_due(at) == 0
    row = TimeStamp.objects.get()
    assert (row.token, row.attempts, row.last_error) == (None, 1, "peer-answered")
    assert timestamps.stamp_due(at) == 0
    assert TimeStamp.objects.get().attempts == 1
    authority.refuses = False
    enter()
    assert timestamps.stamp_due(at + timedelta(hours=1)) == 1
    assert TimeStamp.objects.get().size == row.size


def test_a_token_of_an_authority_that_is_not_trusted_is_not_kept(
    authority: Authority, node: Path, tmp_path: Path
) -> None:
    (node / "roots.pem").write_bytes(Authority(tmp_path / "other").roots)
    assert timestamps.stamp_due(now()) == 0
    assert TimeStamp.objects.get().last_error == "stamp-unproved"


def test_an_authority_without_roots_is_a_fault_of_the_settings(authority: Authority, node: Path) -> None:
    (node / "roots.pem").unlink()
    with pytest.raises(RootsMissing):
        timestamps.stamp_due(now())
