"""Drafts as tracked texts, and tracked texts as drafts.

* A bracket with its holders and nothing bracketed in it is a change: its words are inserted by those who want them, and
  deleted by those who ask for deletion. Its author is their names, in the language of the draft.
* Every other bracket stays a bracket in the text; who holds it says so in a remark.
* What one draft changes in another is tracked paragraph by paragraph, each laid beside the one that it continues.
* Back in the notation of drafts, words inserted by a State are a bracket that it holds, words deleted a bracket whose
  deletion it asks for. An author who is no known State or group is named all the same, and told.
* Remarks have no place in the notation, and are told.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from comity.committee.text.rules.brackets import Bracket, Use
from comity.committee.text.rules.differences import Fate, Piece, between
from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.headings import APPARATUS, Kind
from comity.committee.text.rules.identity import match
from comity.committee.text.rules.runs import Run, Sort
from comity.committee.text.rules.word.tracked import Mark, Paragraph, Remark, Stretch, Style, Tracked, joined
from comity.reference.states import holder, holder_name, in_order
from comity.words import Instant, Language

_STYLES = {
    Kind.TITLE: Style.TITLE,
    Kind.PREAMBLE: Style.CHAPTER,
    Kind.CHAPTER: Style.CHAPTER,
    Kind.ANNEX: Style.CHAPTER,
    Kind.SECTION: Style.SECTION,
    Kind.ARTICLE: Style.ARTICLE,
    Kind.RUBRIC: Style.ARTICLE,
    Kind.SUBPARAGRAPH: Style.SUBPARAGRAPH,
    Kind.OPTION: Style.SUBPARAGRAPH,
    Kind.ITEM: Style.ITEM,
}
_HASHES = {Style.TITLE: "# ", Style.CHAPTER: "## ", Style.SECTION: "### ", Style.ARTICLE: "#### "}
_INDENTS = {Style.SUBPARAGRAPH: "   ", Style.ITEM: "      "}
_SILENT = APPARATUS - {Kind.NOTE, Kind.FOOTNOTE, Kind.DEFINITION}
_HEADING_SIGNS = re.compile(r"\s*#{1,6}\s*")


@dataclass(frozen=True, slots=True)
class Notation:
    """A tracked text in the notation of drafts, and what that notation has no sign for."""

    source: str
    unknown: tuple[str, ...]  # authors who are no known State or group
    remarks: tuple[Remark, ...]


def marked(draft: Draft, language: Language, at: Instant | None = None) -> Tracked:
    """Show a draft as a tracked text, changes and remarks under the names of those who hold its brackets."""
    leaves = _leaves(draft)
    return Tracked(
        tuple(
            Paragraph(tuple(_Paragraph(draft, leaves, language, at).stretches(place)), style_of(one.kind))
            for place, one in enumerate(draft.provisions)
            if one.kind not in _SILENT
        )
    )


def changed(old: Draft, new: Draft, author: str, at: Instant | None = None) -> Tracked:
    """Show what ``new`` changes in ``old``, all under the name of ``author``."""
    mark = Mark(author, at)
    continues = match(old, new)
    gone = [place for place, _ in old.negotiated() if place not in set(continues.values())]
    made: list[Paragraph] = []
    for place, one in new.negotiated():
        before = continues.get(place)
        while before is not None and gone and gone[0] < before:
            made.append(_struck(old, gone.pop(0), mark))
        style, words = style_of(one.kind), _plain(new, place)
        if before is None:
            made.append(Paragraph((Stretch(words, inserted=mark),), style, inserted=mark))
        else:
            made.append(Paragraph(tuple(joined(list(_changes(_plain(old, before), words, mark)))), style))
    made += [_struck(old, place, mark) for place in gone]
    return Tracked(tuple(made))


def notation(text: Tracked) -> Notation:
    """Write a tracked text in the notation of drafts."""
    names = {name: _codes(name) for name in text.authors}
    lines = [
        f"{_HASHES.get(each.style, _INDENTS.get(each.style, ''))}{_written(each, names)}"
        for each in text.paragraphs
        if each.stretches
    ]
    remarks = {remark: None for each in text.paragraphs for one in each.stretches for remark in one.remarks}
    unknown = tuple(name for name, codes in names.items() if not codes)
    return Notation("".join(f"{line}\n\n" for line in lines), unknown, tuple(remarks))


def style_of(kind: Kind) -> Style:
    """How a provision of that kind is set."""
    return _STYLES.get(kind, Style.NORMAL)


def _leaves(draft: Draft) -> Mapping[int, Bracket]:
    """The brackets that are changes, by where they open."""
    pairs = [pair for pair in draft.brackets.pairs if pair.use is Use.NEGOTIATING]
    holding = {outer.open for outer, inner in _nested(pairs) if inner}
    return {
        pair.open: pair
        for pair in pairs
        if pair.attribution
        and pair.close is not None
        and pair.close < draft.provisions[pair.place].end
        and pair.open not in holding
    }


def _nested(pairs: Sequence[Bracket]) -> Iterator[tuple[Bracket, bool]]:
    """Each bracket, with whether another opens within it: the next one, if it is deeper."""
    for at, pair in enumerate(pairs):
        following = pairs[at + 1] if at + 1 < len(pairs) else None
        yield pair, following is not None and following.open < pair.end and following.depth > pair.depth


class _Paragraph:
    """Turns the runs of one provision into stretches."""

    def __init__(
        self, draft: Draft, leaves: Mapping[int, Bracket], language: Language, at: Instant | None
    ) -> None:
        self.draft, self.leaves, self.language, self.at = draft, leaves, language, at
        self.change: Bracket | None = None
        self.bold = self.italic = False

    def stretches(self, place: int) -> list[Stretch]:
        """The stretches of the provision at ``place``."""
        runs = list(self.draft.runs(place))
        told = Counter(self.draft.words(run) for run in runs if run.sort is Sort.EMPHASIS)
        pairs = {sign for sign, times in told.items() if times % 2 == 0 and set(sign) <= {"*", "_"}}
        found = [stretch for run in runs if (stretch := self._stretch(run, pairs))]
        return list(joined(_trimmed(found)))

    def _stretch(self, run: Run, pairs: set[str]) -> Stretch | None:
        words = self.draft.words(run)
        if run.sort is Sort.EMPHASIS and words in pairs:
            self.bold ^= len(words) > 1
            self.italic ^= len(words) != 2  # noqa: PLR2004  # one sign is italic, two are bold, three are both
            return None
        if run.sort in {Sort.OPEN, Sort.CLOSE} and run.bracket and run.bracket.open in self.leaves:
            self.change = run.bracket if run.sort is Sort.OPEN else None
            return None
        held = run.bracket if run.sort is Sort.OPEN else None
        if run.sort is Sort.ATTRIBUTION and self._is_of_leaf(run):
            return None
        inserted, deleted = self._marks()
        return Stretch(words, inserted, deleted, self._remarks(held), italic=self.italic, bold=self.bold)

    def _is_of_leaf(self, run: Run) -> bool:
        return any(pair.attribution and pair.attribution.start == run.start for pair in self.leaves.values())

    def _marks(self) -> tuple[Mark | None, Mark | None]:
        if self.change is None or self.change.attribution is None:
            return None, None
        wanted, against = self.change.attribution.holders, self.change.attribution.against
        return self._mark(wanted), self._mark(against)

    def _mark(self, codes: Sequence[str]) -> Mark | None:
        return Mark(self._names(codes), self.at) if codes else None

    def _names(self, codes: Sequence[str]) -> str:
        ordered = in_order(tuple(codes), self.language)
        return ", ".join(code if code.startswith("+") else holder_name(code, self.language) for code in ordered)

    def _remarks(self, pair: Bracket | None) -> tuple[Remark, ...]:
        if pair is None or pair.attribution is None:
            return ()
        words = self.draft.source[pair.attribution.start : pair.attribution.end].strip()
        told = (*pair.attribution.holders, *pair.attribution.against)
        return tuple(Remark(self._names((code,)), f"[...] {words}", self.at) for code in told)


def _trimmed(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Leave out hashes and white space around the words of a provision; a line break within is a space."""
    spaced = [replace(one, words=re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", one.words)) for one in stretches]
    first = True
    while spaced:
        words = _HEADING_SIGNS.sub("", spaced[0].words, count=1) if first else spaced[0].words
        spaced[0] = replace(spaced[0], words=words.lstrip())
        if spaced[0].words or spaced[0].remarks:
            break
        first = False
        spaced.pop(0)
    while spaced and not spaced[-1].words.strip() and not spaced[-1].remarks:
        spaced.pop()
    if spaced:
        spaced[-1] = replace(spaced[-1], words=spaced[-1].words.rstrip())
    return spaced


def _plain(draft: Draft, place: int) -> str:
    """The words of a provision as a reader of Word sees them: brackets and numbers, no signs of Markdown."""
    kept = [Stretch(draft.words(run)) for run in draft.runs(place) if run.sort not in {Sort.EMPHASIS, Sort.TAG}]
    return "".join(stretch.words for stretch in _trimmed(kept))


def _struck(old: Draft, place: int, mark: Mark) -> Paragraph:
    kind = old.provisions[place].kind
    return Paragraph((Stretch(_plain(old, place), deleted=mark),), style_of(kind), deleted=mark)


def _changes(old: str, new: str, mark: Mark) -> Iterator[Stretch]:
    for piece in between(old, new).pieces:
        if piece.fate is Fate.KEPT:
            yield from _kept(piece, mark)
        elif piece.fate is Fate.INSERTED:
            yield Stretch(piece.text, inserted=mark)
        else:
            yield Stretch(piece.text, deleted=mark)


def _kept(piece: Piece, mark: Mark) -> Iterator[Stretch]:
    """Words that were kept; where the white space after one changed, that is a change to Word."""
    for old, new in zip(piece.old, piece.new, strict=True):
        if old == new:
            yield Stretch(new)
        else:
            yield Stretch(old, deleted=mark)
            yield Stretch(new, inserted=mark)


def _codes(author: str) -> str:
    """The codes of an author who is one State or group, or several joined by commas; empty if any is not known."""
    found = [part if part.startswith("+") else holder(part) for part in author.split(", ")]
    return ", ".join(code for code in found if code) if all(found) else ""


def _written(paragraph: Paragraph, names: Mapping[str, str]) -> str:
    """The words of a paragraph, its changes in brackets with their authors."""
    parts: list[str] = []
    for (inserted, deleted), group in groupby(paragraph.stretches, key=lambda one: (one.inserted, one.deleted)):
        words = "".join(map(_dressed, group))
        bare = words.rstrip()
        wanted = [names.get(mark.author) or mark.author for mark in (inserted or paragraph.inserted,) if mark]
        against = [
            each
            for mark in (deleted or paragraph.deleted,)
            if mark
            for each in (names.get(mark.author) or mark.author).split(", ")
        ]
        told = "; ".join([*wanted, *(f"del. {name}" for name in against)])
        parts.append(f"[{bare} ({told})]{words[len(bare) :]}" if told and bare else words)
    return "".join(parts)


def _dressed(stretch: Stretch) -> str:
    """The words of a stretch with Markdown's signs for its look."""
    sign = "**" * stretch.bold + "*" * stretch.italic
    bare = stretch.words.strip()
    if not sign or not bare:
        return stretch.words
    start = stretch.words.index(bare)
    return f"{stretch.words[:start]}{sign}{bare}{sign[::-1]}{stretch.words[start + len(bare) :]}"
