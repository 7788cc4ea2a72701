"""Sealing keys: the hybrid of age, in its one written form, with no secret shown."""

import os

import pytest
from hypothesis import given, strategies as st

from comity.errors.identity import MalformedKey, NotForThisKey, WeakKey
from comity.foundation.identity import SealingKey, SealingRecipient
from comity.foundation.identity.recipients import WRITTEN_SIZE, are_promised

KEY, OTHER = SealingKey.from_seed(bytes(range(32))), SealingKey.from_seed(bytes(32))

# the example key pair of the age specification: its identity, and both ends of its recipient
PUBLISHED = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"
RECIPIENT = (
    "age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87pz",
    "hl53k2ykx3qheyty7saeq0d3fzv49zc0k",
)


def test_the_published_identity_gives_the_published_recipient() -> None:
    text = str(SealingKey.parse(PUBLISHED).recipient)
    assert (text[: len(RECIPIENT[0])], text[-len(RECIPIENT[1]) :]) == RECIPIENT
    assert len(text) == 1959


@given(st.binary(min_size=32, max_size=32))
def test_keys_print_and_read_back(seed: bytes) -> None:
    key = SealingKey.from_seed(seed)
    assert SealingKey.parse(str(key)) == key
    recipient = SealingRecipient.parse(str(key.recipient))
    assert recipient == key.recipient
    assert recipient.thumbprint == key.recipient.thumbprint


def test_what_is_enclosed_is_disclosed_to_its_key_and_purpose_only() -> None:
    enclosed = KEY.recipient.enclose(b"sixteen secrets!", purpose=b"this")
    assert len(enclosed) == 1120 + 16 + 16
    assert KEY.disclose(enclosed, purpose=b"this") == b"sixteen secrets!"
    for key, purpose, given_ in (
        (OTHER, b"this", enclosed),
        (KEY, b"that", enclosed),
        (KEY, b"this", enclosed[:-1]),
        (KEY, b"this", b""),
        (KEY, b"this", bytes([enclosed[0] ^ 1]) + enclosed[1:]),
        (KEY, b"this", enclosed[:1100] + bytes([enclosed[1100] ^ 1]) + enclosed[1101:]),
    ):
        with pytest.raises(NotForThisKey):
            key.disclose(given_, purpose=purpose)


def test_no_two_enclosures_are_alike() -> None:
    assert KEY.recipient.enclose(b"secret", purpose=b"") != KEY.recipient.enclose(b"secret", purpose=b"")


def test_the_secret_is_written_only_on_request() -> None:
    assert str(KEY) not in repr(KEY)
    assert KEY.seed.hex() not in repr([KEY])
    assert repr(KEY.seed)[2:-1] not in repr(KEY)
    assert str(KEY.recipient.thumbprint) in repr(KEY)


@pytest.mark.parametrize("place", [20, 40, 60])
def test_a_mistyped_secret_is_refused_without_showing_it(place: int) -> None:
    text = str(KEY)
    wrong = text[:place] + ("Q" if text[place] != "Q" else "P") + text[place + 1 :]
    with pytest.raises(MalformedKey) as refused:
        SealingKey.parse(wrong)
    seen: BaseException | None = refused.value
    while seen is not None:  # nor in any error behind it
        assert wrong[20:] not in f"{seen!r} {seen} {getattr(seen, 'facts', '')}"
        seen = seen.__cause__
    assert refused.value.place == "checksum"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "prefix"),
        (str(KEY).lower(), "case"),
        ("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", "prefix"),  # classical
        (str(KEY.recipient), "case"),
        (str(KEY) + "B", "letters"),
        (str(KEY) + "\n", "letters"),
    ],
)
def test_a_secret_key_has_one_written_form(text: str, place: str) -> None:
    with pytest.raises(MalformedKey) as refused:
        SealingKey.parse(text)
    assert refused.value.place == place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1pq1",
        str(KEY.recipient).upper(),
        str(KEY.recipient)[:-1],
        str(KEY.recipient) + "q",
        " " + str(KEY.recipient),
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",  # classical
        str(KEY),
    ],
)
def test_a_recipient_has_one_written_form(text: str) -> None:
    with pytest.raises(MalformedKey):
        SealingRecipient.parse(text)


