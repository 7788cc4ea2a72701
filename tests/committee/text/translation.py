"""A short text with its French draft, and the words that the negotiation has in French."""

from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.words import joined
from comity.words import Language

ENGLISH = "## Article 1. Scope\n\n1. Each Party shall act.\n\n2. It may ask.\n"
FRENCH = "## Article premier. Champ\n\n1. Chaque Partie agit.\n\n2. Elle peut demander.\n"


def words() -> list[str]:
    """What the provisions of the only negotiation say in French."""
    now = negotiating(Negotiated.objects.get()).text.negotiation
    return [
        joined(each.expressions[Language.FRENCH].words) for each in now.provisions.values() if each.expressions
    ]
