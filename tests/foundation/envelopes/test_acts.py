"""An act is whole, in one form, and says between whom and on which basis it passes."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import NOW, entropy_of, party, some_digest

from comity.errors import ComityError
from comity.errors.envelopes import (
    MalformedAct,
    NoAddressee,
    NoBasis,
    NotCanonical,
    TooLarge,
    TooMany,
    UnknownVersion,
)
from comity.errors.words import MalformedArticle, MalformedAuthority, MalformedDigest, MalformedInstant
from comity.foundation.canonical import canonical
from comity.foundation.envelopes import Act, act_id
from comity.foundation.limits import LIMITS
from comity.words import Article, AuthorityId, Instant

XA, XB = party("XA"), party("XB")
ACT = XA.act(XB, evidence=(some_digest("manifest"),), supersedes=act_id(NOW, entropy_of("older")))


def altered(**changes: object) -> bytes:
    told = json.loads(ACT.to_bytes()) | changes
    return canonical({name: value for name, value in told.items() if value is not None})


def test_what_is_written_is_read_back() -> None:
    assert Act.parse(ACT.to_bytes()) == ACT
    assert Act.parse(ACT.to_bytes()).digest == ACT.digest
    assert json.loads(ACT.to_bytes())["from"] == "XA/central"


@given(
    st.integers(1, LIMITS.sequence),
    st.none() | st.just(some_digest("prev")),
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-9, 9)),
)
def test_every_act_survives_the_way(seq: int, prev, body) -> None:
    act = replace(ACT, seq=seq, prev=prev, body=body)
    assert Act.parse(act.to_bytes()) == act


@given(st.integers(0, 2**48 - 1), st.randoms(use_true_random=False))
def test_an_id_is_a_uuid_of_version_7_that_sorts_by_time(milliseconds: int, random) -> None:
    one = act_id(Instant(milliseconds), random.randbytes)
    later = act_id(Instant(milliseconds + 1), random.randbytes)
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", one)
    assert one < later or milliseconds == 2**48 - 1
    assert int(one.replace("-", "")[:12], 16) == milliseconds


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"v": 2}, UnknownVersion),
        ({"v": None}, MalformedAct),
        ({"id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}, MalformedAct),
        ({"kind": "Preserve!"}, MalformedAct),
        ({"kind": None}, MalformedAct),
        ({"from": "nobody"}, MalformedAuthority),
        ({"to": []}, NoAddressee),
        ({"to": ["XB/central", "XB/central"]}, MalformedAct),
        ({"to": "XB/central"}, MalformedAct),
        ({"by": ""}, MalformedAct),
        ({"by": "line\nbreak"}, MalformedAct),
        ({"at": "2026-11-21T20:00:00Z"}, MalformedInstant),
        ({"thread": "../../etc"}, MalformedAct),
        ({"seq": 0}, MalformedAct),
        ({"seq": True}, MalformedAct),
        ({"seq": "1"}, MalformedAct),
        ({"prev": "abc"}, MalformedDigest),
        ({"basis": []}, NoBasis),
        ({"basis": ["somewhere"]}, MalformedArticle),
        ({"body": []}, MalformedAct),
        ({"evidence": ["abc"]}, MalformedDigest),
        ({"supersedes": "the last one"}, MalformedAct),
        ({"surprise": 1}, MalformedAct),
    ],
)
def test_a_field_that_is_missing_unknown_or_wrong_is_refused_by_name(changes, refusal) -> None:
    with pytest.raises(refusal):
        Act.parse(altered(**changes))


def test_an_act_of_a_later_version_is_named_before_its_unknown_fields() -> None:
    with pytest.raises(UnknownVersion) as refused:
        Act.parse(canonical({"v": 2, "whatever": []}))
    assert refused.value.place == "2"


def test_an_act_with_no_addressee_or_no_basis_is_never_made() -> None:
    with pytest.raises(NoAddressee):
        replace(ACT, to=())
    with pytest.raises(NoBasis):
        replace(ACT, basis=())


@pytest.mark.parametrize(
    ("field", "many"),
    [
        ("to", [AuthorityId(f"XB/office-{number}") for number in range(LIMITS.recipients + 1)]),
        ("basis", [Article("UNCC", str(number)) for number in range(1, LIMITS.basis + 2)]),
        ("evidence", [some_digest(str(number)) for number in range(LIMITS.evidence + 1)]),
    ],
)
def test_lists_are_taken_at_their_limit_and_refused_beyond(field: str, many: list) -> None:
    full = replace(ACT, **{field: tuple(many[:-1])})
    assert Act.parse(full.to_bytes()) == full
    with pytest.raises(TooMany):
        replace(ACT, **{field: tuple(many)})
    with pytest.raises(ComityError):
        Act.parse(altered(**{field: [str(one) for one in many]}))


def test_an_act_is_taken_at_its_limit_and_refused_one_byte_beyond() -> None:
    room = LIMITS.act - len(replace(ACT, body={"x": ""}).to_bytes())
    largest = replace(ACT, body={"x": "a" * room}).to_bytes()
    assert len(largest) == LIMITS.act
    assert Act.parse(largest).to_bytes() == largest
    with pytest.raises(TooLarge):
        replace(ACT, body={"x": "a" * (room + 1)}).to_bytes()
    with pytest.raises(TooLarge):
        Act.parse(largest[:-3] + b"a" + largest[-3:])


def test_an_act_in_another_spelling_is_refused() -> None:
    with pytest.raises(NotCanonical):
        Act.parse(json.dumps(json.loads(ACT.to_bytes())).encode())
