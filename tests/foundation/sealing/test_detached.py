"""A header apart from its payload opens it, is rewritten without it, and is honest about who kept the old one."""

import os
from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st

from comity.errors import ComityError
from comity.errors.sealing import (
    ChunkAltered,
    EmptyFile,
    HeaderMacWrong,
    MalformedHeader,
    NoKeys,
    NoRecipients,
    NoSuchPlace,
    TooManyRecipients,
    WrongKey,
)
from comity.foundation.identity import SealingKey
from comity.foundation.sealing import (
    MAX_RECIPIENTS,
    Header,
    HeaderTold,
    MemorySource,
    SealedFile,
    header_of,
    readdress,
    seal,
    unseal,
)

KEYS = [SealingKey.from_seed(bytes([number]) * 32) for number in range(4)]
FIRST, SECOND, THIRD, STRANGER = KEYS
PLAIN = os.urandom(100_000)
SEALED = seal(PLAIN, recipients=[FIRST.recipient, SECOND.recipient], entropy=os.urandom)
HEADER = header_of(MemorySource(SEALED))
PAYLOAD = MemorySource(SEALED[len(HEADER) :])


def opens(header: bytes, key: SealingKey) -> bool:
    try:
        return SealedFile(PAYLOAD, [key], header=header).read(0, len(PLAIN)) == PLAIN
    except WrongKey:
        return False


def who_opens(header: bytes) -> list[SealingKey]:
    return [key for key in KEYS if opens(header, key)]


def test_a_header_and_its_payload_are_the_sealed_file() -> None:
    assert HEADER + SEALED[len(HEADER) :] == SEALED
    assert unseal(HEADER + SEALED[len(HEADER) :], keys=[SECOND]) == PLAIN
    assert who_opens(HEADER) == [FIRST, SECOND]


def test_a_recipient_is_added_without_the_payload() -> None:
    assert who_opens(readdress(HEADER, keys=[SECOND], add=[THIRD.recipient])) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(("remove", "left"), [([1], [SECOND]), ([2], [FIRST]), ([], [FIRST, SECOND])], ids=str)
def test_a_recipient_is_removed_by_place(remove: Sequence[int], left: list[SealingKey]) -> None:
    assert who_opens(readdress(HEADER, keys=[FIRST], remove=remove)) == left


def test_a_header_is_written_for_those_alone_who_are_named() -> None:
    alone = readdress(HEADER, keys=[FIRST], add=[THIRD.recipient, THIRD.recipient], keep=False)
    assert who_opens(alone) == [THIRD]
    assert HeaderTold.of(alone).recipients == 1


def test_whoever_kept_the_earlier_header_opens_the_payload_as_before() -> None:
    without = readdress(HEADER, keys=[FIRST], remove=[2])
    assert not opens(without, SECOND)
    assert opens(HEADER, SECOND)


@given(st.lists(st.sampled_from(KEYS[:3]), min_size=1, max_size=5), st.data())
def test_any_order_of_additions_and_removals_leaves_exactly_those_who_stand(
    added: list[SealingKey], data: st.DataObject
) -> None:
    standing, header = [FIRST, SECOND], HEADER
    for key in added:
        remove = data.draw(st.sets(st.integers(1, len(standing)), max_size=len(standing) - 1))
        opener = data.draw(st.sampled_from(standing))
        header = readdress(header, keys=[opener], add=[key.recipient], remove=remove)
        standing = [who for place, who in enumerate(standing, start=1) if place not in remove] + [key]
    assert set(map(str, who_opens(header))) == set(map(str, standing))
    assert HeaderTold.of(header).recipients == len(standing)


def test_only_who_can_open_a_header_rewrites_it() -> None:
    with pytest.raises(WrongKey):
        readdress(HEADER, keys=[STRANGER], add=[STRANGER.recipient])
    with pytest.raises(NoKeys):
        readdress(HEADER, keys=[], add=[STRANGER.recipient])


def test_a_header_for_nobody_is_not_written() -> None:
    with pytest.raises(NoRecipients):
        readdress(HEADER, keys=[FIRST], remove=[1, 2])
    with pytest.raises(NoRecipients):
        readdress(HEADER, keys=[FIRST], keep=False)


def test_a_header_for_too_many_is_not_written() -> None:
    many = [SealingKey.from_seed(bytes([9, number]) * 16).recipient for number in range(MAX_RECIPIENTS)]
    with pytest.raises(TooManyRecipients):
        readdress(HEADER, keys=[FIRST], add=many)


@pytest.mark.parametrize("place", [0, -1, 3])
def test_a_place_that_the_header_does_not_have_is_named_and_refused(place: int) -> None:
    with pytest.raises(NoSuchPlace) as refused:
        readdress(HEADER, keys=[FIRST], remove=[place])
    assert refused.value.facts == {"number": place, "recipients": 2}


def test_a_header_tells_whose_keys_are_at_hand_and_is_proved_by_them() -> None:
    assert HeaderTold.of(HEADER) == HeaderTold(2, len(HEADER), ())
    assert HeaderTold.of(HEADER, keys=[STRANGER, SECOND]) == HeaderTold(2, len(HEADER), (2,))
    with pytest.raises(WrongKey):
        HeaderTold.of(HEADER, keys=[STRANGER])


def test_a_recipient_cut_out_by_one_who_holds_no_key_is_told() -> None:
    first = Header.parse(HEADER).stanzas[0]
    with pytest.raises(HeaderMacWrong):
        HeaderTold.of(HEADER.replace(bytes(first), b""), keys=[SECOND])


def test_a_header_of_another_file_does_not_open_the_payload() -> None:
    other = header_of(MemorySource(seal(PLAIN, recipients=[FIRST.recipient], entropy=os.urandom)))
    with pytest.raises(ComityError) as refused:
        SealedFile(MemorySource(SEALED[len(HEADER) :]), [FIRST], header=other)
    assert refused.type.__name__ in {"EndUnproved", ChunkAltered.__name__}


def test_a_header_that_stands_apart_ends_where_it_ends() -> None:
    with pytest.raises(MalformedHeader) as refused:
        SealedFile(PAYLOAD, [FIRST], header=HEADER + b"\n")
    assert refused.value.facts["expected"] == "end"


def test_an_empty_file_has_no_header() -> None:
    with pytest.raises(EmptyFile):
        header_of(MemorySource(b""))
