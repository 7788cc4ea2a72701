"""The form of an import: a file, its symbol, its language."""

from django import forms
from django.utils.translation import gettext_lazy

from comity.committee.documents.rules.symbols import Symbol
from comity.errors.documents import MalformedSymbol
from comity.node.reader import languages


class ImportForm(forms.Form):
    """One document in one language."""

    symbol = forms.CharField(
        label=gettext_lazy("Symbol"),
        help_text=gettext_lazy("As printed on the document, such as A/AC.291/22/Rev.3."),
        max_length=80,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=languages)
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("Markdown or plain text in UTF-8.")
    )

    def clean_symbol(self) -> Symbol:
        """Read the symbol."""
        try:
            return Symbol.parse(self.cleaned_data["symbol"].strip())
        except MalformedSymbol as error:
            raise forms.ValidationError(
                gettext_lazy("Write the symbol as it is printed on the document, such as A/AC.291/22/Rev.3.")
            ) from error
