"""The small forms beside a provision under negotiation: one button, one act."""

from collections.abc import Callable

from django import forms

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
