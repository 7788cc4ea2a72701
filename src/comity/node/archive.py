"""Where sealed acts are kept: a short one in its row, a long one as an object that the row names by its digest.

A database writes a long value several times over before it is durable; a file is written once. The file is on the disk
before the row is committed, and an undone deed leaves at most a file that nobody names.
"""

from comity.node import own
from comity.words import Digest

LONGEST_IN_ROW = 64 * 1024


def keep(envelope: Digest, sealed: bytes) -> bytes:
    """Keep ``sealed``; returns what stands in the row, which is empty where the object stands for it."""
    if len(sealed) <= LONGEST_IN_ROW:
        return sealed
    own.objects().put_once(envelope, sealed)
    return b""


def kept(envelope: Digest, in_row: bytes) -> bytes:
    """Return the sealed act whose row holds ``in_row``; raises ObjectMissing."""
    return in_row or own.objects().find(envelope).read_bytes()
