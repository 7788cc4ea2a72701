"""Evidence that is wanted is fetched by one worker at a time, and whoever lost the hold can write nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from comity.errors.node import EvidenceDiffers, LeaseLost, PeerUnreachable
from comity.foundation.sealing import LEAF, Manifest
from comity.foundation.sealing.payload import Layout
from comity.node import transfers
from comity.node.clock import now
from comity.node.models import Transfer
from comity.words import AuthorityId, StateCode

pytestmark = pytest.mark.store
SIZE = 3 * LEAF + 1
MANIFEST = Manifest(
    "disk.img", "application/octet-stream", SIZE, Layout(SIZE).sealed_size, b"\1" * 32, b"\2" * 32
)


@pytest.fixture
def wanted(node: Path) -> Transfer:
    return transfers.begin(
        MANIFEST,
        by=AuthorityId("XA/duty"),
        source=StateCode("XB"),
        thread="t",
        at=now() + timedelta(seconds=-1),
    )


def test_wanting_the_same_again_changes_nothing(wanted: Transfer) -> None:
    again = transfers.begin(
        MANIFEST, by=AuthorityId("XA/duty"), source=StateCode("XB"), thread="other", at=now()
    )
    assert (again.pk, again.thread, again.of) == (wanted.pk, "t", 4)
    assert Transfer.objects.count() == 1


def test_what_is_claimed_is_nobody_elses_until_the_lease_ends(wanted: Transfer) -> None:
    at = now()
    first = transfers.claim(at)
    assert first is not None
    assert transfers.claim(at) is None
    second = transfers.claim(at + transfers.LEASE)
    assert second is not None
    assert second.lease_token == first.lease_token + 1
    with pytest.raises(LeaseLost):
        transfers.advance(first, 2)
    transfers.advance(second, 2)
    assert Transfer.objects.get().leaves == 2


def test_what_a_dead_worker_held_is_free_at_once_and_its_token_is_spent(wanted: Transfer) -> None:
    held = transfers.claim(now())
    assert held is not None
    transfers.free_all()
    with pytest.raises(LeaseLost):
        transfers.complete(held, now())
    assert transfers.claim(now()) is not None


def test_what_failed_on_the_way_is_tried_again_later(wanted: Transfer) -> None:
    at = now()
    held = transfers.claim(at)
    assert held is not None
    transfers.put_off(held, PeerUnreachable("XB"))
    row = Transfer.objects.get()
    assert (row.state, row.last_error) == (Transfer.State.RUNNING, "peer-unreachable")
    assert row.next_attempt > at
    assert transfers.claim(at) is None


def test_what_its_own_manifest_disproves_is_not_asked_for_again(wanted: Transfer) -> None:
    held = transfers.claim(now())
    assert held is not None
    transfers.put_off(held, EvidenceDiffers("MiB 2", name="x"))
    assert Transfer.objects.get().state == Transfer.State.REFUSED
    assert transfers.claim(now() + timedelta(days=365)) is None


def test_what_is_complete_is_claimed_no_more(wanted: Transfer) -> None:
    held = transfers.claim(now())
    assert held is not None
    transfers.complete(held, now())
    assert transfers.claim(now() + timedelta(days=365)) is None
