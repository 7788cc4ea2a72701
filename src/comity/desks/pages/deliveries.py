"""What is still on its way to other States: what waits, what is overdue, and which State is paused."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comity.access import permits, require
from comity.desks import naming
from comity.desks.reader import Reader
from comity.node import overdue, profiles, subjects
from comity.node.middleware import actor_of
from comity.node.models import Dispatch
from comity.words import StateCode

A_PAGE = 50
AGAIN, GIVE_UP = "again", "give-up"


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery in a list: the row, and what its act is called."""

    row: Dispatch
    words: str

    @classmethod
    def of(cls, row: Dispatch) -> "Line":
        """Write a row."""
        return cls(row, naming.act(row.envelope.kind))


class PauseForm(forms.Form):
    """To which State nothing is to be sent, and why."""

    state = forms.ChoiceField(label=gettext_lazy("State"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It stands in the record: without content of a case."),
        max_length=overdue.LONGEST_REASON,
    )

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]  # whatever a form takes
        reader = Reader.now()
        paused = {row.state for row in overdue.pauses()}
        free = [profile.state for profile in profiles.peers() if profile.state not in paused]
        self.fields["state"].choices = [(state, naming.state(state, reader)) for state in free]  # type: ignore[attr-defined]  # a choice field has them


class DecisionForm(forms.Form):
    """Whether an overdue delivery is attempted again."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What is to be done"),
        choices=[
            (AGAIN, gettext_lazy("Try again for another 72 hours")),
            (GIVE_UP, gettext_lazy("Give it up for good")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for giving it up"),
        help_text=gettext_lazy("It stands in the record: without content of a case."),
        max_length=overdue.LONGEST_REASON,
        required=False,
    )

    def clean_reason(self) -> str:
        """Ask for the reason where the delivery is given up."""
        reason = str(self.cleaned_data["reason"])
        if self.cleaned_data.get("decision") == GIVE_UP and not reason.strip():
            raise ValidationError(_("Say why it is given up."))
        return reason


@require_http_methods(["GET", "HEAD", "POST"])
def deliveries(request: HttpRequest) -> HttpResponse:
    """List what is on its way; pause a State."""
    by = actor_of(request)
    require(subjects.access(), by, "node.see-deliveries")
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        state = StateCode(form.cleaned_data["state"])
        overdue.pause(by, state, reason=form.cleaned_data["reason"])
        messages.success(request, _("Nothing is sent to {state} now.").format(state=_name(state)))
        return redirect("desks:deliveries")
    may_pause = permits(subjects.access(), by, "node.pause-peer")
    facts = {
        "overdue": [Line.of(row) for row in overdue.overdue()[:A_PAGE]],
        "waiting": [Line.of(row) for row in overdue.waiting()[:A_PAGE]],
        "pauses": overdue.pauses(),
        "form": form if may_pause and form.fields["state"].choices else None,  # type: ignore[attr-defined]  # a choice field has them
        "may_pause": may_pause,
    }
    return render(request, "desks/pages/deliveries.html", facts, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: HttpRequest, number: int) -> HttpResponse:
    """Show an overdue delivery; take the decision on it."""
    by = actor_of(request)
    require(subjects.access(), by, "node.see-deliveries")
    row = overdue.overdue().filter(pk=number).first()
    if row is None:
        raise Http404
    may = permits(subjects.access(), by, "node.decide-delivery")
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _decide(request, row, form)
        return redirect("desks:deliveries")
    facts = {"line": Line.of(row), "row": row, "form": form if may else None}
    return render(request, "desks/pages/delivery.html", facts, status=422 if form.errors else 200)


@require_POST
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Send to a State again."""
    state = StateCode(code)
    overdue.resume(actor_of(request), state)
    messages.success(request, _("What waits for {state} is sent again.").format(state=_name(state)))
    return redirect("desks:deliveries")


def _decide(request: HttpRequest, row: Dispatch, form: DecisionForm) -> None:
    by = actor_of(request)
    if form.cleaned_data["decision"] == AGAIN:
        overdue.try_again(by, row.pk)
        messages.success(request, _("It is attempted again."))
    else:
        overdue.give_up(by, row.pk, reason=form.cleaned_data["reason"])
        messages.success(request, _("It is given up; the record says so and why."))


def _name(state: StateCode) -> str:
    return naming.state(state, Reader.now())
