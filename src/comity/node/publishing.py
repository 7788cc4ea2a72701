"""The record as files that any web server can serve: tiles, bundles of entries, checkpoint.

* The layout is that of C2SP tlog-tiles: ``tile/<level>/<index>``, ``tile/entries/<index>``, ``checkpoint``.
* An entry tells its class, its moment and a salted digest: nothing of a case leaves the node with it.
* What was exported before is not written again. A partial tile goes when its full one stands. The checkpoint is put
  in place last, so that whoever reads it finds all that it speaks of.
* A folder that holds another record, or another history of this one, is refused and left as it is.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comity.errors.node import ObjectMissing
from comity.errors.record import ForkedRecord, TileDamaged, WrongRecord
from comity.errors.sealing import FileUnusable
from comity.foundation.record import (
    Checkpoint,
    Entry,
    Log,
    TileId,
    entries_path,
    parse_entries_path,
    write_entries,
)
from comity.foundation.record.tiles import HASH_SIZE, HEIGHT, WIDTH
from comity.foundation.trees import leaf_hash
from comity.node import record, witnessing
from comity.node.files import replacing
from comity.node.models import RecordEntry
from comity.words import Digest

CHECKPOINT = "checkpoint"
_ENTRIES = "tile/entries/"


@dataclass(frozen=True, slots=True)
class Exported:
    """What stands in the folder now, and how many files had to be written."""

    checkpoint: Checkpoint
    files: int


def file(path: str) -> bytes:
    """Give the tile or the bundle of entries at ``path``; raises MalformedTilePath, ObjectMissing."""
    if path.startswith(_ENTRIES):
        index, width = parse_entries_path(path)
        return _entries(index, width)
    tile, width = TileId.parse(path)
    return _tile(tile, width)


def export(folder: Path, *, witnessed: bool = False) -> Exported:
    """Write into ``folder`` what is new of the record; with ``witnessed`` up to what a witness cosigned last."""
    newest = witnessing.newest_witnessed() if witnessed else None
    shown = newest or witnessing.shown_checkpoint(record.checkpoint())
    before = _before(folder, record.log(), shown)
    written = 0
    for path in _paths(before, shown.size):
        place = folder / path
        if not place.exists():
            _put(folder, path, file(path))
            written += 1
    _put(folder, CHECKPOINT, shown.text.encode())
    for path in _paths(before, shown.size):
        partial = folder / f"{path}.p"  # of a tile that is full now
        if not path.rpartition("/")[0].endswith(".p") and partial.is_dir():
            shutil.rmtree(partial)
    return Exported(shown, written)


def _put(folder: Path, path: str, content: bytes) -> None:
    """Write a file, or raise FileUnusable with the folder's name before its own."""
    try:
        replacing(folder / path, content)
    except FileUnusable as error:
        raise FileUnusable(f"{folder.name}/{path}", **error.facts) from error


def _before(folder: Path, log: Log, shown: Checkpoint) -> int:
    """Return the size that stands in the folder; 0 where there is none."""
    place = folder / CHECKPOINT
    if not place.exists():
        return 0
    before = Checkpoint.parse(place.read_bytes())
    if before.origin != log.origin:
        raise WrongRecord(before.origin, expected=log.origin)
    if before.size > log.size or log.root(before.size) != before.root:
        raise ForkedRecord(log.origin, older=before.size, newer=shown.size)
    return min(before.size, shown.size)


def _paths(before: int, size: int) -> Iterator[str]:
    """Name the files that changed while the record grew from ``before`` to ``size``, leaves first."""
    level = 0
    while size >> level * HEIGHT:
        whole, partial = divmod(size >> level * HEIGHT, WIDTH)
        first = (before >> level * HEIGHT) // WIDTH
        widths = [(index, WIDTH) for index in range(first, whole)] + ([(whole, partial)] if partial else [])
        for index, width in widths:
            yield TileId(level, index).path(width)
            if level == 0:
                yield entries_path(index, width)
        level += 1


def _tile(tile: TileId, width: int) -> bytes:
    hashes = record.DatabaseStore().tile(tile)[: width * HASH_SIZE]
    if len(hashes) < width * HASH_SIZE:
        raise ObjectMissing(tile.path(width))
    return hashes


def _entries(index: int, width: int) -> bytes:
    """Write the entries of a tile, after comparing each with its leaf."""
    hashes = _tile(TileId(0, index), width)
    rows = RecordEntry.objects.filter(index__gte=index * WIDTH, index__lt=index * WIDTH + width)
    told = rows.order_by("index").values_list("event", "at", "digest")
    entries = [Entry(event, at, Digest(digest)).to_bytes() for event, at, digest in told]
    if b"".join(map(leaf_hash, entries)) != hashes:
        raise TileDamaged(entries_path(index, width))
    return write_entries(entries)
