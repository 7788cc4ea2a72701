"""The keys that a profile names: when each counts, what took its place, and what became of it.

* A key has a validity. What takes its place is its successor, of the same use and suite; the replaced one counts
  for an overlap longer, so that what is under way still arrives, and stays in the profile for what it signed.
* A revoked key counts only for what another State witnessed before the revocation. What its holder alone dates counts
  for nothing: a thief dates as he likes.                                                       EXCHANGE 1
* Succession never runs in a circle and never leads to another use: a key that a profile cannot explain is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from comity.errors.directory import KeyRevoked, MalformedProfile, UnknownKey
from comity.errors.identity import Unwitnessed
from comity.foundation.identity import KeyId, Suite, Validity, VerifyingKey
from comity.words import Instant, StateCode


class Reason(StrEnum):
    """Why a key was revoked."""

    UNSTATED = "unstated"
    COMPROMISED = "compromised"  # another may have had its secret
    LOST = "lost"  # its holder has the secret no longer
    SUPERSEDED = "superseded"
    CEASED = "ceased"  # its office or node is no more


class SecondSignature(StrEnum):
    """What a State asks of the acts addressed to it, beside the signature in Ed25519 that every act bears.

    Whatever a State asks, a second signature that is there is verified, and one that is wrong refuses the act.
    """

    NOT_ASKED = "not-asked"  # authors leave it out, unless another addressee wants it
    ACCEPTED = "accepted"  # authors that have a key of ML-DSA-65 sign with it too
    REQUIRED = "required"  # an act without it is refused


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A key that signs, when it counts, and what became of it."""

    key: VerifyingKey
    validity: Validity
    revoked: Instant | None = None
    successor: KeyId | None = None
    reason: Reason = Reason.UNSTATED

    def require(self, at: Instant) -> VerifyingKey:
        """Give the key when it counts for what was witnessed ``at``, or raise why it does not."""
        self.validity.require(at)
        if self.revoked is not None and at >= self.revoked:
            raise KeyRevoked(self.key.thumbprint, revoked=self.revoked)
        return self.key

    def require_claimed(self, at: Instant) -> VerifyingKey:
        """Give the key for what nobody but its holder dates ``at``, or raise; Unwitnessed when it was ever revoked."""
        self.validity.require(at)
        self.require_unrevoked(None)
        return self.key

    def require_unrevoked(self, witnessed: Instant | None) -> None:
        """Return when the key was not revoked, or only after what it signed was ``witnessed``, or raise.

        Raises KeyRevoked, or Unwitnessed where nobody but its holder says when it signed.
        """
        if self.revoked is None:
            return
        if witnessed is None:
            raise Unwitnessed(self.key.thumbprint, revoked=self.revoked)
        if witnessed >= self.revoked:
            raise KeyRevoked(self.key.thumbprint, revoked=self.revoked)


@dataclass(frozen=True, slots=True)
class EarlierRecipient:
    """The name of a key for which an authority was sealed before, and until when it still opens what comes so."""

    name: KeyId
    until: Instant


@dataclass(frozen=True, slots=True)
class LogKey:
    """The State's record: the name in its checkpoints, the newest key that signs them, and those before it."""

    origin: str
    key: VerifyingKey
    earlier: tuple[KeyRecord, ...] = ()

    def counting(self, at: Instant) -> tuple[VerifyingKey, ...]:
        """Give the keys under which a checkpoint that proves something of ``at`` may stand, the newest first.

        The newest may prove what is older than itself: the whole record stands under each of its checkpoints.
        """
        return (
            self.key,
            *(
                record.key
                for record in self.earlier
                if record.validity.since <= at < record.validity.until
                and (record.revoked is None or at < record.revoked)
            ),
        )


def require_succession(records: Sequence[KeyRecord]) -> None:
    """Return when each successor among the ``records`` of one use is another of them, in no circle, or raise."""
    if all(record.successor is None for record in records):
        return
    known = {record.key.thumbprint: record for record in records}
    for record in records:
        seen, following = {record.key.thumbprint}, record
        while following.successor is not None:
            found = known.get(following.successor)
            if found is None or found.key.suite is not record.key.suite or following.successor in seen:
                raise MalformedProfile("profile.keys.successor", expected="a key of the same use, in no circle")
            seen.add(following.successor)
            following = found


def newest(records: Sequence[KeyRecord], suite: Suite = Suite.ED25519) -> KeyRecord | None:
    """Give the record in ``suite`` that has no successor, the last of them; None where there is none."""
    heads = [record for record in records if record.key.suite is suite and record.successor is None]
    return heads[-1] if heads else None


def succeed(
    records: Sequence[KeyRecord], key: VerifyingKey, validity: Validity, *, replaced_until: Instant
) -> tuple[KeyRecord, ...]:
    """Let ``key`` take the place of the newest key of its suite, which counts until ``replaced_until`` at most."""
    head = newest(records, key.suite)
    if head is None:
        return (*records, KeyRecord(key, validity))
    until = min(head.validity.until, replaced_until)
    replaced = replace(head, validity=Validity(head.validity.since, until), successor=key.thumbprint)
    return (*(replaced if record is head else record for record in records), KeyRecord(key, validity))


def renew(records: Sequence[KeyRecord], until: Instant) -> tuple[KeyRecord, ...]:
    """Let the newest keys that were not revoked count until ``until``; whatever was replaced stays as it is."""
    return tuple(
        record
        if record.successor is not None or record.revoked is not None
        else replace(record, validity=Validity(record.validity.since, until))
        for record in records
    )


def revoke(
    records: Sequence[KeyRecord], kid: KeyId, *, at: Instant, reason: Reason, state: StateCode
) -> tuple[KeyRecord, ...]:
    """Revoke the key ``kid`` as of ``at``, or raise UnknownKey; an earlier revocation is never moved to later."""
    if all(record.key.thumbprint != kid for record in records):
        raise UnknownKey(kid, state=state)
    return tuple(
        record
        if record.key.thumbprint != kid or (record.revoked is not None and record.revoked <= at)
        else replace(record, revoked=at, reason=reason)
        for record in records
    )


def replaced_log(log: LogKey, key: VerifyingKey, validity: Validity) -> LogKey:
    """Let ``key`` sign the record's checkpoints; the replaced one counts within ``validity``."""
    replaced = KeyRecord(log.key, validity, successor=key.thumbprint)
    return LogKey(log.origin, key, (*log.earlier, replaced))


OVERLAP = timedelta(days=30)  # as long as an act may be under way
