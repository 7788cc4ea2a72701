"""The small forms beside a proposal or a bracket: one button, one act."""

from collections.abc import Callable

from django import forms

from comity.committee.text.rules.negotiation.acts import (
    Accept,
    Act,
    Leave,
    LiftBrackets,
    Reject,
    Stance,
    TakeStance,
    Withdraw,
)
from comity.committee.text.services import Said

_PLAIN: dict[str, Callable[[int], Act]] = {
    "leave": Leave,
    "withdraw": Withdraw,
    "lift": LiftBrackets,
    "accept": Accept,
    "reject": Reject,
}
DOINGS = (*Stance, *_PLAIN)


class ActForm(forms.Form):
    """What a delegation, the Chair or the secretariat does to a proposal or a bracket."""

    do = forms.ChoiceField(choices=[(each, each) for each in DOINGS])
    by = forms.CharField(max_length=64)
    number = forms.IntegerField(min_value=1)
    meeting = forms.CharField(max_length=60, required=False)
    document = forms.CharField(max_length=60, required=False)
    back = forms.IntegerField(min_value=1, required=False)  # the draft to whose proposals the reader returns
    page = forms.IntegerField(min_value=1, required=False)  # of those proposals

    def said(self) -> Said:
        """In whose name, and where."""
        given = self.cleaned_data
        return Said(given["by"], given["meeting"], given["document"])

    def act(self) -> Act:
        """The act that the form asks for."""
        what, number = self.cleaned_data["do"], self.cleaned_data["number"]
        return TakeStance(number, Stance(what)) if what in set(Stance) else _PLAIN[what](number)
