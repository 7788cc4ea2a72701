"""Destroying salts: an entry stays in the record, and nobody can show any more what it stood for.

* An entry is a salted digest. Without its salt no content can be shown to be the one it was taken of; the tree, its
  checkpoints and the proof of the entry stay as they are.                                          EXCHANGE 6
* It is done by a decision of the office that answers for the data, for a stated reason, and never undone. The decision
  is an entry itself: which entries, and why. Its content is kept, so that whoever oversees the office can read the
  reason and show that it is the one that was entered; it goes when the salt of that entry is destroyed in its turn.
* What is destroyed is overwritten where it stood, in the database's file and in its log. The row of a decision whose
  salt goes loses its words and stays: were it deleted, what stands beside it would be moved, and leave a copy behind.
* A receipt carries the salt of its own entry, because it was given so that it can be shown. Such an entry is therefore
  not unlinked here: destroying a copy of the salt would promise what is not so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from comity.access import Actor
from comity.errors.record import SaltGiven, SaltGone, UnknownEntry
from comity.foundation.canonical import canonical
from comity.foundation.exchange import Outcome, ReceiptKind
from comity.node import record
from comity.node.acts import acting
from comity.node.capabilities import cut_log, held
from comity.node.models import Envelope, RecordEntry, UnlinkingDecision

_GIVEN = frozenset(f"exchange:{kind}:{outcome}" for kind in ReceiptKind for outcome in Outcome)
DESTROYED = "record:salt:destroyed"
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Unlinked:
    """What a decision did: the entries that stand for nothing any more, and those that receipts still prove."""

    indices: tuple[int, ...]
    given: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who destroyed the salts of which entries, and why; ``content`` is what the digest of its entry was taken of."""

    by: str
    entries: tuple[int, ...]
    reason: str

    @property
    def content(self) -> bytes:
        """The canonical bytes of the decision."""
        return canonical({"by": self.by, "entries": self.entries, "reason": self.reason})


def decision(index: int) -> Decision | None:
    """Return the decision that the entry at ``index`` stands for; None where it is another, or unlinked itself."""
    kept = UnlinkingDecision.objects.select_related("entry").exclude(entry__salt=None)
    row = kept.filter(entry_id=index).first()
    return None if row is None else Decision(row.entry.by, tuple(row.entries), row.reason)


def about(thread: str) -> QuerySet[RecordEntry]:
    """List the entries about one thread: its acts, what was certified of its envelopes; not decisions such as these."""
    envelopes = Envelope.objects.filter(thread=thread).values("digest")
    entries = RecordEntry.objects.filter(Q(about=thread) | Q(about__in=envelopes))
    return entries.exclude(event=DESTROYED).order_by("index")


def destroy(by: Actor, index: int, *, reason: str) -> Unlinked:
    """Destroy the salt of one entry; raises UnknownEntry, SaltGone, or SaltGiven where a receipt carries it."""
    entry = RecordEntry.objects.filter(index=index)
    if not entry.exists():
        raise UnknownEntry(index)
    if entry.filter(event__in=_GIVEN).exists():
        raise SaltGiven(index)
    if entry.filter(salt=None).exists():
        raise SaltGone(index)
    return _destroy(by, entry, about=entry[0].about, reason=reason)


def destroy_about(by: Actor, thread: str, *, reason: str) -> Unlinked:
    """Destroy the salts of all entries about one thread; raises UnknownEntry where there is none, SaltGone if done."""
    entries = about(thread)
    if not entries.exists():
        raise UnknownEntry(thread[:64])
    return _destroy(by, entries, about=thread, reason=reason)


def is_given(row: RecordEntry) -> bool:
    """Say whether a receipt carries the salt of the entry."""
    return row.event in _GIVEN


class Forgetting:
    """The worker's part: the database's log is cut off after each decision, and once when a process begins.

    So whatever was destroyed while no worker ran, or by a process that was killed, is gone from the log as well.
    """

    def __init__(self) -> None:
        self._begun = False
        self._newest: int | None = None

    def attend(self) -> bool:
        """Cut the log off if salts were destroyed since; says whether it is cut off as far as anybody knows."""
        newest = UnlinkingDecision.objects.aggregate(newest=Max("entry_id"))["newest"]
        if not self._begun or newest != self._newest:
            if not cut_log():
                return False
            self._begun, self._newest = True, newest
        return True


def _destroy(by: Actor, entries: QuerySet[RecordEntry], *, about: str, reason: str) -> Unlinked:
    with acting(by, "node.destroy-salt", about) as act:
        found: Sequence[RecordEntry] = list(held(entries))
        given = tuple(row.index for row in found if row.event in _GIVEN)
        indices = tuple(row.index for row in found if row.salt is not None and row.index not in given)
        if not indices:
            raise SaltGone(about or "entry")
        RecordEntry.objects.filter(index__in=indices).update(salt=None)
        UnlinkingDecision.objects.filter(entry__in=indices).update(reason="", entries=[])
        decided = Decision(by.name, indices, reason[:LONGEST_REASON])
        act.record(DESTROYED, decided.content, about=about)
        act.close()  # what was entered last is this decision: nobody else appends before the commit
        UnlinkingDecision.objects.create(
            entry_id=record.log().size - 1, reason=decided.reason, entries=list(indices)
        )
    return Unlinked(indices, given)
