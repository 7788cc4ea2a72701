"""The second suite: keys of ML-DSA-65 are made, written and checked as those of Ed25519 are."""

import pytest
from hypothesis import given, settings, strategies as st

from comity.errors.identity import MalformedKey, SecretElsewhere, SignatureWrong
from comity.foundation.identity import FORMS, SigningKey, Suite, VerifyingKey

SEED = bytes(range(32))
LATTICE = SigningKey.from_seed(SEED, Suite.ML_DSA_65)
SIGNATURE = LATTICE.sign(b"the act")


def test_the_sizes_are_those_of_the_standard() -> None:
    assert (len(LATTICE.public.raw), len(SIGNATURE)) == (1952, 3309)  # FIPS 204, table 2
    for suite, form in FORMS.items():
        key = SigningKey.from_seed(SEED, suite)
        assert (len(key.public.raw), len(key.sign(b""))) == (form.key_size, form.signature_size)


def test_a_key_prints_and_reads_back_in_its_own_suite() -> None:
    written = str(LATTICE.public)
    assert written.startswith("mldsa65:")
    assert VerifyingKey.parse(written) == LATTICE.public
    assert VerifyingKey.parse(written).suite is Suite.ML_DSA_65
    with pytest.raises(MalformedKey):
        VerifyingKey.parse(written.replace("mldsa65", "ed25519"))
    with pytest.raises(MalformedKey):
        VerifyingKey.parse(str(SigningKey.from_seed(SEED).public).replace("ed25519", "mldsa65"))
    with pytest.raises(MalformedKey):
        VerifyingKey.parse("mldsa44:" + written.partition(":")[2])


def test_one_seed_in_two_suites_is_two_keys() -> None:
    classic = SigningKey.from_seed(SEED)
    assert classic != LATTICE
    assert classic.public.thumbprint != LATTICE.public.thumbprint


def test_what_was_signed_in_the_second_suite_holds_for_that_message_alone() -> None:
    LATTICE.public.verify(SIGNATURE, b"the act")
    other = SigningKey.from_seed(bytes(32), Suite.ML_DSA_65)
    for key, signature, message in (
        (LATTICE.public, SIGNATURE, b"another act"),
        (other.public, SIGNATURE, b"the act"),
        (LATTICE.public, SIGNATURE[:-1], b"the act"),
        (LATTICE.public, b"", b"the act"),
        (LATTICE.public, SigningKey.from_seed(SEED).sign(b"the act"), b"the act"),
    ):
        with pytest.raises(SignatureWrong):
            key.verify(signature, message)


@settings(max_examples=40)
@given(st.integers(0, 3309 * 8 - 1))
def test_a_flipped_bit_of_a_signature_in_the_second_suite_is_refused(bit: int) -> None:
    signature = bytearray(SIGNATURE)
    signature[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureWrong):
        LATTICE.public.verify(bytes(signature), b"the act")


def test_a_key_that_is_held_elsewhere_signs_and_has_no_seed_to_give() -> None:
    held = SigningKey.held(LATTICE.public, by=LATTICE)
    held.public.verify(held.sign(b"the act"), b"the act")
    assert held == LATTICE
    with pytest.raises(SecretElsewhere):
        _ = held.seed
