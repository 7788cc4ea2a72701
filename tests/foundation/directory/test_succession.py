"""Whoever pinned a root once follows it to its newest successor, and believes no chain that breaks on the way."""

import json
from dataclasses import replace
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import DAY, NOW, party

from comity.errors import ComityError
from comity.errors.directory import MalformedProfile, ProfileRolledBack, WrongPin
from comity.errors.envelopes import MalformedSigned, UnknownVersion, WrongType
from comity.errors.identity import BrokenSuccession, SignatureWrong
from comity.foundation.canonical import canonical
from comity.foundation.directory import (
    PROFILE,
    SUCCESSION,
    Profile,
    authentic_profile,
    print_profile,
    sign_profile,
    sign_succession,
    verify_profile,
    verify_succession,
)
from comity.foundation.envelopes import sign_payload, sign_stated
from comity.foundation.identity import KeyId, SigningKey
from comity.words import StateCode

XA, XB = party("XA"), party("XB")


@cache
def root(number: int) -> SigningKey:
    return XA.root if number == 0 else SigningKey.from_seed(sha256(f"root {number}".encode()).digest())


@cache
def link(number: int, *, state: str = "XA", at: int | None = None) -> bytes:
    """Let root ``number`` sign the next one."""
    day = number if at is None else at
    return sign_succession(StateCode(state), old=root(number), new=root(number + 1).public, at=NOW + day * DAY)


def chain(length: int) -> tuple[bytes, ...]:
    return tuple(link(number) for number in range(length))


def pin(number: int) -> KeyId:
    return root(number).public.thumbprint


def profile(links: tuple[bytes, ...], last: int, **changes: object) -> Profile:
    return replace(XA.profile, root=root(last).public, succession=links, **changes)


def document(links: tuple[bytes, ...], last: int, **changes: object) -> bytes:
    return sign_profile(profile(links, last, **changes), root(last))


@pytest.mark.mandate("E4")
def test_a_peer_that_pinned_the_old_root_follows_to_the_new_one_and_pins_it() -> None:
    newer = document(chain(1), 1, serial=4)
    followed = verify_profile(newer, pinned=pin(0), at=NOW, newest_serial=4)
    assert followed.fingerprint == pin(1)
    with pytest.raises(WrongPin):  # what the old root signs is not believed again
        verify_profile(document((), 0, serial=5), pinned=followed.fingerprint, at=NOW)
    with pytest.raises(ProfileRolledBack):
        verify_profile(newer, pinned=pin(0), at=NOW, newest_serial=5)


def test_a_new_root_without_a_word_of_the_old_one_is_refused() -> None:
    with pytest.raises(WrongPin):
        authentic_profile(document((), 1), pinned=pin(0))


def test_a_thief_of_the_old_root_cannot_lead_away_who_has_followed_already() -> None:
    stolen = sign_succession(XA.code, old=root(0), new=root(9).public, at=NOW)
    with pytest.raises(WrongPin):
        authentic_profile(document((stolen,), 9, serial=99), pinned=pin(1))


def test_a_chain_of_another_state_leads_nowhere() -> None:
    of_xb = sign_succession(XB.code, old=root(0), new=root(1).public, at=NOW)
    with pytest.raises(BrokenSuccession):
        authentic_profile(document((of_xb,), 1), pinned=pin(0))


def test_a_link_signed_by_a_stranger_is_no_link() -> None:
    told = json.loads(link(0))
    other = json.loads(sign_succession(XA.code, old=root(0), new=root(5).public, at=NOW))
    grafted = canonical({**told, "payload": other["payload"]})
    with pytest.raises(SignatureWrong):
        authentic_profile(document((grafted,), 5), pinned=pin(0))
    strange = sign_succession(XA.code, old=XB.root, new=root(1).public, at=NOW)
    with pytest.raises(WrongPin):
        authentic_profile(document((strange,), 1), pinned=pin(0))


