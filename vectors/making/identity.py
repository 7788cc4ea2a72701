"""Words, keys, signatures, recipients, and when a key counts."""

import base64
from collections.abc import Sequence
from hashlib import sha256

from vectors.making.forms import Case, File, Group
from vectors.making.parties import DAY, NOW, sealing, signing, signing_too

from comity.foundation.identity.bech32 import encode
from comity.words import Instant

_FIELD = 2**255 - 19
_ONE_MORE_STEP = Instant(NOW.milliseconds - 1)
_ORDER_8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
_RFC8032 = (  # RFC 8032, 7.1: tests 1 to 3
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", ""),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82"),
)


def file() -> File:
    """Give the file."""
    return File(
        "identity",
        "identity-and-directory",
        (
            Group("word", _words()),
            Group("verifying-key", _keys()),
            Group("signature", _signatures()),
            Group("recipient", _recipients()),
            Group("sealing-key", _secrets()),
            Group("key-at", _moments(), {"key": str(signing("any").public)}),
        ),
    )


def _words() -> list[Case]:
    taken = {
        "state": ("XA", "ZZ", "FR"),
        "authority": ("XA/central", "XB/24-7-point", "XA/" + "a" * 61),
        "article": ("UNCC 42(2)(a)", "UNCC 40", "UNTOC 18(14)", "UNCC 5 bis(1)"),
        "instant": ("2026-11-21T20:00:00.000Z", "2024-02-29T23:59:59.999Z"),
        "digest": ("0" * 64, sha256(b"").hexdigest()),
        "language": ("ar", "zh", "en", "fr", "ru", "es"),
        "key-name": ("0" * 32,),
    }
    refused = {
        "state": ("unknown-state", ("xa", "XAA", "", "X1", "XA ")),
        "authority": (
            "malformed-authority",
            ("XA", "XA/", "XA/Central", "XA/central-", "XA//central", "xa/central", "XA/" + "a" * 62),
        ),
        "article": ("malformed-article", ("42(2)", "UNCC", "UNCC 42 (2)", "UNCC 42()", "UNCC 1234")),
        "instant": (
            "malformed-instant",
            (
                "2026-11-21T20:00:00Z",
                "2026-11-21T20:00:00.000+00:00",
                "2026-11-21 20:00:00.000Z",
                "2026-02-29T00:00:00.000Z",
                "2026-11-21T20:00:60.000Z",
                "2026-11-21T20:00:00.000z",
                "2026-11-21T20:00:00.000000Z",
            ),
        ),
        "digest": ("malformed-digest", ("0" * 63, "0" * 65, "A" * 64)),
        "language": ("unknown-language", ("de", "EN", "")),
        "key-name": ("malformed-key-id", ("0" * 31, "A" * 32)),
    }
    cases = [
        Case(f"a word that is well written: {word}", {"word": word, "letters": letters}, ("Word",))
        for word, written in taken.items()
        for letters in written
    ]
    return cases + [
        Case(f"a word that is not well written: {word}", {"word": word, "letters": letters}, ("Word",), code)
        for word, (code, written) in refused.items()
        for letters in written
    ]


def _written(raw: bytes) -> str:
    return "ed25519:" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _little(height: int) -> bytes:
    return height.to_bytes(32, "little")


def _keys() -> list[Case]:
    good = str(signing("any").public)
    last = good[-1]
    other_last = next(letter for letter in "BCDFGH" if letter != last)
    weak = {
        "the neutral point": _little(1),
        "the point of order 2": _little(_FIELD - 1),
        "a point of order 4": _little(0),
        "a point of order 8": bytes.fromhex(_ORDER_8),
        "a point of order 8, its sign turned": bytes.fromhex(_ORDER_8[:-2] + "85"),
    }
    long = str(signing_too("any").public)
    malformed = {
        "a key of ML-DSA-65 that is a byte too short": "mldsa65:" + long[8:-2],
        "a key of ML-DSA-65 with the scheme of Ed25519": "ed25519:" + long[8:],
        "no scheme": good.removeprefix("ed25519:"),
        "another scheme": good.replace("ed25519:", "ed448:"),
        "padding": good + "=",
        "letters of the other alphabet": good[:8] + "+" + good[9:],
        "too short": good[:-2],
        "bits to spare that are not zero": good[:-1] + other_last,
        "nothing": "",
        "a height that is not reduced": _written(_little(_FIELD)),
        "a height that is not reduced, with the sign": _written(_little(_FIELD + 3 | 1 << 255)),
    }
    return [
        Case("a key and its name", {"letters": good}, ("Key",)),
        Case("a key of ML-DSA-65 and its name", {"letters": long}, ("Key",)),
        *(
            Case(f"RFC 8032, 7.1, test {place}", {"letters": str(_rfc(seed).public)}, ("Key",))
            for place, (seed, _) in enumerate(_RFC8032, 1)
        ),
        *(Case(comment, {"letters": _written(raw)}, ("WeakKey",), "weak-key") for comment, raw in weak.items()),
        *(Case(comment, {"letters": text}, ("Key",), "malformed-key") for comment, text in malformed.items()),
    ]


def _rfc(seed: str):  # noqa: ANN202  # the type is that of from_seed
    return type(signing("any")).from_seed(bytes.fromhex(seed))


