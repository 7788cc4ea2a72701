"""The record: appends that are on the disk, proofs of entries drawn at random, their verification, a peer's checkpoint.

* An append is a batch of a thousand entries and one commit: the tiles, and the entries as one bundle (C2SP tlog-tiles
  publishes them so), SQLite in WAL mode with ``synchronous=FULL``, in a folder of the ordinary file system. Pages are
  as long as in a node; the peer's are of 16 KiB.
* The record is one in service: it has its two hundred thousand entries, and grows by as many in each round. What SQLite
  writes ahead is carried over whenever it is as long as a node's worker lets it grow, so that it is written again from
  its beginning; the worker does that beside the commits, here it is in the time that is measured.
* While one batch is being forced to the disk, a thread hashes the entries of the next into leaves and writes its
  bundle. No batch is begun in the database before the one before it is durable.
* Proofs are read from those tiles. A log keeps the tiles that it has read, which are all of them at a million entries;
  each is read once before the rounds. What a log proves that just started, with no tile in memory, stands beside it.
* The check of a peer's checkpoint is all of it: the note is read, its signature verified, and the path from an older
  one, drawn at random, to it.
* The peer is pymerkle: its tree in SQLite for appends, its tree in memory for proofs. Both build the same root.
"""

import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from hashlib import sha256
from pathlib import Path

from bench.figures import AtLeast, AtMost, Figure, interleave, median, timed
from bench.peers.pymerkle import peer as pymerkle

from comity.foundation.identity import SigningKey
from comity.foundation.record import (
    Checkpoint,
    Growth,
    Head,
    Log,
    Prepared,
    TileId,
    require_linked,
    write_entries,
)
from comity.foundation.record.tiles import WIDTH
from comity.foundation.trees import leaf_hash, verify_inclusion

BATCH = 1000
HASH = 32
LONGEST_WAL = 2000  # pages of 4 KiB: then a node's worker has it begin again
SCHEMA = """
CREATE TABLE IF NOT EXISTS bundles (first INTEGER PRIMARY KEY, entries BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS tiles (place INTEGER PRIMARY KEY, hashes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS head (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, edge BLOB NOT NULL);
INSERT OR IGNORE INTO head VALUES (1, 0, x'');
"""


class SqliteTiles:
    """Tiles in SQLite, committed before an append returns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = sqlite3.connect(path, isolation_level=None)
        self.store.execute("PRAGMA journal_mode=WAL")
        self.store.execute("PRAGMA synchronous=FULL")
        self.store.execute(f"PRAGMA wal_autocheckpoint={LONGEST_WAL}")
        self.store.executescript(SCHEMA)

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    def head(self) -> Head:
        """Read the one row of the head."""
        size, edge = self.store.execute("SELECT size, edge FROM head").fetchone()
        return Head(size, tuple(edge[at : at + HASH] for at in range(0, len(edge), HASH)))

    def tile(self, tile: TileId) -> bytes:
        """Read one tile; empty where there is none."""
        found = self.store.execute("SELECT hashes FROM tiles WHERE place = ?", (_place(tile),)).fetchone()
        return found[0] if found else b""

    def write(self, tiles: Sequence[tuple[TileId, bytes]], head: Head) -> None:
        """Put the tiles and the head into the transaction that is open."""
        self.store.executemany(
            "INSERT OR REPLACE INTO tiles VALUES (?, ?)", [(_place(tile), hashes) for tile, hashes in tiles]
        )
        self.store.execute("UPDATE head SET size = ?, edge = ?", (head.size, b"".join(head.edge)))


class Ours:
    """Our record, growing in databases of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0

    def fresh(self) -> SqliteTiles:
        """Open an empty database."""
        self.number += 1
        return SqliteTiles(self.folder / f"{self.number}.sqlite3")

    def grow(self, tiles: SqliteTiles, batches: Iterable[Sequence[bytes]]) -> Log:
        """Append each batch in one commit; the next batch is prepared during the commit."""
        log = Log(tiles, "bench.example/record")
        following = iter(batches)
        with ThreadPoolExecutor(1) as aside:
            ready = aside.submit(_prepared, next(following, ()))
            while (batch := ready.result())[0].leaves:
                prepared, bundle = batch
                tiles.store.execute("BEGIN IMMEDIATE")
                indices = log.append(prepared)
                tiles.store.execute("INSERT INTO bundles VALUES (?, ?)", (indices.start, bundle))
                ready = aside.submit(_prepared, next(following, ()))
                tiles.store.execute("COMMIT")
        return log


