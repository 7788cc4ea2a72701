"""The forms of the text: an import; and what is done to a provision under negotiation."""

from comity.committee.text.forms.choices import Ground, hull
from comity.committee.text.forms.deeds import FORMS, DeedForm, WordsForm
from comity.committee.text.forms.doings import ActForm
from comity.committee.text.forms.drafts import ImportForm

__all__ = ["FORMS", "ActForm", "DeedForm", "Ground", "ImportForm", "WordsForm", "hull"]
