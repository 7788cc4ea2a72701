"""A draft in another language as expressions of the text under negotiation: which words go to which provision.

* The draft translates one draft in the language of the text. The two are aligned by their structure, as two language
  versions are; the provision of the text is the one that lastingly bears the identity of the translated provision.
* Words are taken where the text still says what was translated. Where it says something else by now, or has no such
  provision any more, they are told with their place, and nothing is given that was made for other words.
* The expression of a provision is the provision's own words in the draft. What a bracket there offers is told too.
* What stands already, in the same words and for the words that stand, is not given again.
* An expression that a draft gives is not confirmed: that is an act of its own, after somebody has read both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from comity.committee.text.rules.aligning import align
from comity.committee.text.rules.identity import Identified
from comity.committee.text.rules.negotiation.acts import ROOT, Express, ProvisionId
from comity.committee.text.rules.negotiation.opening import Opening, opened
from comity.committee.text.rules.negotiation.state import Negotiation, Provision
from comity.committee.text.rules.words import Words, bare, joined
from comity.errors import ComityError
from comity.errors.text import SameLanguage
from comity.words import Language


class Untaken(StrEnum):
    """Why words of the draft are not taken."""

    NO_COUNTERPART = "no-counterpart"  # the translated draft has nothing at this place
    GONE = "gone"  # the text has the translated provision no more, or not yet
    OTHER_WORDS = "other-words"  # the text says something else there by now
    OFFERED = "offered"  # a bracket offers them; they are no words of the provision


@dataclass(frozen=True, slots=True)
class Left:
    """Words of the draft that are not taken: in which line of it, under which number, and why."""

    line: int
    number: str
    words: str
    why: str
    error: ComityError | None = field(default=None, compare=False)  # the refusal, where a rule refused them


@dataclass(frozen=True, slots=True)
class Placed:
    """Words of the draft that have their place: the act that gives them, in which line they are, under which number."""

    act: Express
    line: int
    number: str

    def refused(self, error: ComityError) -> Left:
        """The same words, which a rule refuses."""
        return Left(self.line, self.number, joined(self.act.words), error.code, error)


@dataclass(frozen=True, slots=True)
class Translated:
    """What a draft gives: the words, how many stand already, what is left, and which provisions it gives no words."""

    placed: tuple[Placed, ...]
    known: int
    left: tuple[Left, ...]
    without: tuple[ProvisionId, ...]


def translated(now: Negotiation, original: Identified, draft: Identified, language: Language) -> Translated:
    """Lay a draft in ``language``, which translates ``original``, on the text.

    Raises ``SameLanguage`` where that is the language of the text.
    """
    if language is now.language:
        raise SameLanguage("language", language=language)
    source = opened(original, number=1, language=now.language)
    target = opened(draft, number=1, language=language)
    meant = {each.id: each.words for each in source.issue.provisions}
    given = {each.id: each.words for each in target.issue.provisions}
    placed: list[Placed] = []
    left = list(_offered(target, draft))
    known = 0
    for pair in align(original.draft, draft.draft):
        words = () if pair.other is None else given[draft.ids[pair.other]]
        if pair.other is None or not words:
            continue
        name = None if pair.one is None else original.ids[pair.one]
        own = now.provisions.get(name) if name else None
        if why := _refused(own, meant.get(name or "", ()), counterpart=name is not None):
            left.append(_left(draft, pair.other, words, why))
        elif own and _stands(own, language, words):
            known += 1
        elif own:
            one = draft.draft.provisions[pair.other]
            placed.append(Placed(Express(own.id, language, words, now.entries), one.line, one.number))
    left.sort(key=lambda each: each.line)
    expressed = {each.act.provision for each in placed}
    without = [
        each.id
        for each in now.in_order(now.under(ROOT))
        if each.words and each.id not in expressed and language not in each.expressions
    ]
    return Translated(tuple(placed), known, tuple(left), tuple(without))


def _refused(own: Provision | None, meant: Words, *, counterpart: bool) -> Untaken | None:
    """Why words that translate ``meant`` are not taken for a provision of the text; None if they are."""
    if not counterpart:
        return Untaken.NO_COUNTERPART
    if own is None or not own.stands:
        return Untaken.GONE
    return None if meant and bare(own.words) == bare(meant) else Untaken.OTHER_WORDS


def _stands(own: Provision, language: Language, words: Words) -> bool:
    """Whether these are its words in the language, given for the words that stand."""
    found = own.expressions.get(language)
    return found is not None and found.version == own.version and bare(found.words) == bare(words)


def _offered(opening: Opening, draft: Identified) -> Iterator[Left]:
    """The words that brackets of the draft offer."""
    places = {name: place for place, name in enumerate(draft.ids)}
    for step in opening.steps:
        if step.offered is not None and (words := step.offered.final()):
            yield _left(draft, places[step.provision], words, Untaken.OFFERED)


def _left(draft: Identified, place: int, words: Words, why: Untaken) -> Left:
    one = draft.draft.provisions[place]
    return Left(one.line, one.number, joined(words), why)