def test_a_lattice_key_out_of_range_is_refused() -> None:
    raw = b"\xff" * 1152 + KEY.recipient.raw[1152:]  # coefficients above the modulus, FIPS 203, 7.2
    with pytest.raises(MalformedKey):
        SealingRecipient(raw)


@pytest.mark.parametrize("length", [0, 1184, 1215, 1217])
def test_a_recipient_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(MalformedKey):
        SealingRecipient(KEY.recipient.raw[:1] * length)


@pytest.mark.parametrize("low", [0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18])
def test_a_curve_key_that_leaves_the_lattice_alone_is_refused(low: int) -> None:
    """X25519 with such a point always gives zero, whatever the other side's secret: RFC 7748, 6.1."""
    with pytest.raises(WeakKey):
        SealingRecipient(KEY.recipient.raw[:1184] + low.to_bytes(32, "little"))


def test_an_enclosure_whose_curve_share_is_zero_is_refused() -> None:
    enclosed = KEY.recipient.enclose(b"secret", purpose=b"")
    with pytest.raises(WeakKey):
        KEY.disclose(enclosed[:1088] + bytes(32) + enclosed[1120:], purpose=b"")


def test_a_new_key_is_made_of_the_entropy_it_is_given() -> None:
    assert SealingKey.generate(bytes).seed == bytes(32)
    assert SealingKey.generate(os.urandom) != SealingKey.generate(os.urandom)


def test_a_promised_key_is_the_same_key_once_it_is_used():
    promised = SealingRecipient.promised(str(KEY.recipient))
    assert promised == KEY.recipient
    assert hash(promised) == hash(KEY.recipient)
    assert (promised.raw, promised.thumbprint, str(promised)) == (
        KEY.recipient.raw,
        KEY.recipient.thumbprint,
        str(KEY.recipient),
    )
    secret = os.urandom(16)
    assert KEY.disclose(promised.enclose(secret, purpose=b"test"), purpose=b"test") == secret
    assert promised != "a key"


@pytest.mark.parametrize(
    "change", [lambda text: text[:-1], lambda text: text + "q", str.upper, lambda text: "b" + text[1:]]
)
def test_a_promise_in_another_form_is_refused_at_once(change):
    with pytest.raises(MalformedKey):
        SealingRecipient.promised(change(str(KEY.recipient)))


def test_a_promise_that_does_not_hold_is_refused_before_anything_is_sealed():
    text = str(KEY.recipient)
    broken = SealingRecipient.promised(text[:-1] + ("q" if text[-1] != "q" else "p"))
    with pytest.raises(MalformedKey) as refused:
        broken.enclose(b"secret", purpose=b"test")
    assert refused.value.place == "checksum"


TWO = b"".join(b'"%s"' % str(key.recipient).encode() for key in (KEY, OTHER))
BEGINS = [1, WRITTEN_SIZE + 3]


@given(st.integers(0, len(TWO) - 1), st.sampled_from([*b'qpz1bio"A-', 0, 255]), st.integers(0, 3))
def test_keys_in_a_document_are_tried_together_as_each_by_itself(place: int, letter: int, cut: int) -> None:
    changed = (TWO[:place] + bytes([letter]) + TWO[place + 1 :])[: len(TWO) - cut]
    alone = []
    for begin in BEGINS:
        try:
            alone.append(bool(SealingRecipient.promised_at(changed, begin)))
        except MalformedKey:
            alone.append(False)
    assert are_promised(changed, BEGINS) == all(alone)
    assert are_promised(TWO, BEGINS)
    assert are_promised(TWO, [])
