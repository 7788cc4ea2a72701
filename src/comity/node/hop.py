"""The signature of one hop: which node asks, proved by its key, over what it asks (RFC 9421).

    Comity-From: XA
    Comity-To: XB
    Content-Digest: sha-256=:...:                                                                       RFC 9530
    Signature-Input: hop=("@method" "@path" "comity-from" "comity-to" "content-digest");created=1795291200;
                     keyid="...";alg="ed25519";tag="comity-hop-v1"
    Signature: hop=:...:

* Covered are the method, the path, the State that asks and the State that is asked; with a body its digest, and with
  ``Range`` that field. No more, no less, in that order: one request has one form. What was asked of one node is
  therefore nothing to another, wherever a proxy stands between them.
* ``created`` may be five minutes off. Repeating a request within them is harmless: acts and receipts are idempotent,
  and evidence leaves only sealed.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from comity.errors import ComityError
from comity.errors.node import HopRefused, HopUnsigned
from comity.foundation.envelopes import digest_of
from comity.foundation.identity import KeyId, SigningKey, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.words import Instant, StateCode

FROM, TO, DIGEST, INPUT, SIGNATURE = (
    "Comity-From",
    "Comity-To",
    "Content-Digest",
    "Signature-Input",
    "Signature",
)
_PARAMETERS = re.compile(
    r'hop=(?P<covered>\([^()]*\));created=(?P<created>\d{1,12});keyid="(?P<keyid>[0-9a-f]{32})"'
    r';alg="ed25519";tag="comity-hop-v1"'
)
_SIGNATURE = re.compile(r"hop=:([A-Za-z0-9+/]{86}==):")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one request asks, and of whom."""

    of: StateCode
    method: str
    path: str
    span: str = ""
    body: bytes = b""

    def fields(self, by: StateCode) -> dict[str, str]:
        """Give the fields that are signed beside the method and the path, in their order."""
        told = {FROM: str(by), TO: str(self.of)}
        if self.body:
            told[DIGEST] = content_digest(self.body)
        if self.span:
            told["Range"] = self.span
        return told

    def base(self, fields: Mapping[str, str], parameters: str) -> bytes:
        """Write the signature base."""  # RFC 9421, 2.5
        lines = [f'"@method": {self.method}', f'"@path": {self.path}']
        lines += [f'"{name.lower()}": {value}' for name, value in fields.items()]
        return "\n".join((*lines, f'"@signature-params": {parameters}')).encode()


def content_digest(body: bytes) -> str:
    """Write the digest of a body as its own field has it."""
    return f"sha-256=:{b64encode(digest_of(body).raw).decode('ascii')}:"


def sign(asked: Asked, *, state: StateCode, key: SigningKey, at: Instant) -> dict[str, str]:
    """Write the fields with which ``state`` asks."""
    fields = asked.fields(state)
    created = at.milliseconds // 1000
    parameters = f'{_covered(fields)};created={created};keyid="{key.public.thumbprint}"'
    parameters += ';alg="ed25519";tag="comity-hop-v1"'
    value = b64encode(key.sign(asked.base(fields, parameters))).decode("ascii")
    return {**fields, INPUT: f"hop={parameters}", SIGNATURE: f"hop=:{value}:"}


def verify(
    told: Callable[[str], str | None],
    asked: Asked,
    *,
    known: Callable[[StateCode, KeyId], VerifyingKey | None],
    at: Instant,
) -> StateCode:
    """Return the State that asks, where ``told`` gives a field of the request, or raise HopUnsigned or HopRefused.

    1. the request is signed, in the one form
    2. it covers what it must
    3. its moment is near
    4. the body has the digest that it tells
    5. a node of the State that asks signed it for this State; an unknown State raises what ``known`` raises
    """
    form, value = _PARAMETERS.fullmatch(told(INPUT) or ""), _SIGNATURE.fullmatch(told(SIGNATURE) or "")
    if form is None or value is None:  # 1
        raise HopUnsigned(INPUT) if not told(SIGNATURE) else HopRefused("form")
    state = StateCode(told(FROM) or "")
    fields = asked.fields(state)
    if form["covered"] != _covered(fields):  # 2
        raise HopRefused("covered")
    created = Instant(int(form["created"]) * 1000)
    if abs(at - created) > LIMITS.clock_skew:  # 3
        raise HopRefused("moment", at=created)
    if (told(DIGEST) or None) != fields.get(DIGEST):  # 4
        raise HopRefused("digest")
    key = known(state, KeyId(form["keyid"]))
    if key is None:
        raise HopRefused("key", state=state)
    try:
        key.verify(b64decode(value[1]), asked.base(fields, form[0].removeprefix("hop=")))  # 5
    except ComityError as error:
        raise HopRefused("signature", state=state) from error
    return state


def _covered(fields: Mapping[str, str]) -> str:
    names = "".join(f' "{name.lower()}"' for name in fields)
    return f'("@method" "@path"{names})'
