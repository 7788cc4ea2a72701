"""Bech32 as age writes its keys: a prefix, ``1``, the bytes in 5-bit letters, a checksum of six letters.

* The letters and the checksum are those of BIP 173; its limit of 90 letters does not apply.     C2SP age
* A word is all in lower case or all in upper case, and the bits left over are zero.            BIP 173
"""

from collections.abc import Iterable, Iterator

from comity.errors.identity import MalformedKey

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def encode(prefix: str, payload: bytes) -> str:
    """Write ``payload`` in lower case after ``prefix``."""
    values = list(_regroup(payload, 8, 5))
    residue = _polymod([*_expand(prefix), *values, *[0] * _CHECKSUM]) ^ 1
    values += [residue >> 5 * (_CHECKSUM - 1 - place) & 31 for place in range(_CHECKSUM)]
    return f"{prefix}1" + "".join(_LETTERS[value] for value in values)


def decode(prefix: str, text: str) -> bytes:
    """Read lower-case ``text`` back into its bytes; raises MalformedKey, whose place never shows the text."""
    head = f"{prefix}1"
    if not text.startswith(head):
        raise MalformedKey("prefix", expected=head)
    try:
        values = [_VALUES[letter] for letter in text[len(head) :]]
    except KeyError:
        raise MalformedKey("letters", expected=head) from None  # the cause would show the letter
    if len(values) < _CHECKSUM or _polymod([*_expand(prefix), *values]) != 1:
        raise MalformedKey("checksum", expected=head)
    values = values[:-_CHECKSUM]
    payload = bytes(_regroup(values, 5, 8))
    if list(_regroup(payload, 8, 5)) != values:
        raise MalformedKey("last letter", expected=head)
    return payload


def _expand(prefix: str) -> list[int]:
    letters = prefix.encode("ascii")
    return [letter >> 5 for letter in letters] + [0] + [letter & 31 for letter in letters]


def _polymod(values: Iterable[int]) -> int:
    residue = 1
    for value in values:
        top = residue >> 25
        residue = (residue & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(_GENERATOR):
            if top >> place & 1:
                residue ^= term
    return residue


def _regroup(values: Iterable[int], width: int, into: int) -> Iterator[int]:
    """Cut the bits of ``values`` anew; the last bits are filled up on the way to letters, dropped on the way back."""
    held = bits = 0
    for value in values:
        held, bits = held << width | value, bits + width
        while bits >= into:
            bits -= into
            yield held >> bits
            held &= (1 << bits) - 1
    if bits and into < width:
        yield held << into - bits
