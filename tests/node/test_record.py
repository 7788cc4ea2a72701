import pytest

from comity.foundation.record import Entry, Log, MemoryStore, Proof, require_growth, verify_entry
from comity.node import founding, installation, own, record
from comity.node.clock import now
from comity.node.keystore import LOG
from comity.node.models import LogTile, RecordEntry
from comity.words import Digest, StateCode

pytestmark = pytest.mark.store


def enter(count: int) -> record.Entered:
    notes = [record.Note("tests:thing:happened", f"{number}".encode()) for number in range(count)]
    (entered,), _ = record.append([record.Deed(notes[0], notes[1:], now(), "a test")])
    places = [written.index for written in entered.written]
    assert places == list(range(entered.index + 1, entered.index + count))
    return entered


def bytes_of(row: RecordEntry) -> bytes:
    return Entry(row.event, row.at, Digest(row.digest)).to_bytes()


def test_the_record_in_the_database_has_the_root_of_the_same_entries_in_memory(node):
    for count in (1, 2, 255, 1, 300):
        enter(count)
    memory = Log(MemoryStore(), own.log_origin())
    memory.append([bytes_of(row) for row in RecordEntry.objects.all()])
    assert record.log().size == memory.size == RecordEntry.objects.count()
    assert record.log().root() == memory.root()
    assert LogTile.objects.count() == 4  # three of leaves, one of the roots of the two full ones


def test_each_entry_is_proved_under_the_checkpoint_of_its_transaction(node):
    key = own.keys().signing(LOG).public
    assert enter(1).checkpoint is None
    entered = enter(5)
    for written in entered.written:
        row = RecordEntry.objects.get(index=written.index)
        proof = Proof(written.index, entered.checkpoint.size, written.path, entered.checkpoint)
        verify_entry(bytes_of(row), proof, key, origin=own.log_origin())
        assert bytes(row.salt) == written.salt


def test_deeds_that_are_entered_together_stand_in_their_order_under_one_checkpoint(node):
    before, note = enter(3), record.Note("tests:thing:happened", b"x")
    deeds = [record.Deed(note, [note] * stated, now(), f"office {stated}") for stated in (2, 0, 1)]
    entered, growths = record.append(deeds, [before.checkpoint.size])
    size = before.checkpoint.size + 6
    assert [(each.index - before.checkpoint.size, len(each.written)) for each in entered] == [
        (0, 2),
        (3, 0),
        (4, 1),
    ]
    assert [each.checkpoint and each.checkpoint.size for each in entered] == [size, None, size]
    assert [(growth.old, growth.new) for growth in growths] == [(before.checkpoint.size, size)]
    key = own.keys().signing(LOG).public
    for written in [written for each in entered for written in each.written]:
        row = RecordEntry.objects.get(index=written.index)
        proof = Proof(written.index, size, written.path, entered[0].checkpoint)
        verify_entry(bytes_of(row), proof, key, origin=own.log_origin())
    by = RecordEntry.objects.order_by("index").values_list("by", flat=True)
    assert list(by)[-6:] == ["office 2"] * 3 + ["office 0"] + ["office 1"] * 2


def test_two_checkpoints_of_the_record_are_consistent(node):
    enter(3)
    older = record.checkpoint()
    enter(400)
    newer = record.checkpoint()
    require_growth(older, newer, record.log().consistency(older.size, newer.size))


def test_an_entry_whose_salt_is_destroyed_leaves_the_tree_whole(node):
    (written,) = enter(2).written
    before = record.log().root()
    RecordEntry.objects.filter(index=written.index).update(salt=None)
    assert record.log().root() == before
    row = RecordEntry.objects.get(index=written.index)
    verify_entry(
        bytes_of(row), record.proof(row.index), own.keys().signing(LOG).public, origin=own.log_origin()
    )


def test_an_empty_record_has_a_checkpoint(settings, tmp_path, db):
    founding.found(tmp_path, founding.Plan(StateCode("XA"), {"en": "Aldova"}, "http://localhost:8000"))
    settings.INSTALLATION = installation.read(tmp_path)
    assert record.checkpoint().size == 0
    record.hold()
    (written,) = enter(2).written
    assert written.index == 1
