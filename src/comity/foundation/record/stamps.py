"""Time-stamps: an authority that is party to nothing signs when it was shown a checkpoint.

* The request is the SHA-256 of the checkpoint as it is written, signatures and all.              RFC 3161, 2.4.1
  It has no nonce: a checkpoint is new each time, and an answer that is given again is as true as it was.
* The answer is kept as it came; ``openssl ts -verify`` reads it too.
* It proves the time to whoever trusts one of ``roots``:
  1. the authority granted it                                                                     RFC 3161, 2.4.2
  2. its certificate is for time-stamping alone, and leads to one of the roots at that time       RFC 3161, 2.3
  3. it is for this checkpoint

All that the record held at the size of the checkpoint was there at that time, so that one token serves many entries.
"""

from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import NameOID
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from comity.errors.envelopes import TooLarge
from comity.errors.record import MalformedStamp, RootsMissing, StampUnproved
from comity.foundation.limits import LIMITS
from comity.foundation.record.checkpoints import Checkpoint
from comity.words import Instant

# What the library raises when a part of a token, read only when it is first asked for, is not what it should be.
_UNREADABLE = (ValueError, KeyError, TypeError, x509.InvalidVersion)  # as the libraries meet it


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an authority was shown a checkpoint, and what the authority's certificate calls it."""

    at: Instant
    authority: str
    checkpoint: Checkpoint


def stamp_request(checkpoint: Checkpoint) -> bytes:
    """Write the request for ``checkpoint`` in DER."""
    asked = TimestampRequestBuilder(hash_algorithm=HashAlgorithm.SHA256)
    return (
        asked.data(checkpoint.text.encode())
        .nonce(nonce=False)
        .cert_request(cert_request=True)
        .build()
        .as_bytes()
    )


def verify_stamp(token: bytes, checkpoint: Checkpoint, *, roots: bytes) -> Stamp:
    """Return what ``token`` proves of ``checkpoint`` under the certificates ``roots`` (PEM), or raise.

    Raises MalformedStamp, RootsMissing where there is no root, StampUnproved.
    """
    trusted = read_roots(roots)
    answer = _read(token)
    try:
        VerifierBuilder(roots=trusted).build().verify_message(answer, checkpoint.text.encode())  # 1, 2, 3
    except (VerificationError, *_UNREADABLE) as error:
        raise StampUnproved(checkpoint.origin, size=checkpoint.size, reason=str(error)[:200]) from error
    return Stamp(Instant.at(answer.tst_info.gen_time), _authority(answer), checkpoint)


def claimed_stamp(token: bytes, checkpoint: Checkpoint) -> Stamp:
    """Return what ``token`` says, to be shown as unproved where no root is known."""
    answer = _read(token)
    return Stamp(Instant.at(answer.tst_info.gen_time), _authority(answer), checkpoint)


def read_roots(roots: bytes) -> list[x509.Certificate]:
    """Read certificates in PEM; empty is never trust: raises RootsMissing."""
    try:
        return x509.load_pem_x509_certificates(roots)
    except _UNREADABLE as error:
        raise RootsMissing("roots") from error


def _read(token: bytes) -> TimeStampResponse:
    if len(token) > LIMITS.receipt:
        raise TooLarge("time-stamp", size=len(token), limit=LIMITS.receipt)
    try:
        answer = decode_timestamp_response(token)
        answer.tst_info.gen_time  # noqa: B018  # where the authority refused, there is none
    except ValueError as error:
        raise MalformedStamp("time-stamp", expected="a granted time-stamp response in DER") from error
    return answer


def _authority(answer: TimeStampResponse) -> str:
    """Name the certificate that signed."""
    try:
        signers = {(one.issuer, one.serial_number) for one in answer.signed_data.signer_infos}
        for raw in answer.signed_data.certificates:
            certificate = x509.load_der_x509_certificate(raw)
            if (certificate.issuer, certificate.serial_number) in signers:
                names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
                return str(names[0].value) if names else certificate.subject.rfc4514_string()
    except _UNREADABLE as error:
        raise MalformedStamp("time-stamp", expected="a certificate in DER") from error
    raise MalformedStamp("time-stamp", expected="the certificate that signed")
