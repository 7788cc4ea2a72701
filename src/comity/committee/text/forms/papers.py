"""The form by which a paper with proposals is brought to a negotiation."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _, gettext_lazy

from comity.committee.text.rules.markup import LARGEST


class PaperForm(forms.Form):
    """A file, where it was submitted, and who its authors are."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Word with tracked changes under the names of States, text with brackets such as [may (XA, XB)], or Akoma Ntoso."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.md,.txt,.markdown,.xml,text/plain"}),
    )
    authors = forms.CharField(
        label=gettext_lazy("Whose names are not those of States"),
        help_text=gettext_lazy("One on each line: the name in the file, an equals sign, the State or group."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "dir": "auto"}),
    )
    meeting = forms.CharField(label=gettext_lazy("Meeting"), max_length=40, required=False)
    document = forms.CharField(label=gettext_lazy("Symbol of the document"), max_length=60, required=False)
    only_show = forms.BooleanField(
        label=gettext_lazy("Only show what would be entered"), required=False, initial=True
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile) or (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("This file is too large to be a negotiating text."))
        return file

    def clean_authors(self) -> dict[str, str]:
        """Read the table of authors."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["authors"].splitlines():
            name, sign, holder = line.rpartition("=")
            if line.strip() and not sign:
                raise forms.ValidationError(_("Write each line as: name in the file = State."))
            if line.strip():
                found[name.strip()] = holder.strip()
        return found

    def brought(self) -> dict[str, Any]:
        """The paper and what is told of it, as the services take them."""
        told = self.cleaned_data
        return {"raw": bytes(told["file"].read()), "names": told["authors"]}

    def told(self) -> dict[str, str]:
        """Where the paper was submitted."""
        return {name: self.cleaned_data[name] for name in ("meeting", "document")}
