"""Sealing in memory: what went in comes out for each recipient, and for nobody else."""

import os

import pytest
from hypothesis import given, strategies as st

from comity.errors import ComityError
from comity.errors.sealing import (
    ArmouredFile,
    EmptyFile,
    FileCut,
    HeaderMacWrong,
    MalformedHeader,
    NoKeys,
    NoRecipients,
    TooManyRecipients,
    WrongKey,
)
from comity.foundation.identity import SealingKey
from comity.foundation.sealing import MAX_RECIPIENTS, seal, unseal

KEY, SECOND, STRANGER = (SealingKey.from_seed(bytes([number]) * 32) for number in range(3))
EDGES = st.sampled_from([0, 1, 65535, 65536, 65537, 131071, 131072, 131073])


@given(EDGES | st.integers(0, 200_000))
def test_each_recipient_opens_what_was_sealed(size: int) -> None:
    plain = os.urandom(size)
    sealed = seal(plain, recipients=[KEY.recipient, SECOND.recipient], entropy=os.urandom)
    assert unseal(sealed, keys=[KEY]) == plain
    assert unseal(sealed, keys=[STRANGER, SECOND]) == plain


@given(st.binary(min_size=1, max_size=2000), st.data())
def test_no_byte_can_be_flipped_cut_or_added(plain: bytes, data: st.DataObject) -> None:
    sealed = seal(plain, recipients=[KEY.recipient], entropy=os.urandom)
    place = data.draw(st.integers(0, len(sealed) - 1))
    bit = data.draw(st.integers(0, 7))
    flipped = sealed[:place] + bytes([sealed[place] ^ 1 << bit]) + sealed[place + 1 :]
    for attacked in (flipped, sealed[:place], sealed + data.draw(st.binary(min_size=1, max_size=40))):
        with pytest.raises(ComityError):
            unseal(attacked, keys=[KEY])


def test_the_same_bytes_never_seal_alike() -> None:
    one, two = (seal(b"act", recipients=[KEY.recipient], entropy=os.urandom) for _ in range(2))
    assert one != two


def test_the_file_key_and_the_nonce_are_made_of_the_entropy_given() -> None:
    asked: list[int] = []

    def entropy(count: int) -> bytes:
        asked.append(count)
        return bytes(count)

    sealed = seal(b"act", recipients=[KEY.recipient], entropy=entropy)
    assert asked == [16, 16]
    assert unseal(sealed, keys=[KEY]) == b"act"


def test_a_stranger_is_refused() -> None:
    sealed = seal(b"act", recipients=[KEY.recipient, SECOND.recipient], entropy=os.urandom)
    with pytest.raises(WrongKey) as refused:
        unseal(sealed, keys=[STRANGER])
    assert refused.value.facts == {"recipients": 2}


def test_nobody_to_seal_for_and_nobody_to_open_are_refused() -> None:
    with pytest.raises(NoRecipients):
        seal(b"act", recipients=[], entropy=os.urandom)
    with pytest.raises(NoKeys):
        unseal(seal(b"act", recipients=[KEY.recipient], entropy=os.urandom), keys=[])


def test_the_limit_of_recipients_holds_at_both_edges() -> None:
    recipients = [
        SealingKey.from_seed(bytes([1, number]) * 16).recipient for number in range(MAX_RECIPIENTS + 1)
    ]
    sealed = seal(b"act", recipients=recipients[1:], entropy=os.urandom)
    assert unseal(sealed, keys=[SealingKey.from_seed(bytes([1, MAX_RECIPIENTS]) * 16)]) == b"act"
    with pytest.raises(TooManyRecipients):
        seal(b"act", recipients=recipients, entropy=os.urandom)


def test_a_recipient_named_twice_is_one() -> None:
    twice = seal(b"act", recipients=[KEY.recipient] * 2, entropy=os.urandom)
    assert len(twice) == len(seal(b"act", recipients=[KEY.recipient], entropy=os.urandom))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyFile):
        unseal(b"", keys=[KEY])


@pytest.mark.parametrize(
    "noise", [b"\x00", b"PK\x03\x04", b"\xff\xfe not UTF-8", b"-----BEGIN PGP MESSAGE-----\n"]
)
def test_what_is_no_sealed_file_is_refused(noise: bytes) -> None:
    with pytest.raises(MalformedHeader) as refused:
        unseal(noise, keys=[KEY])
    assert refused.value.place == "line 1"


def test_a_file_in_letters_is_refused_by_its_own_name() -> None:
    with pytest.raises(ArmouredFile):
        unseal(b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCg==\n", keys=[KEY])


def test_a_header_moved_to_another_payload_does_not_open_it() -> None:
    one, two = (seal(bytes(100), recipients=[KEY.recipient], entropy=os.urandom) for _ in range(2))
    head = len(one) - 132
    with pytest.raises(ComityError):
        unseal(one[:head] + two[head:], keys=[KEY])


def test_a_payload_without_a_byte_is_cut() -> None:
    sealed = seal(b"", recipients=[KEY.recipient], entropy=os.urandom)
    for missing in (1, 16, 17, 32):
        with pytest.raises(FileCut):
            unseal(sealed[:-missing], keys=[KEY])


def test_a_recipient_added_by_someone_without_a_key_is_found() -> None:
    """The MAC covers every stanza: one cannot be slipped in, nor taken out."""
    sealed = seal(b"act", recipients=[KEY.recipient, SECOND.recipient], entropy=os.urandom)
    other = seal(b"act", recipients=[STRANGER.recipient], entropy=os.urandom)
    stanzas = sealed.split(b"-> ")
    foreign = other.split(b"-> ")[1].partition(b"---")[0]
    slipped_in = b"-> ".join([stanzas[0], foreign, *stanzas[1:]])
    taken_out = b"-> ".join([stanzas[0], stanzas[2]])
    for attacked, key in ((slipped_in, KEY), (taken_out, SECOND)):
        with pytest.raises(HeaderMacWrong):
            unseal(attacked, keys=[key])
