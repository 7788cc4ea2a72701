"""What the record's part of one act costs as the record grows from nothing to a million entries.

* The part of one act: three entries in one transaction, their rows, the signed checkpoint, the proof of each, and the
  growth from what a peer saw thirty entries ago, committed to SQLite with ``synchronous=FULL``.
* Between the sizes that are measured the record is filled in batches. At each size the acts are measured in rounds,
  and the processor time is the one to compare: the wall time is the disk's.
* ``comity bench --write-docs`` draws the figures into ``docs/pictures/record-flat.svg``.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from bench.figures import AtMost, Figure, Run, cpu_timed, median, timed
from bench.record import Ours, SqliteTiles, batches_of

from comity.foundation.identity import SigningKey
from comity.foundation.record import Growth, Kept, Log, Proof

ENTRIES = 3
BACK = 30
KEY = SigningKey.from_seed(sha256(b"flat").digest())
ROWS = """
CREATE TABLE rows (place INTEGER PRIMARY KEY, about TEXT NOT NULL, salt BLOB, digest TEXT NOT NULL);
CREATE INDEX rows_about ON rows (about);
"""
NAME = "record's part of an act at {size:,} entries"
STYLE = (
    "text{font:13px sans-serif;fill:#333}line{stroke:#999}polyline{fill:none;stroke:#1f5c99;stroke-width:2}"
    "circle{fill:#1f5c99}@media(prefers-color-scheme:dark){text{fill:#ddd}}"
)
PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "record-flat.svg"


class Acts:
    """Acts that enter a record of some size."""

    def __init__(self, tiles: SqliteTiles) -> None:
        self.tiles, self.kept = tiles, Kept(512)
        tiles.store.execute("PRAGMA cache_size=-32000")  # as a node has it
        tiles.store.executescript(ROWS)

    def one(self) -> None:
        """Enter one act as a node does: the log is opened anew, what was read before stays in memory."""
        store: sqlite3.Connection = self.tiles.store
        entries = [os.urandom(150) for _ in range(ENTRIES)]
        store.execute("BEGIN IMMEDIATE")
        log = Log(self.tiles, "bench.example/record", kept=self.kept)
        places = log.append(entries)
        store.executemany(
            "INSERT INTO rows VALUES (?, ?, ?, ?)",
            [
                (place, entry[:16].hex(), entry[:32], sha256(entry).hexdigest())
                for place, entry in zip(places, entries, strict=True)
            ],
        )
        shown = log.checkpoint(KEY)
        proofs = [Proof(place, shown.size, log.inclusion(place), shown).to_bytes() for place in places]
        growth = Growth.of(log, max(shown.size - BACK, 0), shown.size).to_json()
        store.execute("COMMIT")
        if len(proofs) != ENTRIES or not growth:
            raise ValueError("an act without its proofs")

    def fill(self, ours: Ours, size: int) -> None:
        """Bring the record to ``size`` entries, rows included."""
        store = self.tiles.store
        begin = self.tiles.head().size
        if size <= begin:
            return
        ours.grow(self.tiles, batches_of(range(begin, size)))
        store.execute("BEGIN IMMEDIATE")
        store.executemany(
            "INSERT OR IGNORE INTO rows VALUES (?, ?, ?, ?)",
            (
                (place, f"{place * 2654435761 % 2**32:032x}", bytes(32), "0" * 64)
                for place in range(begin, size)
            ),
        )
        store.execute("COMMIT")


def measure(*, quick: bool) -> list[Figure]:
    """Measure the record's part of an act at sizes from nothing to a million."""
    sizes = (1, 100, 10_000) if quick else (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
    acts_a_round, rounds = (20, 3) if quick else (100, 7)
    told: list[tuple[int, float, float]] = []
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        ours = Ours(Path(folder))
        with closing(ours.fresh()) as tiles:
            acts = Acts(tiles)
            acts.one()
            for size in sizes:
                acts.fill(ours, size)
                spent = [_round(acts.one, acts_a_round) for _ in range(rounds + 1)][1:]
                told.append(
                    (size, *(median(column) / acts_a_round * 1e6 for column in zip(*spent, strict=True)))
                )
    smallest = median([cpu for size, cpu, _ in told[: len(told) // 2 + 1]])
    figures = [
        figure
        for size, cpu, wall in told
        for figure in (
            Figure(
                name=NAME.format(size=size),
                value=cpu,
                unit="µs of processor",
                rounds=rounds,
                less_is_better=True,
            ),
            Figure(
                name=f"the same, with the disk, at {size:,}",
                value=wall,
                unit="µs",
                rounds=rounds,
                less_is_better=True,
            ),
        )
    ]
    ratio = told[-1][1] / smallest
    flat = f"cost at {told[-1][0]:,} entries, in times of the median at small sizes"
    return [*figures, Figure(name=flat, value=ratio, unit="times", rounds=rounds, target=AtMost(1.25))]


def picture(run: Run) -> None:
    """Draw the processor time over the size of the record."""
    points = [
        (int(figure.name.removeprefix(NAME.partition("{")[0]).split()[0].replace(",", "")), figure.value)
        for figure in run.figures
        if figure.name.startswith(NAME.partition("{")[0])
    ]
    PICTURE.write_text(drawn(points), encoding="utf-8")


def drawn(points: Sequence[tuple[int, float]]) -> str:
    """Draw ``points`` on a logarithmic scale of sizes and a scale of microseconds that begins at nought."""
    left, right, top, bottom = 64, 700, 20, 260
    highest = max(value for _, value in points) * 1.25
    decades = max(len(str(size)) - 1 for size, _ in points)

    def across(size: int) -> float:
        return left + (right - left) * (len(str(size)) - 1) / decades

    def up(value: float) -> float:
        return bottom - (bottom - top) * value / highest

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 310" role="img" aria-label="{_says(points)}">',
        f"<style>{STYLE}</style>",
        f'<line x1="{left}" y1="{bottom}" x2="{right}" y2="{bottom}"/>',
        f'<line x1="{left}" y1="{top}" x2="{left}" y2="{bottom}"/>',
        f'<text x="{left - 8}" y="{bottom + 4}" text-anchor="end">0</text>',
        f'<text x="{left - 8}" y="{up(highest / 1.25) + 4:.1f}" text-anchor="end">{highest / 1.25:.0f}</text>',
        f'<text x="{left + 6}" y="{top - 4}">µs of processor for the record\'s part of one act</text>',
        f'<text x="{(left + right) / 2}" y="{bottom + 42}" text-anchor="middle">entries in the record</text>',
        f'<polyline points="{" ".join(f"{across(size):.1f},{up(value):.1f}" for size, value in points)}"/>',
    ]
    for size, value in points:
        parts.append(f'<circle cx="{across(size):.1f}" cy="{up(value):.1f}" r="4"/>')
        parts.append(f'<text x="{across(size):.1f}" y="{bottom + 20}" text-anchor="middle">{size:,}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _says(points: Sequence[tuple[int, float]]) -> str:
    return "; ".join(f"{value:.0f} µs at {size:,}" for size, value in points)


def _round(act: Callable[[], None], count: int) -> tuple[float, float]:
    """Give processor and wall seconds of ``count`` acts."""

    def acts() -> None:
        for _ in range(count):
            act()

    wall: list[float] = []
    cpu = cpu_timed(lambda: wall.append(timed(acts)()))()
    return cpu, wall[0]
