"""Taking a parcel that a person brought, and writing the answer that goes back the same way.

 1. form       the bag is one, its names are safe, its manifests list what it holds
 2. sender     a node of a pinned State signed the statement, for this State; a stranger is refused, nothing is written
 3. members    each is the one that the statement names, byte for byte
 4. acts       go to the reception as if they had come over the wire, in their order; so do receipts given later
 5. evidence   that was wanted here is taken as it would be fetched: each MiB opened and verified as it lands
 6. answer     our receipts, with the growth of our record from what the sender knows of it

An answer is taken likewise; its receipts settle what waits, by the code that settles an answer over the wire. What the
node knew of the peer's record when it asked stands in its own statement, which the answer brings back. The same parcel
again changes nothing, and gives the same answer.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from comity.access import Actor, require
from comity.errors import ComityError
from comity.errors.bundle import MemberChanged
from comity.errors.envelopes import ClockAhead
from comity.errors.forwarding import AnswersNothing
from comity.errors.sealing import OutputExists
from comity.foundation.envelopes import digest_of
from comity.foundation.exchange.parcels import (
    ANSWERED,
    LARGEST_STATEMENT,
    STATEMENT,
    Item,
    Parcel,
    name_of,
    verify_parcel,
)
from comity.foundation.identity import KeyId, VerifyingKey
from comity.foundation.limits import KIB, LIMITS
from comity.foundation.record import Checkpoint
from comity.foundation.trees import HASH_SIZE
from comity.node import (
    bags,
    delivery,
    fetching,
    forks,
    outbox,
    own,
    profiles,
    receipts,
    reception,
    record,
    subjects,
    transfers,
)
from comity.node.acts import acting
from comity.node.bags import Advance, Bag, silent
from comity.node.carrier import Answer, Span
from comity.node.clock import now
from comity.node.continuity import Known
from comity.node.forwarding import Members, post
from comity.node.models import Envelope, Grant, RecordEntry, Transfer
from comity.words import Digest, StateCode

DEED = "node.import-parcel"
IMPORTED = "exchange:parcel:imported"
_LARGEST_HEADER = 64 * KIB


@dataclass(slots=True)
class Imported:
    """What became of a parcel: of each envelope nothing, or the code of what stands against it."""

    sender: StateCode
    name: Digest
    answers: bool
    codes: dict[Digest, str] = field(default_factory=dict)
    evidence: list[Digest] = field(default_factory=list)  # that stands here, whole
    refused: dict[Digest, str] = field(default_factory=dict)  # evidence that could not be taken

    @property
    def hindered(self) -> dict[Digest, str]:
        """Give the envelopes against which something stands."""
        return {name: code for name, code in self.codes.items() if code}


@dataclass(frozen=True, slots=True)
class _Opened:
    """A parcel whose bag and statement were verified."""

    bag: Bag
    parcel: Parcel
    document: bytes

    def receipts(self, item: Item) -> tuple[bytes, ...]:
        """Read the receipts of an item."""
        return tuple(self.bag.read(f"receipts/{name}.jws", limit=2 * LIMITS.receipt) for name in item.receipts)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Evidence in a bag, given as a peer's node gives it."""

    bag: Bag

    def leaves(self, _peer: StateCode, _url: str, manifest: Digest, count: int) -> bytes:
        """Give the ``count`` leaf hashes of a piece of evidence."""
        return self.bag.read(f"evidence/{manifest}.leaves", limit=count * HASH_SIZE)

    @contextmanager
    def evidence(self, _peer: StateCode, _url: str, manifest: Digest, start: int, end: int) -> Iterator[Span]:
        """Give the sealed bytes from ``start`` up to, not including, ``end`` or the true end."""
        header = self.bag.read(f"evidence/{manifest}.header", limit=_LARGEST_HEADER)
        payload = self.bag.find(f"evidence/{manifest}.payload")
        yield Span(_pieces(header, payload, start, end), len(header) + payload.size)


def take(by: Actor, path: Path, *, answer: Path | None = None, advance: Advance = silent) -> Imported:
    """Take the parcel at ``path``, or an answer to one; with ``answer`` the answer to a parcel is written there."""
    require(subjects.access(), by, DEED)
    if answer is not None and answer.exists():
        raise OutputExists(answer.name)
    opened = _open(path, advance)
    parcel = opened.parcel
    done = Imported(parcel.sender, name_of(opened.document), parcel.answers is not None)
    if parcel.answers is not None:
        _settle(opened, done)
    else:
        replies = _take_items(opened, done)
        _take_evidence(opened, done)
        if answer is not None:
            _answer(opened, replies, done, answer)
    if not RecordEntry.objects.filter(event=IMPORTED, about=done.name).exists():
        with acting(by, DEED) as act:
            act.record(IMPORTED, opened.document, about=done.name)
    return done


def _open(path: Path, advance: Advance) -> _Opened:
    bag, at = bags.read(path), now()  # 1
    document = bag.read(STATEMENT, limit=2 * LARGEST_STATEMENT)

    def known(state: StateCode, kid: KeyId) -> VerifyingKey:
        return profiles.peer(state).node_key(kid, at)

    parcel = verify_parcel(document, to=own.state(), known=known)  # 2
    if parcel.at - at > LIMITS.clock_skew:
        raise ClockAhead("statement.at", dated=parcel.at, here=at)
    forks.require_open(parcel.sender)
    bag.verify(parcel.members, but=STATEMENT, advance=advance)  # 3
    return _Opened(bag, parcel, document)


