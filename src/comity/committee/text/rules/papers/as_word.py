"""The negotiating text as a tracked text: what a State proposes is a change under its name, what it says a comment.

* Words offered are inserted, words disputed are deleted, by the State that proposed it. Where several ask for the
  deletion of the same words the first does so in the text, each of the others in a comment.
* An amendment to a proposal is a change within the change.
* Brackets that a State placed are two signs that it inserted. What the Chair declared agreed, the Chair says.
* Everybody else who sponsors, supports, opposes, reserves or is flexible says so in a comment that names the proposer.
* A provision that is only proposed is a paragraph inserted, one that is to be struck a paragraph deleted. Other
  proposals on the order of provisions, which Word has no sign for, are comments of their sponsors.
* Offers for one place stand in the order of the text: the furthest removed first.                         rule 130
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    Change,
    Comment,
    Entry,
    Holder,
    Merge,
    Move,
    Renumber,
    Split,
    Strike,
)
from comity.committee.text.rules.negotiation.carrying import set_apart
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.marks import distance
from comity.committee.text.rules.negotiation.state import Bracket, Proposal, Standing
from comity.committee.text.rules.papers.paper import Paper
from comity.committee.text.rules.papers.phrases import OF_STANCE, Phrase, said
from comity.committee.text.rules.word.drafts import style_of
from comity.committee.text.rules.word.tracked import Mark, Paragraph, Remark, Stretch, Tracked, joined
from comity.committee.text.rules.words import Words, joined as text_of
from comity.reference.states import holder_name
from comity.words import Instant

HEADED = frozenset({Kind.TITLE, Kind.CHAPTER, Kind.SECTION, Kind.ARTICLE, Kind.ANNEX})
_QUOTED = 6  # words of a provision by which a comment names it


def tracked_of(paper: Paper) -> Tracked:
    """The paper as a tracked text, a paragraph for each provision."""
    return Tracked(tuple(_Provision(paper, line).paragraph() for line in paper.lines))


@dataclass(frozen=True, slots=True)
class _Told:
    """A proposal as Word tells it: the change of its author, and what the others say of it."""

    mark: Mark
    remarks: tuple[Remark, ...]


class _Provision:
    """Writes one provision."""

    def __init__(self, paper: Paper, line: Line) -> None:
        self.paper, self.line, self.provision = paper, line, line.provision
        self.language = paper.language
        self._known: dict[int, _Told] = {}

    def paragraph(self) -> Paragraph:
        """The whole provision."""
        is_proposed = self.provision.standing is Standing.PROPOSED
        whole = self.told(self.provision.proposals[self.provision.proposal]) if is_proposed else None
        strikes = [each for each in self._structural if isinstance(each.change, Strike)]
        struck = self.told(strikes[0]) if strikes else None
        about = [*(whole.remarks if whole else ()), *(struck.remarks if struck else ())]
        about += [*self.also(strikes[1:]), *self._about()]
        inserted, deleted = whole.mark if whole else None, struck.mark if struck else None
        own = [
            Stretch("", remarks=tuple(about)),
            Stretch(self._number(), inserted, deleted),
            *_Words(self, 0, self.provision.words).stretches(inserted, deleted),
        ]
        return Paragraph(tuple(joined(own)), style_of(self.provision.kind), inserted, deleted)

    def _number(self) -> str:
        number = self.paper.number(self.line)
        between = ". " if self.provision.kind in HEADED else " "
        return f"{number}{between}" if number and self.provision.words else number

    @cached_property
    def _structural(self) -> list[Proposal]:
        own = self.provision.proposal
        return [
            each for each in self.provision.open_proposals() if each.change is not None and each.number != own
        ]

    def _about(self) -> Iterator[Remark]:
        """What is said of the provision as a whole: agreement, proposals on its place, comments."""
        if self.provision.agreed:
            yield self._said(self.paper.acts[self.provision.agreed], said(Phrase.AGREED, self.language))
        for each in self._structural:
            if each.change is not None and not isinstance(each.change, Strike):
                told = self.told(each)
                yield Remark(told.mark.author, self._change(each.change), told.mark.at)
                yield from told.remarks
        for entry in self.paper.comments.get(self.provision.id, ()):
            if isinstance(entry.act, Comment):
                yield self._said(entry, entry.act.text)

    def also(self, others: Iterable[Proposal]) -> Iterator[Remark]:
        """Who else asks for the same deletion, and what is said of that."""
        for each in others:
            told = self.told(each)
            yield Remark(told.mark.author, said(Phrase.DELETES, self.language), told.mark.at)
            if not each.words:
                yield from told.remarks

    def _change(self, change: Change) -> str:
        if isinstance(change, Move):
            return said(Phrase.MOVES, self.language, place=self._named(change.after or change.parent))
        if isinstance(change, Merge):
            return said(Phrase.MERGES, self.language, place=self._named(change.into))
        if isinstance(change, Split):
            words = self.provision.words[change.at : change.at + _QUOTED]
            return said(Phrase.SPLITS, self.language, words=text_of(words).strip())
        if isinstance(change, Renumber):
            return said(Phrase.RENUMBERS, self.language, number=change.number)
        return ""

    def _named(self, provision: str) -> str:
        """A provision by its number and its first words."""
        found = next((each for each in self.paper.lines if each.provision.id == provision), None)
        if found is None:
            return f"({provision})"
        words = text_of(found.provision.words[:_QUOTED]).strip()
        return " ".join(part for part in (self.paper.number(found), f"({words})" if words else "") if part)

    def _said(self, entry: Entry, words: str) -> Remark:
        return Remark(self.name(entry.by), words, entry.at)

    def name(self, holder: Holder) -> str:
        """The name of a holder in the language of the text."""
        return holder_name(holder, self.language)

    def told(self, proposal: Proposal) -> _Told:
        """Who proposes, and what the others say of it."""
        number = proposal.number
        if number in self._known:
            return self._known[number]
        sponsors = self.provision.sponsors(number)
        author = proposal.by if proposal.by in sponsors or not sponsors else sponsors[0]
        remarks = tuple(
            Remark(
                self.name(holder),
                said(OF_STANCE[held.stance], self.language, author=self.name(author)),
                self._at(held.entry, proposal),
            )
            for holder, held in self.provision.stances.get(number, {}).items()
            if holder != author
        )
        self._known[number] = told = _Told(Mark(self.name(author), self.paper.acts[number].at), remarks)
        return told

    def _at(self, entry: int, proposal: Proposal) -> Instant:
        return self.paper.acts.get(entry, self.paper.acts[proposal.number]).at

    def bracket(self, bracket: Bracket) -> Mark:
        """Who placed a bracket, and when."""
        return Mark(self.name(bracket.by), self.paper.acts[bracket.number].at)

    def agreed(self, at: int) -> tuple[Remark, ...]:
        """Who declared the word at a place agreed, unless the whole provision is."""
        one = self.provision
        entry = 0 if one.agreed or not one.agreed_words else one.agreed_words.get(one.ids[at], 0)
        return (self._said(self.paper.acts[entry], said(Phrase.AGREED, self.language)),) if entry else ()


class _Words:
    """Lays what is open on one wording around its words."""

    def __init__(self, provision: _Provision, on: int, words: Words) -> None:
        self.of, self.on, self.words = provision, on, words
        one = provision.provision
        self.proposals = [each for each in one.open_proposals() if each.change is None and each.on == on]
        self.brackets = [each for each in one.open_brackets() if each.on == on]

    def stretches(self, inserted: Mark | None, deleted: Mark | None) -> Iterator[Stretch]:
        """The wording with its changes; ``inserted`` and ``deleted`` say what became of it as a whole."""
        for at in range(len(self.words) + 1):
            yield from self._offers(at)
            yield from self._signs("[", [each for each in self.brackets if each.start == at])
            if at < len(self.words):
                yield from self._word(at, inserted, deleted)

    def _word(self, at: int, inserted: Mark | None, deleted: Mark | None) -> Iterator[Stretch]:
        """One word; brackets that close after it stand before the white space that follows it."""
        word = self.words[at]
        bare = word.rstrip()
        closing = [each for each in reversed(self.brackets) if each.end == at + 1]
        said_of = self._fate(at, inserted, deleted)
        yield replace(said_of, words=bare if closing else word)
        yield from self._signs("]", closing)
        if closing and word != bare:
            yield replace(said_of, words=word[len(bare) :])

    def _fate(self, at: int, inserted: Mark | None, deleted: Mark | None) -> Stretch:
        """What became of a word: a stretch without words yet."""
        over = [each for each in self.proposals if each.start <= at < each.end]
        remarks = [] if self.on else list(self.of.agreed(at))
        if over and deleted is None:
            first = self.of.told(over[0])
            deleted = first.mark
            remarks += first.remarks if not over[0].words else ()
            over = over[1:]
        return Stretch("", inserted, deleted, (*remarks, *self.of.also(over)))

    def _signs(self, sign: str, brackets: Sequence[Bracket]) -> Iterator[Stretch]:
        for each in brackets:
            yield Stretch(sign, inserted=self.of.bracket(each))

    def _offers(self, at: int) -> Iterator[Stretch]:
        """What is offered at a place: in place of words that end there, then between words."""
        here = [each for each in self.proposals if each.end == at and each.words]
        replacing = [each for each in here if each.start < each.end]
        for each in [*self._ordered(replacing), *self._ordered([one for one in here if one.start == one.end])]:
            told = self.of.told(each)
            found = [
                replace(one, remarks=(*one.remarks, *told.remarks)) if one.inserted == told.mark else one
                for one in _Words(self.of, each.number, each.words).stretches(told.mark, None)
            ]
            yield from self._spaced(found, at)

    def _ordered(self, offers: Sequence[Proposal]) -> list[Proposal]:
        return sorted(
            offers,
            key=lambda each: (
                each.start,
                -distance(self.words[each.start : each.end], each.words),
                each.number,
            ),
        )

    def _spaced(self, found: list[Stretch], at: int) -> list[Stretch]:
        """Give words offered the white space that sets them apart from their neighbours."""
        before = self.words[at - 1] if at else ""
        after = self.words[at] if at < len(self.words) else ""
        if set_apart(before, found[0].words):
            found[0] = replace(found[0], words=f" {found[0].words}")
        if after and set_apart(found[-1].words, after):
            found[-1] = replace(found[-1], words=f"{found[-1].words} ")
        return found
