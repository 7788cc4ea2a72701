"""Sign, then seal; open, then verify: an act on its way between two authorities.

Sealing signs the canonical act with a key of its author and seals the signed document with age for the addressees
and for the author's own archive. Opening takes these steps, and stops at the first that fails:

 1. size       the envelope is within its limit, before anything is read
 2. suite      it is an age file of version 1
 3. seal       it opens with one of our keys, whole and unchanged
 4. signature  the office that signed has a profile in force, which names the key for this office and this moment;
               every signature holds, among them one in each suite that we ask for, and what was signed is this act;
               only now is it read
 5. version    the act is of a version that we speak, in canonical form, and its author is the office that signed
 6. addressee  it addresses us
 7. clock      it is not dated further ahead than clocks may differ, nor older than an outage may last
 8. thread     it is not a replay, and it is the next of its author in its thread

EXCHANGE 3. The result is the act with the very document that was signed, which is kept as evidence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from comity.errors.envelopes import (
    ActTooOld,
    ClockAhead,
    EmptyDocument,
    NoAddressee,
    NotAddressed,
    TooLarge,
    TooMany,
    UnknownSuite,
)
from comity.foundation.envelopes.acts import Act
from comity.foundation.envelopes.signatures import Named, VerifiedPayload, digest_of
from comity.foundation.envelopes.signed import read_signed_act, sign_act
from comity.foundation.envelopes.story import Story, follows
from comity.foundation.identity import KeyId, SealingKey, SealingRecipient, SigningKey, Suite, VerifyingKey
from comity.foundation.limits import LIMITS, Limits
from comity.foundation.sealing import seal, unseal
from comity.words import AuthorityId, Digest, Instant, StateCode

SEAL_SUITE = b"age-encryption.org/v1\n"


class Speaks(Protocol):
    """What is asked of a State's profile: the key with which an office of it spoke at a moment.

    Both raise where the profile names no such key for the office, or not at that moment.
    """

    def speaking_key(self, kid: KeyId, *, office: AuthorityId, at: Instant) -> VerifyingKey:
        """Give the key for an act that is new at ``at``: the profile itself must be in force then."""

    def verifying_key(self, kid: KeyId, at: Instant, *, office: AuthorityId) -> VerifyingKey:
        """Give the key for an act that was witnessed at ``at``, whatever became of the profile since."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An act on its way: the sealed bytes, their digest, the act, and the signed document inside."""

    sealed: bytes
    digest: Digest
    act: Act
    document: bytes


@dataclass(frozen=True, slots=True)
class VerifiedAct:
    """An act that passed every step, with the document that proves it."""

    act: Act
    document: bytes
    envelope: Digest
    kids: tuple[KeyId, ...]


def seal_act(
    act: Act,
    *,
    signing: SigningKey | Sequence[SigningKey],
    recipients: Sequence[SealingRecipient],
    entropy: Callable[[int], bytes],
    limits: Limits = LIMITS,
) -> Envelope:
    """Sign ``act`` for its author and seal it for ``recipients``: the addressees and the author's archive."""
    if not recipients:
        raise NoAddressee("recipients")
    if len(recipients) > limits.sealed_for:
        raise TooMany("recipients", size=len(recipients), limit=limits.sealed_for)
    document = sign_act(act, signing=signing)
    sealed = Named(seal(document, recipients=recipients, entropy=entropy))
    return Envelope(sealed, digest_of(sealed), act, document)


def open_act(
    sealed: bytes,
    *,
    me: AuthorityId | frozenset[AuthorityId],
    keys: Sequence[SealingKey],
    profiles: Callable[[StateCode], Speaks],
    at: Instant,
    story: Callable[[str], Story],
    limits: Limits = LIMITS,
    asked: Suite = Suite.ED25519,
) -> VerifiedAct:
    """Open an envelope that reached ``me`` at ``at``, and return the act when every step holds, or raise.

    ``me`` is one authority or all those of this node; ``profiles`` gives the pinned profile of a State, or raises;
    ``story`` gives the thread as this node knows it, by its name, empty for a thread that it does not know;
    ``asked`` is the suite in which our own profile requires a signature.
    """
    if not sealed:
        raise EmptyDocument("envelope")
    if len(sealed) > limits.envelope:  # 1
        raise TooLarge("envelope", size=len(sealed), limit=limits.envelope)
    if not sealed.startswith(SEAL_SUITE):  # 2
        raise UnknownSuite("envelope", known="age-encryption.org/v1")
    document = unseal(sealed, keys=keys)  # 3
    act, verified = _read(
        document, lambda kid, office: profiles(office.state).speaking_key(kid, office=office, at=at)
    )  # 4, 5
    verified.require_suite(asked)  # 4
    mine = me if isinstance(me, frozenset) else frozenset({me})
    if mine.isdisjoint(act.to):  # 6
        raise NotAddressed("act.to", addressee=", ".join(sorted(mine)))
    require_timely(act, at=at, limits=limits)  # 7
    follows(story(act.thread), act)  # 8
    return VerifiedAct(act, document, digest_of(sealed), verified.kids)


def read_act(
    document: bytes, *, profiles: Callable[[StateCode], Speaks], at: Instant
) -> tuple[Act, VerifiedPayload]:
    """Verify again the signed document of an act that was witnessed at ``at``, and return the act.

    Steps 4 and 5 for what is kept: the key counts at that moment, and the profile may have been renewed since.
    """
    return _read(document, lambda kid, office: profiles(office.state).verifying_key(kid, at, office=office))


def _read(document: bytes, key_of: Callable[[KeyId, AuthorityId], VerifyingKey]) -> tuple[Act, VerifiedPayload]:
    signed = read_signed_act(document)
    return signed.verify(lambda kid: key_of(kid, signed.office))


def require_timely(act: Act, *, at: Instant, limits: Limits = LIMITS) -> None:
    """Return when ``act`` may arrive at ``at``, or raise ClockAhead or ActTooOld."""
    if act.at - at > limits.clock_skew:
        raise ClockAhead("act.at", dated=act.at, here=at)
    if at - act.at > limits.act_age:
        raise ActTooOld("act.at", dated=act.at, here=at)
