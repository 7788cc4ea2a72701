"""What a State hands over to stand in a directory of several States: its application.

* It is signed by the State's root key and brings that key along: who founds the directory, or lets the State in,
  compares the fingerprint by other means.                                                       EXCHANGE 1
* It names the key of the State's own role, with which the State alone signs what the directory says of it.
* A State that also holds the directory together names a second key, as a holder: a threshold of holders, each of
  another State, founds the directory, lets States in and lets them go.
* One key has one use: root key, role key and holder's key are three. The latter two are Ed25519, as TUF has them.
"""

from dataclasses import dataclass

from comity.errors.directory import MalformedApplication, WrongPin
from comity.errors.envelopes import MalformedSigned, UnknownVersion
from comity.foundation.canonical import canonical, parse_canonical
from comity.foundation.envelopes import read_signed, sign_payload
from comity.foundation.fields import Fields
from comity.foundation.identity import KeyId, SigningKey, Suite, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.words import Instant, StateCode

APPLICATION = "comity-directory-application"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Application:
    """One State in a directory: its root key's fingerprint, the key of its role, its key as a holder if it is one."""

    state: StateCode
    fingerprint: KeyId
    role: VerifyingKey
    holder: VerifyingKey | None
    at: Instant

    def __post_init__(self) -> None:
        keys = [self.role.thumbprint, *([self.holder.thumbprint] if self.holder else [])]
        if len({self.fingerprint, *keys}) != 1 + len(keys):
            raise MalformedApplication("application.keys", expected="each key for one use")
        if any(key.suite is not Suite.ED25519 for key in (self.role, self.holder) if key):
            raise MalformedApplication("application.keys", expected=Suite.ED25519)  # what TUF clients verify


def sign_application(application: Application, root: SigningKey) -> bytes:
    """Sign ``application`` with the State's root key, which it names."""
    if root.public.thumbprint != application.fingerprint:
        raise WrongPin(application.state, fingerprint=root.public.thumbprint)
    written = canonical(
        {
            "v": VERSION,
            "state": application.state,
            "role": str(application.role),
            **({"holder": str(application.holder)} if application.holder else {}),
            "at": str(application.at),
        }
    )
    return sign_payload(written, typ=APPLICATION, keys=(root,), issuer=application.state, introduce=True)


def read_application(document: bytes) -> Application:
    """Read an application whose signature holds; its fingerprint is still to be compared."""
    signed = read_signed(document, limit=LIMITS.receipt)
    root = signed.introduced
    if root is None:
        raise MalformedSigned("jws.protected.jwk", expected="the root key")
    verified = signed.verify(typ=APPLICATION, known=lambda kid: root if kid == root.thumbprint else None)
    fields = Fields(parse_canonical(verified.payload), path="application", refusal=MalformedApplication)
    version = fields.integer("v")
    if version != VERSION:
        raise UnknownVersion(version, known=VERSION)
    application = Application(
        state=fields.word("state", StateCode),
        fingerprint=root.thumbprint,
        role=fields.word("role", VerifyingKey.parse),
        holder=fields.optional("holder", VerifyingKey.parse),
        at=fields.instant("at"),
    )
    fields.close()
    if application.state != verified.issuer:
        raise WrongPin(application.state, fingerprint=root.thumbprint)
    return application
