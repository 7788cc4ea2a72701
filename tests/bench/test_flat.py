"""What an act costs is measured on records that are of the size they are said to be."""

from contextlib import closing

import pytest
from bench.figures import Figure, Run
from bench.record import Ours, SqliteTiles, entry

from bench import flat
from comity.foundation.record import Log, MemoryStore


def acts(tmp_path, size: int) -> flat.Acts:
    return flat.Acts(Ours(tmp_path).fresh(), size, turn=2)


def rows(record: flat.Acts) -> int:
    return record.store.execute("SELECT count(*) FROM rows").fetchone()[0]


def stored(record: flat.Acts) -> list[tuple[int, bytes]]:
    return record.store.execute("SELECT place, hashes FROM tiles ORDER BY place").fetchall()


@pytest.mark.parametrize("size", [1, 100])
def test_a_small_record_is_put_back_to_its_size_after_each_turn(tmp_path, size):
    record = acts(tmp_path, size)
    with closing(record.tiles):
        before, held, tiles = record.tiles.head(), rows(record), stored(record)
        assert before.size == held == 3 * size
        spent = record.turn()
        assert spent.processor > 0
        assert spent.wall > 0
        assert (record.tiles.head(), rows(record), stored(record)) == (before, held, tiles)


def test_a_record_from_nothing_keeps_the_acts_of_all_turns(tmp_path):
    record = acts(tmp_path, 0)
    with closing(record.tiles):
        record.turn()
        record.turn()
        assert record.tiles.head().size == rows(record) == 12
        record.put_back()
        assert record.tiles.head().size == rows(record) == 0


def test_the_record_is_filled_as_its_library_fills_one(tmp_path):
    record, memory = acts(tmp_path, 700), MemoryStore()
    with closing(record.tiles):
        again = Log(memory, "again")
        again.append([entry(number) for number in range(2100)])
        assert Log(record.tiles, "bench.example/record").root() == again.root()


def test_a_record_in_a_node_is_durable_at_each_commit(tmp_path):
    with closing(SqliteTiles(tmp_path / "a")) as tiles:
        assert tiles.store.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert tiles.store.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_picture_has_one_point_for_each_size(tmp_path, monkeypatch):
    monkeypatch.setattr(flat, "PICTURE", tmp_path / "flat.svg")
    figures = [
        Figure(name=flat.NAME.format(size=size), value=900.0, unit="µs", rounds=1) for size in (1, 10, 1000)
    ]
    figures.append(Figure(name="cost", value=1.1, unit="times", rounds=1))
    flat.picture(Run(bench="flat", machine="", at="", quick=False, figures=tuple(figures)))
    assert (tmp_path / "flat.svg").read_text().count("<circle") == 3
