"""The authorities of a profile are read straight from their bytes, and never otherwise than field by field."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import NOW, VALID, party

from comity.errors import ComityError
from comity.foundation.canonical import canonical
from comity.foundation.directory import (
    EarlierRecipient,
    KeyRecord,
    Profile,
    Reason,
    parse_profile,
    print_profile,
)
from comity.foundation.directory.authorities import Together
from comity.foundation.directory.offices import part_offices
from comity.foundation.identity import SealingKey, SealingRecipient, SigningKey, Suite, Validity
from comity.words import AuthorityId

XA, XB = party("XA"), party("XB")
OFFICE = XA.profile.authorities[0]
POLICE = replace(
    OFFICE,
    id=AuthorityId("XA/police"),
    hours='24/7 "always"',
    keys=(
        KeyRecord(
            XB.signing.public, VALID, revoked=NOW, successor=XB.node.public.thumbprint, reason=Reason.LOST
        ),
        KeyRecord(XB.node.public, VALID),
        KeyRecord(SigningKey.from_seed(b"2" * 32, Suite.ML_DSA_65).public, VALID),
    ),
    recipient=SealingKey.from_seed(b"3" * 32).recipient,
    earlier=(
        EarlierRecipient(OFFICE.recipient.thumbprint, NOW),
        EarlierRecipient(XB.node.public.thumbprint, NOW),
    ),
)
PROFILE = replace(XA.profile, authorities=(OFFICE, POLICE))
WRITTEN = print_profile(PROFILE)


def outcome(read) -> object:
    try:
        return read()
    except ComityError as refusal:
        return refusal.code, refusal.place, refusal.facts


def field_by_field(monkeypatch: pytest.MonkeyPatch, written: bytes) -> object:
    with monkeypatch.context() as patched:
        patched.setattr("comity.foundation.directory.codec.part_offices", lambda _written: None)
        return outcome(lambda: parse_profile(written))


def test_authorities_in_order_are_read_at_once_and_leave_the_rest() -> None:
    rest, offices = part_offices(WRITTEN) or (b"", ())
    assert offices == PROFILE.authorities
    assert Together.of(offices).ids == offices.together.ids
    assert sorted(Together.of(offices).keys) == sorted(offices.together.keys)
    assert json.loads(rest) == {**json.loads(WRITTEN), "authorities": []}


def test_a_recipient_is_left_where_it_stands_and_is_the_same_key() -> None:
    _, (_, police) = part_offices(WRITTEN) or (b"", ((), ()))
    assert police.recipient == POLICE.recipient
    assert str(police.recipient) == str(POLICE.recipient)
    assert police.recipient.raw == POLICE.recipient.raw
    assert SealingRecipient.parse(str(police.recipient)).thumbprint == police.recipient.thumbprint


CHANGES = pytest.mark.parametrize(
    "change",
    [
        lambda office: office.update(extra="1"),
        lambda office: office.pop("hours"),
        lambda office: office.update(hours=""),
        lambda office: office.update(hours="h" * 257),
        lambda office: office.update(hours=["24/7"]),
        lambda office: office.update(id="central"),
        lambda office: office.update(id=7),
        lambda office: office["names"].update(en=""),
        lambda office: office["names"].update(xx="Police"),
        lambda office: office.update(names=["Police"]),
        lambda office: office.update(competences=["a", "a"]),
        lambda office: office.update(competences=[1]),
        lambda office: office.update(competences="a"),
        lambda office: office.update(competences=[""]),
        lambda office: office.update(competences=["a" * 257]),
        lambda office: office.update(competences=[str(number) for number in range(513)]),
        lambda office: office.update(languages=["en", "en"]),
        lambda office: office.update(languages=["de"]),
        lambda office: office.update(keys={}),
        lambda office: office.update(keys=["key"]),
        lambda office: office["keys"][0].update(extra="1"),
        lambda office: office["keys"][0].update(since="2026-11-21"),
        lambda office: office["keys"][0].update(until=office["keys"][0]["since"]),
        lambda office: office["keys"][0].update(key="ed25519:" + "A" * 43),
        lambda office: office["keys"][0].update(key=office["keys"][0]["key"][:-1]),
        lambda office: office["keys"][0].update(successor="x"),
        lambda office: office["keys"][0].update(reason="boredom"),
        lambda office: office["keys"][0].update(revoked=None),
        lambda office: office.update(recipient=office["recipient"][:-1] + "b"),
        lambda office: office.update(earlier={}),
        lambda office: office.update(earlier=["ab"]),
        lambda office: office.update(earlier=[{"recipient": "ab", "until": str(NOW)}]),
        lambda office: office.update(earlier=[{"recipient": "ab" * 16, "until": "now"}]),
        lambda office: office.update(earlier=[{"recipient": "ab" * 16}]),
        lambda office: office.update(earlier=[{"recipient": "ab" * 16, "until": str(NOW), "more": "1"}]),
        lambda office: office.update(recipient=office["recipient"] + "q"),
        lambda office: office.update(recipient="AGE1PQ1" + office["recipient"][7:]),
    ],
)


@CHANGES
@pytest.mark.parametrize("place", [0, 1])
def test_what_is_not_in_order_is_refused_as_field_by_field(change, place, monkeypatch) -> None:
    told = json.loads(WRITTEN)
    change(told["authorities"][place])
    written = canonical(told)
    assert part_offices(written) is None
    refused = outcome(lambda: parse_profile(written))
    assert isinstance(refused, tuple)
    assert refused == field_by_field(monkeypatch, written)


@given(place=st.integers(0, len(WRITTEN) - 1), cut=st.integers(0, 3), put=st.binary(max_size=3))
def test_whatever_is_changed_is_read_as_field_by_field(place: int, cut: int, put: bytes) -> None:
    written = WRITTEN[:place] + put + WRITTEN[place + cut :]
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert outcome(lambda: parse_profile(written)) == field_by_field(monkeypatch, written)


KEYS = [SigningKey.from_seed(bytes([number]) * 32).public for number in range(1, 7)]
MANY = replace(
    PROFILE,
    authorities=tuple(
        replace(OFFICE, id=AuthorityId(f"XA/office-{number}"), keys=(KeyRecord(found, VALID),))
        for number in range(130)
        for found in [SigningKey.from_seed(number.to_bytes(32, "big")).public]
    ),
)


def many(offices: dict[int, dict[str, object]]) -> Profile:
    """Make a profile of many authorities, some of which have something of their own."""
    changed = (replace(office, **offices.get(place, {})) for place, office in enumerate(MANY.authorities))
    return replace(MANY, authorities=tuple(changed))


def test_many_authorities_with_and_without_a_history_are_read_as_they_were_written() -> None:
    old, new, last = KEYS[:3]
    history = (
        KeyRecord(old, VALID, revoked=NOW, successor=new.thumbprint, reason=Reason.COMPROMISED),
        KeyRecord(new, VALID, successor=last.thumbprint),
        KeyRecord(last, Validity(NOW, VALID.until)),
    )
    earlier = (EarlierRecipient(old.thumbprint, NOW), EarlierRecipient(new.thumbprint, VALID.until))
    others = {0: {"hours": '\u2192 "9"'}, 63: {"keys": history}, 64: {"earlier": earlier}, 129: {"names": {}}}
    profile = many(others)
    parted = part_offices(print_profile(profile))
    assert parted is not None
    assert parted[1] == profile.authorities
    assert parse_profile(print_profile(profile)) == profile


def test_a_successor_that_is_unknown_or_runs_in_a_circle_is_refused_as_field_by_field(monkeypatch) -> None:
    one, two, other = (key.thumbprint for key in KEYS[:3])
    for successors in ((two, one), (other, None), (one, None), (None, two)):
        told = json.loads(print_profile(many({5: {"keys": tuple(KeyRecord(key, VALID) for key in KEYS[:2])}})))
        for record, successor in zip(told["authorities"][5]["keys"], successors, strict=True):
            record.update({"successor": successor} if successor else {})
        written = canonical(told)
        refused = outcome(lambda written=written: parse_profile(written))
        assert isinstance(refused, tuple)
        assert refused == field_by_field(monkeypatch, written)


def test_a_successor_may_stand_before_what_it_replaced(monkeypatch) -> None:
    new, old = KEYS[:2]
    profile = many({5: {"keys": (KeyRecord(new, VALID), KeyRecord(old, VALID, successor=new.thumbprint))}})
    written = print_profile(profile)
    assert parse_profile(written) == profile == field_by_field(monkeypatch, written)


@CHANGES
def test_one_among_many_that_is_not_in_order_is_refused(change, monkeypatch) -> None:
    told = json.loads(print_profile(MANY))
    change(told["authorities"][100])
    assert part_offices(canonical(told)) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda office, other: office.update(id=other["id"]),
        lambda office, _other: office.update(id="XB/police"),
        lambda office, other: office.update(keys=other["keys"]),
        lambda office, _other: office.update(keys=[]),
        lambda office, _other: office.update(keys=office["keys"] * 2),
        lambda office, _other: office.update(earlier=[{"recipient": "ab" * 16, "until": str(NOW)}] * 2),
    ],
)
@pytest.mark.parametrize("place", [0, 129])
def test_what_is_asked_of_all_together_is_asked_of_many(change, place, monkeypatch) -> None:
    told = json.loads(print_profile(MANY))
    change(told["authorities"][place], told["authorities"][64])
    written = canonical(told)
    refused = outcome(lambda: parse_profile(written))
    assert isinstance(refused, tuple)
    assert refused == field_by_field(monkeypatch, written)


@pytest.mark.parametrize("cut", ['},","id"', '},{"key":'])
def test_a_cut_within_a_text_or_a_list_is_refused(cut: str, monkeypatch) -> None:
    keys = tuple(KeyRecord(key, VALID) for key in KEYS[:2])
    two = replace(OFFICE, id=AuthorityId("XA/police"), hours="},", keys=keys)
    written = print_profile(replace(PROFILE, authorities=(OFFICE, two))).decode()
    recipient = f',"recipient":"{OFFICE.recipient}"'
    first, place = written.index(recipient), written.index(cut)
    forged = written[:first] + written[first + len(recipient) : place] + recipient + written[place:]
    assert part_offices(forged.encode()) is None
    refused = outcome(lambda: parse_profile(forged.encode()))
    assert isinstance(refused, tuple)
    assert refused == field_by_field(monkeypatch, forged.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'},{"competences"', b'}, {"competences"'),
        (b'"}],"expires"', b'"}]],"expires"'),
        (b'"}],"expires"', b'"},],"expires"'),
        (b'{"authorities":[{', b'{"authorities":[{},{'),
        (b'"hours":"Mo', b'"hours": "Mo'),
        (b'"hours":"Mo', b'"hours":"\\u004do'),
        (
            b'{"competences":["assist","preserve"],"hours"',
            b'{"competences":["assist","preserve"],"competences":[],"hours"',
        ),
    ],
)
def test_a_second_form_of_the_same_profile_is_refused(old: bytes, new: bytes) -> None:
    assert old in WRITTEN
    with pytest.raises(ComityError):
        parse_profile(WRITTEN.replace(old, new))


def test_texts_that_look_like_the_seams_are_texts(monkeypatch) -> None:
    seams = '},{"competences":],"expires":,"recipient":"'
    profile = replace(PROFILE, authorities=(replace(OFFICE, hours=seams), POLICE))
    written = print_profile(profile)
    assert parse_profile(written) == profile == field_by_field(monkeypatch, written)
