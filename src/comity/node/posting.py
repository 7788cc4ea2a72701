"""Composing what goes out: the act in its place in the thread, sealed for its addressees, and its dispatches."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from comity.errors.node import NotMine, SentToNobody
from comity.foundation.directory import Profile
from comity.foundation.envelopes import Act, Envelope as Sealed, Json, VerifiedAct, act_id, seal_act
from comity.foundation.identity import SealingRecipient
from comity.node import archive, own, profiles, record
from comity.node.keystore import sealing_name
from comity.node.models import Envelope
from comity.node.outbox import Due
from comity.node.rows import Insertion
from comity.node.signers import signers
from comity.node.threads import story
from comity.words import Article, AuthorityId, Digest, Instant, StateCode

_COLUMNS = (
    *("digest", "sealed", "way", "act", "act_digest", "kind"),
    *("thread", "seq", "prev", "sender", "to"),
)
_ENVELOPES = Insertion(Envelope, *_COLUMNS, "at", "entry")


@dataclass(frozen=True, slots=True)
class Draft:
    """What an officer has decided to say, before it has its place and its moment."""

    kind: str
    sender: AuthorityId
    to: tuple[AuthorityId, ...]
    basis: tuple[Article, ...]
    body: Mapping[str, Json]
    thread: str | None = None
    evidence: tuple[Digest, ...] = ()
    supersedes: str | None = None


def seal(draft: Draft, *, by: str, at: Instant) -> Sealed:
    """Sign and seal ``draft`` as the next act of its author; peers whose profile is stale are refused."""
    if draft.sender.state != own.state():
        raise NotMine(draft.sender)
    if draft.thread:  # what another sends in it now must be known before this act takes its place
        record.hold()
    addressed = {name.state: profiles.in_force(name.state, at) for name in draft.to}
    thread = draft.thread or act_id(at, os.urandom)
    place = story(thread).next(draft.sender)
    act = Act(
        id=act_id(at, os.urandom),
        kind=draft.kind,
        sender=draft.sender,
        to=draft.to,
        by=by,
        at=at,
        thread=thread,
        seq=place.seq,
        prev=place.prev,
        basis=draft.basis,
        body=draft.body,
        evidence=draft.evidence,
        supersedes=draft.supersedes,
    )
    return seal_act(
        act,
        signing=signers(draft.sender, addressed.values()),
        recipients=_recipients(act, addressed),
        entropy=os.urandom,
    )


def row(sealed: Sealed) -> Envelope:
    """Lay an envelope that goes out as a row; its entry in the record comes later."""
    return _row(sealed.act, sealed.digest, sealed.sealed, Envelope.Way.OUT)


def arrived(verified: VerifiedAct, sealed: bytes) -> Envelope:
    """Lay a received envelope out as a row."""
    return _row(verified.act, verified.envelope, sealed, Envelope.Way.IN)


def refused(verified: VerifiedAct, sealed: bytes) -> Envelope:
    """Lay a received envelope out as a row that only keeps its place in the thread."""
    return _row(verified.act, verified.envelope, sealed, Envelope.Way.REFUSED)


def dues(sealed: Sealed) -> list[Due]:
    """Make one delivery for each State that is addressed, or raise SentToNobody."""
    act = sealed.act
    peers = sorted({authority.state for authority in act.to} - {own.state()})
    if not peers:
        raise SentToNobody(act.kind)
    return [Due(peer, sealed.digest, act.digest, act.thread, sealed.sealed) for peer in peers]


def later(envelope: Envelope, key: int, document: bytes) -> Due:
    """Make the delivery of a receipt that is given after the answer."""
    peer, names = AuthorityId(envelope.sender).state, (Digest(envelope.digest), Digest(envelope.act_digest))
    return Due(peer, *names, envelope.thread, key=key, receipt=document)


def insert(envelope: Envelope) -> None:
    """Keep an envelope whose entry in the record is known."""
    _ENVELOPES([getattr(envelope, name) for name in _COLUMNS] + [envelope.at.milliseconds, envelope.entry_id])


def _recipients(act: Act, addressed: Mapping[StateCode, Profile]) -> list[SealingRecipient]:
    archive = own.keys().sealing(sealing_name(act.sender)).recipient
    return [*(addressed[name.state].authority(name).recipient for name in act.to), archive]


def _row(act: Act, digest: Digest, sealed: bytes, way: Envelope.Way) -> Envelope:
    return Envelope(
        digest=digest,
        sealed=archive.keep(digest, sealed),
        way=way,
        act=act.id,
        act_digest=act.digest,
        kind=act.kind,
        thread=act.thread,
        seq=act.seq,
        prev=act.prev or "",
        sender=act.sender,
        to=" ".join(act.to),
        at=act.at,
    )
