"""Several envelopes that one hop carries, and each way in which a body is none of them."""

from collections.abc import Iterator

from vectors.making.forms import Case, File, Group

from comity.foundation.exchange import write_batch
from comity.foundation.limits import LIMITS

_LENGTH = 4
_FIRST, _SECOND = b"first", b"second"  # a batch is read before its envelopes are: these need not be any


def file() -> File:
    """Give the file."""
    return File("batches", "carriage-and-receipts", (Group("batch", [*_whole(), *_refused()]),))


def _whole() -> Iterator[Case]:
    for comment, envelopes in (
        ("an envelope alone", (_FIRST,)),
        ("two envelopes", (_FIRST, _SECOND)),
        ("the same in another order", (_SECOND, _FIRST)),
    ):
        yield Case(comment, {"body": write_batch(envelopes)}, ("Batch",))


def _refused() -> Iterator[Case]:
    both = write_batch((_FIRST, _SECOND))

    def told(length: int, envelope: bytes = _SECOND) -> bytes:
        """Write the second envelope behind another length than its own."""
        return write_batch((_FIRST,)) + length.to_bytes(_LENGTH, "big") + envelope

    for comment, body, flag, code in (
        ("nothing", b"", "Empty", "malformed-batch"),
        ("an envelope of no byte", write_batch((b"",)), "Empty", "malformed-batch"),
        ("one of no byte between two", write_batch((_FIRST, b"", _SECOND)), "Empty", "malformed-batch"),
        ("one of no byte at the end", write_batch((_FIRST, _SECOND, b"")), "Empty", "malformed-batch"),
        ("the last byte is missing", both[:-1], "Cut", "malformed-batch"),
        ("a length and nothing behind it", told(len(_SECOND), b""), "Cut", "malformed-batch"),
        ("a length of three bytes at the end", write_batch((_FIRST,)) + b"\0\0\1", "Cut", "malformed-batch"),
        ("a length that is one too high", told(len(_SECOND) + 1), "Cut", "malformed-batch"),
        ("a length that is one too low", told(len(_SECOND) - 1), "Trailing", "malformed-batch"),
        ("a byte behind the last", both + b"\n", "Trailing", "malformed-batch"),
        ("three bytes behind the last", both + b"\xff\xff\xff", "Trailing", "malformed-batch"),
        ("an envelope twice", write_batch((_FIRST, _FIRST)), "DuplicateName", "malformed-batch"),
        ("twice, another between", write_batch((_FIRST, _SECOND, _FIRST)), "DuplicateName", "malformed-batch"),
        ("an envelope without its length", _FIRST, "SecondForm", "too-large"),
        ("a length of two bytes", _behind(2, _FIRST, _SECOND), "SecondForm", "malformed-batch"),
        ("a length of eight bytes", _behind(8, _FIRST, _SECOND), "SecondForm", "malformed-batch"),
        ("a length over the limit of an envelope", told(LIMITS.envelope + 1), "Edge", "too-large"),
        (
            "a length whose lowest byte is first",
            len(_FIRST).to_bytes(_LENGTH, "little") + _FIRST,
            "SecondForm",
            "too-large",
        ),
    ):
        yield Case(comment, {"body": body}, (flag,), code)


def _behind(size: int, *envelopes: bytes) -> bytes:
    """Write envelopes behind lengths of so many bytes."""
    return b"".join(len(one).to_bytes(size, "big") + one for one in envelopes)
