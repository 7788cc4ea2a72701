"""The authorities of a profile become values when they are asked for, and are the same however they were given."""

from dataclasses import replace

import pytest
from tests.foundation.parties import NOW, party

from comity.foundation.directory import EarlierRecipient
from comity.foundation.directory.authorities import Authorities, Authority, Together
from comity.words import AuthorityId

OFFICE = party("XA").profile.authorities[0]
NAMES = [AuthorityId(f"XA/{name}") for name in ("central", "police", "court")]
OFFICES = tuple(replace(OFFICE, id=name) for name in NAMES)


class Noted:
    """Makes authorities, and writes down which of them became values."""

    def __init__(self, offices: tuple[Authority, ...] = OFFICES) -> None:
        self.offices, self.made = offices, list[int]()

    def value(self, place: int) -> Authority:
        self.made.append(place)
        return self.offices[place]

    def written(self, place: int) -> object:
        return self.offices[place].hours


def lazily() -> tuple[Authorities, list[int]]:
    source = Noted()
    return Authorities(Together.of(OFFICES), source), source.made


def test_an_authority_becomes_a_value_when_it_is_asked_for_and_once_only() -> None:
    offices, made = lazily()
    assert (len(offices), bool(offices), made) == (3, True, [])
    assert offices.named(NAMES[1]) is offices[1] is offices[-2]
    assert made == [1]
    assert list(offices) == list(OFFICES)
    assert list(offices) == list(OFFICES)
    assert sorted(made) == [0, 1, 2]


def test_an_authority_is_found_by_its_name_alone() -> None:
    offices, made = lazily()
    assert offices.named(AuthorityId("XA/customs")) is None
    assert offices.named(AuthorityId("XB/police")) is None
    assert made == []


def test_a_stretch_is_given_and_what_is_beyond_the_end_is_not() -> None:
    offices, made = lazily()
    assert offices[1:] == OFFICES[1:]
    assert sorted(made) == [1, 2]
    with pytest.raises(IndexError):
        offices[3]


def test_authorities_equal_any_sequence_of_the_same_in_the_same_order() -> None:
    offices, _ = lazily()
    same = Authorities.of(OFFICES)
    assert offices == same == OFFICES == offices
    assert hash(offices) == hash(same)
    assert offices != OFFICES[:2]
    assert offices != OFFICES[::-1]
    assert offices != (*OFFICES[:2], replace(OFFICES[2], hours="never"))
    assert offices != dict.fromkeys(NAMES, 1)


def test_authorities_that_are_such_already_are_taken_as_they_are() -> None:
    offices, made = lazily()
    assert Authorities.of(offices) is offices
    assert made == []


def test_of_values_that_nobody_judged_everything_is_asked() -> None:
    earlier = (EarlierRecipient(OFFICE.recipient.thumbprint, NOW),)
    together = Together.of((OFFICES[0], replace(OFFICES[1], keys=OFFICE.keys * 2, earlier=earlier)))
    key = OFFICE.keys[0].key.raw
    assert together == Together(
        ids=tuple(NAMES[:2]), keys=(key, key, key), uses=(OFFICE.keys, OFFICE.keys * 2), earlier=((), earlier)
    )


def test_what_is_shown_of_authorities_are_their_names() -> None:
    offices, made = lazily()
    assert repr(offices) == "Authorities(XA/central, XA/police, XA/court)"
    assert made == []


def test_what_changed_is_named_and_what_is_written_alike_is_not_even_read() -> None:
    later = (replace(OFFICES[2], hours="never"), OFFICES[1], replace(OFFICES[0], id=AuthorityId("XA/customs")))
    source = Noted(later)
    before, made = lazily()
    assert list(before.changed(Authorities(Together.of(later), source))) == [NAMES[2]]
    assert (made, source.made) == ([2], [0])
    assert list(before.changed(Authorities.of(later))) == [NAMES[2]]
    assert list(Authorities.of(OFFICES).changed(Authorities.of(OFFICES))) == []
