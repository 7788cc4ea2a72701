"""Taking an act that a peer hands over.

 1. size      the body is within the limit, counted while it is read
 2. hop       a node of a pinned State signed the request; a stranger is refused and nothing is written
 3. again     an envelope that was taken or refused before gets the same receipts again
 4. act       it opens, and every step of ``open_act`` holds against the pinned profiles and the thread as known
 5. subject   the subject that understands its kind takes it, and may refuse it
 6. commit    the envelope, the subject's rows, the entry in the record and the receipts are one transaction
 7. answer    only after the commit is on disk

What comes together is one transaction, and each act of it is taken or refused as if it had come alone.

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
from comity.foundation.envelopes import Story, VerifiedAct, digest_of, follows, open_act
from comity.foundation.identity import SealingKey
from comity.foundation.record import Growth
from comity.node import continuity, own, posting, profiles, receipts, record, subjects
from comity.node.acts import Joint, Writer, acting, together
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
class Reply:
    """What the sender is told: our receipts, and the refusal if it was refused."""

    receipts: tuple[bytes, ...]
    refusal: ComityError | None = None
    code: str = ""
    growths: tuple[Growth, ...] = ()


@dataclass(slots=True)
class _Case:
    """One envelope on its way through the steps, and what became of it so far."""

    sealed: bytes
    envelope: Digest
    reply: Reply | None = None  # what it was answered before
    verified: VerifiedAct | None = None
    refusal: SenderError | None = None
    deed: Writer | None = None  # what took or refused it

    def told(self, growths: tuple[Growth, ...]) -> Reply:
        """Say what became of it, once that stands."""
        if self.reply is not None:
            return self.reply
        given = self.deed.receipts if self.deed is not None else ()
        return Reply(given, self.refusal, self.refusal.code if self.refusal else "", growths if given else ())


def receive(sealed: bytes, *, asked: tuple[int, ...] = ()) -> Reply:
    """Take an envelope that a peer's node handed over; raises what is to be tried again.

    ``asked`` are the sizes at which the peer knows this node's record; the reply shows the growth from each.
    """
    (reply,) = receive_all((sealed,), asked=asked)
    if reply.refusal is not None and not reply.receipts:
        raise reply.refusal
    return reply


def receive_all(envelopes: Sequence[bytes], *, asked: tuple[int, ...] = ()) -> list[Reply]:
    """Take envelopes that came together; a reply with a refusal and no receipt is to what is to be tried again."""
    cases = [_Case(sealed, digest_of(sealed)) for sealed in envelopes]
    for case in cases:
        case.reply = _answered(case.envelope, asked)  # 3
    new = [case for case in cases if case.reply is None]
    growths = _take_all(new, asked) if new else ()
    for case in new:
        if isinstance(case.refusal, Replayed):  # perhaps by ourselves, a moment ago
            case.reply = _answered(case.envelope, asked)
    final = [
        (case, case.refusal)
        for case in new
        if case.reply is None and case.refusal is not None and not isinstance(case.refusal, _LATER)
    ]
    growths += _refuse_all(final, asked) if final else ()
    return [case.told(growths) for case in cases]


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
        continuity.remember(of, known, taken.checkpoints, at=act.at)
        act.record("exchange:receipts:received", b"\n".join(documents), about=sent.thread)


def _opening(office: Authority, at: Instant) -> Sequence[SealingKey]:
    """Give the keys with which ``office`` opens what arrives ``at`` that moment."""
    keys = own.keys().opening(sealing_name(office.id))
    return keys if len(keys) == 1 else [key for key in keys if office.opens(key.recipient.thumbprint, at)]


def _take_all(cases: Sequence[_Case], asked: tuple[int, ...]) -> tuple[Growth, ...]:
    """Take what may be taken, in one transaction; returns how the record grew by it."""
    with together(several=len(cases) > 1, asked=asked) as joint:
        record.hold()  # one at a time, so that the threads stay as they were read until the commit
        opened = _opener(joint)
        for case in cases:
            try:
                case.verified = opened(case.sealed)  # 4
                case.deed = _take(case.verified, case.sealed, joint)
            except SenderError as refusal:
                case.refusal = refusal
        joint.enter()
        pass_by(Fault.BEFORE_COMMIT)
    pass_by(Fault.AFTER_COMMIT)  # 6
    return joint.growths


def _opener(joint: Joint) -> Callable[[bytes], VerifiedAct]:
    """Open envelopes for our offices, each as it follows what was taken before it."""
    ours, at = profiles.own_profile(), now()
    mine = frozenset(ours.offices)
    keys = [key for name in sorted(mine) for key in _opening(ours.authority(name), at)]
    told: set[str] = set()

    def follow(thread: str) -> Story:
        if thread in told:  # what was taken of it just now is not entered yet
            joint.enter()
        told.add(thread)
        return story(thread)

    return partial(
        open_act, me=mine, keys=keys, profiles=profiles.peer, at=at, story=follow, asked=ours.suite_asked
    )


def _take(verified: VerifiedAct, sealed: bytes, joint: Joint) -> Writer:
    with acting(NODE_ACTOR, "node.receive-act", among=joint) as act:
        act.arrived(verified, sealed)
        subjects.handler(verified.act.kind)(Arrival(verified, verified.envelope), act)  # 5
    return act


def _refuse_all(cases: Sequence[tuple[_Case, SenderError]], asked: tuple[int, ...]) -> tuple[Growth, ...]:
    """Refuse each of ``cases`` with a signed rejection, in one transaction; returns how the record grew by it."""
    with together(several=len(cases) > 1, asked=asked) as joint:
        for case, refusal in cases:
            try:
                case.deed = _refuse(case, refusal, joint)
            except SenderError as taken_meanwhile:
                case.refusal = taken_meanwhile
    return joint.growths


def _refuse(case: _Case, refusal: SenderError, joint: Joint) -> Writer:
    with acting(NODE_ACTOR, "node.refuse-act", among=joint) as act:
        place = _place(case.verified, case.sealed) if case.verified is not None else None
        act.refused(case.envelope, refusal.code, place)
        act.record("exchange:act:refused", about=case.envelope)
    return act


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
