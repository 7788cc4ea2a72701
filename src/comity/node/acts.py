"""The one way to write: one deed of one actor is one transaction, one entry in the record, and its dispatches.

    with acting(actor, "requests.send", request) as act:
        row = Request.objects.create(...)
        sent = act.send(kind="preserve", sender=..., to=[...], basis=[...], body={...})
        act.record("requests:request:sent", about=sent.thread)

1. The composed access table is asked first; who may not do the deed leaves no trace.
2. Everything happens in one transaction; any error undoes all of it, dispatches and record included.
3. The deed makes exactly one entry in the record: a salted digest of the ``content`` that the service gives, or of the
   signed statement that names the act that it sends or receives.
4. The receipts that the node itself owes for the act are signed and recorded in the same transaction: submission for
   what it sends, relay and delivery for what it receives, retrieval for what an officer opens.
5. What comes or is answered together may be done ``together``: each deed is whole or undone by itself and makes its own
   entry, and one transaction holds them all.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from comity.access import Actor, require
from comity.errors.node import AlreadyRetrieved, NotRecordedOnce, SentTwice, UnknownEnvelope
from comity.foundation.envelopes import Act, Json, VerifiedAct, statement_of
from comity.foundation.exchange import ReceiptKind, Statement
from comity.foundation.record import Growth
from comity.foundation.sealing import Manifest
from comity.node import outbox, own, posting, receipts, record, subjects, transfers, wake
from comity.node.capabilities import turn
from comity.node.clock import now
from comity.node.models import Deadline, Envelope, Grant, Receipt, Transfer
from comity.node.outbox import Claim, Due
from comity.node.record import Deed, Entered, Note
from comity.words import Article, AuthorityId, Digest, Instant, StateCode

WINDOW = timedelta(days=30)  # how long disclosed evidence can be fetched


@contextmanager
def acting(
    actor: Actor, deed: str, subject: object = None, *, among: "Joint | None" = None
) -> "Iterator[Writer]":
    """Do one deed: ask the access table, open the transaction, and close it with its entry in the record.

    ``among`` are the deeds with which it is done together: it is then entered with them.
    """
    require(subjects.access(), actor, deed, subject)  # 1
    joint = among or Joint(alone=True)
    with turn(), transaction.atomic(savepoint=joint.several):  # 2
        writer = Writer(actor, now(), joint)
        yield writer
        writer.close()


@contextmanager
def together(*, several: bool = True, asked: tuple[int, ...] = ()) -> "Iterator[Joint]":
    """Do deeds in one transaction and enter them together; where they are not ``several``, one undoes it all.

    ``asked`` are the sizes at which the peer that is answered knows this node's record.
    """
    with turn(), transaction.atomic():
        joint = Joint(asked=asked, several=several)
        yield joint
        joint.enter()


@dataclass(slots=True)
class Joint:
    """The deeds of one transaction, entered in the record in the order in which they were closed."""

    alone: bool = False  # one deed, entered when it is closed
    several: bool = True
    asked: tuple[int, ...] = ()
    growths: tuple[Growth, ...] = ()  # from each size that was asked to what the receipts show
    _closed: list["Writer"] = field(default_factory=list)

    def add(self, writer: "Writer") -> None:
        """Have the deed entered, with the others where there are others."""
        self._closed.append(writer)
        if self.alone:
            self.enter()

    def enter(self) -> None:
        """Enter what was closed since the last time, and give the receipts owed for it."""
        writers, self._closed = self._closed, []
        if not writers:
            return
        entered, growths = record.append([writer.deed() for writer in writers], self.asked)
        self.growths = tuple(dict.fromkeys(self.growths + growths))
        for writer, each in zip(writers, entered, strict=True):
            writer.enter(each)
            if writer.wakes or writer.claims:
                transaction.on_commit(writer.sent)


@dataclass(slots=True)
class Writer:
    """What a service may do beside writing its own rows, while its deed is being done."""

    actor: Actor
    at: Instant
    joint: Joint
    receipts: tuple[bytes, ...] = ()
    wakes: bool = False  # whether the worker has something to do once this stands
    claims: list[tuple[Claim, StateCode]] = field(default_factory=list)  # what this process delivers then
    _event: str = ""
    _content: bytes = b""
    _about: str = ""
    _signed: bytes = b""
    _envelope: Envelope | None = None
    _owed: tuple[ReceiptKind, ...] = ()
    _statements: tuple[Statement, ...] = ()
    _dues: list[Due] = field(default_factory=list)
    _begins: bool = False
    _later: bool = False
    _closed: bool = False

    def record(self, event: str, content: bytes = b"", *, about: str = "") -> None:
        """Say once what happened, as ``subject:object:past``; ``about`` is the thread or name it happened to."""
        if self._event:
            raise NotRecordedOnce(event, already=self._event)
        self._event, self._content, self._about = event, content, about

    @property
    def recorded(self) -> bool:
        """Whether the deed has its entry in the record."""
        return bool(self._event)

    @property
    def outgoing(self) -> Digest | None:
        """The envelope of the act that this deed sends, or none."""
        if self._envelope is None or ReceiptKind.SUBMISSION not in self._owed:
            return None
        return Digest(self._envelope.digest)

    def send(
        self,
        *,
        kind: str,
        sender: AuthorityId,
        to: Sequence[AuthorityId],
        basis: Sequence[Article],
        body: Mapping[str, Json],
        thread: str | None = None,
        evidence: Sequence[Digest] = (),
        supersedes: str | None = None,
    ) -> Act:
        """Sign and seal an act, and put it into the outbox; without ``thread`` it begins a new one."""
        self._require_no_envelope(kind)
        draft = posting.Draft(kind, sender, tuple(to), tuple(basis), body, thread, tuple(evidence), supersedes)
        posted = posting.seal(draft, by=self.actor.name, at=self.at)
        self._envelope, self._signed = posting.row(posted), statement_of(posted.document)
        self._owed = (ReceiptKind.SUBMISSION,)
        self._dues, self._begins = posting.dues(posted), thread is None
        for name in posted.act.evidence:
            self.grant(name, [due.peer for due in self._dues])
        return posted.act

    def grant(self, evidence: Digest, peers: Sequence[str], *, window: timedelta = WINDOW) -> None:
        """Let ``peers`` fetch the sealed ``evidence`` for as long as the window is open."""
        for peer in peers:
            until = {"until": self.at + window}
            Grant.objects.update_or_create(manifest=evidence, peer=peer, defaults=until)

    def fetch(self, manifest: Manifest, *, by: AuthorityId, source: StateCode, thread: str) -> Transfer:
        """Have the worker fetch the evidence of a verified ``manifest`` from ``source``, for our authority ``by``."""
        self.wakes = True
        return transfers.begin(manifest, by=by, source=source, thread=thread, at=self.at)

    def clock(self, what: str, *, about: str, due: Instant) -> Deadline:
        """Start a clock; when it is due and was not stopped, the subject's follow-up for ``what`` is called."""
        subjects.follow_up(what)
        return Deadline.objects.create(what=what, about=about, started=self.at, due=due)

    def stop_clock(self, what: str, *, about: str) -> None:
        """Stop the running clocks of that name about that thing: it was met in time."""
        running = Deadline.objects.filter(what=what, about=about, state=Deadline.State.RUNNING)
        running.update(state=Deadline.State.MET, ended=self.at)

    def retrieved(self, envelope: Digest) -> None:
        """Certify to the sender that an officer has opened a received act; raises AlreadyRetrieved."""
        row = Envelope.objects.filter(digest=envelope, way=Envelope.Way.IN).first()
        if row is None:
            raise UnknownEnvelope(envelope[:16])
        mine = Receipt.objects.filter(envelope=envelope, kind=ReceiptKind.RETRIEVAL, state=own.state())
        if mine.exists():
            raise AlreadyRetrieved(envelope[:16])
        self._require_no_envelope(row.kind)
        self._envelope, self._signed, self._later = row, envelope.raw, True
        self._owed = (ReceiptKind.RETRIEVAL,)

    def arrived(self, verified: VerifiedAct, sealed: bytes) -> None:
        """Take a verified act of a peer; only the reception calls this."""
        self._envelope, self._signed = posting.arrived(verified, sealed), statement_of(verified.document)
        self._owed = (ReceiptKind.RELAY, ReceiptKind.DELIVERY)

    def refused(self, envelope: Digest, code: str, place: Envelope | None = None) -> None:
        """State in a signed receipt that an envelope was not taken, and why; only the reception calls this.

        ``place`` is the row that keeps the place of its act in the thread, where the act could be read.
        """
        act = Digest(place.act_digest) if place else None
        self._statements = (receipts.rejected(ReceiptKind.DELIVERY, envelope, act, code, self.at),)
        self._signed, self._envelope = envelope.raw, place

    def abandon(self) -> None:
        """Undo the deed without a trace, because another process has done it already."""
        transaction.set_rollback(True)
        self._closed = True

    def close(self) -> None:
        """End the deed, once, however often called: it is entered now, or with those that it is done together with."""
        if self._closed:
            return
        self._closed = True
        if not self._event:
            raise NotRecordedOnce("nothing")  # 3
        if self._envelope is not None:
            self._statements += tuple(receipts.accepted(self._owed, self._envelope, self.at))
        self.joint.add(self)

    def deed(self) -> Deed:
        """Say what is to be entered of the deed, and of what this node states of it."""
        note = Note(self._event, self._content or self._signed, self._about)
        stated = [Note.of(statement) for statement in self._statements]
        return Deed(note, stated, self.at, self.actor.name)

    def enter(self, entered: Entered) -> None:
        """Write what was sent or received, and the receipts owed for it, with their places in the record."""
        envelope = self._envelope
        given = receipts.give(self._statements, entered)  # 4
        if envelope is not None and envelope.entry_id is None:
            envelope.entry_id = entered.index
            posting.insert(envelope)
        if given is not None:
            self.receipts = (given.document,)
            if self._later and envelope is not None:
                self._dues = [posting.later(envelope, receipts.keep_for_later(given), given.document)]
            else:
                receipts.keep(given)
        if self._dues:
            self.claims = outbox.put(self._dues, at=self.at, begins=self._begins)
            self.wakes = self.wakes or len(self.claims) < len(self._dues)

    def sent(self) -> None:
        """See to the delivery of what stands now: by this process, or else by the worker."""
        outbox.posted(self.claims)
        if self.wakes:
            wake.ring()

    def _require_no_envelope(self, kind: str) -> None:
        if self._envelope is not None:
            raise SentTwice(kind)
