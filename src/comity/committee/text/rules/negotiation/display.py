"""What the room sees: a provision with all under it, or those from one to another, as the secretariat points.

* To point is an act of display: it changes no word and no position, so it is no entry of the log.
* Only what is part of the text can be pointed at. What ceases to be, by a decision or a new draft, leaves the screen.
* The secretariat steps from where it points to the next provision of the same kind, into the next article if need be.
"""

from comity.committee.text.rules.negotiation.acts import ProvisionId
from comity.committee.text.rules.negotiation.consolidation import Line, Text
from comity.errors.text import UnknownProvision, WordsNotStanding


def require_stands(text: Text, *names: ProvisionId) -> None:
    """Return if every one of ``names`` is part of the text; otherwise raise UnknownProvision or WordsNotStanding."""
    for name in names:
        found = text.negotiation.provisions.get(name)
        if found is None:
            raise UnknownProvision(name[:40])
        if not found.stands:
            raise WordsNotStanding(name, standing=found.standing.value)


def displayed(text: Text, first: ProvisionId, last: ProvisionId = "") -> tuple[Line, ...]:
    """The provisions from ``first`` to the end of ``last``, in the order of the text; nothing if ``first`` is gone."""
    if not _stands(text, first):
        return ()
    mine = tuple(text.lines(first))
    if last in {"", first} or not _stands(text, last):
        return mine
    whole = list(text.lines())
    names = [line.provision.id for line in whole]
    start, end = names.index(first), names.index(last) + sum(1 for _ in text.lines(last))
    return tuple(whole[start:end]) if end > start else mine


def neighbours(text: Text, name: ProvisionId) -> tuple[ProvisionId, ProvisionId]:
    """The provisions of the same kind before and after ``name``; empty where there is none."""
    if not _stands(text, name):
        return "", ""
    kind = text.negotiation.provisions[name].kind
    alike = [
        each for each in text.order if _stands(text, each) and text.negotiation.provisions[each].kind is kind
    ]
    place = alike.index(name)
    return alike[place - 1] if place else "", alike[place + 1] if place + 1 < len(alike) else ""


def _stands(text: Text, name: ProvisionId) -> bool:
    found = text.negotiation.provisions.get(name)
    return found is not None and found.stands
