"""The changes of a Word document as acts of a negotiation, each in the name of who made it.

* A paragraph belongs to the provision whose words it shows when every change is rejected: the next one in the order of
  the text that reads so. Its number, and the name of a division, are no words of it.
* What one author changes in a paragraph is a proposal for each place; words deleted whole, the striking of the
  provision; a paragraph inserted whole, a new provision after the one before it, on the level that its style says.
* A remark is a comment on the provision.
* Whatever cannot be made an act is told with its words and the reason, and nothing else is left out: a paragraph that
  the text does not have, an author who is no State or group, words inserted by one and deleted by another, signs that
  mislead.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.committee.text.rules.differences import spans
from comity.committee.text.rules.headings import Kind, read_heading
from comity.committee.text.rules.markers import read_marker
from comity.committee.text.rules.negotiation.acts import (
    Comment,
    Given,
    Holder,
    NewProvision,
    Propose,
    ProvisionId,
    Strike,
)
from comity.committee.text.rules.negotiation.holders import read_holder
from comity.committee.text.rules.negotiation.wording import read_words
from comity.committee.text.rules.word.tracked import Paragraph, Style, Tracked
from comity.committee.text.rules.words import Words, bare
from comity.errors import ComityError

_KINDS = {Style.SUBPARAGRAPH: Kind.SUBPARAGRAPH, Style.ITEM: Kind.ITEM, Style.ARTICLE: Kind.ARTICLE}
_KINDS |= {Style.CHAPTER: Kind.CHAPTER, Style.SECTION: Kind.SECTION, Style.TITLE: Kind.TITLE}
_HEADED = frozenset({Style.TITLE, Style.CHAPTER, Style.SECTION, Style.ARTICLE})

ProposalAct = Propose | NewProvision | Strike | Comment


class Why(StrEnum):
    """Why something was not made an act."""

    NO_SUCH_PROVISION = "no-such-provision"
    AMENDS_ANOTHER = "amends-another"  # words inserted by one author and deleted by another


@dataclass(frozen=True, slots=True)
class Made:
    """An act read from the document, and in whose name."""

    by: Holder
    act: ProposalAct


@dataclass(frozen=True, slots=True)
class Unmade:
    """What was not made an act: whose, its words, and why: a ``Why``, or the code of a refusal."""

    author: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was read from a document."""

    made: tuple[Made, ...]
    unmade: tuple[Unmade, ...]


def proposals(text: Tracked, standing: Sequence[Given], *, fresh: Callable[[], ProvisionId]) -> Proposed:
    """Read the changes of ``text`` to the provisions that are ``standing``; ``fresh`` names each new provision."""
    reader = _Reader(standing, fresh)
    for paragraph in text.paragraphs:
        reader.paragraph(paragraph)
    return Proposed(tuple(reader.made), tuple(reader.unmade))


class _Reader:
    """Goes through the document and the text side by side."""

    def __init__(self, standing: Sequence[Given], fresh: Callable[[], ProvisionId]) -> None:
        self.standing: Sequence[Given] = standing
        self.fresh = fresh
        self.said = [tuple(bare(each.words)) for each in standing]
        self.at = 0  # the first provision that no paragraph was found to show yet
        self.last: Given | None = None
        self.made: list[Made] = []
        self.unmade: list[Unmade] = []

    def paragraph(self, paragraph: Paragraph) -> None:
        """Read one paragraph."""
        single = Tracked((replace(paragraph, inserted=None, deleted=None),))
        if not single.before.strip():
            self._new(single)
            return
        given = self._shown(_words(single.before, paragraph.style))
        if given is None:
            self.unmade += [
                Unmade(name, single.asked_by(name), Why.NO_SUCH_PROVISION) for name in single.authors
            ]
            return
        self.last = given
        for stretch in paragraph.stretches:
            if stretch.inserted and stretch.deleted and stretch.inserted.author != stretch.deleted.author:
                self.unmade.append(Unmade(stretch.deleted.author, stretch.words, Why.AMENDS_ANOTHER))
        for author in single.authors:
            self._changes(single, paragraph.style, given, author)

    def _shown(self, words: Words) -> Given | None:
        """The next provision that reads so."""
        wanted = tuple(bare(words))
        places = (*range(self.at, len(self.standing)), *range(self.at))
        place: int | None = next((each for each in places if self.said[each] == wanted), None)
        if place is None:
            return None
        self.at = place + 1
        return self.standing[place]

    def _changes(self, single: Tracked, style: Style, given: Given, author: str) -> None:
        asked = single.asked_by(author)
        remarks = {
            remark: None
            for stretch in single.paragraphs[0].stretches
            for remark in stretch.remarks
            if remark.author == author
        }
        acts: list[ProposalAct] = []
        try:
            by = read_holder(author)
            if not asked.strip():
                acts.append(Strike(given.id))
            elif asked != single.before:
                acts += _proposed(given, _words(asked, style))
        except ComityError as error:
            self.unmade.append(Unmade(author, asked, error.code))
            return
        acts += [Comment(given.id, remark.words) for remark in remarks]
        self.made += [Made(by, act) for act in acts]

    def _new(self, single: Tracked) -> None:
        """A paragraph that is wholly inserted."""
        (paragraph,) = single.paragraphs
        for author in single.authors:
            asked = single.asked_by(author)
            if not asked.strip():
                continue
            try:
                by, words = read_holder(author), _words(asked, paragraph.style)
            except ComityError as error:
                self.unmade.append(Unmade(author, asked, error.code))
                continue
            kind = _KINDS.get(paragraph.style, Kind.PARAGRAPH)
            parent, after = self._place(kind)
            self.made.append(Made(by, NewProvision(self.fresh(), kind, parent, words, after)))

    def _place(self, kind: Kind) -> tuple[ProvisionId, ProvisionId]:
        """Under what a new provision stands, and after which: the last of its kind, or first under the last read."""
        if self.last is None:
            return "", ""
        by_id = {each.id: each for each in self.standing}
        above: Given | None = self.last
        while above is not None:
            if above.kind is kind:
                return above.parent, above.id
            above = by_id.get(above.parent)
        return self.last.id, ""


def _proposed(given: Given, asked: Words) -> Iterator[Propose]:
    """A proposal for each place where the words asked for are not those that stand."""
    for span in spans(given.words, asked):
        if not span.kept:
            yield Propose(given.id, span.old_start, span.old_end, asked[span.new_start : span.new_end])


def _words(text: str, style: Style) -> Words:
    """The words of a paragraph without its number, or the name of its division."""
    if style in _HEADED:
        heading = read_heading(text, marked=True)
        return read_words(heading.rubric if heading and heading.rubric else text)
    mark = read_marker(text, len(text) - len(text.lstrip()))
    return read_words(text[mark.end :] if mark else text)
