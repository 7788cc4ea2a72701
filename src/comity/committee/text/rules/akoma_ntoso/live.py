"""What is known of a text under negotiation beside its notation, as Akoma Ntoso tells it.

* Provisions are named by their place in the draft that its notation gives, brackets by where they open in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """A declaration that words are agreed *ad referendum*: no words are the whole provision at that place."""

    place: int
    day: str
    by: str = ""  # the holder who declared it
    entry: int = 0
    meeting: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal that is open: of what kind, on which words, and how each holder stands towards it."""

    number: int
    place: int
    by: str
    kind: str
    day: str
    meeting: str
    start: int
    end: int
    amends: int
    words: str
    stances: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a bracket of the text stands for: proposals and brackets by number, who reserves, its alternative."""

    proposals: tuple[int, ...]
    brackets: tuple[int, ...]
    reserved: tuple[str, ...]
    option: int


@dataclass(frozen=True, slots=True)
class Live:
    """What is known of a text under negotiation beside its notation."""

    entries: int
    steps: tuple[Step, ...] = ()
    offers: tuple[Offer, ...] = ()
    brackets: Mapping[int, Said] = field(default_factory=dict)  # by where each opens
    alternatives: Mapping[int, int] = field(default_factory=dict)  # of a provision, by place, to another

    def named(self) -> Iterator[str]:
        """Everybody who is referred to."""
        yield from (step.by for step in self.steps if step.by)
        for offer in self.offers:
            yield offer.by
            yield from (holder for holder, _ in offer.stances)
        for each in self.brackets.values():
            yield from each.reserved
