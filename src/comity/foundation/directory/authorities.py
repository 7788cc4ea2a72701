"""The authorities of a State: what each of them is, and the order in which a profile has them.

* A profile names thousands, of which a reader needs one or two. What was judged in a document becomes a value when it
  is asked for, and stays that value.
* What the rules of a profile ask of all its authorities together is told without making any: their names, the keys
  with which they sign, and what of these was replaced or revoked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self, overload

from comity.foundation.directory.keys import EarlierRecipient, KeyRecord
from comity.foundation.identity import KeyId, SealingRecipient
from comity.words import AuthorityId, Instant, Language

Names = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Authority:
    """An office of the State: what it is competent for, how to reach it, and its keys."""

    id: AuthorityId
    names: Names
    competences: frozenset[str]
    languages: tuple[Language, ...]
    hours: str
    keys: tuple[KeyRecord, ...]
    recipient: SealingRecipient
    earlier: tuple[EarlierRecipient, ...] = ()

    def opens(self, name: KeyId, at: Instant) -> bool:
        """Say whether the authority opens at ``at`` what is sealed for the key ``name``."""
        found = {one.name: one.until for one in self.earlier}
        return at < found[name] if name in found else name == self.recipient.thumbprint


@dataclass(frozen=True, slots=True)
class Together:
    """What the rules of a profile ask of all its authorities at once.

    ``keys`` are the raw bytes of every key with which one of them signs. Of what is plainly in order by itself nothing
    more is asked; ``uses`` are the other authorities' keys, and ``earlier`` their replaced recipients.
    """

    ids: tuple[AuthorityId, ...]
    keys: tuple[bytes, ...]
    uses: tuple[tuple[KeyRecord, ...], ...]
    earlier: tuple[tuple[EarlierRecipient, ...], ...]

    @classmethod
    def of(cls, offices: Sequence[Authority]) -> Self:
        """Tell it of authorities of which nothing was judged before."""
        return cls(
            ids=tuple(office.id for office in offices),
            keys=tuple(record.key.raw for office in offices for record in office.keys),
            uses=tuple(office.keys for office in offices),
            earlier=tuple(office.earlier for office in offices),
        )


class Source(Protocol):
    """Where authorities become values, by their places."""

    def value(self, place: int) -> Authority:
        """Make one authority."""

    def written(self, place: int) -> object:
        """Give what equals another's, of a source of the same kind, where the two authorities are equal."""


class _Values(tuple[Authority, ...]):
    """Authorities that are values already."""

    __slots__ = ()
    value = written = tuple[Authority, ...].__getitem__


class Authorities(Sequence[Authority]):
    """The authorities of a profile, in the State's own order; equal to any sequence of the same."""

    __slots__ = ("_made", "places", "source", "together")

    def __init__(self, together: Together, source: Source) -> None:
        self.together = together
        self.places = {name: place for place, name in enumerate(together.ids)}
        self.source, self._made = source, dict[int, Authority]()

    @classmethod
    def of(cls, offices: Sequence[Authority]) -> "Authorities":
        """Take authorities that are values already."""
        return offices if isinstance(offices, cls) else cls(Together.of(offices), _Values(offices))

    def named(self, name: AuthorityId) -> Authority | None:
        """Give the authority of that name, or none."""
        place = self.places.get(name)
        return None if place is None else self._at(place)

    def changed(self, later: "Authorities") -> Iterator[AuthorityId]:
        """Name those that stand here and in ``later`` and are not the same, in the order of ``later``."""
        alike = type(self.source) is type(later.source)
        for name, place in later.places.items():
            before = self.places.get(name)
            if before is None:
                continue
            same = alike and self.source.written(before) == later.source.written(place)
            if not same and self[before] != later[place]:
                yield name

    def __len__(self) -> int:
        return len(self.together.ids)

    def __iter__(self) -> Iterator[Authority]:
        return map(self._at, range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Authority: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Authority, ...]: ...
    def __getitem__(self, place: int | slice) -> Authority | tuple[Authority, ...]:
        places = range(len(self))[place]
        return self._at(places) if isinstance(places, int) else tuple(map(self._at, places))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence) and len(self) == len(other) and all(map(Authority.__eq__, self, other))
        )

    def __hash__(self) -> int:
        return hash(self.together.ids)

    def __repr__(self) -> str:
        return f"Authorities({', '.join(self.together.ids)})"

    def _at(self, place: int) -> Authority:
        found = self._made.get(place)
        if found is None:
            found = self._made[place] = self.source.value(place)
        return found
