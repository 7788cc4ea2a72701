"""A profile is written in one form and read field by field."""

import json
from dataclasses import replace

import pytest
from tests.foundation.parties import NOW, VALID, party

from comity.errors.directory import MalformedProfile
from comity.errors.envelopes import NotCanonical, TooLarge, UnknownVersion
from comity.errors.identity import EmptyValidity, MalformedKey, MalformedKeyId
from comity.errors.words import MalformedArticle, MalformedAuthority, UnknownLanguage, UnknownState
from comity.foundation.canonical import canonical
from comity.foundation.directory import (
    KeyRecord,
    Reason,
    SecondSignature,
    parse_profile,
    print_profile,
    sign_succession,
)
from comity.foundation.identity import SigningKey, Suite
from comity.foundation.limits import LIMITS

XA, XB = party("XA"), party("XB")
WRITTEN = print_profile(XA.profile)


def altered(change) -> bytes:
    told = json.loads(WRITTEN)
    change(told)
    return canonical(told)


def test_what_is_written_is_read_back() -> None:
    assert parse_profile(WRITTEN) == XA.profile
    assert print_profile(parse_profile(WRITTEN)) == WRITTEN


def test_what_was_said_of_keys_and_roots_survives_the_way() -> None:
    replaced = KeyRecord(
        XA.signing.public, VALID, revoked=NOW, successor=XB.signing.public.thumbprint, reason=Reason.LOST
    )
    second = KeyRecord(SigningKey.from_seed(b"2" * 32, Suite.ML_DSA_65).public, VALID)
    office = replace(XA.profile.authorities[0], keys=(replaced, KeyRecord(XB.signing.public, VALID), second))
    link = sign_succession(XA.code, old=XB.root, new=XA.root.public, at=NOW)
    earlier = (KeyRecord(XB.log_key.public, VALID, successor=XA.log_key.public.thumbprint),)
    profile = replace(
        XA.profile,
        authorities=(office,),
        log=replace(XA.profile.log, earlier=earlier),
        second_signature=SecondSignature.REQUIRED,
        succession=(link,),
    )
    assert parse_profile(print_profile(profile)) == profile


def test_what_is_not_said_is_not_written() -> None:
    written = json.loads(WRITTEN)
    assert not {"second_signature", "succession"} & set(written)
    assert set(written["log"]) == {"origin", "key"}
    assert set(written["authorities"][0]["keys"][0]) == {"key", "since", "until"}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda told: told.update(v=2), UnknownVersion),
        (lambda told: told.update(state="Aldova"), UnknownState),
        (lambda told: told.update(serial="3"), MalformedProfile),
        (lambda told: told.update(surprise=1), MalformedProfile),
        (lambda told: told.pop("log"), MalformedProfile),
        (lambda told: told["names"].update(xx="Aldova"), MalformedProfile),
        (lambda told: told["authorities"][0].update(languages=["en", "xx"]), UnknownLanguage),
        (lambda told: told["rules"].update(languages=["EN"]), UnknownLanguage),
        (lambda told: told["authorities"][0].update(id="central"), MalformedAuthority),
        (lambda told: told["authorities"][0].update(recipient="age1pq1x"), MalformedKey),
        (lambda told: told["authorities"][0]["keys"][0].update(key="ed25519:AA"), MalformedKey),
        (lambda told: told["authorities"][0]["keys"][0].update(successor="x"), MalformedKeyId),
        (lambda told: told["authorities"][0]["keys"][0].update(until=str(VALID.since)), EmptyValidity),
        (lambda told: told["authorities"][0].update(extra=1), MalformedProfile),
        (lambda told: told["instruments"][0].update(reservations=["art. 63"]), MalformedArticle),
        (lambda told: told["nodes"][0].update(url=""), MalformedProfile),
        (lambda told: told.update(second_signature="perhaps"), MalformedProfile),
        (lambda told: told.update(succession=[1]), MalformedProfile),
        (lambda told: told["log"].update(earlier={}), MalformedProfile),
        (lambda told: told["authorities"][0]["keys"][0].update(reason="whim"), MalformedProfile),
    ],
)
def test_a_field_that_is_missing_unknown_or_wrong_is_refused_by_name(change, refusal) -> None:
    with pytest.raises(refusal):
        parse_profile(altered(change))


def test_a_wrong_language_code_is_named_with_the_ones_that_are_right() -> None:
    with pytest.raises(UnknownLanguage) as refused:
        parse_profile(altered(lambda told: told["rules"].update(languages=["klingon"])))
    assert refused.value.place == "klingon"
    assert refused.value.facts["known"] == "ar, zh, en, fr, ru, es"


def test_a_refusal_names_the_path_of_the_field() -> None:
    with pytest.raises(MalformedProfile) as refused:
        parse_profile(altered(lambda told: told["authorities"][0]["keys"][0].update(since=5)))
    assert refused.value.place == "profile.authorities[0].keys[0].since"


def test_a_text_is_taken_at_its_limit_and_refused_beyond() -> None:
    office = XA.profile.authorities[0]
    for length in (256, 257):
        profile = replace(XA.profile, authorities=(replace(office, hours="h" * length),))
        if length == 256:
            assert parse_profile(print_profile(profile)) == profile
        else:
            with pytest.raises(MalformedProfile):
                parse_profile(print_profile(profile))


def test_a_profile_over_its_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        parse_profile(WRITTEN.ljust(LIMITS.profile + 1))
    with pytest.raises(NotCanonical):
        parse_profile(WRITTEN.ljust(LIMITS.profile))
