"""Entries as they are published beside the tiles: each behind its length in two bytes.

* A bundle holds the entries of one tile of level 0, in their order; its path is ``tile/entries/<index>``, written and
  cut short like a tile's own.                                                             C2SP tlog-tiles
* An entry of a record holds no content, so that a bundle can be shown to anyone.                   EXCHANGE 6
"""

from collections.abc import Sequence

from comity.errors.record import MalformedEntries
from comity.foundation.record.tiles import TileId

_LENGTH = 2
_LONGEST = (1 << 8 * _LENGTH) - 1
_ENTRIES = "entries"


def write_entries(entries: Sequence[bytes]) -> bytes:
    """Write ``entries`` one after the other; raises MalformedEntries where one is too long."""
    lengths = list(map(len, entries))
    if max(lengths, default=0) > _LONGEST:
        raise MalformedEntries("entries", expected=f"at most {_LONGEST} bytes each")
    parts = [b""] * (2 * len(entries))
    prefix = {length: length.to_bytes(_LENGTH, "big") for length in set(lengths)}
    parts[::2] = [prefix[length] for length in lengths]
    parts[1::2] = entries
    return b"".join(parts)


def read_entries(bundle: bytes) -> list[bytes]:
    """Read the entries of a bundle; raises MalformedEntries, with the offset, where it is cut short."""
    entries: list[bytes] = []
    at = 0
    while at < len(bundle):
        begin = at + _LENGTH
        end = begin + int.from_bytes(bundle[at:begin], "big")
        if end > len(bundle) or begin > len(bundle):
            raise MalformedEntries(at, expected="a length and as many bytes")
        entries.append(bundle[begin:end])
        at = end
    return entries


def entries_path(index: int, width: int) -> str:
    """Print the path of the bundle of the tile ``index`` of level 0, ``width`` entries wide."""
    return TileId(0, index).path(width).replace("tile/0/", f"tile/{_ENTRIES}/", 1)


def parse_entries_path(path: str) -> tuple[int, int]:
    """Read such a path into index and width; raises MalformedTilePath."""
    tile, width = TileId.parse(path.replace(f"tile/{_ENTRIES}/", "tile/0/", 1))
    return tile.index, width
