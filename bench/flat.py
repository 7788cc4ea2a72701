"""What the record's part of one act costs as the record grows from nothing to a million acts.

* The part of one act, as a node does it: three entries in one transaction, their rows, the signed checkpoint, the
  proofs as receipts carry them, and the growth from what a peer saw thirty entries ago, committed to SQLite with
  ``synchronous=FULL``. The head and each tile are read once in a transaction.
* The rows are indexed by what they are about, as a node's are. The first entry is about a new thread, whose name sorts
  by time; the other two, what receipts state, are about an envelope, whose digest stands anywhere in the index.
* There is a record of each size. They are measured in turns of ten acts, so that a busy moment of the machine falls on
  all. A round is twenty-five turns, and what SQLite wrote ahead meanwhile carried over, within the time measured. After
  each turn a small record is put back to the size it stands for.
* What the last act costs is compared with the first thousand, which one more record enters in each round, from nothing.
* The processor time is the one to compare: the wall time is the disk's.
* ``comity bench --write-docs`` draws the figures into ``docs/pictures/record-flat.svg``.
"""

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bench.figures import AtMost, Figure, Run, median
from bench.record import Ours, SqliteTiles, batches_of

from comity.foundation.canonical import written
from comity.foundation.envelopes import act_id
from comity.foundation.identity import SigningKey
from comity.foundation.record import SALT_SIZE, Entry, Growth, Head, Kept, Log, Proof, TileId
from comity.words import Instant

EVENTS = ("requests:request:received", "exchange:act:relayed", "exchange:act:delivered")
BACK = 30
TURN, TURNS = 10, 25  # acts of a turn, turns of a round
FIRST, SMALL = 1000, 10_000  # the first acts; a record of fewer acts than this is put back
FILLED_AT_ONCE = 99_000  # entries
CACHE, AMPLE = 4_000, 128_000  # KiB: as a node has it, and to fill a record soon
AT = Instant(1_767_225_600_000)
KEY = SigningKey.from_seed(sha256(b"flat").digest())
ROWS = """
CREATE TABLE rows (place INTEGER PRIMARY KEY, event TEXT NOT NULL, at INTEGER NOT NULL, salt BLOB, digest TEXT NOT NULL,
about TEXT NOT NULL, by TEXT NOT NULL);
CREATE INDEX rows_about ON rows (about);
"""
INSERT = "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)"
NAME = "record's part of an act with {size:,} before it"
STYLE = (
    "text{font:13px sans-serif;fill:#333}line{stroke:#999}polyline{fill:none;stroke:#1f5c99;stroke-width:2}"
    "circle{fill:#1f5c99}@media(prefers-color-scheme:dark){text{fill:#ddd}}"
)
PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "record-flat.svg"


