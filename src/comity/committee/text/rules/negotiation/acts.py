"""What can be done to a negotiated text: each act a frozen value, each entry of the log an act with who and when.

* A place in the text is a provision and a range of its words, counted from 0, the end not included. A range without
  words is the point before the word of that number. ``amends`` names a proposal: then the range counts its words.
* A proposal inserts (words at a point), deletes (a range, no words) or replaces (a range, words). What has the shape of
  none of them is refused.                                                              rule 130: what is an amendment
* A proposal on the order of provisions is one of ``NewProvision``, ``Strike``, ``Move``, ``Merge``, ``Split`` and
  ``Renumber``. An alternative for a whole provision is a new provision that names the one it stands against.
* Sponsors, supporters, the flexible, the reserved and the opposed take one stance each towards a proposal; a later
  stance takes the place of an earlier one.
* The Chair's compromise is a proposal that names the proposals it would settle (``instead_of``).
* ``seen`` is the number of the last entry that the author had read; 0 leaves it open. Where words have changed since,
  the range is carried to where its words stand now, or the act is refused by name.
* An observer comments; a comment changes no word.                                 A/AC.291/6, Annex II: no drafting
"""

from dataclasses import dataclass
from enum import StrEnum

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.words import Words
from comity.words import Instant, Language

Holder = str  # the code of a State, of a group, or CHAIR: whoever can hold a bracket
ProvisionId = str
CHAIR: Holder = "CHAIR"
ROOT: ProvisionId = ""


class Stance(StrEnum):
    """How a State stands towards a proposal."""

    SPONSOR = "sponsor"
    SUPPORT = "support"
    FLEXIBLE = "flexible"
    RESERVE = "reserve"
    OPPOSE = "oppose"


@dataclass(frozen=True, slots=True)
class Given:
    """One provision as a draft gives it; ``number`` only where it differs from the one that its place gives."""

    id: ProvisionId
    kind: Kind
    parent: ProvisionId
    words: Words
    number: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """The Chair issues a draft: the first, or a revised one onto which every open proposal is carried."""

    draft: int
    provisions: tuple[Given, ...]
    language: Language = Language.ENGLISH


@dataclass(frozen=True, slots=True)
class Propose:
    """Insert, delete or replace words of a provision, or of the proposal that it amends."""

    provision: ProvisionId
    start: int
    end: int
    words: Words = ()
    amends: int = 0
    seen: int = 0
    instead_of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NewProvision:
    """Propose a provision under ``parent``, after ``after`` or as its first; perhaps as an alternative to another."""

    id: ProvisionId
    kind: Kind
    parent: ProvisionId
    words: Words
    after: ProvisionId = ""
    alternative_to: ProvisionId = ""


@dataclass(frozen=True, slots=True)
class Strike:
    """Propose that a provision be deleted with all that stands under it."""

    provision: ProvisionId


@dataclass(frozen=True, slots=True)
class Move:
    """Propose that a provision stand elsewhere, with all under it."""

    provision: ProvisionId
    parent: ProvisionId
    after: ProvisionId = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """Propose that the words of a provision be added to those of ``into``."""

    provision: ProvisionId
    into: ProvisionId


@dataclass(frozen=True, slots=True)
class Split:
    """Propose that the words from ``at`` on become a provision of their own, right after."""

    provision: ProvisionId
    at: int
    id: ProvisionId
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Renumber:
    """Propose that a provision bear this number."""

    provision: ProvisionId
    number: str


@dataclass(frozen=True, slots=True)
class TakeStance:
    """Take a stance towards an open proposal: join its sponsors, support, oppose, reserve, or be flexible."""

    proposal: int
    stance: Stance


@dataclass(frozen=True, slots=True)
class Leave:
    """Take no stance any more; a proposal that its last sponsor leaves is withdrawn."""

    proposal: int


@dataclass(frozen=True, slots=True)
class PlaceBrackets:
    """Put words in brackets: they stand, and are not agreed by the one who acts."""

    provision: ProvisionId
    start: int
    end: int
    amends: int = 0
    seen: int = 0


@dataclass(frozen=True, slots=True)
class LiftBrackets:
    """Lift the brackets that one placed."""

    bracket: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Withdraw a proposal that one alone sponsors and that has not been amended."""

    proposal: int


@dataclass(frozen=True, slots=True)
class Accept:
    """Declare that the committee accepts a proposal; its words stand."""

    proposal: int


@dataclass(frozen=True, slots=True)
class Reject:
    """Declare that the committee does not accept a proposal."""

    proposal: int


@dataclass(frozen=True, slots=True)
class Agree:
    """Declare words agreed *ad referendum*: a range, or a provision with all under it; ``ROOT`` is the whole text."""

    provision: ProvisionId
    start: int = 0
    end: int = -1  # -1: the provision as a whole, with all that stands under it
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Reopen:
    """Reopen what was agreed, at the request of the one who acts."""

    provision: ProvisionId


@dataclass(frozen=True, slots=True)
class Adopt:
    """Declare the text adopted; every provision must be agreed."""


@dataclass(frozen=True, slots=True)
class Express:
    """Give the words of a provision in another language."""

    provision: ProvisionId
    language: Language
    words: Words
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Confirm:
    """Declare that an expression says what the agreed words say."""

    provision: ProvisionId
    language: Language


@dataclass(frozen=True, slots=True)
class Comment:
    """Say something about a provision; it changes no word."""

    provision: ProvisionId
    text: str


Change = NewProvision | Strike | Move | Merge | Split | Renumber
Act = (
    Issue | Propose | Change | TakeStance | Leave | PlaceBrackets | LiftBrackets | Withdraw
    | Accept | Reject | Agree | Reopen | Adopt | Express | Confirm | Comment
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log: an act, its number from 1, when, whose, entered by whom, where, in what document."""

    number: int
    at: Instant
    by: Holder
    act: Act
    entered: str = ""
    meeting: str = ""
    document: str = ""
