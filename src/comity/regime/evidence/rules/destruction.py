"""The destruction of evidence: ordered for a reason, done by a second officer, certified.

* Evidence is sealed under a key that stands only in its header. Who destroys every header of it that this node has
  destroys the evidence, wherever copies of the payload stand.                NIST SP 800-88 Rev. 1, 2.6 and appendix D
* Nothing is destroyed that a request in course needs, nor while another State may still fetch what was disclosed to it.
* It is ordered by one officer, who says why, and done by another, unless the State lets one officer do both.
* An order can be called off until it is done; what is done cannot be undone.
* The authority signs a certificate: what was destroyed, when, by whose order, why and how; the end of its custody; and
  what was not destroyed: the copies that were handed over, and how often it was opened in the clear.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from comity.errors.evidence import MalformedCertificate, ManifestMismatch, NeededByRequest, StillFetchable
from comity.foundation.canonical import Json, parse_canonical
from comity.foundation.envelopes import canonical, read_signed, sign_payload
from comity.foundation.fields import Fields
from comity.foundation.identity import KeyId, SigningKey, VerifyingKey
from comity.words import AuthorityId, Digest, Instant, StateCode

VERSION = 1
CERTIFICATE = "comity-destruction"
MEANS = ("header-overwritten", "header-removed", "payload-removed")
_MOST_COPIES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order to destroy a piece of evidence, not yet done."""

    item: Digest
    holder: AuthorityId
    ordered: Instant
    ordered_by: str
    reason: str
    officers: int  # how many it takes: one, or another to do it

    @property
    def two_officers(self) -> bool:
        """Whether another officer has to do it."""
        return self.officers > 1


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A copy that another authority can open, under the name of its own manifest."""

    manifest: Digest
    to: AuthorityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What an authority certifies once the last header is gone."""

    order: Order
    destroyed: Instant
    destroyed_by: str
    certified: Instant
    custody: Digest  # of the last event of custody, and by it of all before
    handed_over: tuple[HandedOver, ...]
    opened: int  # how often it was given out in the clear

    def to_json(self) -> bytes:
        """Write the one canonical form."""
        order = self.order
        told: Mapping[str, Json] = {
            "v": VERSION,
            "item": order.item,
            "authority": order.holder,
            "ordered": str(order.ordered),
            "ordered_by": order.ordered_by,
            "reason": order.reason,
            "officers": order.officers,
            "destroyed": str(self.destroyed),
            "destroyed_by": self.destroyed_by,
            "certified": str(self.certified),
            "means": list(MEANS),
            "custody": self.custody,
            "handed_over": [{"manifest": copy.manifest, "to": copy.to} for copy in self.handed_over],
            "opened": self.opened,
        }
        return canonical(told)


def require_destroyable(*, needed_by: Sequence[str], fetchable: Mapping[StateCode, Instant]) -> None:
    """Return when nobody needs the evidence any more, or raise.

    1. No request in course needs it; ``needed_by`` names those that do.               NeededByRequest
    2. No State may still fetch it; ``fetchable`` says which may, and until when.      StillFetchable
    """
    if needed_by:  # 1
        raise NeededByRequest("item", reference=needed_by[0])
    for state, until in fetchable.items():  # 2
        raise StillFetchable("item", state=state, until=until)


def sign_certificate(certificate: Certificate, *, signing: SigningKey) -> bytes:
    """Sign ``certificate`` for the authority that held the evidence."""
    return sign_payload(
        certificate.to_json(), typ=CERTIFICATE, keys=(signing,), issuer=certificate.order.holder
    )


def read_certificate(document: bytes, *, key_of: Callable[[AuthorityId, KeyId], VerifyingKey]) -> Certificate:
    """Return the certificate when every step holds, or raise.

    1. It is a signed document of this type, by an office whose key ``key_of`` gives.
    2. It is in its one form, with every member and no other.                          MalformedCertificate
    3. The office that signed is the one that held the evidence.                       ManifestMismatch
    """
    signed = read_signed(document)  # 1
    office = AuthorityId(signed.issuer)
    payload = signed.verify(typ=CERTIFICATE, known=lambda kid: key_of(office, kid)).payload
    fields = Fields(parse_canonical(payload), path="certificate", refusal=MalformedCertificate)  # 2
    certificate = _certificate(fields)
    fields.close()
    if certificate.order.holder != office:  # 3
        raise ManifestMismatch("certificate", sender=office)
    return certificate


def _certificate(fields: Fields) -> Certificate:
    fields.integer("v", least=VERSION, most=VERSION)
    if fields.texts("means", most=len(MEANS)) != MEANS:
        fields.refuse("means", ", ".join(MEANS))
    order = Order(
        item=fields.word("item", Digest),
        holder=fields.word("authority", AuthorityId),
        ordered=fields.instant("ordered"),
        ordered_by=fields.text("ordered_by"),
        reason=fields.text("reason"),
        officers=fields.integer("officers", least=1, most=2),
    )
    return Certificate(
        order=order,
        destroyed=fields.instant("destroyed"),
        destroyed_by=fields.text("destroyed_by"),
        certified=fields.instant("certified"),
        custody=fields.word("custody", Digest),
        handed_over=fields.each("handed_over", _handed_over, most=_MOST_COPIES),
        opened=fields.integer("opened"),
    )


def _handed_over(fields: Fields) -> HandedOver:
    return HandedOver(fields.word("manifest", Digest), fields.word("to", AuthorityId))