def entry(number: int) -> bytes:
    """Make an entry of 128 bytes, as the peer makes it too."""
    return sha256(number.to_bytes(8, "big")).digest() * 4


def batches_of(numbers: range) -> Iterator[list[bytes]]:
    """Make the entries of ``numbers``, a batch at a time."""
    return (list(map(entry, numbers[start : start + BATCH])) for start in range(0, len(numbers), BATCH))


def _place(tile: TileId) -> int:
    return tile.level << 48 | tile.index


def _prepared(batch: Sequence[bytes]) -> tuple[Prepared, bytes]:
    return Prepared.of(batch), write_entries(batch)


class Appending:
    """A record in service that grows by as many entries in each round as it had before the first."""

    def __init__(self, ours: Ours, count: int) -> None:
        self.ours, self.tiles = ours, ours.fresh()
        self.batches = list(batches_of(range(count)))
        ours.grow(self.tiles, self.batches)

    def append(self) -> float:
        """Append them all; answer the seconds."""
        return timed(lambda: self.ours.grow(self.tiles, self.batches))()


class Proving:
    """Proofs out of a filled record, and the verification of the last ones."""

    def __init__(self, log: Log, tiles: SqliteTiles, count: int) -> None:
        self.log, self.tiles, self.count = log, tiles, count
        self.draw, self.kept = random.Random(7), list[tuple[int, tuple[bytes, ...]]]()
        self.root, self.size = log.root(), log.size
        for index in range(0, self.size, WIDTH):
            log.inclusion(index)

    def start(self) -> float:
        """Prove entries drawn at random with a log that has read nothing yet; answer the seconds."""
        log = Log(self.tiles, self.log.origin)
        indices = [self.draw.randrange(self.size) for _ in range(self.count)]
        return timed(lambda: [log.inclusion(index, self.size) for index in indices])()

    def prove(self) -> float:
        """Prove entries drawn at random; answer the seconds."""
        indices = [self.draw.randrange(self.size) for _ in range(self.count)]

        def work() -> None:
            self.kept = [(index, self.log.inclusion(index, self.size)) for index in indices]

        return timed(work)()

    def verify(self) -> float:
        """Verify what was proved last, from the entries; answer the seconds."""
        shown = [(entry(index), index, path) for index, path in self.kept]

        def work() -> None:
            for told, index, path in shown:
                verify_inclusion(leaf=leaf_hash(told), index=index, size=self.size, path=path, root=self.root)

        return timed(work)()


class Checking:
    """A peer's checkpoints, each checked against an older one."""

    def __init__(self, log: Log, count: int) -> None:
        self.key = SigningKey.from_seed(sha256(b"peer").digest())
        self.shown, self.count = log.checkpoint(self.key).text, count
        draw = random.Random(11)
        sizes = [draw.randrange(1, log.size) for _ in range(count)]
        self.asked = [
            (Checkpoint(log.origin, size, log.root(size)), Growth.of(log, size, log.size)) for size in sizes
        ]

    def check(self) -> float:
        """Read, verify and link the newest checkpoint once for each; answer the seconds."""

        def work() -> None:
            for known, growth in self.asked:
                shown = Checkpoint.parse(self.shown).verify(self.key.public, origin=known.origin)
                require_linked(known, shown, [growth])

        return timed(work)()


def peers(stack: ExitStack) -> Iterator[pymerkle.Peer]:
    """Give the peer, or nothing and one line that says why."""
    try:
        yield stack.enter_context(pymerkle.running())
    except pymerkle.PeerUnavailable as why:
        print(f"record: without its peer; {why}", file=sys.stderr)


