"""The forms of the text: an import; and what is done to a provision under negotiation."""

from comity.committee.text.forms.choices import Ground, hull
from comity.committee.text.forms.deeds import FORMS, DeedForm, WordsForm
from comity.committee.text.forms.doings import ActForm
from comity.committee.text.forms.drafts import ImportForm
from comity.committee.text.forms.elsewhere import ElsewhereForm
from comity.committee.text.forms.expressing import ExpressionForm
from comity.committee.text.forms.papers import PaperForm

__all__ = [
    "FORMS",
    "ActForm",
    "DeedForm",
    "ElsewhereForm",
    "ExpressionForm",
    "Ground",
    "ImportForm",
    "PaperForm",
    "WordsForm",
    "hull",
]
