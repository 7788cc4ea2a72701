"""Every square bracket of a text: what it is, where it closes, and the places where the text is not in balance.

* A bracket closes at the nearest later closing bracket that no bracket between them needs.
* It may close in a later provision, but not outside the provision that holds the one in which it opened; a heading's
  may close anywhere in its division.
* An opening bracket that finds no closing one reaches to the end of its own paragraph; a closing one that finds no
  opening one stands alone. Both are reported, with line and column, and both are kept.
* Brackets are negotiating unless they are one of these: link ``[words](address)`` or ``[words][name]`` where the name
  is defined, footnote ``[^1]``, definition ``[name]: address``, task ``- [ ]``, mark of agreement, or characters of
  front matter, tags and attributes. ``[x](a)`` is no link: ``a`` is no address. A backslash before a bracket changes
  nothing: a legal text has no other use for it.
* More than a thousand open at once are refused: no text is negotiated so, and no page could show it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.committee.documents.rules.lines import Places
from comity.committee.text.rules.headings import APPARATUS, DIVISIONS, Kind
from comity.committee.text.rules.notation import Attribution, is_agreement, is_placeholder, read_attribution
from comity.committee.text.rules.provisions import Provision
from comity.errors.text import BracketsTooDeep

DEEPEST = 1000


class Use(StrEnum):
    """What a bracket is for."""

    NEGOTIATING = "negotiating"
    AGREEMENT = "agreement"
    LINK = "link"
    FOOTNOTE = "footnote"
    DEFINITION = "definition"
    TASK = "task"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of brackets, or an opening one that finds no partner (``close`` is None)."""

    use: Use
    open: int
    close: int | None
    end: int  # where its reach ends: after the closing bracket, or at the end of its paragraph
    place: int  # the provision in which it opens
    depth: int = 0  # 1 for the outermost negotiating bracket
    attribution: Attribution | None = None
    placeholder: bool = False


@dataclass(frozen=True, slots=True)
class Brackets:
    """All brackets of a text: pairs in the order in which they open, closing ones without partner, and the rest."""

    pairs: tuple[Bracket, ...]
    unopened: tuple[int, ...]
    others: tuple[int, ...]  # brackets among the characters of front matter, tags, attributes and addresses
    addresses: tuple[tuple[int, int], ...]  # what follows the words of a link

    def unclosed(self) -> Iterator[Bracket]:
        """The opening brackets that find no partner."""
        return (pair for pair in self.pairs if pair.close is None)


_SIGNS = re.compile(r"[\[\]]|<[A-Za-z/!?][^<>]*>|\{:[^{}\n]*\}")
_ADDRESS = re.compile(r"\((?:https?://|mailto:|#|/|\.{1,2}/)[^()\s]*(?:[ \t]{1,8}\"[^\"\n]{0,300}\")?\)")
_REFERENCE = re.compile(r"\[([^\[\]^]{1,200})\]")
_FOOTNOTE = re.compile(r"\^[^\s\[\]]{1,64}")
_TASK = re.compile(r"\[[ xX]\](?=\s)")
_LONGEST_NAME = 200
_LONGEST_NOTE = 400


