"""The words of a provision in another language: given, or confirmed."""

from django import forms
from django.utils.translation import gettext_lazy

from comity.committee.text.rules.negotiation.acts import Act, Confirm, Express, ProvisionId
from comity.committee.text.rules.negotiation.wording import read_words
from comity.words import Language


class ExpressionForm(forms.Form):
    """What a provision says in another language; ``seen`` is the entry up to which the page showed the text."""

    words = forms.CharField(
        label=gettext_lazy("Its words in this language"),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "true"}),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def acts(self, provision: ProvisionId, language: Language) -> list[Act]:
        """The words, if they were changed, and their confirmation if it was asked for."""
        given, found = self.cleaned_data, list[Act]()
        if "words" in self.changed_data:
            found.append(Express(provision, language, read_words(given["words"]), given["seen"]))
        if "confirm" in self.data:
            found.append(Confirm(provision, language))
        return found
