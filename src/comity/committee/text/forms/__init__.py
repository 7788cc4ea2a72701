"""The forms of the text: an import; and what is done to a provision under negotiation."""

from comity.committee.text.forms.doings import DOINGS, ActForm
from comity.committee.text.forms.drafts import ImportForm

__all__ = ["DOINGS", "ActForm", "ImportForm"]
