"""A profile says who speaks for a State, with which key, at which moment, and nothing by default."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.foundation.parties import NOW, VALID, party

from comity.errors import ComityError
from comity.errors.directory import (
    KeyRevoked,
    MalformedProfile,
    NoCompetentAuthority,
    ProfileNotYetIssued,
    StaleProfile,
    UnknownAuthority,
    UnknownKey,
)
from comity.errors.identity import KeyExpired, KeyNotYetValid, Unwitnessed
from comity.foundation.directory import Authority, EarlierRecipient, KeyRecord, LogKey, Node, SecondSignature
from comity.foundation.identity import SigningKey, Suite, Validity
from comity.foundation.limits import LIMITS
from comity.words import AuthorityId

XA, XB = party("XA"), party("XB")
PROFILE = XA.profile
KID = XA.signing.public.thumbprint
TICK = timedelta(milliseconds=1)
SECOND = KeyRecord(SigningKey.from_seed(b"2" * 32, Suite.ML_DSA_65).public, VALID)


@pytest.mark.mandate("E4")
def test_the_authority_competent_for_a_thing_is_found_or_refused_by_name() -> None:
    assert [office.id for office in PROFILE.competent("preserve")] == [XA.central]
    with pytest.raises(NoCompetentAuthority):
        PROFILE.competent("extradite")
    with pytest.raises(UnknownAuthority):
        PROFILE.authority(AuthorityId("XA/police"))


def test_a_key_speaks_within_its_validity_to_the_millisecond() -> None:
    assert PROFILE.verifying_key(KID, VALID.since) == XA.signing.public
    assert PROFILE.verifying_key(KID, VALID.until + -TICK) == XA.signing.public
    with pytest.raises(KeyNotYetValid):
        PROFILE.verifying_key(KID, VALID.since + -TICK)
    with pytest.raises(KeyExpired):
        PROFILE.verifying_key(KID, VALID.until)


def test_a_key_speaks_only_for_its_own_use_and_its_own_office() -> None:
    police = Authority(
        **{
            name: getattr(PROFILE.authorities[0], name)
            for name in ("names", "competences", "languages", "hours", "recipient")
        },
        id=AuthorityId("XA/police"),
        keys=(KeyRecord(XB.signing.public, VALID),),
    )
    profile = replace(PROFILE, authorities=(*PROFILE.authorities, police))
    assert profile.verifying_key(XB.signing.public.thumbprint, NOW, office=police.id) == XB.signing.public
    for refused in (
        lambda: profile.verifying_key(KID, NOW, office=police.id),
        lambda: profile.verifying_key(XA.node.public.thumbprint, NOW),
        lambda: profile.node_key(KID, NOW),
        lambda: profile.verifying_key(XA.root.public.thumbprint, NOW),
    ):
        with pytest.raises(UnknownKey):
            refused()


def test_a_replaced_key_names_its_successor_and_still_proves_what_it_signed() -> None:
    old = KeyRecord(XA.signing.public, Validity(VALID.since, NOW), successor=XB.signing.public.thumbprint)
    new = KeyRecord(XB.signing.public, Validity(NOW, VALID.until))
    profile = replace(PROFILE, authorities=(replace(PROFILE.authorities[0], keys=(old, new)),))
    assert profile.verifying_key(KID, NOW + -TICK) == XA.signing.public
    assert profile.verifying_key(XB.signing.public.thumbprint, NOW) == XB.signing.public
    with pytest.raises(KeyExpired):
        profile.verifying_key(KID, NOW)


def test_a_revoked_key_proves_what_was_witnessed_before_and_nothing_after() -> None:
    record = KeyRecord(XA.signing.public, VALID, revoked=NOW)
    assert record.require(NOW + -TICK) == XA.signing.public
    with pytest.raises(KeyRevoked):
        record.require(NOW)


def test_what_only_its_author_dates_counts_for_nothing_under_a_key_that_was_ever_revoked() -> None:
    profile = XA.with_key(KeyRecord(XA.signing.public, VALID, revoked=NOW)).profile
    assert PROFILE.claimed_key(KID, NOW + -TICK, office=XA.central) == XA.signing.public
    assert profile.verifying_key(KID, NOW + -TICK, office=XA.central) == XA.signing.public
    with pytest.raises(Unwitnessed):
        profile.claimed_key(KID, NOW + -TICK, office=XA.central)


def test_what_a_state_asks_is_the_suite_without_which_it_refuses() -> None:
    asked = {second: replace(PROFILE, second_signature=second).suite_asked for second in SecondSignature}
    assert asked.pop(SecondSignature.REQUIRED) is Suite.ML_DSA_65
    assert set(asked.values()) == {Suite.ED25519}


def test_a_profile_is_in_force_up_to_its_expiry_and_from_its_issue_less_the_skew() -> None:
    PROFILE.require_current(PROFILE.expires + -TICK)
    with pytest.raises(StaleProfile):
        PROFILE.require_current(PROFILE.expires)
    PROFILE.require_current(PROFILE.issued + -LIMITS.clock_skew)
    with pytest.raises(ProfileNotYetIssued):
        PROFILE.require_current(PROFILE.issued + -LIMITS.clock_skew + -TICK)


def test_a_stale_profile_still_proves_the_past_and_speaks_for_nothing_new() -> None:
    late = PROFILE.expires
    assert PROFILE.verifying_key(KID, late) == XA.signing.public
    with pytest.raises(StaleProfile):
        PROFILE.speaking_key(KID, office=XA.central, at=late)


def test_what_is_sealed_for_a_replaced_recipient_is_opened_until_its_end() -> None:
    office = replace(PROFILE.authorities[0], earlier=(EarlierRecipient(KID, NOW),))
    assert office.opens(office.recipient.thumbprint, NOW)
    assert office.opens(KID, NOW + -TICK)
    assert not office.opens(KID, NOW)
    assert not office.opens(XB.root.public.thumbprint, NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"authorities": (replace(PROFILE.authorities[0], earlier=(EarlierRecipient(KID, NOW),) * 2),)},
        {"names": {}},
        {"nodes": ()},
        {"nodes": (Node("https://xa.example", ()),)},
        {"authorities": ()},
        {"authorities": (replace(PROFILE.authorities[0], keys=()),)},
        {"authorities": PROFILE.authorities * 2},
        {"authorities": XB.profile.authorities},
        {"authorities": (replace(PROFILE.authorities[0], keys=PROFILE.nodes[0].keys),)},
        {"serial": 0},
        {"authorities": (replace(PROFILE.authorities[0], keys=(SECOND,)),)},
        {"nodes": (Node("https://xa.example", (*PROFILE.nodes[0].keys, SECOND)),)},
        {"log": LogKey("xa.example/record", SECOND.key)},
        {"log": LogKey("xa.example/record", XA.log_key.public, PROFILE.nodes[0].keys)},
        {"log": LogKey("xa.example/record", XA.signing.public)},
        {"root": SECOND.key},
        {"expires": PROFILE.issued},
        {"expires": PROFILE.issued + LIMITS.profile_span + TICK},
    ],
)
def test_a_profile_that_leaves_a_part_empty_or_mixes_uses_is_never_made(changes: dict[str, object]) -> None:
    with pytest.raises(MalformedProfile):
        replace(PROFILE, **changes)


def test_a_profile_may_promise_exactly_its_longest_span() -> None:
    assert replace(PROFILE, expires=PROFILE.issued + LIMITS.profile_span)


def test_no_look_up_ever_answers_with_nothing() -> None:
    for ask in (lambda: PROFILE.verifying_key(XB.root.public.thumbprint, NOW), lambda: PROFILE.competent("")):
        with pytest.raises(ComityError):
            assert ask() is not None
    assert PROFILE.fingerprint == XA.root.public.thumbprint
