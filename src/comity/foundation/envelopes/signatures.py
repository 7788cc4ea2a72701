"""Signed documents: JWS in its general JSON form over the bytes of the payload.

* The document is ``{"payload", "signatures": [{"protected", "signature"}]}`` in canonical JSON.   RFC 7515, 7.2.1
* Each protected header is canonical JSON too: ``alg``, ``kid``, ``typ``; ``iss`` where an office signs; ``jwk``
  where the document introduces its own key. Any other member is refused.                        RFC 7515, 4.1
* ``alg`` is ``Ed25519``, or ``ML-DSA-65`` beside it; ``none`` and every other name is refused before a key is looked
  for, and so is a key of one suite under the name of the other.        RFC 9864, 2.2; draft-ietf-cose-dilithium
* ``kid`` is the thumbprint of the key. There is at least one signature and every one of them holds: an unknown
  or wrong signature beside a good one refuses the whole, in whichever suite it is made.
* One signature at least is in Ed25519. Whether one in ML-DSA-65 must stand beside it is asked by whom the document
  is for: ``require_suite``. Whoever strips it off, then, gives a document that is refused by name.
* ``typ`` is signed, so that a receipt never passes for an act. All signatures name the same ``typ`` and ``iss``.
* The payload is handed out only after verification, and is never read before it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

from comity.errors import ComityError
from comity.errors.envelopes import (
    MalformedSigned,
    NothingToSignWith,
    TooLarge,
    UnknownSigner,
    UnknownSuite,
    WrongType,
)
from comity.errors.identity import SuiteMissing
from comity.foundation.canonical import Json, canonical, parse_canonical, written
from comity.foundation.fields import Fields, from_letters, letters
from comity.foundation.identity import FORMS, KeyId, SigningKey, Suite, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.words import Digest

_ALONE = frozenset({Suite.ED25519})
_SUITES = {str(suite): suite for suite in Suite}
_LONGEST_NAME = 64
_HEADERS = 512  # kept in memory
_OPENING, _NEXT = b'{"payload":"', b'",'
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True, slots=True)
class VerifiedPayload:
    """What was signed, the names of the keys that signed it and their suites, and the office they signed for."""

    payload: bytes
    kids: tuple[KeyId, ...]
    issuer: str
    suites: frozenset[Suite] = _ALONE

    def require_suite(self, suite: Suite) -> None:
        """Return when a signature in ``suite`` is among those that hold, or raise SuiteMissing."""
        if suite not in self.suites:
            raise SuiteMissing("signatures", suite=suite)


@dataclass(frozen=True, slots=True)
class Header:
    """The protected header of a signature: what it claims."""

    suite: Suite
    kid: KeyId
    typ: str
    issuer: str
    introduces: VerifyingKey | None


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature as it stands in a document: claims, until it is verified."""

    protected: bytes
    value: bytes
    header: Header

    @property
    def suite(self) -> Suite:
        """The suite that it claims."""
        return self.header.suite

    @property
    def kid(self) -> KeyId:
        """The name of the key that it claims."""
        return self.header.kid

    @property
    def typ(self) -> str:
        """The type of document that it claims to sign."""
        return self.header.typ

    @property
    def issuer(self) -> str:
        """The office that it claims to sign for; empty where it names none."""
        return self.header.issuer

    @property
    def introduces(self) -> VerifyingKey | None:
        """The key that it brings along."""
        return self.header.introduces


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed document that was read but not verified: only its headers may be looked at."""

    encoded: bytes  # the payload in base64url, as it was signed
    signatures: tuple[Signature, ...]

    @property
    def typ(self) -> str:
        """The type that every signature claims."""
        return self.signatures[0].typ

    @property
    def issuer(self) -> str:
        """The office that every signature claims to sign for; empty where none does."""
        return self.signatures[0].issuer

    @property
    def introduced(self) -> VerifyingKey | None:
        """The key that the document brings along, unproved until its fingerprint is compared."""
        return self.signatures[0].introduces

    def verify(self, *, typ: str, known: Callable[[KeyId], VerifyingKey | None]) -> VerifiedPayload:
        """Return the payload when each signature holds under the key that ``known`` gives for its name.

        Raises WrongType, UnknownSigner or SignatureWrong, or what ``known`` raises.
        """
        for place, signature in enumerate(self.signatures):
            claimed = signature.header
            if claimed.typ != typ:
                raise WrongType(claimed.typ[:_LONGEST_NAME], expected=typ)
            key = known(claimed.kid)
            if key is None or key.thumbprint != claimed.kid or key.suite is not claimed.suite:
                raise UnknownSigner(f"signatures[{place}]", key=claimed.kid)
            key.verify(signature.value, _covered(signature.protected, self.encoded))
        payload = from_letters(self.encoded.decode("ascii"))
        if payload is None:
            raise MalformedSigned("payload", expected="base64url")
        kids = tuple([signature.kid for signature in self.signatures])
        return VerifiedPayload(payload, kids, self.issuer, _suites(self.signatures))


def sign_payload(
    payload: bytes, *, typ: str, keys: Sequence[SigningKey], issuer: str = "", introduce: bool = False
) -> bytes:
    """Sign ``payload`` with every one of ``keys``, as a document of type ``typ``.

    ``issuer`` names the office that signs; with ``introduce`` each signature brings its public key along.
    """
    if not keys or len({key.public.thumbprint for key in keys}) != len(keys):
        raise NothingToSignWith("keys")
    if Suite.ED25519 not in [key.public.suite for key in keys]:
        raise SuiteMissing("keys", suite=Suite.ED25519)
    encoded = letters(payload).encode("ascii")
    signatures = []
    for key in keys:
        protected = _protected(key.public, typ, issuer, introduce=introduce)
        value = key.sign(_covered(protected, encoded))
        signatures.append({"protected": protected.decode("ascii"), "signature": letters(value)})
    return _OPENING + encoded + _NEXT + written({"signatures": signatures})[1:]


def read_signed(document: bytes, *, limit: int = LIMITS.document) -> Signed:
    """Read the form of a signed document and its headers; nothing of it is proved yet."""
    encoded, others = _parted(document, limit)
    fields = Fields(others, path="jws", refusal=MalformedSigned)
    signatures = fields.each("signatures", _signature, most=LIMITS.signatures)
    fields.close()
    headers = [signature.header for signature in signatures]
    if not headers:
        raise MalformedSigned("jws.signatures", expected="at least one signature")
    if len({header.kid for header in headers}) != len(headers):
        raise MalformedSigned("jws.signatures", expected="each key once")
    if len({(header.typ, header.issuer) for header in headers}) != 1:
        raise MalformedSigned("jws.signatures", expected="one typ and one iss")
    if Suite.ED25519 not in [header.suite for header in headers]:
        raise SuiteMissing("jws.signatures", suite=Suite.ED25519)
    return Signed(encoded, signatures)


def verify_payload(
    document: bytes,
    *,
    typ: str,
    known: Callable[[KeyId], VerifyingKey | None],
    limit: int = LIMITS.document,
) -> VerifiedPayload:
    """Read a signed document and return what it signs when every signature holds, or raise."""
    return read_signed(document, limit=limit).verify(typ=typ, known=known)


class Named(bytes):
    """A document that is digested once, however often its name is asked for: a long one is asked several times."""

    @cached_property
    def digest(self) -> Digest:
        """The SHA-256 by which it is named."""
        return Digest.of(sha256(self).digest())


def digest_of(document: bytes) -> Digest:
    """Give the SHA-256 by which a document is named."""
    return document.digest if isinstance(document, Named) else Digest.of(sha256(document).digest())


def _parted(document: bytes, limit: int) -> tuple[bytes, Json]:
    """Take the payload out, still encoded, and read the other members.

    The canonical form begins with the payload, and its letters need no escape: they are not read as JSON.
    """
    if len(document) > limit:
        raise TooLarge(limit, size=len(document), limit=limit)
    encoded, found, rest = document.removeprefix(_OPENING).partition(_NEXT)
    if not document.startswith(_OPENING) or not found or not encoded or encoded.translate(None, _LETTERS):
        parse_canonical(document, limit=limit)  # raises what is wrong with it as JSON, and where
        raise MalformedSigned("jws.payload", expected="base64url")
    try:
        return encoded, parse_canonical(b"{" + rest, limit=limit)
    except ComityError:
        parse_canonical(document, limit=limit)  # raises the same, at its place in the document
        raise


def print_jwk(key: VerifyingKey) -> Mapping[str, Json]:
    """Give a public key as a JSON Web Key, for the header of a document that introduces it."""
    if key.suite is Suite.ED25519:  # RFC 8037, 2
        return {"crv": str(key.suite), "kty": "OKP", "x": letters(key.raw)}
    return {"alg": str(key.suite), "kty": "AKP", "pub": letters(key.raw)}  # draft-ietf-cose-dilithium, 3


def _suites(signatures: Sequence[Signature]) -> frozenset[Suite]:
    return _ALONE if len(signatures) == 1 else frozenset(signature.suite for signature in signatures)


def _covered(protected: bytes, encoded: bytes) -> bytes:
    return protected + b"." + encoded  # RFC 7515, 5.1


def _signature(fields: Fields) -> Signature:
    protected = fields.text("protected")
    header = _header(protected)
    value = fields.raw("signature", FORMS[header.suite].signature_size)
    return Signature(protected.encode("ascii"), value, header)


@lru_cache(maxsize=_HEADERS)
def _protected(key: VerifyingKey, typ: str, issuer: str, *, introduce: bool) -> bytes:
    """Write the protected header; one key signs many documents under the same."""
    header: dict[str, Json] = {"alg": str(key.suite), "kid": str(key.thumbprint), "typ": typ}
    if issuer:
        header["iss"] = issuer
    if introduce:
        header["jwk"] = print_jwk(key)
    return letters(canonical(header)).encode("ascii")


@lru_cache(maxsize=_HEADERS)
def _header(protected: str) -> Header:
    """Read a protected header; the documents of one key bear the same."""
    raw = from_letters(protected)
    if raw is None:
        raise MalformedSigned("jws.signatures.protected", expected="base64url")
    inner = Fields(parse_canonical(raw, limit=LIMITS.text), path="jws.protected", refusal=MalformedSigned)
    name = inner.text("alg", most=_LONGEST_NAME)
    suite = _SUITES.get(name)
    if suite is None:
        raise UnknownSuite(name, known=", ".join(_SUITES))
    header = Header(
        suite=suite,
        kid=inner.word("kid", KeyId),
        typ=inner.text("typ", most=_LONGEST_NAME),
        issuer=inner.text("iss", most=_LONGEST_NAME) if inner.has("iss") else "",
        introduces=inner.one("jwk", _jwk) if inner.has("jwk") else None,
    )
    inner.close()
    return header


def _jwk(fields: Fields) -> VerifyingKey:
    kind = fields.text("kty", most=_LONGEST_NAME)
    if kind == "AKP":
        suite, member, wanted = Suite.ML_DSA_65, "pub", "alg"
    else:
        suite, member, wanted = Suite.ED25519, "x", "crv"
    if kind not in {"OKP", "AKP"} or fields.text(wanted, most=_LONGEST_NAME) != suite:
        fields.refuse(wanted, suite)
    return VerifyingKey(fields.raw(member, FORMS[suite].key_size), suite)
