"""What the database itself holds to: one row of a kind, and tables that are those of the models."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from comity.access import Actor, Role
from comity.node.models import (
    Dispatch,
    Envelope,
    Fork,
    Grant,
    LooseCheckpoint,
    Officer,
    ProfileVersion,
    Receipt,
    RecordEntry,
)
from comity.words import AuthorityId, Instant, StateCode

pytestmark = [pytest.mark.store, pytest.mark.django_db]
AT = Instant.parse("2026-11-21T20:00:00.000Z")


def entry(index: int = 0) -> RecordEntry:
    return RecordEntry.objects.create(index=index, event="a:b:c", at=AT, digest="0" * 64, by="somebody")


def envelope(digest: str = "e" * 64, act: str = "an act", way: str = "in", index: int = 0) -> Envelope:
    return Envelope.objects.create(
        digest=digest,
        sealed=b"sealed",
        way=way,
        act=act,
        act_digest="d" * 64,
        kind="tell",
        thread="a thread",
        seq=1,
        sender="XB/duty",
        to="XA/duty",
        at=AT,
        entry=entry(index),
    )


def receipt(kind: str = "relay", state: str = "XB") -> Receipt:
    return Receipt.objects.create(
        envelope="e" * 64, kind=kind, outcome="accepted", state=state, jws=b"{}", at=AT
    )


def grant(peer: str = "XB") -> Grant:
    return Grant.objects.create(manifest="a" * 64, peer=peer, until=AT)


def version(serial: int = 3) -> ProfileVersion:
    return ProfileVersion.objects.create(
        state="XB", serial=serial, jws=b"{}", fingerprint="f", source="hand", pinned_at=AT
    )


def loose(size: int = 7) -> LooseCheckpoint:
    return LooseCheckpoint.objects.create(state="XB", size=size, text="a checkpoint")


def fork(digest: str = "9" * 64) -> Fork:
    return Fork.objects.create(state="XB", evidence=b"{}", digest=digest, older=1, newer=2, found_at=AT)


@pytest.mark.parametrize(
    ("make", "other"),
    [
        (receipt, {"kind": "delivery"}),
        (grant, {"peer": "XC"}),
        (version, {"serial": 4}),
        (loose, {"size": 8}),
        (fork, {"digest": "8" * 64}),
    ],
)
def test_there_is_one_row_of_a_kind(make: Callable[..., Any], other: dict[str, Any]) -> None:
    make()
    make(**other)
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_an_act_has_one_envelope_whichever_way_it_went() -> None:
    envelope()
    with pytest.raises(IntegrityError), transaction.atomic():
        envelope(digest="f" * 64, way="refused", index=1)


def test_what_stands_in_the_record_is_not_deleted_with_what_it_speaks_of() -> None:
    row = envelope()
    Dispatch.objects.create(envelope=row, peer="XB", thread=row.thread, next_attempt=AT, overdue=AT)
    with pytest.raises(ProtectedError):
        row.entry.delete()
    with pytest.raises(ProtectedError):
        row.delete()


def test_an_officer_acts_as_his_account_says() -> None:
    plain = Officer(name="observer", roles=["oversight"])
    assert plain.actor == Actor("observer", None, frozenset({Role.OVERSIGHT}), None)
    duty = Officer(name="duty", state="XA", authority="XA/duty", roles=["duty-officer", "administrator"])
    roles = frozenset({Role.DUTY_OFFICER, Role.ADMINISTRATOR})
    assert duty.actor == Actor("duty", StateCode("XA"), roles, AuthorityId("XA/duty"))
    assert str(duty) == "duty"


def test_the_migrations_make_the_tables_that_the_models_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
