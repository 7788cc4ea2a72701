"""The changes of a Word document as acts on the text under negotiation, each in the name of who made it.

* A paragraph belongs to the provision whose words it shows when every change is rejected: the next one in the order of
  the text that reads so. Its number, and the name of a division, are no words of it.
* What one author changes at one place is a proposal; a paragraph deleted whole the striking of the provision; a
  paragraph inserted whole a new provision after the one before it, on the level that its style says.
* What one author changes in the words of another amends that other's proposal. Brackets set around words are placed.
* A sentence that states a position is that position on the proposal it stands on; that of the Chair on agreement is the
  agreement. Every other remark is a comment.
* Authors are States, groups or the Chair by their names, or by the table that came with the document; several joined by
  commas sponsor together.
* Whatever the text holds already is known. Whatever cannot be made an act is told, and nothing else is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    Act,
    Agree,
    Comment,
    Holder,
    NewProvision,
    PlaceBrackets,
    Propose,
    ProvisionId,
    Stance,
    Strike,
    TakeStance,
)
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.holders import read_holder
from comity.committee.text.rules.negotiation.state import Provision, Standing
from comity.committee.text.rules.negotiation.wording import read_words
from comity.committee.text.rules.papers.as_word import tracked_of
from comity.committee.text.rules.papers.coming import Coming, Made, Unmade, Why, above, is_alternative, is_same
from comity.committee.text.rules.papers.paper import Paper
from comity.committee.text.rules.papers.phrases import Phrase, read_position
from comity.committee.text.rules.papers.ranges import Places, beginnings
from comity.committee.text.rules.papers.word_edits import Edit, Edits, Pair, Saying, edits_of, touched
from comity.committee.text.rules.word.tracked import Paragraph, Style, Tracked, tidy
from comity.committee.text.rules.words import Words, bare, cut
from comity.errors import ComityError

_KINDS = {Style.SUBPARAGRAPH: Kind.SUBPARAGRAPH, Style.ITEM: Kind.ITEM, Style.ARTICLE: Kind.ARTICLE}
_KINDS |= {Style.CHAPTER: Kind.CHAPTER, Style.SECTION: Kind.SECTION, Style.TITLE: Kind.TITLE}


def coming_from(
    text: Tracked,
    here: Paper,
    *,
    fresh: Callable[[], ProvisionId],
    names: Mapping[str, Holder] | None = None,
) -> Coming:
    """Read the changes of ``text`` to what is on the table; ``fresh`` names new provisions, ``names`` authors."""
    reader = _Reader(here, fresh, names or {})
    for paragraph in text.paragraphs:
        reader.paragraph(paragraph)
    return Coming(tuple(reader.made), tuple(reader.unmade), reader.known)


@dataclass(slots=True)
class _Place:
    """A paragraph and the provision that it shows; ``skipped`` is how much of it is number."""

    provision: Provision
    paragraph: Paragraph
    edits: Edits
    places: Places
    skipped: int
    numbers: dict[int, int] = field(
        default_factory=dict
    )  # of each edit, by identity: its proposal; 0 if not made


class _Reader:
    """Goes through the document and the text side by side."""

    def __init__(self, here: Paper, fresh: Callable[[], ProvisionId], names: Mapping[str, Holder]) -> None:
        self.here, self.fresh, self.names = here, fresh, names
        self.standing = [line for line in here.lines if line.provision.standing is not Standing.PROPOSED]
        self.proposed = [line for line in here.lines if line.provision.standing is Standing.PROPOSED]
        self.said = [tuple(bare(line.provision.words)) for line in self.standing]
        shown = tidy(tracked_of(here)).paragraphs
        self.shown = {line.provision.id: each for line, each in zip(here.lines, shown, strict=True)}
        self.by_id = {line.provision.id: line.provision for line in here.lines}
        self.at = 0  # the first provision that no paragraph was found to show yet
        self.last: Provision | None = None
        self.made: list[Made] = []
        self.unmade: list[Unmade] = []
        self.known = 0

    def paragraph(self, paragraph: Paragraph) -> None:
        """Read one paragraph."""
        single = Tracked((replace(paragraph, inserted=None, deleted=None),))
        if not paragraph.words.strip():
            return
        if not single.before.strip():
            self._new(paragraph)
            return
        edits = edits_of(paragraph)
        found = self._shown(edits.words, paragraph.style)
        if found is None:
            told = single.authors or ("",)
            self.unmade += [Unmade(name, single.asked_by(name), Why.NO_SUCH_PROVISION) for name in told]
            return
        line, skipped = found
        self.last = line.provision
        self._read(_Place(line.provision, paragraph, edits, Places(edits.words[skipped:]), skipped))

    def _shown(self, words: str, style: Style) -> tuple[Line, int] | None:
        """The next provision that reads so, and how much of the paragraph is its number."""
        places = (*range(self.at, len(self.standing)), *range(self.at))
        for skipped in beginnings(words, style):
            wanted = tuple(bare(cut(words[skipped:].strip())))
            for place in places:
                if self.said[place] == wanted:
                    self.at = place + 1
                    return self.standing[place], skipped
        return None

    def _read(self, here: _Place) -> None:
        """Make acts of what was done to a paragraph."""
        struck = self._strikes(here)
        for edit in here.edits.edits:
            if edit.on is None and edit.author in struck:
                edit.start = edit.end  # what was taken away is struck already; what was set besides is offered
            self._edit(here, edit)
        for pair in here.edits.pairs:
            self._pair(here, pair)
        self.unmade += [Unmade(each, here.edits.words, Why.BRACKETS_APART) for each in here.edits.apart]
        for saying in here.edits.sayings:
            self._saying(here, saying)

    def _strikes(self, here: _Place) -> set[str]:
        """Make the strikings of a paragraph; name their authors."""
        found = {here.paragraph.deleted.author} if here.paragraph.deleted else set()
        for each in here.edits.edits:
            is_whole = each.on is None and not each.words and each.start == 0 and here.skipped > 0
            if is_whole and not here.edits.words[each.end :].strip():
                found.add(each.author)
        for saying in here.edits.sayings:
            position = read_position(saying.remark.words)
            if position and position.phrase is Phrase.DELETES and saying.start < 0 and not saying.edits:
                found.add(saying.remark.author)
        for author in sorted(found):
            self._propose(here, author, Strike(here.provision.id), here.edits.words)
        return found

    def _edit(self, here: _Place, edit: Edit) -> None:
        """Make a proposal of an edit."""
        here.numbers[id(edit)] = 0
        amends, places, start, end = self._site(here, edit.on, edit.start, edit.end)
        if places is None:
            self.unmade.append(Unmade(edit.author, edit.words or here.edits.words, Why.NO_SUCH_PROPOSAL))
            return
        if start < 0:
            self.unmade.append(Unmade(edit.author, edit.words or here.edits.words, Why.NUMBER_CHANGED))
            return
        offered = places.offered(start, end, edit.words)
        if offered is None:
            return
        try:
            words = read_words(offered.words)
        except ComityError as error:
            self.unmade.append(Unmade(edit.author, edit.words, error.code, error))
            return
        act = Propose(here.provision.id, offered.start, offered.end, words, amends)
        here.numbers[id(edit)] = self._propose(here, edit.author, act, edit.words or here.edits.words)

    def _site(self, here: _Place, on: Edit | None, start: int, end: int) -> tuple[int, Places | None, int, int]:
        """The proposal whose words a range counts (0: the provision's), those words, and the range within them."""
        if on is None:
            return 0, here.places, start - here.skipped, end - here.skipped
        number = here.numbers.get(id(on), 0)
        return number, Places(on.words) if number else None, start, end

    def _propose(self, here: _Place, author: str, act: Propose | Strike, words: str) -> int:
        """Ask for a proposal unless it stands; give its number, or its turn below zero."""
        try:
            first, *others = self._holders(author)
        except ComityError as error:
            self.unmade.append(Unmade(author, words, error.code, error))
            return 0
        standing = _standing(here.provision, first, act)
        if standing:
            self.known += 1
            return standing
        if isinstance(act, Propose) and self._is_told(here, author):
            self.known += 1
            return 0
        number = self._make(first, act)
        for each in others:
            self._make(each, TakeStance(number, Stance.SPONSOR))
        return number

    def _is_told(self, here: _Place, author: str) -> bool:
        """Whether the text as it stands shows the very same changes of an author in this paragraph."""
        shown = self.shown.get(here.provision.id)
        told = touched(here.paragraph, author)
        return shown is not None and bool(told) and touched(shown, author) == told

    def _make(self, by: Holder, act: Act) -> int:
        """Ask for an act; give its turn below zero."""
        self.made.append(Made(by, act))
        return -len(self.made)

    def _holders(self, author: str) -> Sequence[Holder]:
        """Who an author is: one State or group, or several joined by commas."""
        if author in self.names:
            return (self.names[author],)
        try:
            return (read_holder(author),)
        except ComityError:
            parts = author.split(", ")
            if len(parts) == 1:
                raise
            return [read_holder(part) for part in parts]

    def _pair(self, here: _Place, pair: Pair) -> None:
        """Make brackets of a pair of signs."""
        amends, places, start, end = self._site(here, pair.on, pair.start, pair.end)
        first, last = places.range(start, end) if places and start >= 0 else (0, 0)
        if first == last:
            self.unmade.append(Unmade(pair.author, here.edits.words, Why.BRACKETS_APART))
            return
        try:
            by = self._holders(pair.author)[0]
        except ComityError as error:
            self.unmade.append(Unmade(pair.author, here.edits.words, error.code, error))
            return
        act = PlaceBrackets(here.provision.id, first, last, amends)
        placed = [(each.by, each.on, each.start, each.end) for each in here.provision.open_brackets()]
        if (by, amends, first, last) in placed:
            self.known += 1
        else:
            self._make(by, act)

    def _saying(self, here: _Place, saying: Saying) -> None:
        """Make a position, an agreement or a comment of a remark."""
        remark = saying.remark
        position = read_position(remark.words)
        if position and position.phrase is Phrase.DELETES:
            return
        try:
            by = self._holders(remark.author)[0]
            told = self._stances(here, saying) if position and position.stance else []
        except ComityError as error:
            self.unmade.append(Unmade(remark.author, remark.words, error.code, error))
            return
        if position and position.stance and told:
            for number in told:
                self._stand(here.provision, by, number, position.stance)
        elif position and position.phrase is Phrase.AGREED:
            self._agree(here, by, saying)
        elif self._is_said(here.provision, by, remark.words):
            self.known += 1
        else:
            self._make(by, Comment(here.provision.id, remark.words))

    def _stances(self, here: _Place, saying: Saying) -> list[int]:
        """The proposals that a position is taken on: those of the author it names, of the edits it stands on."""
        position = read_position(saying.remark.words)
        named = read_holder(position.author) if position else ""
        found = [
            here.numbers.get(id(edit), 0) for edit in saying.edits if named in self._known_holders(edit.author)
        ]
        if not saying.edits:
            own = here.provision
            whole = [each for each in own.open_proposals() if each.change is not None]
            found = [each.number for each in whole if named in own.sponsors(each.number)]
            found += [
                -turn
                for turn, made in enumerate(self.made, 1)
                if made.by == named
                and isinstance(made.act, Strike | NewProvision)
                and own.id in {getattr(made.act, "provision", ""), getattr(made.act, "id", "")}
            ]
        return [number for number in found if number]

    def _known_holders(self, author: str) -> Sequence[Holder]:
        try:
            return self._holders(author)
        except ComityError:
            return ()

    def _stand(self, provision: Provision, by: Holder, number: int, stance: Stance) -> None:
        held = provision.stances.get(number, {}).get(by)
        if held and held.stance is stance:
            self.known += 1
        else:
            self._make(by, TakeStance(number, stance))

    def _agree(self, here: _Place, by: Holder, saying: Saying) -> None:
        """Make an agreement of the Chair's sentence, unless the words are agreed."""
        one = here.provision
        if saying.start < 0:
            is_known, act = bool(one.agreed), Agree(one.id)
        else:
            first, last = here.places.range(saying.start - here.skipped, saying.end - here.skipped)
            is_known = bool(one.agreed) or set(one.ids[first:last]) <= set(one.agreed_words)
            act = Agree(one.id, first, last)
        if is_known:
            self.known += 1
        else:
            self._make(by, act)

    def _is_said(self, provision: Provision, by: Holder, words: str) -> bool:
        """Whether a remark is one that the text as it stands bears already."""
        shown = self.shown.get(provision.id)
        remarks = {remark for one in shown.stretches for remark in one.remarks} if shown else set()
        return any(remark.words == words and by in self._known_holders(remark.author) for remark in remarks)

    def _new(self, paragraph: Paragraph) -> None:
        """Read a paragraph that is wholly inserted: its words are its first author's, what others do to them edits."""
        marks = [paragraph.inserted, *(one.inserted for one in paragraph.stretches)]
        author = next((mark.author for mark in marks if mark), "")
        own = replace(
            paragraph,
            inserted=None,
            stretches=tuple(
                replace(one, inserted=None) if one.inserted and one.inserted.author == author else one
                for one in paragraph.stretches
                if not (one.deleted and one.inserted and one.deleted.author == author == one.inserted.author)
            ),
        )
        edits = edits_of(own)
        if not edits.words.strip():
            return
        skipped = max(beginnings(edits.words, paragraph.style))
        try:
            first, *others = self._holders(author)
            words = read_words(edits.words[skipped:])
        except ComityError as error:
            self.unmade.append(Unmade(author, edits.words, error.code, error))
            return
        found = self._standing_new(first, words)
        if found is None:
            found = self._begin(paragraph, first, words, number=edits.words[:skipped])
            for each in others:
                self._make(each, TakeStance(-len(self.made), Stance.SPONSOR))
        else:
            self.known += 1
        self.last = found
        self._read(_Place(found, own, edits, Places(edits.words[skipped:]), skipped))

    def _standing_new(self, by: Holder, words: Words) -> Provision | None:
        """The provision that its sponsor has proposed in these words already."""
        wanted = bare(words)
        for line in self.proposed:
            if bare(line.provision.words) == wanted and by in line.sponsors:
                self.proposed.remove(line)
                return line.provision
        return None

    def _begin(self, paragraph: Paragraph, by: Holder, words: Words, *, number: str) -> Provision:
        """Ask for a new provision: after the last of its kind, or first under the last read."""
        kind = _KINDS.get(paragraph.style, Kind.PARAGRAPH)
        parent, after = above(kind, self.last, self.by_id)
        made = NewProvision(self.fresh(), kind, parent, words, after, after if is_alternative(number) else "")
        self._make(by, made)
        return Provision(made.id, kind, parent, words, standing=Standing.PROPOSED)


def _standing(provision: Provision, by: Holder, act: Propose | Strike) -> int:
    """The open proposal that asks for the same, of which ``by`` is a sponsor; 0 if there is none."""
    for each in provision.open_proposals():
        same = isinstance(each.change, Strike) if isinstance(act, Strike) else is_same(each, act)
        if same and by in provision.sponsors(each.number):
            return each.number
    return 0
