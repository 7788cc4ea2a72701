"""Acts of a negotiation: it is opened from a draft, goes on entry by entry, and takes revised drafts.

Each is one transaction and one entry in the record. Whoever writes holds the row of the negotiation, so that entries
have one order; the rules take an entry or refuse it before anything is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.db import IntegrityError, transaction

from comity.access import Actor, require
from comity.committee.text.models import (
    Draft,
    LogEntry,
    Measured,
    Negotiated,
    Negotiating,
    Taken,
    Text,
    identified,
    negotiating,
    tallied,
    under_negotiation,
)
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.negotiation import consolidation
from comity.committee.text.rules.negotiation.acts import (
    CHAIR,
    Act,
    Comment,
    Entry,
    Express,
    Holder,
    NewProvision,
    Propose,
    Renumber,
    Split,
)
from comity.committee.text.rules.negotiation.codec import entry_to_json, name_of
from comity.committee.text.rules.negotiation.holders import read_holder
from comity.committee.text.rules.negotiation.meetings import reading, told
from comity.committee.text.rules.negotiation.opening import Opening, opened
from comity.committee.text.rules.negotiation.seats import OPEN, Seat, deed_of
from comity.committee.text.rules.negotiation.supposing import Supposed, suppose
from comity.committee.text.rules.negotiation.wording import read_words
from comity.committee.text.rules.words import joined
from comity.errors.text import AlreadyUnderNegotiation, NotFree, NotUnderNegotiation
from comity.foundation.envelopes import canonical
from comity.node.acts import Writer, acting
from comity.node.live.commits import announce
from comity.words import Instant

_LONGEST = 60
_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Said:
    """In whose name an act is done, at which meeting, in which document."""

    by: Holder
    meeting: str = ""
    document: str = ""


@dataclass(slots=True)
class Growing:
    """The log while entries are added to it."""

    now: Negotiating
    text: consolidation.Text
    fresh: list[Entry]

    @classmethod
    def of(cls, row: Negotiated) -> "Growing":
        """Begin from what is written."""
        now = negotiating(row)
        return cls(now, now.text, [])

    def add(self, said: Said, act: Act, *, at: Instant, office: str) -> Entry:
        """Let the rules take an act as the next entry, or raise why they refuse it."""
        before = self.text.negotiation
        moment = max(at, before.at)
        number = before.entries + 1
        entry = Entry(number, moment, said.by, act, office, said.meeting, said.document)
        self.text = self.text.after(entry)
        self.fresh.append(entry)
        return entry


def open_negotiation(actor: Actor, draft: Draft, *, meeting: str = "", document: str = "") -> Negotiated:
    """Put a text under negotiation, from ``draft``; raises ``AlreadyUnderNegotiation``."""
    with acting(actor, OPEN) as act:
        text = Text.objects.select_for_update().get(pk=draft.text_id)
        try:
            with transaction.atomic():
                row = Negotiated.objects.create(text=text, language=draft.language, begun=act.at)
        except IntegrityError as error:
            raise AlreadyUnderNegotiation(text.title[:80]) from error
        _take_draft(act, Growing.of(row), draft, said_of(CHAIR, meeting, document))
        act.record("text:negotiation:opened", bytes(draft.source), about=text.slug[:64])
    return row


def issue_draft(
    actor: Actor, draft: Draft, *, meeting: str = "", document: str = ""
) -> tuple[Negotiating, list[str]]:
    """Issue ``draft`` as the revised draft of its negotiation; also name what it marks agreed and is not free.

    Raises ``NotUnderNegotiation``, ``AgreedWordsChanged``, ``TextAdopted``.
    """
    with acting(actor, OPEN) as act:
        row = held(draft.text)
        growing = Growing.of(row)
        left = _take_draft(act, growing, draft, said_of(CHAIR, meeting, document))
        act.record("text:draft:issued", bytes(draft.source), about=draft.text.slug[:64])
    return negotiating(row), left


def enter(actor: Actor, text: Text, act: Act, said: Said) -> Entry:
    """Enter one act in the log of the negotiation of ``text``.

    Raises ``NotUnderNegotiation``, ``UnknownHolder``, ``SignsThatMislead``, what the rule of the act raises, and
    ``NotPermitted`` for whom the access table does not let do this act in that name.
    """
    return enter_all(actor, text, [act], said)[0]


def enter_all(actor: Actor, text: Text, acts: Sequence[Act], said: Said, *, once: str = "") -> Sequence[Entry]:
    """Enter acts one after the other, all of them or none; ``once`` names the form that brings them.

    A form that was taken is not taken again: whoever sends it a second time, because the answer to the first was lost
    on the way, is given the entries of the first. Raises what ``enter`` raises.
    """
    seat, once = said_of(said.by, said.meeting, said.document), once[:_LONGEST]
    for act in acts[1:]:
        require(ACCESS, actor, deed_of(act), Seat(seat.by))
    with acting(actor, deed_of(acts[0]), Seat(seat.by)) as writer:
        row = held(text)
        growing = Growing.of(row)
        taken = Taken.objects.filter(text=text, by=actor.name, once=once).first() if once else None
        if taken is not None:
            writer.abandon()
            return growing.now.log[taken.first - 1 : taken.last]
        for act in acts:
            growing.add(seat, clean(act, growing), at=writer.at, office=actor.name)
        if once:
            first, last = growing.fresh[0].number, growing.fresh[-1].number
            Taken.objects.create(text=text, by=actor.name, once=once, first=first, last=last)
        content = write(growing)
        writer.record("text:act:entered", content, about=text.slug[:64])
    return growing.fresh


def try_out(actor: Actor, text: Text, acts: Sequence[Act], said: Said) -> Supposed:
    """Say what the text would be if these acts were entered now; nothing is written. Raises what ``enter`` raises."""
    seat = said_of(said.by, said.meeting, said.document)
    for act in acts:
        require(ACCESS, actor, deed_of(act), Seat(seat.by))
    row = under_negotiation(text)
    if row is None:
        raise NotUnderNegotiation(text.title[:80])
    growing = Growing.of(row)
    return suppose(growing.text, seat.by, [clean(act, growing, ahead=at) for at, act in enumerate(acts)])


def held(text: Text) -> Negotiated:
    """The row of the negotiation, held until the transaction ends."""
    row = Negotiated.objects.select_for_update().filter(text=text).first()
    if row is None:
        raise NotUnderNegotiation(text.title[:80])
    return row


def said_of(by: str, meeting: str, document: str) -> Said:
    """Read in whose name and where; each is one line without signs that mislead."""
    read = [joined(read_words(each[:_LONGEST])) for each in (meeting, document)]
    return Said(read_holder(by), *read)


def clean(act: Act, growing: Growing, *, ahead: int = 0) -> Act:
    """Read the words of an act as any that come from outside, and name the provision that it begins."""
    if isinstance(act, Propose | NewProvision | Express):
        act = replace(act, words=read_words(joined(act.words)))
    if isinstance(act, Renumber):
        return replace(act, number=joined(read_words(act.number[:_LONGEST])))
    if isinstance(act, Comment):
        return replace(act, text=joined(read_words(act.text)))
    if isinstance(act, NewProvision | Split) and not act.id:
        row, number = growing.now.row, growing.text.negotiation.entries + ahead + 1
        told = f"{row.text_id}\x1f{row.begun}\x1f{number}"
        return replace(act, id=sha256(told.encode()).hexdigest()[:_LENGTH])
    return act


def _take_draft(act: Writer, growing: Growing, draft: Draft, said: Said) -> list[str]:
    """Take a draft and its brackets; name the provisions that it marks agreed and that are not free of brackets."""
    number = growing.text.negotiation.draft + 1
    opening: Opening = opened(identified(draft), number=number, language=draft.spoken)
    office = act.actor.name
    growing.add(said, opening.issue, at=act.at, office=office)
    for holder, each in list(opening.acts(growing.text.negotiation)):
        growing.add(replace(said, by=holder), each, at=act.at, office=office)
    left: list[str] = []
    for agreement in opening.agreed:
        provision = growing.text.negotiation.provisions[agreement.provision]
        if provision.agreed or set(provision.ids) <= set(provision.agreed_words):
            continue
        try:
            growing.add(said, agreement, at=act.at, office=office)
        except NotFree:
            left.append(agreement.provision)
    write(growing)
    return left


def write(growing: Growing) -> bytes:
    """Write fresh entries at the end of the log, and how far the meeting came that they end; give their content."""
    row, log = growing.now.row, growing.now.log
    if log and log[-1].meeting != growing.fresh[0].meeting:
        found = reading(tallied(growing.now), log[-1])
        Measured.objects.create(text_id=row.text_id, entry=found.entry, clusters=told(found))
    rows = list(_rows(row, growing.fresh))
    LogEntry.objects.bulk_create(rows)
    row.entries += len(rows)
    Negotiated.objects.filter(pk=row.pk).update(entries=row.entries)
    announce()
    return b"\n".join(bytes(each.content) for each in rows)


def _rows(row: Negotiated, entries: Iterable[Entry]) -> Iterable[LogEntry]:
    for entry in entries:
        yield LogEntry(
            text_id=row.text_id,
            number=entry.number,
            kind=name_of(entry.act),
            by=entry.by,
            entered=entry.entered,
            at=entry.at,
            content=canonical(entry_to_json(entry)),
        )
