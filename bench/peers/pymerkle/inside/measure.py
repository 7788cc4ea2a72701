"""Answer one measurement a line: a JSON list of a name and a number in, a JSON number of seconds (or a text) out.

Runs in the peer's own environment. Its tree in SQLite is given a write-ahead log and full synchronisation, as ours
has; its proofs are asked of the tree in memory, where it is fastest.
"""

import json
import random
import sqlite3
import sys
import time
from hashlib import sha256
from pathlib import Path

from pymerkle import InmemoryTree, SqliteTree, verify_inclusion

BATCH = 1000


class Peer:
    """The trees of the peer."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.trees = folder, 0
        self.memory = InmemoryTree()
        self.kept: list = []

    def entries(self, count: int) -> list[bytes]:
        """Make the entries that ours are too."""
        return [sha256(number.to_bytes(8, "big")).digest() * 4 for number in range(count)]

    def append(self, count: int) -> float:
        """Append to a fresh tree in SQLite, one commit for each batch."""
        self.trees += 1
        place = str(self.folder / f"{self.trees}.sqlite3")
        made = sqlite3.connect(place)
        made.execute("PRAGMA page_size=16384")
        made.execute("VACUUM")  # writes the size of its pages into the new file
        made.close()
        tree = SqliteTree(place)
        tree.con.execute("PRAGMA journal_mode=WAL")
        tree.con.execute("PRAGMA synchronous=FULL")
        entries = self.entries(count)
        since = time.perf_counter()
        for start in range(0, count, BATCH):
            tree.append_entries(entries[start : start + BATCH])
        spent = time.perf_counter() - since
        tree.close()
        return spent

    def fill(self, count: int) -> str:
        """Fill the tree in memory; answer its root."""
        self.memory.append_entries(self.entries(count))
        return self.memory.get_root().hex()

    def prove(self, count: int) -> float:
        """Prove entries drawn at random."""
        size = self.memory.get_size()
        indices = [random.randrange(size) + 1 for _ in range(count)]
        since = time.perf_counter()
        self.kept = [(index, self.memory.prove_inclusion(index)) for index in indices]
        return time.perf_counter() - since

    def verify(self, _count: int) -> float:
        """Verify what was proved last."""
        root = self.memory.get_root()
        leaves = [(self.memory.get_leaf(index), proof) for index, proof in self.kept]
        since = time.perf_counter()
        for leaf, proof in leaves:
            verify_inclusion(leaf, root, proof)
        return time.perf_counter() - since


def main() -> None:
    """Answer until there is nothing more to answer."""
    peer = Peer(Path(sys.argv[1]))
    for line in sys.stdin:
        name, count = json.loads(line)
        print(json.dumps(getattr(peer, name)(count)), flush=True)


if __name__ == "__main__":
    main()