def _signatures() -> list[Case]:
    cases = []
    for place, (seed, message) in enumerate(_RFC8032, 1):
        key = _rfc(seed)
        given = {"key": str(key.public), "message": bytes.fromhex(message)}
        cases.append(
            Case(
                f"RFC 8032, 7.1, test {place}",
                given | {"signature": key.sign(given["message"])},
                ("Signature",),
            )
        )
    key, message = signing("any"), b"what was said"
    good = key.sign(message)
    second = signing_too("any")
    cases.append(
        Case(
            "a signature in ML-DSA-65",
            {"key": str(second.public), "message": message, "signature": second.sign(message)},
            ("Signature",),
        )
    )
    order = 2**252 + 27742317777372353535851937790883648493
    larger = good[:32] + _little(int.from_bytes(good[32:], "little") + order)
    wrong: Sequence[tuple[str, bytes, str]] = (
        ("a flipped bit in the first half", bytes([good[0] ^ 1]) + good[1:], "FlippedByte"),
        ("a flipped bit in the second half", good[:-1] + bytes([good[-1] ^ 1]), "FlippedByte"),
        ("the second half is larger than the order of the group", larger, "Malleable"),
        ("one byte is missing", good[:-1], "Cut"),
        ("nothing", b"", "Empty"),
        ("a signature over other bytes", key.sign(message + b"!"), "OtherMessage"),
        ("a signature by another key", signing("other").sign(message), "WrongKey"),
    )
    told = second.sign(message)
    turned = told[:100] + bytes([told[100] ^ 1]) + told[101:]
    return [
        *cases,
        *(
            Case(
                comment,
                {"key": str(key.public), "message": message, "signature": signature},
                (flag,),
                "signature-wrong",
            )
            for comment, signature, flag in wrong
        ),
        Case(
            "a flipped bit in a signature in ML-DSA-65",
            {"key": str(second.public), "message": message, "signature": turned},
            ("FlippedByte",),
            "signature-wrong",
        ),
        Case(
            "a signature in Ed25519 under a key of ML-DSA-65",
            {"key": str(second.public), "message": message, "signature": good},
            ("Suite",),
            "signature-wrong",
        ),
    ]


def _recipients() -> list[Case]:
    good, raw = str(sealing("any").recipient), sealing("any").recipient.raw
    swapped = good[:100] + good[101] + good[100] + good[102:]
    return [
        Case("a recipient and its name", {"letters": good}, ("Recipient",)),
        Case("in capitals", {"letters": good.upper()}, ("Recipient",), "malformed-key"),
        Case("a classical recipient of age", {"letters": encode("age", raw[:32])}, ("Suite",), "malformed-key"),
        Case("one letter differs", {"letters": _other(good, 60)}, ("FlippedByte",), "malformed-key"),
        Case("two letters changed places", {"letters": swapped}, ("FlippedByte",), "malformed-key"),
        Case("the last letter is missing", {"letters": good[:-1]}, ("Cut",), "malformed-key"),
        Case("nothing after the prefix", {"letters": "age1pq1"}, ("Empty",), "malformed-key"),
        Case("a byte too many", {"letters": encode("age1pq", raw + b"\0")}, ("Recipient",), "malformed-key"),
        Case("a byte too few", {"letters": encode("age1pq", raw[:-1])}, ("Recipient",), "malformed-key"),
        Case(
            "numbers of the lattice key outside their range",
            {"letters": encode("age1pq", b"\xff" * 384 + raw[384:])},
            ("Recipient",),
            "malformed-key",
        ),
        Case(
            "the curve key is a point of small order",
            {"letters": encode("age1pq", raw[:-32] + bytes(32))},
            ("WeakKey",),
            "weak-key",
        ),
    ]


def _other(text: str, place: int) -> str:
    return text[:place] + ("q" if text[place] != "q" else "p") + text[place + 1 :]


def _secrets() -> list[Case]:
    good = str(sealing("any"))
    return [
        Case("a secret and its recipient", {"letters": good}, ("Recipient",)),
        Case("in small letters", {"letters": good.lower()}, ("Recipient",), "malformed-key"),
        Case("one letter differs", {"letters": _other(good, 30)}, ("FlippedByte",), "malformed-key"),
        Case(
            "a classical secret of age",
            {"letters": encode("age-secret-key-", bytes(32)).upper()},
            ("Suite",),
            "malformed-key",
        ),
        Case(
            "a seed of 31 bytes",
            {"letters": encode("age-secret-key-pq-", bytes(31)).upper()},
            ("Recipient",),
            "malformed-key",
        ),
    ]


def _moments() -> list[Case]:
    since, until = NOW, NOW + 10 * DAY
    span = {"since": str(since), "until": str(until)}
    revoked = {"revoked": str(NOW + 5 * DAY)}
    facts = (
        ("the first moment", span, since, ""),
        ("the last moment", span, Instant(until.milliseconds - 1), ""),
        ("a moment too early", span, _ONE_MORE_STEP, "key-not-yet-valid"),
        ("a moment too late", span, until, "key-expired"),
        ("before the revocation", span | revoked, Instant((NOW + 5 * DAY).milliseconds - 1), ""),
        ("at the revocation", span | revoked, NOW + 5 * DAY, "key-revoked"),
        ("after the revocation", span | revoked, NOW + 6 * DAY, "key-revoked"),
        ("expired and revoked: the validity is looked at first", span | revoked, until, "key-expired"),
        ("nobody but its holder says when", span | {"claimed": True}, NOW, ""),
        (
            "a revoked key, and nobody but its holder says when",
            span | revoked | {"claimed": True},
            NOW,
            "unwitnessed",
        ),
        ("an end that is the beginning", {"since": str(NOW), "until": str(NOW)}, NOW, "empty-validity"),
        ("an end before the beginning", {"since": str(until), "until": str(since)}, NOW, "empty-validity"),
    )
    return [
        Case(comment, facts_of | {"at": str(at)}, ("KeyValidity",), code)
        for comment, facts_of, at, code in facts
    ]
