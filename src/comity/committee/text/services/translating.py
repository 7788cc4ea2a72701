"""A draft in another language, entered as expressions of the text under negotiation.

The draft is one transaction and one entry in the record; each provision that it gives words to is an entry of the log.
What the rules refuse of it is told with the reason, and the rest stands.
"""

from dataclasses import dataclass

from comity.access import Actor, require
from comity.committee.text.models import Draft, Negotiating, identified, log_of
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.negotiation.acts import CHAIR, Entry
from comity.committee.text.rules.negotiation.seats import EXPRESS, Seat
from comity.committee.text.rules.negotiation.translated import Left, Translated, translated
from comity.committee.text.services.negotiation import Growing, Said, clean, held, write
from comity.errors import ComityError
from comity.node.acts import acting


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of a draft in another language: what it gives, what was entered, what was not, with the reason."""

    given: Translated
    entered: tuple[Entry, ...]
    left: tuple[Left, ...]


def weigh_draft(actor: Actor, draft: Draft, original: Draft) -> Rendered:
    """Lay a draft that translates ``original`` on the negotiation of its text, and enter nothing.

    Raises ``SameLanguage``, and ``NotPermitted`` as ``express_draft`` does.
    """
    here = log_of(actor, draft.text)
    require(ACCESS, actor, EXPRESS, Seat(CHAIR))
    given = _given(here, draft, original)
    return Rendered(given, (), given.left)


def express_draft(actor: Actor, draft: Draft, original: Draft) -> Rendered:
    """Enter the words of a draft that translates ``original``, provision by provision.

    Raises ``NotUnderNegotiation``, ``SameLanguage``, and ``NotPermitted`` for whom the access table does not let give
    words in another language.
    """
    with acting(actor, EXPRESS, Seat(CHAIR)) as act:
        growing = Growing.of(held(draft.text))
        given = _given(growing.now, draft, original)
        left = list(given.left)
        for each in given.placed:
            try:
                growing.add(Said(CHAIR), clean(each.act, growing), at=act.at, office=actor.name)
            except ComityError as error:
                left.append(each.refused(error))
        if growing.fresh:
            write(growing)
            act.record("text:draft:expressed", bytes(draft.source), about=draft.text.slug[:64])
        else:
            act.abandon()
    return Rendered(given, tuple(growing.fresh), tuple(left))


def _given(here: Negotiating, draft: Draft, original: Draft) -> Translated:
    return translated(here.text.negotiation, identified(original), identified(draft), draft.spoken)
