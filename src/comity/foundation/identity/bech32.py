"""Bech32 as age writes its keys: a prefix, ``1``, the bytes in 5-bit letters, a checksum of six letters.

* The letters and the checksum are those of BIP 173; its limit of 90 letters does not apply.     C2SP age
* A word is all in lower case or all in upper case, and the bits left over are zero.            BIP 173

The checksum is the remainder of a polynomial over GF(32). It is linear over GF(2): each of its thirty bits is the
parity of some bits of the word. A post-quantum key has two thousand letters, and a profile may name thousands, so the
word is taken as one whole number, and each bit of the remainder as the parity of that number under a mask.
"""

from functools import cache
from typing import Final

from comity.errors.identity import MalformedKey

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_SPELT = _LETTERS.encode("ascii")
_DIGITS = "0123456789abcdefghijklmnopqrstuv"  # as int() reads base 32
_READ = {ord(letter): digit for letter, digit in zip(_LETTERS, _DIGITS, strict=True)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
CHECKSUM: Final = 6
_BITS: Final = 5 * CHECKSUM


def encode(prefix: str, payload: bytes) -> str:
    """Write ``payload`` in lower case after ``prefix``."""
    count = -(-8 * len(payload) // 5)
    number = int.from_bytes(payload, "big") << 5 * count - 8 * len(payload)
    whole = (_expanded(prefix) << 5 * count | number) << _BITS
    number = number << _BITS | _residue(whole) ^ 1
    return f"{prefix}1" + "".join(
        _LETTERS[number >> 5 * place & 31] for place in range(count + CHECKSUM - 1, -1, -1)
    )


def decode(prefix: str, text: str) -> bytes:
    """Read lower-case ``text`` back into its bytes; raises MalformedKey, whose place never shows the text."""
    head = f"{prefix}1"
    if not text.startswith(head):
        raise MalformedKey("prefix", expected=head)
    letters = text[len(head) :]
    if not is_spelt(letters):
        raise MalformedKey("letters", expected=head)
    count = len(letters) - CHECKSUM
    if count < 0:
        raise MalformedKey("checksum", expected=head)
    number = int(letters.translate(_READ), 32)
    if _residue(_expanded(prefix) << 5 * len(letters) | number) != 1:
        raise MalformedKey("checksum", expected=head)
    size, rest = divmod(5 * count, 8)
    payload = number >> _BITS
    if payload & (1 << rest) - 1 or rest >= 5:  # noqa: PLR2004  # a whole letter more than the bytes need
        raise MalformedKey("last letter", expected=head)
    return (payload >> rest).to_bytes(size, "big")


def is_spelt(letters: str) -> bool:
    """Say whether ``letters`` are all of the thirty-two."""
    return letters.isascii() and are_spelt(letters.encode("ascii"))


def are_spelt(letters: bytes) -> bool:
    """Say the same of letters that are bytes still."""
    return not letters.translate(None, _SPELT)


@cache
def _expanded(prefix: str) -> int:
    """Take the prefix as BIP 173 puts it before the letters, and the one with which every word begins."""
    letters = prefix.encode("ascii")
    number = 1
    for value in (*(letter >> 5 for letter in letters), 0, *(letter & 31 for letter in letters)):
        number = number << 5 | value
    return number


def _residue(word: int) -> int:
    """Give the remainder of a word that begins with 1."""
    residue = 0
    for place, mask in enumerate(_masks(max(word.bit_length(), 1) - 1 >> 9)):
        residue |= ((word & mask).bit_count() & 1) << place
    return residue


@cache
def _masks(size: int) -> tuple[int, ...]:
    """Give for each bit of the remainder which bits of a word of up to ``size + 1`` times 512 bits make it."""
    remainders = [1 << bit for bit in range(5)]
    while len(remainders) <= (size + 1) << 9:
        remainders += [_step(remainder) for remainder in remainders[-5:]]
    columns = zip(*(f"{remainder:030b}" for remainder in reversed(remainders)), strict=True)
    return tuple(int("".join(column), 2) for column in columns)[::-1]


def _step(residue: int) -> int:
    """Give the remainder after one more letter of zero."""
    top, residue = residue >> 25, (residue & 0x1FFFFFF) << 5
    for place, term in enumerate(_GENERATOR):
        if top >> place & 1:
            residue ^= term
    return residue
