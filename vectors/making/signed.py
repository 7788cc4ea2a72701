"""Signed documents: one signature or several, and every way to make a reader believe too much."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from vectors.making.forms import Case, File, Group
from vectors.making.parties import signing, signing_too

from comity.foundation.canonical import canonical
from comity.foundation.envelopes import sign_payload

_PAYLOAD = canonical({"said": "what was said"})
_TYPE = "comity-act"


def file() -> File:
    """Give the file."""
    first, second = signing("the first"), signing("the second")
    known = {"typ": _TYPE, "keys": [str(first.public), str(second.public)]}
    good = sign_payload(_PAYLOAD, typ=_TYPE, keys=(first,), issuer="XA/central")
    values = {"signed": good, "second": letters_of_second()}
    return File(
        "signed-documents",
        "act-and-envelope",
        (
            Group("signed-document", [*_good(good), *_headers(), *_documents(good), *_several()], known),
            Group("signed-document", list(_suites()), {"typ": _TYPE}),
        ),
        values,
    )


def letters_of_second() -> bytes:
    """Give the key in ML-DSA-65 as it is written, which several tests use."""
    return _letters(signing_too("the first").public.raw).encode("ascii")


def _suites() -> Iterator[Case]:
    first, second = signing("the first"), signing_too("the first")
    keys = [str(first.public), str(second.public)]
    both = sign_payload(_PAYLOAD, typ=_TYPE, keys=(first, second), issuer="XA/central")
    told = json.loads(both)
    one, two = told["signatures"]
    wrong = two | {"signature": _turned(two["signature"])}
    claims = _by(first, kid=str(second.public.thumbprint))

    def given(signatures: list[dict[str, str]], **more: Any) -> dict[str, Any]:
        return {"document": canonical(told | {"signatures": signatures}), "keys": keys, **more}

    asked = {"asked": "ML-DSA-65"}
    yield Case("a signature in each suite", {"document": both, "keys": keys}, ("Suite",))
    yield Case("a second suite is asked for, and there", {"document": both, "keys": keys, **asked}, ("Suite",))
    for comment, facts, flag, code in (
        ("a second suite is asked for, and was stripped off", given([one], **asked), "Suite", "suite-missing"),
        ("none in Ed25519", given([two]), "Suite", "suite-missing"),
        ("the one in ML-DSA-65 is wrong", given([one, wrong]), "WeakestSignature", "signature-wrong"),
        ("a key of one suite under the name of the other", given([claims]), "Suite", "unknown-signer"),
        (
            "the key in ML-DSA-65 is unknown",
            given([one, two]) | {"keys": keys[:1]},
            "UnknownKey",
            "unknown-signer",
        ),
    ):
        yield Case(comment, facts, (flag,), code)
    brought = sign_payload(_PAYLOAD, typ=_TYPE, keys=(first, second), introduce=True)
    yield Case("both keys are brought along", {"document": brought, "keys": keys}, ("Suite",))


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _headed(header: Mapping[str, Any] | bytes, payload: bytes = _PAYLOAD) -> bytes:
    """Sign under whatever header is given."""
    key = signing("the first")
    raw = header if isinstance(header, bytes) else canonical(header)
    covered = f"{_letters(raw)}.{_letters(payload)}".encode()
    one = {"protected": _letters(raw), "signature": _letters(key.sign(covered))}
    return canonical({"payload": _letters(payload), "signatures": [one]})


def _header(**changes: Any) -> dict[str, Any]:
    facts = {
        "alg": "Ed25519",
        "iss": "XA/central",
        "kid": str(signing("the first").public.thumbprint),
        "typ": _TYPE,
    }
    return {name: value for name, value in (facts | changes).items() if value is not None}


def _good(good: bytes) -> Iterator[Case]:
    first = signing("the first")
    yield Case("one signature", {"document": good}, ("Signed",))
    yield Case(
        "one signature, for no office",
        {"document": sign_payload(_PAYLOAD, typ=_TYPE, keys=(first,))},
        ("Signed",),
    )
    yield Case(
        "the key is brought along, but found by its name among those known",
        {"document": sign_payload(_PAYLOAD, typ=_TYPE, keys=(first,), introduce=True)},
        ("Signed",),
    )


def _headers() -> Iterator[Case]:
    spaced = json.dumps(_header()).encode()
    for comment, header, flag, code in (
        ("the algorithm none", _header(alg="none"), "Suite", "unknown-suite"),
        ("the algorithm EdDSA, which may be of two curves", _header(alg="EdDSA"), "Suite", "unknown-suite"),
        ("a keyed hash with the public key as its secret", _header(alg="HS256"), "Suite", "unknown-suite"),
        ("no algorithm", _header(alg=None), "Empty", "malformed-signed"),
        ("no name of a key", _header(kid=None), "Empty", "malformed-signed"),
        ("no type", _header(typ=None), "Empty", "malformed-signed"),
        ("another type", _header(typ="comity-receipt"), "WrongType", "wrong-type"),
        ("an unknown member", _header(crit=["exp"]), "UnknownMember", "malformed-signed"),
        ("a header with blanks", spaced, "SecondForm", "not-canonical"),
        ("a header that says alg twice", _twice(), "DuplicateName", "duplicate-name"),
        ("the name of a key that nobody knows", _header(kid="0" * 32), "UnknownKey", "unknown-signer"),
        ("the name of a key in capitals", _header(kid="A" * 32), "Word", "malformed-key-id"),
        (
            "the name of another known key",
            _header(kid=str(signing("the second").public.thumbprint)),
            "WrongKey",
            "signature-wrong",
        ),
        (
            "a key is brought along in another curve",
            _header(jwk={"crv": "X25519", "kty": "OKP", "x": _letters(bytes(32))}),
            "Suite",
            "malformed-signed",
        ),
        (
            "a weak key is brought along",
            _header(jwk={"crv": "Ed25519", "kty": "OKP", "x": _letters(bytes(32))}),
            "WeakKey",
            "weak-key",
        ),
    ):
        yield Case(comment, {"document": _headed(header)}, (flag,), code)


def _twice() -> bytes:
    return canonical(_header()).replace(b'{"alg":"Ed25519",', b'{"alg":"Ed25519","alg":"none",')


def _documents(good: bytes) -> Iterator[Case]:
    told = json.loads(good)
    payload, one = told["payload"], told["signatures"][0]
    other = _letters(canonical({"said": "what was not said"}))
    for comment, document, flag, code in (
        ("nothing at all", b"", "Empty", "empty-document"),
        ("no JSON", b"comity", "NotJson", "not-json"),
        ("no payload", canonical({"signatures": [one]}), "Empty", "malformed-signed"),
        ("an empty payload", canonical({"payload": "", "signatures": [one]}), "Empty", "malformed-signed"),
        ("no signature", canonical({"payload": payload, "signatures": []}), "Empty", "malformed-signed"),
        (
            "another payload under the same signature",
            canonical(told | {"payload": other}),
            "OtherMessage",
            "signature-wrong",
        ),
        (
            "a flipped byte in the payload",
            good.replace(payload.encode(), _turned(payload).encode()),
            "FlippedByte",
            "signature-wrong",
        ),
        (
            "a flipped byte in the signature",
            good.replace(one["signature"].encode(), _turned(one["signature"]).encode()),
            "FlippedByte",
            "signature-wrong",
        ),
        ("a signature of 63 bytes", _with(told, signature=_letters(bytes(63))), "Cut", "malformed-signed"),
        (
            "padding in the payload",
            canonical(told | {"payload": payload + "="}),
            "SecondForm",
            "malformed-signed",
        ),
        (
            "padding in the header",
            _with(told, protected=one["protected"] + "="),
            "SecondForm",
            "malformed-signed",
        ),
        (
            "an unprotected header beside the protected one",
            _with(told, header={"alg": "none"}),
            "UnknownMember",
            "malformed-signed",
        ),
        ("a member beside the two", canonical(told | {"remark": "none"}), "UnknownMember", "malformed-signed"),
        (
            "the members in another order",
            json.dumps({"signatures": [one], "payload": payload}, separators=(",", ":")).encode(),
            "SecondForm",
            "not-canonical",
        ),
        (
            "a blank after a colon",
            good.replace(b'"signatures":', b'"signatures": '),
            "SecondForm",
            "not-canonical",
        ),
        ("a line feed at the end", good + b"\n", "SecondForm", "not-canonical"),
        ("the flattened form of JWS", canonical({"payload": payload, **one}), "SecondForm", "malformed-signed"),
        (
            "the compact form of JWS",
            f"{one['protected']}.{payload}.{one['signature']}".encode(),
            "SecondForm",
            "not-json",
        ),
    ):
        yield Case(comment, {"document": document}, (flag,), code)


def _with(told: Mapping[str, Any], **changes: Any) -> bytes:
    return canonical({**told, "signatures": [{**told["signatures"][0], **changes}]})


def _turned(letters: str) -> str:
    return letters[:10] + ("A" if letters[10] != "A" else "B") + letters[11:]


def _several() -> Iterator[Case]:
    first, second, stranger = signing("the first"), signing("the second"), signing("a stranger")
    both = sign_payload(_PAYLOAD, typ=_TYPE, keys=(first, second), issuer="XA/central")
    told = json.loads(both)
    one, two = told["signatures"]
    other = json.loads(_headed(_header(iss="XB/central", kid=str(second.public.thumbprint))))["signatures"][0]
    receipt = json.loads(sign_payload(_PAYLOAD, typ="comity-receipt", keys=(second,), issuer="XA/central"))
    for comment, signatures, flag, code in (
        ("two signatures", [one, two], "Signed", ""),
        ("two signatures in the other order", [two, one], "Signed", ""),
        (
            "the second is wrong",
            [one, two | {"signature": _turned(two["signature"])}],
            "WeakestSignature",
            "signature-wrong",
        ),
        (
            "the first is wrong",
            [one | {"signature": _turned(one["signature"])}, two],
            "WeakestSignature",
            "signature-wrong",
        ),
        ("a stranger signed too", [one, _by(stranger)], "WeakestSignature", "unknown-signer"),
        ("the same signature twice", [one, one], "DuplicateName", "malformed-signed"),
        ("two signatures for two offices", [one, other], "WrongState", "malformed-signed"),
        ("two signatures of two types", [one, receipt["signatures"][0]], "WrongType", "malformed-signed"),
        (
            "the second names no algorithm that is admitted",
            [one, _by(second, alg="none")],
            "WeakestSignature",
            "unknown-suite",
        ),
    ):
        document = canonical({"payload": told["payload"], "signatures": signatures})
        yield Case(comment, {"document": document}, (flag,), code)


def _by(key: Any, **changes: Any) -> dict[str, str]:
    raw = canonical(_header(**({"kid": str(key.public.thumbprint)} | changes)))
    covered = f"{_letters(raw)}.{_letters(_PAYLOAD)}".encode()
    return {"protected": _letters(raw), "signature": _letters(key.sign(covered))}
