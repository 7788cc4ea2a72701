"""Taking an act that a peer hands over.

 1. size      the body is within the limit, counted while it is read
 2. hop       a node of a pinned State signed the request; a stranger is refused and nothing is written
 3. again     an envelope that was taken or refused before gets the same receipts again
 4. act       it opens, and every step of ``open_act`` holds against the pinned profiles and the thread as known
 5. subject   the subject that understands its kind takes it, and may refuse it
 6. commit    the envelope, the subject's rows, the entry in the record and the receipts are one transaction
 7. answer    only after the commit is on disk

What fails at 4 or 5 is refused with a signed rejection, so that its author can prove that it was heard and why not.
What fails at 5 was proved to be the next act of its author: it keeps its place in the thread, so that what follows it
is no gap, and has no other effect.
Four refusals are not final and bear no receipt, so that the author's node tries again: a gap in the thread, which the
missing act will close; a profile that is stale or unknown here, which an officer will renew; a key that the profile as
pinned does not name, because its State may have rotated and the newer profile is still on its way; a fault of our own.
Nothing is written for them, so that whoever signs with keys of nobody fills nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from comity.errors import ComityError, SenderError
from comity.errors.directory import StaleProfile, UnknownKey
from comity.errors.exchange import Replayed, SequenceGap
from comity.errors.node import UnknownEnvelope
from comity.foundation.directory import Authority
from comity.foundation.envelopes import VerifiedAct, digest_of, follows, open_act
from comity.foundation.identity import SealingKey
from comity.foundation.record import Growth
from comity.node import continuity, own, posting, profiles, receipts, record, subjects
from comity.node.acts import acting
from comity.node.clock import now
from comity.node.faults import Fault, pass_by
from comity.node.keystore import sealing_name
from comity.node.models import Envelope
from comity.node.rows import select
from comity.node.rules import NODE_ACTOR
from comity.node.threads import story
from comity.words import Digest, Instant, StateCode

_GIVEN = (
    "SELECT jws, code FROM node_receipt WHERE envelope = %s AND state = %s AND kind <> 'retrieval' ORDER BY id"
)
_LATER = (SequenceGap, StaleProfile, UnknownKey)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A verified act on its way to the subject that understands it."""

    verified: VerifiedAct
    envelope: Digest


@dataclass(frozen=True, slots=True)
class Declined:
    """A verified act that its subject did not take, and why."""

    verified: VerifiedAct
    refusal: SenderError


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sender is told: our receipts, and the refusal if it was refused."""

    receipts: tuple[bytes, ...]
    refusal: ComityError | None = None
    code: str = ""
    growths: tuple[Growth, ...] = ()


def receive(sealed: bytes, *, asked: tuple[int, ...] = ()) -> Reply:
    """Take an envelope that a peer's node handed over; raises what is to be tried again.

    ``asked`` are the sizes at which the peer knows this node's record; the reply shows the growth from each.
    """
    envelope = digest_of(sealed)
    if (known := _answered(envelope, asked)) is not None:  # 3
        return known
    try:
        taken = _take(sealed, asked)
        if isinstance(taken, Reply):
            return taken
        return _refuse(envelope, taken.refusal, asked, partial(_place, taken.verified, sealed))
    except _LATER:
        raise
    except Replayed as refusal:  # perhaps by ourselves, a moment ago
        return _answered(envelope, asked) or _refuse(envelope, refusal, asked)
    except SenderError as refusal:
        return _refuse(envelope, refusal, asked)


def receive_receipts(
    envelope: Digest, documents: Sequence[bytes], growths: Sequence[Growth] = (), *, of: StateCode
) -> None:
    """Take receipts that a peer gives after its answer, for an envelope that we sent it.

    Raises GrowthMissing where they do not show how the peer's record grew from what is known of it.
    """
    sent = Envelope.objects.filter(digest=envelope, way=Envelope.Way.OUT).first()
    if sent is None:
        raise UnknownEnvelope(envelope[:16])
    if not documents or receipts.held(documents, envelope):
        return
    at, known = now(), continuity.known(of)
    taken = receipts.verify(documents, of=of, envelope=envelope, act=Digest(sent.act_digest), at=at)
    continuity.require_continued(of, known, taken.checkpoints, growths, at=at)
    with acting(NODE_ACTOR, "node.receive-receipts") as act:
        receipts.keep_taken(taken)
        continuity.remember(of, known, taken.checkpoints[-1], at=act.at)
        act.record("exchange:receipts:received", b"\n".join(documents), about=sent.thread)


def _opening(office: Authority, at: Instant) -> Sequence[SealingKey]:
    """Give the keys with which ``office`` opens what arrives ``at`` that moment."""
    keys = own.keys().opening(sealing_name(office.id))
    return keys if len(keys) == 1 else [key for key in keys if office.opens(key.recipient.thumbprint, at)]


def _take(sealed: bytes, asked: tuple[int, ...]) -> Reply | Declined:
    with acting(NODE_ACTOR, "node.receive-act") as act:
        act.asked = asked
        record.hold()  # one at a time, so that the thread stays as it was read until the commit
        ours = profiles.own_profile()
        mine = frozenset(ours.offices)
        verified = open_act(
            sealed,
            me=mine,
            keys=[key for name in sorted(mine) for key in _opening(ours.authority(name), act.at)],
            profiles=profiles.peer,
            at=act.at,
            story=story,
            asked=ours.suite_asked,
        )  # 4
        act.arrived(verified, sealed)
        try:
            subjects.handler(verified.act.kind)(Arrival(verified, verified.envelope), act)  # 5
        except _LATER:
            raise
        except SenderError as refusal:
            act.abandon()
            return Declined(verified, refusal)
        act.close()
        pass_by(Fault.BEFORE_COMMIT)
    pass_by(Fault.AFTER_COMMIT)  # 6
    return Reply(act.receipts, growths=act.growths)


def _refuse(
    envelope: Digest, refusal: SenderError, asked: tuple[int, ...], place: Callable[[], Envelope] | None = None
) -> Reply:
    with acting(NODE_ACTOR, "node.refuse-act") as act:
        act.asked = asked
        act.refused(envelope, refusal.code, place() if place else None)
        act.record("exchange:act:refused", about=envelope)
    return Reply(act.receipts, refusal, refusal.code, act.growths)


def _place(verified: VerifiedAct, sealed: bytes) -> Envelope:
    """Keep the place of an act that was not taken, unless another process has taken or refused it meanwhile."""
    record.hold()
    follows(story(verified.act.thread), verified.act)
    return posting.refused(verified, sealed)


def _answered(envelope: Digest, asked: tuple[int, ...]) -> Reply | None:
    rows = select(_GIVEN, envelope, own.state())
    if not rows:
        return None
    documents = tuple(dict.fromkeys(bytes(jws) for jws, _ in rows))
    growths = record.grown(record.log(), asked, receipts.sizes_shown(documents)) if asked else ()
    return Reply(documents, None, next((code for _, code in rows if code), ""), growths)
