"""A profile is believed only under the root key that was pinned, never older than one seen, never past its expiry."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.foundation.parties import NOW, party

from comity.errors import ComityError
from comity.errors.directory import (
    MalformedDirectory,
    OtherProfileSigned,
    ProfileNotYetIssued,
    ProfileRolledBack,
    SpeaksForAnother,
    StaleProfile,
    WrongPin,
)
from comity.errors.envelopes import MalformedSigned, TooLarge, WrongType
from comity.errors.identity import SignatureWrong
from comity.errors.node import FingerprintDiffers
from comity.foundation.canonical import canonical
from comity.foundation.directory import (
    PROFILE,
    authentic_profile,
    claimed_state,
    introduced,
    print_profile,
    require_version,
    sign_profile,
    sign_written,
    verify_profile,
    vouched,
)
from comity.foundation.envelopes import sign_stated
from comity.foundation.limits import LIMITS

XA, XB = party("XA"), party("XB")
PIN = XA.profile.fingerprint
TICK = timedelta(milliseconds=1)


@pytest.mark.mandate("E4", "E11")
def test_a_pinned_profile_is_verified_and_given_back() -> None:
    assert verify_profile(XA.document, pinned=PIN, at=NOW, newest_serial=3) == XA.profile


def test_the_profile_of_another_root_key_is_refused() -> None:
    impostor = replace(XA.profile, root=XB.root.public)
    with pytest.raises(WrongPin):
        verify_profile(sign_profile(impostor, XB.root), pinned=PIN, at=NOW)


def test_a_profile_that_names_one_root_and_brings_another_is_refused() -> None:
    document = sign_written(print_profile(XA.profile), root=XB.root, state=XA.code)
    with pytest.raises(WrongPin):
        authentic_profile(document, pinned=None)


def test_a_profile_of_another_state_than_its_header_says_is_refused() -> None:
    document = sign_written(print_profile(XA.profile), root=XA.root, state=XB.code)
    with pytest.raises(WrongPin):
        verify_profile(document, pinned=PIN, at=NOW)


def test_a_profile_is_signed_only_with_the_root_key_it_names() -> None:
    with pytest.raises(WrongPin):
        sign_profile(XA.profile, XB.root)


def test_a_profile_rolled_back_is_refused() -> None:
    assert verify_profile(XA.document, pinned=PIN, at=NOW, newest_serial=2)
    with pytest.raises(ProfileRolledBack) as refused:
        verify_profile(XA.document, pinned=PIN, at=NOW, newest_serial=4)
    assert refused.value.facts == {"serial": 3, "seen": 4}


def test_a_stale_profile_and_one_of_the_future_are_refused() -> None:
    expires, issued = XA.profile.expires, XA.profile.issued
    assert verify_profile(XA.document, pinned=PIN, at=expires + -TICK)
    with pytest.raises(StaleProfile):
        verify_profile(XA.document, pinned=PIN, at=expires)
    with pytest.raises(ProfileNotYetIssued):
        verify_profile(XA.document, pinned=PIN, at=issued + -LIMITS.clock_skew + -TICK)


def test_what_was_once_true_is_still_authentic_after_its_expiry() -> None:
    assert authentic_profile(XA.document, pinned=PIN) == XA.profile


def test_an_introduction_is_read_but_says_which_fingerprint_is_to_be_compared() -> None:
    profile = introduced(XA.document, at=NOW)
    assert profile.fingerprint == PIN
    with pytest.raises(StaleProfile):
        introduced(XA.document, at=profile.expires)


def test_a_profile_without_its_root_key_or_of_another_type_is_refused() -> None:
    written, facts = print_profile(XA.profile), {"keys": (XA.root,), "issuer": "XA"}
    with pytest.raises(MalformedSigned):
        authentic_profile(sign_stated("profile", written, typ=PROFILE, **facts), pinned=PIN)
    with pytest.raises(WrongType):
        authentic_profile(
            sign_stated("profile", written, typ="comity-act", introduce=True, **facts), pinned=PIN
        )


def test_a_changed_profile_is_refused() -> None:
    statement, _, written = XA.document.partition(b"\n")
    theirs, _, other = XB.document.partition(b"\n")
    told = {**json.loads(statement), "payload": json.loads(theirs)["payload"]}
    with pytest.raises(SignatureWrong):
        authentic_profile(canonical(told) + b"\n" + other, pinned=PIN)
    with pytest.raises(OtherProfileSigned):
        authentic_profile(statement + b"\n" + other, pinned=PIN)
    act = sign_stated("act", written, typ=PROFILE, keys=(XA.root,), issuer="XA", introduce=True)
    with pytest.raises(MalformedSigned):
        authentic_profile(act, pinned=PIN)


def test_a_statement_with_no_profile_below_it_is_refused() -> None:
    statement = XA.document.partition(b"\n")[0]
    with pytest.raises(MalformedSigned):
        authentic_profile(statement, pinned=PIN)
    with pytest.raises(OtherProfileSigned):
        authentic_profile(statement + b"\n", pinned=PIN)


def test_the_state_that_a_document_claims_is_told_before_anything_is_proved() -> None:
    assert claimed_state(sign_written(b"no profile", root=XB.root, state=XA.code)) == XA.code


def test_any_changed_byte_is_refused_by_name() -> None:
    document = XA.document
    for place in range(0, len(document), 17):
        changed = document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]
        with pytest.raises(ComityError):
            verify_profile(changed, pinned=PIN, at=NOW)


def test_an_oversized_profile_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        authentic_profile(b"no statement\n" + bytes(LIMITS.profile + 1), pinned=PIN)


def test_what_a_directory_vouches_for_is_the_profile_of_that_state_under_that_root_alone() -> None:
    told = {"state": XA.code, "fingerprint": PIN, "at": NOW}
    assert vouched(XA.document, **told) == XA.profile
    with pytest.raises(SpeaksForAnother):
        vouched(XB.document, **told)
    with pytest.raises(FingerprintDiffers):
        vouched(XA.document, **(told | {"fingerprint": XB.profile.fingerprint}))
    with pytest.raises(StaleProfile):
        vouched(XA.document, **(told | {"at": XA.profile.expires}))


@pytest.mark.parametrize("version", [1, XA.profile.serial - 1, XA.profile.serial + 1])
def test_the_version_of_a_role_is_the_serial_of_the_profile_it_names(version: int) -> None:
    require_version(XA.profile, XA.profile.serial)
    with pytest.raises(MalformedDirectory):
        require_version(XA.profile, version)