def measure(*, quick: bool) -> list[Figure]:
    """Measure appends, proofs and verifications, at the peer's size and at a million entries."""
    small, large, proofs, rounds = (5_000, 20_000, 500, 2) if quick else (200_000, 1_000_000, 4_000, 5)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-bench-")))
        ours, peer = Ours(folder), next(peers(stack), None)
        stores = {size: stack.enter_context(closing(ours.fresh())) for size in (small, large)}
        filled = {size: ours.grow(tiles, batches_of(range(size))) for size, tiles in stores.items()}
        if peer and peer.ask("fill", small) != filled[small].root().hex():
            raise ValueError("the peer builds another root")
        at = {size: Proving(log, stores[size], proofs) for size, log in filled.items()}
        appending = Appending(ours, small)
        stack.callback(appending.tiles.close)
        contenders = {
            "append": appending.append,
            "prove": at[small].prove,
            "verify": at[small].verify,
            "prove much": at[large].prove,
            "verify much": at[large].verify,
            "start": at[large].start,
            "check": Checking(filled[large], proofs // 4).check,
        }
        if peer:
            contenders |= {
                "peer append": lambda: peer.seconds("append", small),
                "peer prove": lambda: peer.seconds("prove", proofs),
                "peer verify": lambda: peer.seconds("verify", proofs),
            }
        kept = interleave_in_order(contenders, rounds=rounds)
    checked = median(kept.pop("check")) / (proofs // 4) * 1000
    rate = {name: (small if "append" in name else proofs) / median(spent) for name, spent in kept.items()}
    told = (
        ("append", f"appends in batches of {BATCH:,}, each on the disk", 300_000, "pymerkle, SQLite"),
        ("prove", f"inclusion proofs at {small:,} entries", 10_000, "pymerkle, in memory"),
        ("verify", f"verifications at {small:,} entries", 40_000, "pymerkle"),
        ("prove much", f"inclusion proofs at {large:,} entries", 10_000, ""),
        ("verify much", f"verifications at {large:,} entries", 40_000, ""),
        ("start", f"inclusion proofs at {large:,} entries by a log that just started", None, ""),
    )
    check = Figure(
        name=f"check of a peer's checkpoint at {large:,} entries",
        value=checked,
        unit="ms",
        rounds=rounds,
        target=AtMost(2),
        less_is_better=True,
    )
    return [
        figure
        for name, says, target, beside in told
        for figure in figures_of(says, rate[name], rate.get(f"peer {name}"), beside, target, rounds)
    ] + [check]


def figures_of(
    says: str, value: float, peer: float | None, beside: str, target: float | None, rounds: int
) -> Iterator[Figure]:
    """Tell a rate against its target, and beside the peer's where there is one."""
    reach = None if target is None else AtLeast(target)
    yield Figure(name=says, value=value, unit="/s", rounds=rounds, target=reach)
    if peer is not None:
        yield Figure(
            name=f"{says}, beside the peer", value=value, unit="/s", rounds=rounds, peer=beside, peer_value=peer
        )


def interleave_in_order(contenders: dict[str, Callable[[], float]], *, rounds: int) -> dict[str, list[float]]:
    """Alternate as ``interleave`` does, but always prove before verifying what was proved."""
    pairs = {"append": ("append",), "prove": ("prove", "verify"), "prove much": ("prove much", "verify much")}
    pairs |= {"check": ("check",), "start": ("start",)}
    pairs |= {"peer append": ("peer append",), "peer prove": ("peer prove", "peer verify")}
    present = {name: pair for name, pair in pairs.items() if name in contenders}

    def turn(pair: tuple[str, ...]) -> Callable[[], dict[str, float]]:
        return lambda: {name: contenders[name]() for name in pair}

    rounds_of = interleave({name: turn(pair) for name, pair in present.items()}, rounds=rounds)
    return {name: [told[name] for told in rounds_of[first]] for first, pair in present.items() for name in pair}
