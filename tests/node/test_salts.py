"""A destroyed salt unlinks an entry for good, and leaves the tree and every proof as they were."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from tests.node.letters import OFFICER, write
from tests.node.peer import Peer

from comity.access import Actor, Role
from comity.errors.access import NotPermitted
from comity.errors.record import ContentUnproved, SaltGiven, SaltGone, UnknownEntry
from comity.foundation.record import Entry, require_growth, verify_entry
from comity.node import own, queries, record, salts
from comity.node.capabilities import carry_over
from comity.node.keystore import LOG
from comity.node.models import RecordEntry
from comity.words import Digest, StateCode

pytestmark = pytest.mark.store
CENTRAL = Actor("central authority of Aldova", StateCode("XA"), frozenset({Role.CENTRAL_AUTHORITY}))


def index_of(thread: str) -> int:
    return RecordEntry.objects.get(about=thread, event="letters:letter:sent").index


def proved(index: int) -> None:
    row = RecordEntry.objects.get(index=index)
    written = Entry(row.event, row.at, Digest(row.digest)).to_bytes()
    verify_entry(written, record.proof(index), own.keys().signing(LOG).public, origin=own.log_origin())


def test_the_entry_stays_proved_and_its_content_is_not_any_more(peer: Peer) -> None:
    thread = write().thread
    index, before = index_of(thread), record.checkpoint()
    done = salts.destroy(CENTRAL, index, reason="Erasure ordered by the court.")
    assert done.indices == (index,)
    assert RecordEntry.objects.get(index=index).salt is None
    proved(index)
    after = record.checkpoint()
    require_growth(before, after, record.log().consistency(before.size, after.size))


def test_the_decision_is_an_entry_and_cannot_be_taken_twice(peer: Peer) -> None:
    thread = write().thread
    salts.destroy(CENTRAL, index_of(thread), reason="Erasure ordered by the court.")
    assert queries.entries(about=thread).filter(event="record:salt:destroyed", by=CENTRAL.name).count() == 1
    with pytest.raises(SaltGone):
        salts.destroy(CENTRAL, index_of(thread), reason="again")


def test_the_reason_can_be_read_and_shown_to_be_the_one_that_was_entered(peer: Peer) -> None:
    index = index_of(write().thread)
    salts.destroy(CENTRAL, index, reason="Erasure ordered by the court.")
    row = RecordEntry.objects.get(event="record:salt:destroyed")
    decision = salts.decision(row.index)
    assert decision == salts.Decision(CENTRAL.name, (index,), "Erasure ordered by the court.")
    entry = Entry(row.event, row.at, Digest(row.digest))
    assert entry.require_content(decision.content, salt=bytes(row.salt)) is None
    with pytest.raises(ContentUnproved):
        entry.require_content(replace(decision, reason="another").content, salt=bytes(row.salt))
    assert salts.decision(index) is None


def test_a_decision_that_is_unlinked_itself_keeps_no_reason(peer: Peer) -> None:
    salts.destroy(CENTRAL, index_of(write().thread), reason="It names a person.")
    first = RecordEntry.objects.get(event="record:salt:destroyed").index
    salts.destroy(CENTRAL, first, reason="The reason named a person.")
    assert salts.decision(first) is None
    last = RecordEntry.objects.filter(event="record:salt:destroyed").latest("index").index
    assert salts.decision(last).entries == (first,)


def test_all_about_one_thread_is_unlinked_and_nothing_else(peer: Peer) -> None:
    thread, other = write().thread, write().thread
    write(thread=thread)
    done = salts.destroy_about(CENTRAL, thread, reason="Period of retention over.")
    assert len(done.indices) == 2
    assert len(done.given) == 2  # the receipts of submission carry their own salts
    assert not RecordEntry.objects.filter(
        about=thread, event="letters:letter:sent", salt__isnull=False
    ).exists()
    assert RecordEntry.objects.get(index=index_of(other)).salt is not None
    with pytest.raises(SaltGone):
        salts.destroy_about(CENTRAL, thread, reason="again")


def test_what_a_receipt_still_proves_is_never_said_to_be_unlinked(peer: Peer) -> None:
    write()
    given = RecordEntry.objects.get(event="exchange:submission:accepted")
    with pytest.raises(SaltGiven):
        salts.destroy(CENTRAL, given.index, reason="no")
    assert RecordEntry.objects.get(index=given.index).salt is not None


def test_only_the_office_that_answers_for_the_data_may(peer: Peer) -> None:
    thread = write().thread
    with pytest.raises(NotPermitted):
        salts.destroy(OFFICER, index_of(thread), reason="no")
    assert RecordEntry.objects.get(index=index_of(thread)).salt is not None


def test_what_does_not_stand_in_the_record_is_named(peer: Peer) -> None:
    with pytest.raises(UnknownEntry):
        salts.destroy(CENTRAL, 10_000, reason="no")
    with pytest.raises(UnknownEntry):
        salts.destroy_about(CENTRAL, "no such thread", reason="no")


def standing() -> tuple[bytes, bytes]:
    """What stands in the file of the database, and in its log."""
    file = Path(str(connection.settings_dict["NAME"]))
    return file.read_bytes(), file.with_name(f"{file.name}-wal").read_bytes()


@pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="in PostgreSQL it is the operator who rewrites a table"
)
@pytest.mark.django_db(transaction=True)
def test_what_was_destroyed_stands_neither_in_the_file_nor_in_the_log(peer: Peer) -> None:
    threads, words = [write().thread for _ in range(24)], "A reason of many words; " * 60
    first = [index_of(thread) for thread in threads[::3]]
    secrets = [bytes(RecordEntry.objects.get(index=index).salt) for index in first]
    for turn, index in enumerate(first):
        salts.destroy(CENTRAL, index, reason=f"{words}number {turn} of the first")
    decisions = RecordEntry.objects.filter(event=salts.DESTROYED)
    secrets += [b"number %d of the first" % turn for turn in range(0, len(first), 2)]
    secrets += [bytes(row.salt) for row in decisions[::2]]
    carry_over()
    assert all(secret in b"".join(standing()) for secret in secrets)
    for row in decisions[::2]:
        salts.destroy(CENTRAL, row.index, reason="It names a person.")
    carry_over()
    assert not any(secret in standing()[0] for secret in secrets)
    assert any(secret in standing()[1] for secret in secrets)  # which is why the log is cut off
    assert salts.Forgetting().attend()
    assert not any(secret in b"".join(standing()) for secret in secrets)


@pytest.mark.django_db(transaction=True)
def test_the_log_is_cut_off_once_at_the_beginning_and_again_after_each_decision(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    cuts: list[bool] = []
    answers = iter([True, False, True])
    monkeypatch.setattr(salts, "cut_log", lambda: cuts.append(True) or next(answers))
    forgetting, index = salts.Forgetting(), index_of(write().thread)
    assert (forgetting.attend(), forgetting.attend(), len(cuts)) == (True, True, 1)
    salts.destroy(CENTRAL, index, reason="Erasure ordered by the court.")
    assert (forgetting.attend(), len(cuts)) == (False, 2)  # a reader was in the way
    assert (forgetting.attend(), forgetting.attend(), len(cuts)) == (True, True, 3)