class _Scan:
    def __init__(self, source: str, provisions: Sequence[Provision], names: frozenset[str]) -> None:
        self.source = source
        self.provisions = provisions
        self.names = names
        self.pairs: list[Bracket] = []
        self.open: list[tuple[int, int, int]] = []  # offset, place, last place in which it may close
        self.unopened: list[int] = []
        self.others: list[int] = []
        self.addresses: list[tuple[int, int]] = []

    def provision(self, place: int, limit: int) -> None:
        """Read the brackets of one provision."""
        one = self.provisions[place]
        while self.open and self.open[-1][2] < place:
            self._leave_open()
        at = one.start
        while found := _SIGNS.search(self.source, at, one.end):
            at = found.end()
            if found[0] == "[":
                self._begin(found.start(), place, limit)
            elif found[0] == "]":
                at = self._finish(found.start(), one.end)
            else:
                self._other(found.start(), found.end())

    def apparatus(self, place: int) -> None:
        """Read the brackets of a piece of apparatus, which no bracket enters or leaves."""
        one = self.provisions[place]
        if one.kind in {Kind.FRONT_MATTER, Kind.ATTRIBUTES}:
            self._other(one.start, one.end)
            return
        outer, self.open = self.open, []
        self.provision(place, place)
        self.finish()
        self.open = outer

    def finish(self) -> None:
        """Report what is still open."""
        while self.open:
            self._leave_open()

    def _other(self, start: int, end: int) -> None:
        self.others.extend(at for at in range(start, end) if self.source[at] in "[]")

    def _begin(self, at: int, place: int, limit: int) -> None:
        if len(self.open) == DEEPEST:
            raise BracketsTooDeep(Places.of(self.source).at(at), limit=DEEPEST)
        self.open.append((at, place, limit))

    def _leave_open(self) -> None:
        at, place, _ = self.open.pop()
        self.pairs.append(Bracket(Use.NEGOTIATING, at, None, self.provisions[place].end, place))

    def _finish(self, close: int, end: int) -> int:
        """Close the innermost open bracket; return where to read on."""
        if not self.open:
            self.unopened.append(close)
            return close + 1
        at, place, _ = self.open.pop()
        use, after = self._use(at, close, place, end)
        self.pairs.append(Bracket(use, at, close, close + 1, place))
        return after

    def _use(self, at: int, close: int, place: int, end: int) -> tuple[Use, int]:
        after = close + 1
        if found := _ADDRESS.match(self.source, after, end):
            self.addresses.append(found.span())
            self._other(*found.span())
            return Use.LINK, found.end()
        if close - at > _LONGEST_NOTE:
            return Use.NEGOTIATING, after
        words = self.source[at + 1 : close]
        if self.provisions[place].kind in {Kind.DEFINITION, Kind.FOOTNOTE} and self._opens_block(at, place):
            return Use.DEFINITION, after
        if _FOOTNOTE.fullmatch(words):
            return Use.FOOTNOTE, after
        if self.names and self._is_reference(words, after, end):
            return Use.LINK, after
        if _TASK.match(self.source, at) and self._follows_dash(at, place):
            return Use.TASK, after
        return (Use.AGREEMENT if is_agreement(words) else Use.NEGOTIATING), after

    def _opens_block(self, at: int, place: int) -> bool:
        return self.source.find("[", self.provisions[place].start) == at

    def _is_reference(self, words: str, after: int, end: int) -> bool:
        """Whether the words, or the name that follows them, are defined as a link."""
        following = _REFERENCE.match(self.source, after, end)
        named = following[1] if following else words
        return _name(named) in self.names or (len(words) <= _LONGEST_NAME and _name(words) in self.names)

    def _follows_dash(self, at: int, place: int) -> bool:
        mark = self.provisions[place].mark
        return mark is not None and mark[1] == at and self.source[mark[0]] in "-*+"


def _name(words: str) -> str:
    return " ".join(words.split()).casefold()


def _limits(provisions: Sequence[Provision]) -> Iterator[int]:
    """For each provision, the last one in which a bracket that opens in it may close."""
    next_division = len(provisions)
    loose = [0] * len(provisions)
    for place in range(len(provisions) - 1, -1, -1):
        loose[place] = next_division - 1
        if provisions[place].kind in DIVISIONS:
            next_division = place
    for place, one in enumerate(provisions):
        if one.parent is not None:
            yield provisions[one.parent].last
        else:
            yield one.last if one.kind in DIVISIONS else loose[place]


def _judged(source: str, pairs: Sequence[Bracket]) -> Iterator[Bracket]:
    """Give each negotiating bracket its depth, its holders, and whether it holds a place."""
    ends: list[int] = []
    for pair in pairs:
        while ends and ends[-1] <= pair.open:
            ends.pop()
        if pair.use is not Use.NEGOTIATING:
            yield pair
            continue
        ends.append(pair.end)
        if pair.close is None:
            yield replace(pair, depth=len(ends))
            continue
        short = pair.close - pair.open <= _LONGEST_NOTE
        yield replace(
            pair,
            depth=len(ends),
            attribution=read_attribution(source, pair.open + 1, pair.close),
            placeholder=short and is_placeholder(source[pair.open + 1 : pair.close]),
        )


def find_brackets(source: str, provisions: Sequence[Provision]) -> Brackets:
    """Find and tell apart every square bracket of ``source``."""
    names = frozenset(_name(one.rubric) for one in provisions if one.kind is Kind.DEFINITION)
    scan = _Scan(source, provisions, names)
    for place, limit in enumerate(_limits(provisions)):
        if provisions[place].kind in APPARATUS and provisions[place].kind is not Kind.NOTE:
            scan.apparatus(place)
        else:
            scan.provision(place, limit)
    scan.finish()
    pairs = sorted(scan.pairs, key=lambda pair: pair.open)
    return Brackets(
        tuple(_judged(source, pairs)), tuple(scan.unopened), tuple(scan.others), tuple(scan.addresses)
    )


def count_signs(brackets: Brackets, source: str) -> dict[Use, Counter[str]]:
    """Count the characters ``[`` and ``]`` by what they are for; together they are all there are in ``source``."""
    counts: dict[Use, Counter[str]] = {use: Counter() for use in Use}
    for pair in brackets.pairs:
        counts[pair.use]["["] += 1
        counts[pair.use]["]"] += pair.close is not None
    counts[Use.NEGOTIATING]["]"] += len(brackets.unopened)
    for at in brackets.others:
        counts[Use.OTHER][source[at]] += 1
    return counts
