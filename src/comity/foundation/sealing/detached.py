"""A header that stands apart from its payload: told, taken off, and written anew for other recipients.

* The header alone lets a payload be opened; the payload alone is noise. Kept apart, the header can be rewritten in
  microseconds whatever the size of the payload, and whoever destroys every header has destroyed the file.
* A header is rewritten by whoever can open it: the file key stays, the payload is not touched.      C2SP age, Header
* A header does not say whom it is for. A recipient is therefore removed by place, in the order in which the file was
  sealed for them, or by naming all those who stay.
* Removal ends nothing for those who kept the earlier header, or the file key: they open the payload as before. Whoever
  must not be able to open it any more has to be given another file: sealed anew, under another file key.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

from comity.errors.identity import NotForThisKey
from comity.errors.sealing import EmptyFile, NoSuchPlace
from comity.foundation.identity import SealingKey, SealingRecipient
from comity.foundation.sealing.header import MAX_HEADER, PURPOSE, Header, enclose, write_header
from comity.foundation.sealing.ports import Source, read_exactly


@dataclass(frozen=True, slots=True)
class HeaderTold:
    """What can be said of a header: how many it is for, and the places of those whose keys were at hand."""

    recipients: int
    size: int
    opened: tuple[int, ...]  # places, from 1, that the keys given open

    @classmethod
    def of(cls, header: bytes, *, keys: Sequence[SealingKey] = ()) -> Self:
        """Tell of ``header``; with ``keys`` it is proved too, or refused as ``Header.open`` refuses it."""
        read = Header.parse(header)
        if keys:
            read.open(keys)
        places = enumerate(read.enclosed(), start=1)
        opened = (place for place, enclosed in places if any(_opens(key, enclosed) for key in keys))
        return cls(len(read.stanzas), read.size, tuple(opened))


def header_of(source: Source) -> bytes:
    """Return the header at the beginning of a sealed file, whose payload follows, or raise MalformedHeader."""
    header, beginning = read_header(source)
    return beginning[: header.size]


def read_header(source: Source) -> tuple[Header, bytes]:
    """Read the header at the beginning of a sealed file, and give the bytes that it was read from."""
    if source.size == 0:
        raise EmptyFile("byte 0")
    beginning = memoryview(bytearray(min(source.size, MAX_HEADER)))
    read_exactly(source, beginning, 0)
    raw = bytes(beginning)
    return Header.parse(raw), raw


def readdress(
    header: bytes,
    *,
    keys: Sequence[SealingKey],
    add: Sequence[SealingRecipient] = (),
    remove: Collection[int] = (),
    keep: bool = True,
) -> bytes:
    """Write ``header`` anew: without the places in ``remove``, then for those in ``add``.

    1. The header opens with one of ``keys`` and is proved.                  as ``Header.open``
    2. Every place to be removed is one of the header's.                     NoSuchPlace
    3. With ``keep`` false nobody stays: the new header is for ``add`` alone.
    4. Somebody can open the new header, and not more than the limit.        NoRecipients, TooManyRecipients
    """
    known = Header.parse(header)
    file_key = known.open(keys)  # 1
    places = range(1, len(known.stanzas) + 1)
    for place in remove:  # 2
        if place not in places:
            raise NoSuchPlace(f"recipient {place}", number=place, recipients=len(known.stanzas))
    staying = [known.stanzas[place - 1] for place in places if keep and place not in remove]  # 3
    return write_header(file_key, [*staying, *(enclose(file_key, each) for each in dict.fromkeys(add))])  # 4


def _opens(key: SealingKey, enclosed: bytes) -> bool:
    try:
        key.disclose(enclosed, purpose=PURPOSE)
    except NotForThisKey:
        return False
    return True