def test_a_chain_that_comes_back_to_an_old_root_or_goes_back_in_time_is_refused() -> None:
    back = sign_succession(XA.code, old=root(1), new=root(0).public, at=NOW + DAY)
    with pytest.raises(BrokenSuccession):
        authentic_profile(document((link(0), back), 0), pinned=pin(0))
    with pytest.raises(BrokenSuccession):
        verify_succession((link(0, at=5), link(1, at=4)), state=XA.code, root=root(2).public)
    assert verify_succession((link(0, at=5), link(1, at=5)), state=XA.code, root=root(2).public)


def test_a_link_of_another_type_or_without_its_key_or_of_another_version_is_refused() -> None:
    payload = canonical({"at": str(NOW), "root": str(root(1).public), "state": "XA", "v": 1})

    def signed(typ: str = SUCCESSION, *, content: bytes = payload, introduce: bool = True) -> bytes:
        return sign_payload(content, typ=typ, keys=(root(0),), issuer="XA", introduce=introduce)

    assert verify_succession((signed(),), state=XA.code, root=root(1).public) == (pin(0), pin(1))
    for wrong, refusal in (
        (signed("comity-profile"), WrongType),
        (signed(introduce=False), BrokenSuccession),
        (signed(content=payload.replace(b'"v":1', b'"v":2')), UnknownVersion),
        (signed(content=payload.replace(b'"v":1', b'"v":1,"w":1')), MalformedProfile),
    ):
        with pytest.raises(refusal):
            verify_succession((wrong,), state=XA.code, root=root(1).public)


def test_a_profile_brings_one_root_key_and_no_second_signature() -> None:
    keys = (root(0), root(1))
    written = print_profile(XA.profile)
    twice = sign_stated("profile", written, typ=PROFILE, keys=keys, issuer="XA", introduce=True)
    with pytest.raises(MalformedSigned):
        authentic_profile(twice, pinned=pin(0))


def test_the_fingerprints_of_a_chain_are_given_from_the_first_to_the_last() -> None:
    assert verify_succession((), state=XA.code, root=root(0).public) == (pin(0),)
    assert verify_succession(chain(3), state=XA.code, root=root(3).public) == tuple(map(pin, range(4)))


@given(st.integers(0, 5), st.data())
def test_whoever_pinned_any_root_of_a_sound_chain_follows_it(length: int, data: st.DataObject) -> None:
    pinned = data.draw(st.integers(0, length))
    assert authentic_profile(document(chain(length), length), pinned=pin(pinned)).fingerprint == pin(length)
    with pytest.raises(WrongPin):
        authentic_profile(document(chain(length), length), pinned=pin(length + 1))


def _cut(links: list[bytes], place: int) -> None:
    del links[place]


def _twice(links: list[bytes], place: int) -> None:
    links.insert(place, links[place])


def _exchanged(links: list[bytes], place: int) -> None:
    links[place] = sign_succession(XA.code, old=root(40 + place), new=root(41 + place).public, at=NOW)


def _reversed(links: list[bytes], place: int) -> None:
    links[place:] = reversed(links[place:]) if len(links) - place > 1 else []


def _changed(links: list[bytes], place: int) -> None:
    text = links[place]
    middle = len(text) // 2
    links[place] = text[:middle] + (b"A" if text[middle : middle + 1] != b"A" else b"B") + text[middle + 1 :]


@given(st.integers(1, 5), st.sampled_from([_cut, _twice, _exchanged, _reversed, _changed]), st.data())
def test_a_chain_that_was_tampered_with_anywhere_is_refused_by_who_pinned_its_beginning(
    length: int, tamper, data: st.DataObject
) -> None:
    links = list(chain(length))
    tamper(links, data.draw(st.integers(0, length - 1)))
    with pytest.raises(ComityError):
        authentic_profile(document(tuple(links), length), pinned=pin(0))
