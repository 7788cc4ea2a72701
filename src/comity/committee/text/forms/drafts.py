"""The form by which a draft is imported."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _, gettext_lazy

from comity.committee.documents.rules.lines import LONGEST
from comity.node.reader import languages


class ImportForm(forms.Form):
    """One draft, given in one of two ways."""

    title = forms.CharField(
        label=gettext_lazy("Title of the text"),
        help_text=gettext_lazy(
            "Drafts of the same title are kept as one text. Leave it empty to take the draft's own."
        ),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-titles", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the draft"),
        choices=languages,
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Text in UTF-8, Word with tracked changes, or Akoma Ntoso."),
        required=False,
        widget=forms.ClearableFileInput(
            attrs={"accept": ".md,.txt,.markdown,.docx,.xml,text/plain,text/markdown"}
        ),
    )
    words = forms.CharField(
        label=gettext_lazy("Or paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "dir": "auto"}),
    )
    publish = forms.BooleanField(label=gettext_lazy("Open this draft to the public"), required=False)

    def clean(self) -> dict[str, Any]:
        """Require exactly one of file and words, of a size that can be read."""
        cleaned = super().clean() or {}
        file, words = cleaned.get("file"), cleaned.get("words", "")
        if not file and not words.strip():
            self.add_error("file", _("Choose a file, or paste the text below."))
        if file and words.strip():
            self.add_error("words", _("Give a file or pasted text, not both."))
        if isinstance(file, UploadedFile) and (file.size or 0) > 4 * LONGEST:
            self.add_error("file", _("This file is too large to be a negotiating text."))
        return cleaned

    def source(self) -> bytes:
        """The bytes of the draft."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            return bytes(file.read())
        return str(self.cleaned_data["words"]).encode("utf-8")
