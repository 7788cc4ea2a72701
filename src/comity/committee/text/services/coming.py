"""A paper with proposals that comes in: read against what is on the table, and entered act by act.

The whole paper is one transaction and one entry in the record; each of its acts is an entry of the log, in the name of
who asks for it. The access table is asked for every act: a delegation brings its own State's,
the secretariat anybody's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from comity.access import Actor, require
from comity.committee.text.models import Negotiating, Text, log_of
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.interchange import Form, form_of, take
from comity.committee.text.rules.negotiation.acts import Act, Entry, Holder
from comity.committee.text.rules.negotiation.holders import read_holder
from comity.committee.text.rules.negotiation.seats import FOLLOW, Seat, deed_of
from comity.committee.text.rules.papers.bracketed import coming_from_notation
from comity.committee.text.rules.papers.coming import Coming, Made, Unmade, Why, resolved
from comity.committee.text.rules.papers.from_word import coming_from
from comity.committee.text.rules.word import read_word
from comity.committee.text.services.negotiation import Growing, clean, held, said_of, write
from comity.committee.text.services.papers import paper_on
from comity.errors import ComityError
from comity.errors.access import NotPermitted
from comity.node.acts import acting

_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a paper: what it asked for, what was entered, and what was not, with the reason."""

    asked: Coming
    entered: tuple[Entry, ...]
    left: tuple[Unmade, ...]
    unplaced: tuple[tuple[str, int], ...]  # what the form has and a text has not: pictures, notes, tables


def weigh(actor: Actor, text: Text, raw: bytes, *, names: Mapping[str, str] | None = None) -> Brought:
    """Read a paper against what is on the table, and enter nothing.

    Raises what the form of the file refuses, ``UnknownHolder`` for a name of the table, and ``NotUnderNegotiation``.
    """
    asked, unplaced = _read(log_of(actor, text), raw, names or {})
    left = tuple(_left(each, error) for each in asked.made if (error := _refusal(actor, each)))
    return Brought(asked, (), (*asked.unmade, *left), unplaced)


def bring(
    actor: Actor,
    text: Text,
    raw: bytes,
    *,
    names: Mapping[str, str] | None = None,
    meeting: str = "",
    document: str = "",
) -> Brought:
    """Enter what a paper asks for; what the rules or the access table refuse is told, and the rest stands."""
    with acting(actor, FOLLOW) as act:
        row = held(text)
        growing = Growing.of(row)
        asked, unplaced = _read(growing.now, raw, names or {})
        numbers: list[int] = []
        left: list[Unmade] = []
        for each in asked.made:
            try:
                require(ACCESS, actor, deed_of(each.act), Seat(each.by))
                found = resolved(each.act, numbers)
                if found is None:
                    numbers.append(0)
                    left.append(Unmade(each.by, _words(each.act), Why.NO_SUCH_PROPOSAL))
                    continue
                said = said_of(each.by, meeting, document)
                entry = growing.add(said, clean(found, growing), at=act.at, office=actor.name)
                numbers.append(entry.number)
            except ComityError as error:
                numbers.append(0)
                left.append(_left(each, error))
        if growing.fresh:
            write(growing)
            act.record("text:paper:brought", raw, about=text.slug[:64])
        else:
            act.abandon()
    return Brought(asked, tuple(growing.fresh), (*asked.unmade, *left), unplaced)


def _read(
    here: Negotiating, raw: bytes, names: Mapping[str, str]
) -> tuple[Coming, tuple[tuple[str, int], ...]]:
    """Read a paper in whatever form it came."""
    table: dict[str, Holder] = {author: read_holder(name) for author, name in names.items()}
    turns = count(1)

    def fresh() -> str:
        return _named(here, raw, next(turns))

    if form_of(raw) is Form.WORD:
        word = read_word(raw)
        return coming_from(word.text, paper_on(here), fresh=fresh, names=table), word.unplaced
    taken = take(raw)
    return coming_from_notation(parse(taken.source), paper_on(here), fresh=fresh, ids=taken.ids), taken.unplaced


def _named(here: Negotiating, raw: bytes, turn: int) -> str:
    """The identity of a new provision: of this negotiation, this file, this turn in it."""
    told = f"{here.row.text_id}\x1f{here.row.begun}\x1f{here.row.entries}\x1f{turn}\x1f".encode() + raw
    return sha256(told).hexdigest()[:_LENGTH]


def _refusal(actor: Actor, each: Made) -> NotPermitted | None:
    """Why the access table refuses an act to ``actor``; None if it lets it pass."""
    try:
        require(ACCESS, actor, deed_of(each.act), Seat(each.by))
    except NotPermitted as error:
        return error
    return None


def _left(each: Made, error: ComityError) -> Unmade:
    return Unmade(each.by, _words(each.act), error.code, error)


def _words(act: Act) -> str:
    """The words that an act brings."""
    return "".join(getattr(act, "words", ()) or getattr(act, "text", ""))
