"""What the room sees: the secretariat's cursor is moved. Nothing of the text changes, and nothing is recorded."""

from django.db import transaction

from comity.access import Actor, require
from comity.committee.text.models import Display, Text, negotiating, under_negotiation
from comity.committee.text.rules.access import ACCESS, SHOW
from comity.committee.text.rules.negotiation.display import require_stands
from comity.errors.text import NotUnderNegotiation
from comity.node.capabilities import turn
from comity.node.clock import now
from comity.node.live.commits import announce


def show_in_room(actor: Actor, text: Text, first: str, last: str = "") -> None:
    """Point the room screen of ``text`` at a provision, or at those from ``first`` to ``last``.

    Raises ``NotPermitted``, ``NotUnderNegotiation``, ``UnknownProvision``, ``WordsNotStanding``.
    """
    require(ACCESS, actor, SHOW)
    row = under_negotiation(text)
    if row is None:
        raise NotUnderNegotiation(text.title[:80])
    require_stands(negotiating(row).text, first, *filter(None, [last]))
    with turn(), transaction.atomic():
        display, _new = Display.objects.select_for_update().get_or_create(
            text=text, defaults={"first": first, "at": now()}
        )
        display.first, display.last, display.at = first, last, now()
        display.turn += 1
        display.save()
        announce()
