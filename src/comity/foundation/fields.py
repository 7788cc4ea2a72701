"""Reading one JSON object field by field, so that nothing untyped goes past the codec.

* Each field is asked for once, by its type; a missing field or one of another type is refused by its path.
* ``close`` refuses the fields that nobody asked for: an unknown field is never silently ignored.
* The reader is told which error to raise, so that a refusal names the thing that was read.
"""

import binascii
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NoReturn, TypeVar

from comity.errors import Malformed
from comity.foundation.canonical import Json
from comity.foundation.limits import LIMITS
from comity.words import Instant

T = TypeVar("T")
_instant = lru_cache(maxsize=1024)(Instant.parse)  # one document repeats a few of them often
_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_+/=", b"+/   ")  # a blank is no letter of either alphabet
_SIZE, _LETTERS = 32, 43  # of a hash, a salt, a key of Ed25519, and of its letters
_LAST = ("", "AQgw", "AEIMQUYcgkosw048")  # letters whose bits to spare are zero, by the bytes of the last group


def letters(raw: bytes) -> str:
    """Print ``raw`` in base64url without padding."""
    return binascii.b2a_base64(raw, newline=False).translate(_TO_URL).rstrip(b"=").decode("ascii")


def from_letters(text: str) -> bytes | None:
    """Read base64url without padding in its one form; None for anything else."""
    try:
        encoded = text.encode("ascii").translate(_FROM_URL) + b"=" * (-len(text) % 4)
        raw = binascii.a2b_base64(encoded, strict_mode=True)
    except (binascii.Error, ValueError):
        return None
    rest = len(raw) % 3
    return raw if not rest or text[-1] in _LAST[rest] else None


def many_from_letters(texts: Sequence[str]) -> list[bytes] | None:
    """Read values of 32 bytes, each as ``letters`` prints one, all at once; None where one is anything else.

    A letter that is zero fills the letters of each up to whole groups of four: then none shifts the next, and bits to
    spare that are not zero show in the byte that they filled.
    """
    raw = from_letters("".join([text + "A" for text in texts if len(text) == _LETTERS]))
    if raw is None or len(raw) != len(texts) * (_SIZE + 1) or any(raw[_SIZE :: _SIZE + 1]):
        return None
    return [raw[begin : begin + _SIZE] for begin in range(0, len(raw), _SIZE + 1)]


class Fields:
    """One JSON object while it is read."""

    __slots__ = ("_left", "_path", "_refusal")

    def __init__(self, value: Json, *, path: str, refusal: type[Malformed]) -> None:
        self._path, self._refusal = path, refusal
        if type(value) is not dict and not isinstance(value, Mapping):
            raise refusal(path, expected="object")
        self._left = dict(value)

    def has(self, name: str) -> bool:
        """Whether the object still holds ``name``."""
        return name in self._left

    def text(self, name: str, *, most: int = LIMITS.text) -> str:
        """Take a text of at most ``most`` characters, not empty."""
        value = self._take(name)
        if not isinstance(value, str) or not 0 < len(value) <= most:
            self.refuse(name, "text")
        return value

    def integer(self, name: str, *, least: int = 0, most: int = LIMITS.record) -> int:
        """Take a whole number from ``least`` to ``most``."""
        value = self._take(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.refuse(name, f"{least}..{most}")
        return value

    def instant(self, name: str) -> Instant:
        """Take a moment."""
        return _instant(self.text(name))

    def raw(self, name: str, size: int) -> bytes:
        """Take ``size`` bytes written in base64url."""
        raw = from_letters(self.text(name))
        if raw is None or len(raw) != size:
            self.refuse(name, f"{size} bytes")
        return raw

    def word(self, name: str, read: Callable[[str], T]) -> T:
        """Take a text that ``read`` understands."""
        text = self.text(name)
        try:
            return read(text)
        except ValueError:
            self.refuse(name, getattr(read, "__name__", "word"))

    def optional(self, name: str, read: Callable[[str], T]) -> T | None:
        """Take a text that ``read`` understands, or nothing where the field is absent."""
        return self.word(name, read) if name in self._left else None

    def texts(self, name: str, *, most: int) -> tuple[str, ...]:
        """Take a list of at most ``most`` texts."""
        values = self.members(name, most=most)
        texts = tuple([value for value in values if isinstance(value, str)])
        if len(texts) != len(values):
            self.refuse(name, "list of texts")
        return texts

    def words(self, name: str, read: Callable[[str], T], *, most: int) -> tuple[T, ...]:
        """Take a list of at most ``most`` texts that ``read`` understands, none twice."""
        values = self.texts(name, most=most)
        if len(set(values)) != len(values):
            self.refuse(name, "each only once")
        try:
            return tuple([read(value) for value in values])
        except ValueError:
            self.refuse(name, getattr(read, "__name__", "words"))

    def members(self, name: str, *, most: int) -> Sequence[Json]:
        """Take a list of at most ``most`` members."""
        value = self._take(name)
        if type(value) is list and len(value) <= most:
            return value
        if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > most:
            self.refuse(name, f"list of at most {most}")
        return value

    def mapping(self, name: str) -> Mapping[str, Json]:
        """Take an object as it is."""
        value = self._take(name)
        if not isinstance(value, Mapping):
            self.refuse(name, "object")
        return value

    def one(self, name: str, read: "Callable[[Fields], T]") -> T:
        """Take an object that ``read`` reads to its end."""
        return self._whole(self._take(name), f"{self._path}.{name}", read)

    def each(self, name: str, read: "Callable[[Fields], T]", *, most: int) -> tuple[T, ...]:
        """Take a list of at most ``most`` objects, each of which ``read`` reads to its end."""
        values = self.members(name, most=most)
        return tuple(
            [self._whole(value, f"{self._path}.{name}[{place}]", read) for place, value in enumerate(values)]
        )

    def close(self) -> None:
        """Refuse what nobody asked for."""
        for name in self._left:
            self.refuse(name[:64], "no such field")

    def refuse(self, name: str, expected: str) -> NoReturn:
        """Refuse the field ``name``, which is not what was ``expected``."""
        raise self._refusal(f"{self._path}.{name}", expected=expected)

    def _take(self, name: str) -> Json:
        try:
            return self._left.pop(name)
        except KeyError:
            self.refuse(name, "a value")

    def _whole(self, value: Json, path: str, read: "Callable[[Fields], T]") -> T:
        fields = Fields(value, path=path, refusal=self._refusal)
        found = read(fields)
        fields.close()
        return found
