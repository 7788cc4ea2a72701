"""What a page says when an act was refused: the sentence with provisions by their numbers, and what came between."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.committee.text.forms.choices import name
from comity.committee.text.models import Negotiating
from comity.committee.text.rules.negotiation.acts import Entry, Holder
from comity.committee.text.rules.negotiation.codec import name_of
from comity.committee.text.rules.negotiation.history import of_provision
from comity.committee.text.rules.negotiation.state import Provision
from comity.committee.text.views.labels import ACTS
from comity.errors import ComityError
from comity.node.reader import reader
from comity.reference.refusals import Sentence, sentence
from comity.reference.states import holder_name

_IDENTITY = re.compile(r"[0-9a-f]{16}")


def told(error: ComityError, here: Negotiating) -> Sentence:
    """What the refusal says, with provisions named as a reader knows them."""
    found = sentence(error, reader())
    return Sentence(found.code, _named(found.says, here), _named(found.do, here))


def _named(said: str, here: Negotiating) -> str:
    def by_number(found: re.Match[str]) -> str:
        provision = here.text.negotiation.provisions.get(found[0])
        if provision is None or not provision.stands:
            return found[0]
        return name(next(here.text.lines(found[0])), here.text.negotiation.language)

    return _IDENTITY.sub(by_number, said)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """An entry of somebody else that touched a provision after it was read."""

    entry: Entry
    what: str
    who: str


def meanwhile(here: Negotiating, provision: Provision, seen: int, seat: Holder) -> Iterator[Meanwhile]:
    """What others did to a provision after entry ``seen``."""
    for entry in of_provision(here.text.negotiation, here.log, provision.id):
        if entry.number > seen and entry.by != seat:
            label = str(ACTS.get(name_of(entry.act), name_of(entry.act)))
            yield Meanwhile(entry, label, holder_name(entry.by, reader()))
