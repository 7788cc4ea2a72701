"""The forms of the text: an import; and what is done to a provision under negotiation."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _, gettext_lazy

from comity.committee.documents.rules.lines import LONGEST
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    Accept,
    Act,
    Agree,
    Comment,
    Leave,
    LiftBrackets,
    NewProvision,
    Reject,
    Reopen,
    Stance,
    Strike,
    TakeStance,
    Withdraw,
)
from comity.committee.text.rules.negotiation.composing import bracketed, proposed
from comity.committee.text.rules.negotiation.state import Provision
from comity.committee.text.rules.negotiation.wording import read_words
from comity.committee.text.services import Said

_PLAIN: dict[str, Callable[[int], Act]] = {
    "leave": Leave,
    "withdraw": Withdraw,
    "lift": LiftBrackets,
    "accept": Accept,
    "reject": Reject,
}
_OF_PROVISION: dict[str, Callable[[str], Act]] = {"agree": Agree, "reopen": Reopen, "strike": Strike}
DOINGS = (*Stance, "propose", "bracket", "new-provision", "comment", *_PLAIN, *_OF_PROVISION)


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
        choices=lambda: [(code[:2], name) for code, name in settings.LANGUAGES],
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


class ActForm(forms.Form):
    """What a delegation, the Chair or the secretariat does to a provision, from one of the small forms beside it."""

    do = forms.ChoiceField(choices=[(each, each) for each in DOINGS])
    by = forms.CharField(max_length=64)
    seen = forms.IntegerField(min_value=0, required=False)
    number = forms.IntegerField(min_value=1, required=False)
    was = forms.CharField(required=False, strip=False)
    words = forms.CharField(required=False)
    meeting = forms.CharField(max_length=60, required=False)
    document = forms.CharField(max_length=60, required=False)

    def said(self) -> Said:
        """In whose name, and where."""
        given = self.cleaned_data
        return Said(given["by"], given["meeting"], given["document"])

    def acts(self, provision: Provision) -> list[Act]:
        """The acts that the form asks for; a wording that differs in several places is several proposals."""
        given = self.cleaned_data
        what, number, words = given["do"], given["number"] or 0, given["words"]
        if what in set(Stance):
            return [TakeStance(number, Stance(what))]
        if what == "propose":
            return list(proposed(provision.id, given["was"], words, seen=given["seen"] or 0))
        if what == "bracket":
            return [bracketed(provision, words, seen=given["seen"] or 0)]
        if what == "new-provision":
            kind = Kind.PARAGRAPH if provision.kind is Kind.ARTICLE else provision.kind
            inside = provision.kind is Kind.ARTICLE
            parent, after = (provision.id, "") if inside else (provision.parent, provision.id)
            return [NewProvision("", kind, parent, read_words(words), after)]
        if what == "comment":
            return [Comment(provision.id, words)]
        return [_PLAIN[what](number) if what in _PLAIN else _OF_PROVISION[what](provision.id)]