class Transaction:
    """The record as one transaction sees it: the head and each tile are read once."""

    def __init__(self, tiles: SqliteTiles) -> None:
        self._store = tiles
        self._head: Head | None = None
        self._tiles: dict[TileId, bytes] = {}

    def head(self) -> Head:
        """Give the head."""
        if self._head is None:
            self._head = self._store.head()
        return self._head

    def tile(self, tile: TileId) -> bytes:
        """Give one tile."""
        if tile not in self._tiles:
            self._tiles[tile] = self._store.tile(tile)
        return self._tiles[tile]

    def write(self, tiles: Sequence[tuple[TileId, bytes]], head: Head) -> None:
        """Put tiles and head."""
        self._store.write(tiles, head)
        self._tiles.update(tiles)
        self._head = head


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the processor, and seconds that passed."""

    processor: float = 0.0
    wall: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.processor + other.processor, self.wall + other.wall)


class Acts:
    """A record of ``size`` acts, and those that enter it in turns of ``turn``."""

    def __init__(self, tiles: SqliteTiles, size: int, turn: int = TURN) -> None:
        self.size, self.kept = size, Kept(512)  # a node keeps as many
        self.acts, self.acts_of_a_turn = size, turn
        _fill(tiles, size * len(EVENTS))
        self.tiles = SqliteTiles(tiles.path)  # opened anew: what filled it had more memory than a node's
        self.store: sqlite3.Connection = self.tiles.store
        self.store.execute(f"PRAGMA cache_size=-{CACHE}")
        self.store.execute("SELECT count(about) FROM rows").fetchone()  # what a node in service keeps is full
        self.begun = list(self.store.execute("SELECT place, hashes FROM tiles")) if size < SMALL else []
        self.head = self.tiles.head()

    def one(self) -> None:
        """Enter one act as a node does: the log is opened anew, what was read before stays in memory."""
        self.acts += 1
        content, thread, envelope = os.urandom(300), _thread(self.acts, os.urandom), os.urandom(32).hex()
        salts = [os.urandom(SALT_SIZE) for _ in EVENTS]
        entries = [Entry.of(event, AT, content, salt=salt) for event, salt in zip(EVENTS, salts, strict=True)]
        self.store.execute("BEGIN IMMEDIATE")
        log = Log(Transaction(self.tiles), "bench.example/record", kept=self.kept)
        places = log.append([entry.to_bytes() for entry in entries])
        about = (thread, envelope, envelope)
        self.store.executemany(
            INSERT,
            [
                (place, entry.kind, AT.milliseconds, salt, entry.digest, which, "duty desk")
                for place, entry, salt, which in zip(places, entries, salts, about, strict=True)
            ],
        )
        shown = log.checkpoint(KEY)
        proofs = [Proof(place, shown.size, log.inclusion(place), shown) for place in places[1:]]
        receipts = [written({"proof": proof.to_json()}) for proof in proofs]
        growth = Growth.of(log, max(shown.size - BACK, 0), shown.size).to_json()
        self.store.execute("COMMIT")
        if not all(receipts) or not growth:
            raise ValueError("an act without its proofs")

    def turn(self) -> Spent:
        """Measure the acts of a turn; then put a small record back."""
        spent = _measured(self.one, self.acts_of_a_turn)
        if 0 < self.size < SMALL:
            self.put_back()
        return spent

    def carry_over(self) -> Spent:
        """Measure what it costs to carry over what was written ahead."""
        return _measured(lambda: self.store.execute("PRAGMA wal_checkpoint(FULL)").fetchone(), 1)

    def put_back(self) -> None:
        """Make the record as small again as it was."""
        self.store.execute("BEGIN IMMEDIATE")
        self.store.execute("DELETE FROM rows WHERE place >= ?", (self.head.size,))
        self.store.execute("DELETE FROM tiles")
        self.store.executemany("INSERT INTO tiles VALUES (?, ?)", self.begun)
        self.tiles.write([], self.head)
        self.store.execute("COMMIT")


def _fill(tiles: SqliteTiles, count: int) -> None:
    """Enter ``count`` entries with their rows, and close; none of it is measured, so none waits for the disk."""
    with closing(tiles):
        tiles.store.executescript(f"{ROWS}; PRAGMA synchronous=OFF; PRAGMA cache_size=-{AMPLE}")
        log = Log(tiles, "bench.example/record")
        for begin in range(0, count, FILLED_AT_ONCE):
            numbers = range(begin, min(begin + FILLED_AT_ONCE, count))
            tiles.store.execute("BEGIN IMMEDIATE")
            for batch in batches_of(numbers):
                log.append(batch)
            tiles.store.executemany(INSERT, map(_row, numbers))
            tiles.store.execute("COMMIT")


def measure(*, quick: bool) -> list[Figure]:
    """Measure the record's part of an act at sizes from nothing to a million acts."""
    sizes = (1, 100, 10_000) if quick else (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
    turns, rounds = (2, 2) if quick else (TURNS, 5)
    with ExitStack() as stack:
        ours = Ours(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-bench-"))))

        records = [Acts(ours.fresh(), 0, FIRST // TURNS), *(Acts(ours.fresh(), size) for size in sizes)]
        for record in records:
            stack.enter_context(closing(record.tiles))
        spent = [_round(records, turns) for _ in range(rounds + 1)][1:]
    acts = [record.acts_of_a_turn * turns for record in records]
    columns = list(zip(acts, zip(*spent, strict=True), strict=True))
    processor = [median([one.processor for one in column]) / count * 1e6 for count, column in columns]
    wall = [median([one.wall for one in column]) / count * 1e6 for count, column in columns]
    told = zip(sizes, processor[1:], wall[1:], strict=True)
    return [
        Figure(
            name=f"record's part of an act among the first {acts[0]:,}",
            value=processor[0],
            unit="µs of processor",
            rounds=rounds,
            less_is_better=True,
        ),
        *(figure for size, value, waited in told for figure in _figures_of(size, value, waited, rounds)),
        Figure(
            name=f"cost after {sizes[-1]:,} acts, in times of one among the first {acts[0]:,}",
            value=processor[-1] / processor[0],
            unit="times",
            rounds=rounds,
            target=AtMost(1.25),
        ),
    ]


def _figures_of(size: int, processor: float, wall: float, rounds: int) -> Iterator[Figure]:
    told = (
        (NAME.format(size=size), processor, "µs of processor"),
        (f"the same, with the disk, at {size:,}", wall, "µs"),
    )
    for name, value, unit in told:
        yield Figure(name=name, value=value, unit=unit, rounds=rounds, less_is_better=True)


def _round(records: Sequence[Acts], turns: int) -> list[Spent]:
    """Measure every record in turns; give for each what all of its acts took.

    The first of them begins from nothing.
    """
    records[0].put_back()
    spent = [Spent() for _ in records]
    for _ in range(turns):
        spent = [so_far + acts.turn() for so_far, acts in zip(spent, records, strict=True)]
    return [so_far + acts.carry_over() for so_far, acts in zip(spent, records, strict=True)]


def _measured(work: Callable[[], object], times: int) -> Spent:
    processor, wall = time.process_time(), time.perf_counter()
    for _ in range(times):
        work()
    return Spent(time.process_time() - processor, time.perf_counter() - wall)


def _row(place: int) -> tuple[object, ...]:
    """Make a row as an act makes it: the first of three is about a thread, the others about one envelope."""
    act, which = divmod(place, len(EVENTS))
    drawn = sha256(act.to_bytes(8, "big"))
    about = drawn.hexdigest() if which else _thread(act, lambda size: drawn.digest()[:size])
    return place, EVENTS[which], AT.milliseconds, bytes(SALT_SIZE), "0" * 64, about, "duty desk"


def _thread(act: int, entropy: Callable[[int], bytes]) -> str:
    """Name the thread that an act begins; there is one in a minute."""
    return act_id(Instant(AT.milliseconds + 60_000 * act), entropy)


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
        f'<text x="{(left + right) / 2}" y="{bottom + 42}" text-anchor="middle">acts in the record</text>',
        f'<polyline points="{" ".join(f"{across(size):.1f},{up(value):.1f}" for size, value in points)}"/>',
    ]
    for size, value in points:
        parts.append(f'<circle cx="{across(size):.1f}" cy="{up(value):.1f}" r="4"/>')
        parts.append(f'<text x="{across(size):.1f}" y="{bottom + 20}" text-anchor="middle">{size:,}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _says(points: Sequence[tuple[int, float]]) -> str:
    return "; ".join(f"{value:.0f} µs at {size:,}" for size, value in points)
