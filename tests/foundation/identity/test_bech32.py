"""Bech32: the vectors of BIP 173 that concern us, without its limit of length."""

import pytest
from hypothesis import given, strategies as st

from comity.errors.identity import MalformedKey
from comity.foundation.identity import bech32

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


@given(st.binary(max_size=2000))
def test_what_is_written_is_read_back(payload: bytes) -> None:
    assert bech32.decode("age1pq", bech32.encode("age1pq", payload)) == payload


def test_the_published_words_are_read() -> None:
    """BIP 173: an empty word, and 32 letters that make 20 bytes."""
    assert bech32.decode("a", "a12uel5l") == b""
    word = "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"
    assert bech32.decode("abcdef", word).hex() == "00443214c74254b635cf84653a56d7c675be77df"
    assert bech32.encode("abcdef", bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")) == word


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_wrong_letter_is_always_found(payload: bytes, data: st.DataObject) -> None:
    word = bech32.encode("age", payload)
    place = data.draw(st.integers(4, len(word) - 1))
    letter = data.draw(st.sampled_from([each for each in LETTERS if each != word[place]]))
    with pytest.raises(MalformedKey) as refused:
        bech32.decode("age", word[:place] + letter + word[place + 1 :])
    assert refused.value.place == "checksum"


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("", "prefix"),
        ("a1", "checksum"),
        ("a12uel5", "checksum"),
        ("A12UEL5L", "prefix"),
        ("a12UEL5L", "letters"),
        ("a12uel5b", "letters"),
        ("a12uel5l ", "letters"),
        ("b12uel5l", "prefix"),
    ],
)
def test_anything_else_is_refused_with_its_place(word: str, place: str) -> None:
    with pytest.raises(MalformedKey) as refused:
        bech32.decode("a", word)
    assert refused.value.place == place


def test_bits_left_over_must_be_zero() -> None:
    """One byte takes two letters, whose last two bits carry nothing: four spellings, one of them read."""
    number = 0b00001  # 00000 00001: the byte 0 with a bit behind it
    residue = bech32._residue((bech32._expanded("a") << 10 | number) << 30) ^ 1
    word = "a1qp" + "".join(LETTERS[residue >> 5 * (5 - place) & 31] for place in range(6))
    with pytest.raises(MalformedKey) as refused:
        bech32.decode("a", word)
    assert refused.value.place == "last letter"


def plainly(prefix: str, values: list[int]) -> int:
    """The remainder as BIP 173 writes it down, one letter after the other."""
    letters = prefix.encode("ascii")
    residue = 1
    for value in [letter >> 5 for letter in letters] + [0] + [letter & 31 for letter in letters] + values:
        top = residue >> 25
        residue = (residue & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            residue ^= term if top >> place & 1 else 0
    return residue


@given(st.text("abcdefghij-0123456789", min_size=1, max_size=20), st.lists(st.integers(0, 31), max_size=2100))
def test_the_checksum_is_the_one_of_the_published_procedure(prefix: str, values: list[int]) -> None:
    word = bech32._expanded(prefix)
    for value in values:
        word = word << 5 | value
    assert bech32._residue(word) == plainly(prefix, values)
