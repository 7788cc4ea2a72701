"""What each author did to one paragraph of a Word document, by places in the words that stand.

* An edit takes words away, sets words, or both at one place. Its place counts the characters of the paragraph with
  every change rejected or, where it changes what another author inserted, the characters of that insertion.
* Words inserted within the words of another, or in place of words of another, amend that other.
* Square brackets that an author sets around words of others are brackets; around all of the author's own words they
  say nothing that a proposal does not say, and are left out.
* A sentence by which an author asks for the same deletion is that deletion; every other remark keeps what it stands on.
* Words that an author inserted and took back are nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from comity.committee.text.rules.papers.phrases import Phrase, read_position
from comity.committee.text.rules.word.tracked import Paragraph, Remark, Stretch

_PIECES = re.compile(r"[\[\]]|[^\[\]]+")


@dataclass(slots=True, eq=False)
class Edit:
    """What one author did at one place of a wording: of the paragraph's own, or of another's edit."""

    author: str
    on: "Edit | None"
    start: int
    end: int
    words: str = ""


@dataclass(slots=True)
class Pair:
    """Brackets that an author set around words of a wording."""

    author: str
    on: Edit | None
    start: int
    end: int


@dataclass(slots=True)
class Saying:
    """A remark: on which edits it stands, and on which words of the paragraph; no words: on the paragraph."""

    remark: Remark
    edits: list[Edit] = field(default_factory=list)
    start: int = -1
    end: int = -1


@dataclass(slots=True)
class Edits:
    """All that was done to one paragraph."""

    words: str = ""
    edits: list[Edit] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)  # authors of brackets without partner
    sayings: list[Saying] = field(default_factory=list)


def edits_of(paragraph: Paragraph) -> Edits:
    """Read what was done to a paragraph; one that is wholly one author's insertion is read as that author's words."""
    reader = _Reader()
    for run in _runs(paragraph.stretches):
        if run[0].inserted is None:
            reader.standing(run[0])
        else:
            reader.inserted(run)
    return reader.finish()


def _runs(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Each stretch that stands by itself; what is inserted at one place together."""
    run: list[Stretch] = []
    for each in stretches:
        if each.inserted is None and each.words:
            if run:
                yield run
            run = []
            yield [each]
        elif each.inserted is None:
            yield [each]
        else:
            run.append(each)
    if run:
        yield run


@dataclass(slots=True)
class _Sign:
    """An opening bracket that waits for its partner: where it stands, and how much its author had said by then."""

    on: Edit | None
    at: int
    own: int


