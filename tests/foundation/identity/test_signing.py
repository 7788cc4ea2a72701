"""Signing keys: one written form, no weak point, no secret shown."""

import base64
import pickle

import pytest
from hypothesis import given, strategies as st

from comity.errors.identity import MalformedKey, SignatureWrong, WeakKey
from comity.foundation.identity import SigningKey, VerifyingKey

SEEDS = st.binary(min_size=32, max_size=32)
P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P

# RFC 8032, 7.1, TEST 2
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_the_published_key_signs_as_published() -> None:
    key = SigningKey.from_seed(SEED)
    assert key.public.raw.hex() == PUBLIC
    assert key.sign(b"\x72").hex() == SIGNATURE


@given(SEEDS, st.binary(max_size=64))
def test_a_signature_verifies_and_its_key_prints_and_reads_back(seed: bytes, message: bytes) -> None:
    key = SigningKey.from_seed(seed)
    public = VerifyingKey.parse(str(key.public))
    assert public == key.public
    assert public.thumbprint == key.public.thumbprint
    public.verify(key.sign(message), message)


@given(SEEDS, st.binary(max_size=64), st.integers(0, 511))
def test_a_flipped_bit_of_a_signature_is_refused(seed: bytes, message: bytes, bit: int) -> None:
    key = SigningKey.from_seed(seed)
    signature = bytearray(key.sign(message))
    signature[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureWrong):
        key.public.verify(bytes(signature), message)


def test_another_message_another_key_and_another_length_are_refused() -> None:
    key, other = SigningKey.from_seed(SEED), SigningKey.from_seed(bytes(32))
    signature = key.sign(b"the act")
    for public, forged, message in (
        (key.public, signature, b"another act"),
        (other.public, signature, b"the act"),
        (key.public, signature[:-1], b"the act"),
        (key.public, b"", b"the act"),
    ):
        with pytest.raises(SignatureWrong):
            public.verify(forged, message)


def test_a_new_key_is_made_of_the_entropy_it_is_given() -> None:
    asked: list[int] = []

    def entropy(count: int) -> bytes:
        asked.append(count)
        return SEED

    assert SigningKey.generate(entropy).seed == SEED
    assert asked == [32]


def test_a_secret_is_never_shown() -> None:
    key = SigningKey.from_seed(SEED)
    for shown in (repr(key), str(key), f"{key}", repr([key])):
        assert SEED.hex() not in shown
        assert repr(SEED)[2:-1] not in shown
        assert str(key.public.thumbprint) in shown


def test_a_secret_does_not_leave_by_pickling() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(SigningKey.from_seed(SEED))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_seed_of_another_length_is_refused_without_showing_it(length: int) -> None:
    seed = b"\xa5" * length
    with pytest.raises(MalformedKey) as refused:
        SigningKey.from_seed(seed)
    assert "a5a5" not in str(refused.value)
    assert "\\xa5" not in str(refused.value)


GOOD = str(SigningKey.from_seed(SEED).public)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ed25519:",
        GOOD.removeprefix("ed25519:"),
        GOOD.upper(),
        GOOD + "=",
        GOOD + "A",
        GOOD[:-1],
        GOOD + "\n",
        " " + GOOD,
        GOOD.replace("ed25519", "ed448"),
        "ed25519:ed25519:" + GOOD.removeprefix("ed25519:"),
        "ed25519:"
        + base64.b64encode(bytes([251] * 32)).decode().rstrip("="),  # "+" and "/" instead of "-" and "_"
        GOOD[:-1] + chr(ord(GOOD[-1]) + 1),  # the last letter carries two bits that must be zero
        "ed25519:é" + GOOD[9:],
    ],
)
def test_a_public_key_has_one_written_form(text: str) -> None:
    with pytest.raises(MalformedKey):
        VerifyingKey.parse(text)


def add(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    """Add two points of edwards25519 by the law of RFC 8032, 5.1.4, in affine form."""
    (a, b), (c, e) = one, two
    product = D * a * b * c * e
    return (
        (a * e + b * c) * pow(1 + product, -1, P) % P,
        (b * e + a * c) * pow(1 - product, -1, P) % P,
    )


def points_of_small_order() -> list[bytes]:
    """Find the eight points: the multiples by the group's prime of a point that has full order."""
    order = 2**252 + 27742317777372353535851937790883648493
    found: set[tuple[int, int]] = set()
    y = 2
    while len(found) < 8:
        square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
        x = pow(square, (P + 3) // 8, P)
        if x * x % P != square:
            x = x * pow(2, (P - 1) // 4, P) % P
        if x * x % P == square:
            point, power = (0, 1), (x, y)
            for bit in bin(order)[:1:-1]:
                point = add(point, power) if bit == "1" else point
                power = add(power, power)
            multiple = point
            for _ in range(8):
                found.add(multiple)
                multiple = add(multiple, point)
        y += 1
    return [(y | (x & 1) << 255).to_bytes(32, "little") for x, y in sorted(found)]


def test_a_key_under_which_anyone_can_sign_is_refused() -> None:
    weak = points_of_small_order()
    assert len(weak) == 8
    for raw in weak:
        with pytest.raises(WeakKey):
            VerifyingKey(raw)


@pytest.mark.parametrize("height", [P, P + 1, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, 1])
def test_a_key_that_is_not_reduced_is_refused(height: int, sign: int) -> None:
    with pytest.raises(MalformedKey):
        VerifyingKey((height | sign << 255).to_bytes(32, "little"))
