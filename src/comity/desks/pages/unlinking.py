"""Destroying the salt of an entry, or of all about one matter, by the office that answers for the data."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _, ngettext
from django.views.decorators.http import require_POST

from comity.access import require
from comity.node import queries, salts, subjects
from comity.node.middleware import actor_of
from comity.node.salts import LONGEST_REASON

ENTRY, THREAD = "entry", "thread"


class UnlinkForm(forms.Form):
    """What is to be unlinked, and why."""

    scope = forms.ChoiceField(
        label=_("What is unlinked"),
        choices=[(ENTRY, _("This entry")), (THREAD, _("All entries about the same matter"))],
        initial=ENTRY,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the record, such as the decision or the rule that asks for it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_POST
def unlink(request: HttpRequest, index: int) -> HttpResponse:
    """Destroy the salts that were chosen."""
    by = actor_of(request)
    row = queries.entries().filter(index=index).first()
    if row is None:
        raise Http404
    require(subjects.access(), by, "node.destroy-salt", row.about)
    form = UnlinkForm(request.POST)
    if not form.is_valid():
        facts = {"form": form, "row": row}
        return render(request, "desks/pages/unlink.html", facts, status=422)
    reason = form.cleaned_data["reason"]
    if form.cleaned_data["scope"] == THREAD and row.about:
        done = salts.destroy_about(by, row.about, reason=reason)
    else:
        done = salts.destroy(by, index, reason=reason)
    count = len(done.indices)
    words = ngettext(
        "{count} entry stands for nothing any more.", "{count} entries stand for nothing any more.", count
    )
    messages.success(request, words.format(count=count))
    return redirect("desks:entry", index)
