"""What is measured of the record is what it is said to be: batches that stand, proofs that hold."""

from contextlib import closing

from bench import record
from comity.foundation.record import Log, MemoryStore, read_entries


def test_a_record_in_service_grows_by_as_many_as_it_had(tmp_path):
    appending = record.Appending(record.Ours(tmp_path), 2500)
    with closing(appending.tiles):
        assert appending.append() > 0
        again = Log(MemoryStore(), "again")
        again.append([record.entry(number) for number in range(2500)] * 2)
        head = appending.tiles.head()
        assert (head.size, Log(appending.tiles, "bench.example/record").root()) == (5000, again.root())


def test_each_batch_is_kept_with_its_entries(tmp_path):
    ours = record.Ours(tmp_path)
    with closing(ours.fresh()) as tiles:
        ours.grow(tiles, record.batches_of(range(2300)))
        kept = tiles.store.execute("SELECT first, entries FROM bundles ORDER BY first").fetchall()
        assert [first for first, _ in kept] == [0, 1000, 2000]
        entries = [entry for _, bundle in kept for entry in read_entries(bundle)]
        assert entries == [record.entry(number) for number in range(2300)]


def test_what_is_proved_is_what_is_verified(tmp_path):
    ours = record.Ours(tmp_path)
    with closing(ours.fresh()) as tiles:
        log = ours.grow(tiles, record.batches_of(range(1500)))
        proving = record.Proving(log, tiles, 20)
        assert proving.prove() > 0
        assert len(proving.kept) == 20
        assert proving.verify() > 0  # raises where a path leads elsewhere
        assert record.Checking(log, 5).check() > 0
