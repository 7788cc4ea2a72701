"""The six expressions of a provision: which stand for the words that stand, and what waits to be made consistent.

* The words of the language of the negotiation are the provision's own. Every other expression is made for one version
  of them, and is stale once they change.
* What is agreed waits in the queue of a language until its expression stands for the agreed words and is confirmed.
* Confirming is the act of whoever watches over linguistic consistency; new words take a confirmation away.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.committee.text.rules.negotiation.acts import ROOT, Confirm, Entry, Express, ProvisionId
from comity.committee.text.rules.negotiation.state import Expression, Negotiation, Provision
from comity.committee.text.rules.negotiation.worktable import Worktable
from comity.errors.text import NothingToConfirm, TextMovedOn, WordsNotStanding
from comity.words import Language


class Consistency(StrEnum):
    """How an expression stands to the words of the negotiation."""

    ORIGINAL = "original"
    CONFIRMED = "confirmed"
    CURRENT = "current"  # made for these words, not confirmed
    STALE = "stale"
    MISSING = "missing"


def express(table: Worktable, entry: Entry, act: Express) -> None:
    """Take the words of a provision in another language; an author who saw an older expression looks again."""
    desk = table.desk(act.provision, entry)
    provision = desk.provision
    if not provision.stands or act.language is table.now.language:
        raise WordsNotStanding(provision.id, standing=provision.standing.value)
    before = provision.expressions.get(act.language)
    newest = max(provision.version, before.entry if before else 0)
    if act.seen and newest > act.seen:
        raise TextMovedOn(provision.id, seen=act.seen, entry=newest)
    made = Expression(act.words, entry.number, provision.version)
    desk.provision = replace(provision, expressions={**provision.expressions, act.language: made})


def confirm(table: Worktable, entry: Entry, act: Confirm) -> None:
    """Confirm that an expression says what the words that stand say."""
    desk = table.desk(act.provision, entry)
    provision = desk.provision
    found = provision.expressions.get(act.language)
    if found is None or found.version != provision.version:
        raise NothingToConfirm(provision.id, language=act.language)
    confirmed = replace(found, confirmed=entry.number)
    desk.provision = replace(provision, expressions={**provision.expressions, act.language: confirmed})


def consistency(negotiation: Negotiation, provision: Provision, language: Language) -> Consistency:
    """How the expression of a provision in ``language`` stands to its words."""
    if language is negotiation.language:
        return Consistency.ORIGINAL
    found = provision.expressions.get(language)
    if found is None:
        return Consistency.MISSING
    if found.version != provision.version:
        return Consistency.STALE
    return Consistency.CONFIRMED if found.confirmed else Consistency.CURRENT


@dataclass(frozen=True, slots=True)
class Waiting:
    """An agreed provision whose expression in one language is not confirmed, and why."""

    provision: ProvisionId
    language: Language
    consistency: Consistency


def queue(negotiation: Negotiation) -> Iterator[Waiting]:
    """What waits to be made consistent: every provision whose words are all agreed, in the order of the text."""
    done = {Consistency.ORIGINAL, Consistency.CONFIRMED}
    for provision in negotiation.in_order(negotiation.under(ROOT)):
        if provision.words and _is_agreed(provision):
            for language in Language:
                found = consistency(negotiation, provision, language)
                if found not in done:
                    yield Waiting(provision.id, language, found)


def _is_agreed(provision: Provision) -> bool:
    """Whether a provision is agreed, as a whole or word by word."""
    words = provision.agreed_words
    return bool(provision.agreed or (words and words.keys() >= set(provision.ids)))