def _take_items(opened: _Opened, done: Imported) -> list[tuple[bytes, ...]]:
    """Hand each item to the reception; returns our receipts for each, and notes what stands against it."""
    seen = [checkpoint.size for checkpoint in opened.parcel.seen]
    record.grown(record.log(), seen, [])  # raises where the sender has seen more of our record than there is
    replies = []
    for item in opened.parcel.items:  # 4
        try:
            given, code = _take_item(opened, item)
        except ComityError as error:
            given, code = (), error.code
        replies.append(given)
        done.codes[item.envelope] = code
    return replies


def _take_item(opened: _Opened, item: Item) -> tuple[tuple[bytes, ...], str]:
    if item.receipts:
        documents = opened.receipts(item)
        reception.receive_receipts(item.envelope, documents, item.growths, of=opened.parcel.sender)
        return (), ""
    name = f"acts/{item.envelope}.age"
    sealed = opened.bag.read(name, limit=LIMITS.envelope)
    if digest_of(sealed) != item.envelope:
        raise MemberChanged(name)
    reply = reception.receive(sealed)
    return tuple(reply.receipts), reply.code


def _take_evidence(opened: _Opened, done: Imported) -> None:
    for name in opened.parcel.evidence:  # 5
        row = transfers.claim_one(name, source=opened.parcel.sender, at=now())
        if row is not None:
            try:
                fetching.fetch(row, _Shelf(opened.bag))
            except ComityError as error:
                transfers.put_off(row, error)
                done.refused[name] = error.code
        if Transfer.objects.filter(manifest=name, state=Transfer.State.COMPLETE).exists():
            done.evidence.append(name)


def _answer(opened: _Opened, replies: Sequence[tuple[bytes, ...]], done: Imported, target: Path) -> None:
    """Write what we say to each item, with the growth from what the sender knows and from what we said before it."""
    log, seen = record.log(), [checkpoint.size for checkpoint in opened.parcel.seen]
    members: Members = {ANSWERED: opened.document}
    items: list[Item] = []
    before: list[int] = []
    for item, given in zip(opened.parcel.items, replies, strict=True):  # 6
        shown = receipts.sizes_shown(given)
        growths = record.grown(log, [*seen, *before], shown)
        names = tuple(digest_of(document) for document in given)
        members |= {f"receipts/{name}.jws": one for name, one in zip(names, given, strict=True)}
        items.append(Item(item.envelope, names, done.codes[item.envelope], growths))
        before = shown[-1:] or before
    answer = Parcel(
        sender=own.state(),
        to=opened.parcel.sender,
        at=now(),
        items=tuple(items),
        members=bags.digests(members),
        evidence=tuple(done.evidence),
        answers=done.name,
    )
    post(answer, members, target)


def _settle(opened: _Opened, done: Imported) -> None:
    """Settle what an answer ends, item by item, as delivery over the wire does."""
    answer, peer = opened.parcel, opened.parcel.sender
    mine = _answered(opened)
    known = asked = Known(peer, mine.seen)
    for sent, said in zip(mine.items, answer.items, strict=True):
        documents = opened.receipts(said)
        done.codes[sent.envelope] = said.code
        claim = outbox.claim_answered(peer, sent.envelope, later=bool(sent.receipts), at=now())
        try:
            shown = _shown(documents, sent.envelope, peer) if documents else None
            if claim is not None:
                delivery.settle([claim], peer, known, [Answer(documents, said.code, said.growths)])
        except ComityError as error:
            done.codes[sent.envelope] = said.code or error.code
            if claim is not None:
                delivery.put_off(claim, peer, error)
            continue
        if shown is not None:
            known = Known(peer, (shown, *asked.checkpoints))
    mine_too = set(mine.evidence) & set(answer.evidence)
    Grant.objects.filter(peer=peer, manifest__in=mine_too).update(held=True)
    done.evidence += sorted(mine_too)


def _answered(opened: _Opened) -> Parcel:
    """Return our own statement that the answer brings back, or raise AnswersNothing."""
    peer, ours = opened.parcel.sender, profiles.own_profile()
    document = opened.bag.read(ANSWERED, limit=2 * LARGEST_STATEMENT)
    try:
        mine = verify_parcel(
            document,
            to=peer,
            known=lambda state, kid: ours.node_record(kid).key if state == ours.state else None,
        )
    except ComityError as error:
        raise AnswersNothing(peer) from error
    named = [item.envelope for item in mine.items]
    if name_of(document) != opened.parcel.answers or named != [item.envelope for item in opened.parcel.items]:
        raise AnswersNothing(peer)
    return mine


def _shown(documents: Sequence[bytes], envelope: Digest, peer: StateCode) -> Checkpoint:
    act = Digest(Envelope.objects.get(digest=envelope).act_digest)
    return receipts.verify(documents, of=peer, envelope=envelope, act=act, at=now()).checkpoints[-1]


def _pieces(header: bytes, payload: bags.Extent, start: int, end: int) -> Iterator[bytes]:
    if start < len(header):
        yield header[start:end]
    first = max(start - len(header), 0)
    if end > len(header):
        yield from payload.pieces(first, end - len(header))
