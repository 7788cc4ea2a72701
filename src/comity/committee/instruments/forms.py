"""The form by which an instrument is added: a file, its short name, its title, its language."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _, gettext_lazy

from comity.committee.documents.rules.lines import LONGEST
from comity.committee.instruments.rules.names import short_name
from comity.errors.comparison import MalformedShortName
from comity.node.reader import languages


class ImportForm(forms.Form):
    """One instrument in one language."""

    short = forms.CharField(
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("By which it is cited, such as UNCAC: letters, digits and hyphens."),
        max_length=40,
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the instrument"),
        help_text=gettext_lazy("Leave it empty to take the instrument's own."),
        max_length=300,
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the instrument"),
        choices=languages,
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Markdown or plain text in UTF-8, each article under its heading."),
        widget=forms.ClearableFileInput(attrs={"accept": ".md,.txt,.markdown,text/plain,text/markdown"}),
    )

    def clean_short(self) -> str:
        """Read the short name."""
        try:
            return short_name(self.cleaned_data["short"])
        except MalformedShortName as error:
            raise forms.ValidationError(
                gettext_lazy("Use 2 to 40 Latin letters, digits or hyphens, such as UNCAC.")
            ) from error

    def clean(self) -> dict[str, Any]:
        """Refuse a file of a size that no instrument has."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if isinstance(file, UploadedFile) and (file.size or 0) > 4 * LONGEST:
            self.add_error("file", _("This file is too large to be an instrument."))
        return cleaned
