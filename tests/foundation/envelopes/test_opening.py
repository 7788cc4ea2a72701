"""An envelope is opened in eight steps, and each attack fails at the step that is there for it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.foundation.parties import DAY, NOW, VALID, entropy_of, party, profiles

from comity.errors import ComityError
from comity.errors.directory import KeyRevoked, ProfileNotYetIssued, StaleProfile, UnknownKey
from comity.errors.envelopes import (
    ActTooOld,
    ClockAhead,
    EmptyDocument,
    InvalidText,
    MalformedSigned,
    NoAddressee,
    NotAddressed,
    NotTheAuthor,
    TooDeep,
    TooLarge,
    TooMany,
    UnknownSuite,
    UnknownVersion,
    WrongType,
)
from comity.errors.exchange import Replayed
from comity.errors.identity import KeyExpired, KeyNotYetValid, SuiteMissing
from comity.errors.sealing import MalformedHeader, WrongKey
from comity.foundation.canonical import canonical
from comity.foundation.directory import KeyRecord, SecondSignature
from comity.foundation.envelopes import (
    ACT,
    Story,
    digest_of,
    open_act,
    read_act,
    seal_act,
    sign_act,
    sign_payload,
)
from comity.foundation.identity import SealingKey, SigningKey, Suite, Validity
from comity.foundation.limits import LIMITS
from comity.foundation.sealing import seal
from comity.words import AuthorityId

XA, XB, XC = party("XA"), party("XB"), party("XC")
ACT_ = XA.act(XB)
ENVELOPE = XA.seal(ACT_, XB)


def sealed(content: bytes) -> bytes:
    """Seal anything for Borania, as anyone who has its recipient can."""
    return seal(content, recipients=(XB.sealing.recipient,), entropy=entropy_of("anything"))


def forged(
    payload: bytes, *, typ: str = ACT, issuer: str = "XA/central", key: SigningKey = XA.signing
) -> bytes:
    statement = canonical({"act": digest_of(payload), "size": len(payload)})
    return sealed(sign_payload(statement, typ=typ, keys=(key,), issuer=issuer) + b"\n" + payload)


@pytest.mark.mandate("E8", "E11")
def test_an_act_arrives_as_it_was_decided_with_its_proof() -> None:
    verified = XB.open(ENVELOPE.sealed, XA, XB)
    assert verified.act == ACT_
    assert verified.document == ENVELOPE.document
    assert verified.envelope == ENVELOPE.digest
    assert verified.act.by == "duty officer of XA"
    assert verified.kids == (XA.signing.public.thumbprint,)


def test_the_author_opens_its_own_archive_copy() -> None:
    opened = open_act(
        ENVELOPE.sealed,
        me=XB.central,
        keys=(XA.sealing,),
        profiles=profiles(XA).__getitem__,
        at=NOW,
        story=Story,
    )
    assert opened.act == ACT_


def test_any_changed_byte_of_an_envelope_is_refused_by_name() -> None:
    content = ENVELOPE.sealed
    for place in range(0, len(content), 11):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        with pytest.raises(ComityError):
            XB.open(changed, XA)


def test_a_cut_envelope_is_refused_at_any_length() -> None:
    for length in (*range(60), *range(60, len(ENVELOPE.sealed), 97)):
        with pytest.raises(ComityError):
            XB.open(ENVELOPE.sealed[:length], XA)


# 1 size


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyDocument):
        XB.open(b"", XA)


def test_an_oversized_envelope_is_refused_before_it_is_read() -> None:
    at_the_limit = ENVELOPE.sealed.ljust(LIMITS.envelope, b"\0")
    with pytest.raises(TooLarge):
        XB.open(at_the_limit + b"\0", XA)
    with pytest.raises(ComityError) as read_and_refused:
        XB.open(at_the_limit, XA)
    assert not isinstance(read_and_refused.value, TooLarge)


def test_an_oversized_act_is_refused_by_its_reader_too() -> None:
    with pytest.raises(TooLarge):
        XB.open(forged(canonical({"body": "a" * LIMITS.act})), XA)


# 2 suite


def test_an_unknown_suite_is_refused() -> None:
    with pytest.raises(UnknownSuite):
        XB.open(ENVELOPE.sealed.replace(b"age-encryption.org/v1", b"age-encryption.org/v2", 1), XA)
    with pytest.raises(UnknownSuite):
        XB.open(b"-----BEGIN PGP MESSAGE-----\n", XA)


# 3 seal


def test_a_malformed_age_header_is_refused() -> None:
    with pytest.raises(MalformedHeader):
        XB.open(b"age-encryption.org/v1\n-> mlkem768x25519 not base64!\n\n--- x\n", XA)


def test_the_wrong_key_opens_nothing() -> None:
    with pytest.raises(WrongKey):
        open_act(
            ENVELOPE.sealed,
            me=XB.central,
            keys=(SealingKey.generate(entropy_of("another key")),),
            profiles=profiles(XA).__getitem__,
            at=NOW,
            story=Story,
        )


# 4 signature


def test_what_is_sealed_but_not_signed_is_refused() -> None:
    with pytest.raises(MalformedSigned):
        XB.open(sealed(b"{}"), XA)


def test_a_kid_of_another_state_does_not_speak_for_this_one() -> None:
    with pytest.raises(UnknownKey):
        XB.open(forged(ACT_.to_bytes(), key=XC.signing), XA, XC)


def test_the_key_of_a_node_does_not_speak_for_an_office() -> None:
    with pytest.raises(UnknownKey):
        XB.open(forged(ACT_.to_bytes(), key=XA.node), XA)


def test_a_stale_profile_proves_no_new_act() -> None:
    expires = XA.profile.expires
    late = XA.with_profile(expires=expires)
    act = XA.act(XB, at=expires + timedelta(milliseconds=-1))
    envelope = XA.seal(act, XB)
    assert XB.open(envelope.sealed, late, at=expires + timedelta(milliseconds=-1)).act == act
    with pytest.raises(StaleProfile):
        XB.open(envelope.sealed, late, at=expires)


def test_a_revoked_key_proves_only_what_was_witnessed_before() -> None:
    revoked = XA.with_key(KeyRecord(XA.signing.public, VALID, revoked=NOW))
    assert XB.open(ENVELOPE.sealed, revoked, at=NOW + timedelta(milliseconds=-1)).act == ACT_
    with pytest.raises(KeyRevoked):
        XB.open(ENVELOPE.sealed, revoked, at=NOW, story=Story)


SECOND = SigningKey.from_seed(b"2" * 32, Suite.ML_DSA_65)
OFFICE = replace(
    XA.profile.authorities[0], keys=(*XA.profile.authorities[0].keys, KeyRecord(SECOND.public, VALID))
)
XA_TWICE = XA.with_profile(authorities=(OFFICE,))
STRICT = XB.with_profile(second_signature=SecondSignature.REQUIRED).profile


def sealed_by(*keys: SigningKey) -> bytes:
    recipients = (XB.sealing.recipient, XA.sealing.recipient)
    return seal_act(ACT_, signing=keys, recipients=recipients, entropy=entropy_of("keys")).sealed


@pytest.mark.mandate("E4")
def test_an_act_signed_in_both_suites_is_opened_by_whoever_it_is_for() -> None:
    sealed = sealed_by(XA.signing, SECOND)
    for profile in (XB.profile, STRICT):
        opened = XB.open(sealed, XA_TWICE, asked=profile.suite_asked)
        assert opened.kids == (XA.signing.public.thumbprint, SECOND.public.thumbprint)


def test_an_act_whose_second_signature_was_stripped_is_refused_where_it_is_required() -> None:
    sealed = sealed_by(XA.signing)
    assert XB.open(sealed, XA_TWICE, asked=XB.profile.suite_asked).act == ACT_
    with pytest.raises(SuiteMissing) as refused:
        XB.open(sealed, XA_TWICE, asked=STRICT.suite_asked)
    assert refused.value.facts == {"suite": "ML-DSA-65"}


def test_a_second_signature_by_a_key_of_nobody_or_of_another_office_is_refused_by_everyone() -> None:
    stranger = SigningKey.from_seed(b"3" * 32, Suite.ML_DSA_65)
    for key in (stranger, SECOND):  # XA itself names no second key
        for asked in (XB.profile.suite_asked, STRICT.suite_asked):
            with pytest.raises(UnknownKey):
                XB.open(sealed_by(XA.signing, key), XA, asked=asked)
    of_police = replace(
        OFFICE, id=AuthorityId("XA/police"), keys=(KeyRecord(XB.signing.public, VALID), OFFICE.keys[1])
    )
    both = XA.with_profile(authorities=(XA.profile.authorities[0], of_police))
    with pytest.raises(UnknownKey):
        XB.open(sealed_by(XA.signing, SECOND), both, asked=STRICT.suite_asked)


def test_a_revoked_second_key_does_not_count_although_the_first_does() -> None:
    revoked = KeyRecord(SECOND.public, VALID, revoked=NOW)
    known = XA.with_profile(authorities=(replace(OFFICE, keys=(OFFICE.keys[0], revoked)),))
    with pytest.raises(KeyRevoked):
        XB.open(sealed_by(XA.signing, SECOND), known, asked=XB.profile.suite_asked)


def test_an_expired_key_and_one_not_yet_valid_prove_nothing() -> None:
    expired = XA.with_key(KeyRecord(XA.signing.public, Validity(NOW + -DAY, NOW)))
    with pytest.raises(KeyExpired):
        XB.open(ENVELOPE.sealed, expired)
    early = XA.with_key(KeyRecord(XA.signing.public, Validity(NOW + timedelta(seconds=1), NOW + DAY)))
    with pytest.raises(KeyNotYetValid):
        XB.open(ENVELOPE.sealed, early)


def test_a_receipt_does_not_pass_for_an_act() -> None:
    with pytest.raises(WrongType):
        XB.open(forged(ACT_.to_bytes(), typ="comity-receipt"), XA)


def test_what_was_witnessed_is_read_again_after_the_profile_was_renewed_or_went_stale() -> None:
    later = XA.profile.expires + DAY
    renewed = XA.with_profile(serial=4, issued=NOW + DAY, expires=NOW + 90 * DAY)
    assert read_act(ENVELOPE.document, profiles=profiles(renewed).__getitem__, at=NOW)[0] == ACT_
    with pytest.raises(ProfileNotYetIssued):
        XB.open(ENVELOPE.sealed, renewed)
    assert read_act(ENVELOPE.document, profiles=profiles(XA).__getitem__, at=later)[0] == ACT_
    with pytest.raises(UnknownKey):
        read_act(sign_act(ACT_, signing=XC.signing), profiles=profiles(XA).__getitem__, at=NOW)


# 5 version


def test_an_act_of_another_office_than_the_signer_is_refused() -> None:
    foreign = XA.act(XB, sender=AuthorityId("XA/police"))
    with pytest.raises(NotTheAuthor):
        XB.open(forged(foreign.to_bytes()), XA)


def test_a_signed_act_of_an_unknown_version_is_refused() -> None:
    with pytest.raises(UnknownVersion):
        XB.open(forged(canonical({"v": 9})), XA)


def test_a_signed_depth_bomb_is_refused() -> None:
    with pytest.raises(TooDeep):
        XB.open(forged(b"[" * 1_000_000), XA)


def test_invalid_utf_8_is_refused_although_it_is_signed() -> None:
    with pytest.raises(InvalidText):
        XB.open(forged(b'{"v":"\xff"}'), XA)


# 6 addressee


def test_the_wrong_addressee_is_refused_although_it_can_open_the_seal() -> None:
    envelope = seal_act(
        XA.act(XC), signing=XA.signing, recipients=(XB.sealing.recipient,), entropy=entropy_of("aside")
    )
    with pytest.raises(NotAddressed):
        XB.open(envelope.sealed, XA)


def test_any_office_of_the_node_may_be_the_addressee() -> None:
    mine = frozenset({AuthorityId("XB/police"), XB.central})
    opened = open_act(
        ENVELOPE.sealed, me=mine, keys=(XB.sealing,), profiles=profiles(XA).__getitem__, at=NOW, story=Story
    )
    assert opened.act == ACT_
    with pytest.raises(NotAddressed):
        open_act(
            ENVELOPE.sealed,
            me=frozenset(),
            keys=(XB.sealing,),
            profiles=profiles(XA).__getitem__,
            at=NOW,
            story=Story,
        )


# 7 clock


@pytest.mark.parametrize(("edge", "refusal"), [(LIMITS.clock_skew, ClockAhead), (-LIMITS.act_age, ActTooOld)])
def test_clocks_may_differ_up_to_both_edges_and_not_beyond(edge: timedelta, refusal: type[ComityError]) -> None:
    beyond = timedelta(milliseconds=1 if edge > timedelta() else -1)
    long_valid = XA.with_key(KeyRecord(XA.signing.public, Validity(NOW + -90 * DAY, NOW + 90 * DAY)))
    taken = XA.seal(XA.act(XB, at=NOW + edge), XB)
    assert XB.open(taken.sealed, long_valid).act.at == NOW + edge
    with pytest.raises(refusal):
        XB.open(XA.seal(XA.act(XB, at=NOW + edge + beyond), XB).sealed, long_valid)


# 8 thread


def test_a_replay_is_refused() -> None:
    story = Story("thread-1").told(ACT_)
    with pytest.raises(Replayed):
        XB.open(ENVELOPE.sealed, XA, story={"thread-1": story}.__getitem__)


# sealing


def test_nothing_is_sealed_for_nobody_or_for_too_many() -> None:
    with pytest.raises(NoAddressee):
        seal_act(ACT_, signing=XA.signing, recipients=(), entropy=entropy_of("none"))
    with pytest.raises(TooMany):
        seal_act(
            ACT_,
            signing=XA.signing,
            recipients=(XB.sealing.recipient,) * (LIMITS.sealed_for + 1),
            entropy=entropy_of("many"),
        )


def test_two_signatures_of_one_office_both_have_to_hold() -> None:
    second = SigningKey.generate(entropy_of("second key"))
    office = replace(
        XA.profile.authorities[0], keys=(KeyRecord(XA.signing.public, VALID), KeyRecord(second.public, VALID))
    )
    envelope = seal_act(
        ACT_, signing=(XA.signing, second), recipients=(XB.sealing.recipient,), entropy=entropy_of("two")
    )
    assert len(XB.open(envelope.sealed, XA.with_profile(authorities=(office,))).kids) == 2
    with pytest.raises(UnknownKey):
        XB.open(envelope.sealed, XA)