class _Reader:
    """Goes over a paragraph from its beginning to its end."""

    def __init__(self) -> None:
        self.found = Edits()
        self.last: dict[tuple[str, int], Edit] = {}  # the last edit of an author on a wording
        self.signs: dict[str, list[_Sign]] = {}
        self.sayings: dict[Remark, Saying] = {}

    def finish(self) -> Edits:
        """What was read; brackets that are still open have no partner."""
        self.found.apart += [author for author, waiting in self.signs.items() if waiting]
        self.found.sayings = list(self.sayings.values())
        self.found.pairs = [each for each in self.found.pairs if not _is_around_all(each)]
        return self.found

    def standing(self, stretch: Stretch) -> None:
        """Read words that stand, or a remark at a point."""
        start = len(self.found.words)
        self.found.words += stretch.words
        authors = [stretch.deleted.author] if stretch.deleted and stretch.words else []
        authors += [each.author for each in stretch.remarks if stretch.words and is_deletion(each)]
        edits = [self._take(author, None, start, len(self.found.words)) for author in dict.fromkeys(authors)]
        self._remarks(stretch, edits, start)

    def inserted(self, run: Sequence[Stretch]) -> None:
        """Read what is inserted at one place."""
        for at, stretch in enumerate(run):
            author = stretch.inserted.author if stretch.inserted else ""
            deleters = [stretch.deleted.author] if stretch.deleted else []
            deleters += [each.author for each in stretch.remarks if is_deletion(each)]
            if author in deleters:
                continue
            host = self._host(run, at, author)
            place = len(host.words) if host else len(self.found.words)
            if host and at and run[at - 1].deleted and self._took_last(author, host):
                place = self.last[author, id(host)].end
            edit: Edit | None = None
            for piece in _PIECES.findall(stretch.words):
                if piece in "[]":
                    self._sign(piece, author, host, place)
                    continue
                edit = self._set(author, host, place)
                before = len(edit.words)
                edit.words += piece
                edits = [self._take(each, edit, before, len(edit.words)) for each in dict.fromkeys(deleters)]
                self._remarks(stretch, [*edits, edit], -1)

    def _took_last(self, author: str, host: Edit) -> bool:
        return (author, id(host)) in self.last

    def _host(self, run: Sequence[Stretch], at: int, author: str) -> Edit | None:
        """The edit of another that what stands ``at`` a place of the run amends."""
        before, after = run[:at], run[at + 1 :]
        later = {each.inserted.author for each in after if each.inserted}
        for each in reversed(before):
            other = each.inserted.author if each.inserted else ""
            took = each is before[-1] and each.deleted is not None and each.deleted.author == author
            if other != author and (other in later or took):
                return next((edit for edit in reversed(self.found.edits) if edit.author == other), None)
        return None

    def _take(self, author: str, on: Edit | None, start: int, end: int) -> Edit:
        """Let an author take words away, in one edit with what stands right before."""
        last = self.last.get((author, id(on)))
        if last and last.end == start and not last.words:
            last.end = end
            return last
        return self._new(Edit(author, on, start, end))

    def _set(self, author: str, on: Edit | None, at: int) -> Edit:
        """Let an author set words, in one edit with the words taken away right before."""
        last = self.last.get((author, id(on)))
        return last if last and last.end == at else self._new(Edit(author, on, at, at))

    def _new(self, edit: Edit) -> Edit:
        self.found.edits.append(edit)
        self.last[edit.author, id(edit.on)] = edit
        return edit

    def _sign(self, sign: str, author: str, on: Edit | None, at: int) -> None:
        """Read one bracket that an author set."""
        waiting = self.signs.setdefault(author, [])
        own = self._own(author, on, at)
        if sign == "[":
            waiting.append(_Sign(on, at, own))
            return
        if not waiting:
            self.found.apart.append(author)
            return
        first = waiting.pop()
        if first.on is not on:
            self.found.apart.append(author)
        elif first.at < at:
            self.found.pairs.append(Pair(author, on, first.at, at))
        elif own > first.own:
            self.found.pairs.append(Pair(author, self.last[author, id(on)], first.own, own))
        else:
            self.found.apart.append(author)

    def _own(self, author: str, on: Edit | None, at: int) -> int:
        """How much an author has set at a place."""
        last = self.last.get((author, id(on)))
        return len(last.words) if last and last.end == at else 0

    def _remarks(self, stretch: Stretch, edits: Sequence[Edit], start: int) -> None:
        for remark in stretch.remarks:
            if is_deletion(remark) and stretch.words:
                continue
            saying = self.sayings.setdefault(remark, Saying(remark))
            saying.edits += [each for each in edits if each not in saying.edits]
            if start >= 0 and stretch.words:
                saying.start = start if saying.start < 0 else saying.start
                saying.end = len(self.found.words)


def is_deletion(remark: Remark) -> bool:
    """Whether a remark asks for the same deletion as the words it stands on."""
    position = read_position(remark.words)
    return position is not None and position.phrase is Phrase.DELETES


def _is_around_all(pair: Pair) -> bool:
    """Whether brackets stand around all that their own author set."""
    on = pair.on
    return (
        on is not None
        and on.author == pair.author
        and on.words[pair.start : pair.end].strip() == on.words.strip()
    )


def touched(paragraph: Paragraph, author: str) -> str:
    """What an author inserted and deleted in a paragraph, one after the other."""
    parts: list[str] = []
    for one in paragraph.stretches:
        if one.inserted and one.inserted.author == author:
            parts.append(f"+{one.words}")
        also = any(each.author == author and is_deletion(each) for each in one.remarks)
        if also or (one.deleted and one.deleted.author == author):
            parts.append(f"-{one.words}")
    return "\x1f".join(parts).replace(" ", "")
