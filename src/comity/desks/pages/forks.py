"""A fork of another State's record: the evidence, and the decision that resumes the exchange."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from comity.access import permits
from comity.desks import naming
from comity.desks.reader import Reader
from comity.foundation.record import Fork
from comity.node import forks, subjects
from comity.node.forks import LONGEST_REASON
from comity.node.middleware import actor_of
from comity.node.models import Fork as Row


class DecisionForm(forms.Form):
    """Why the exchange goes on."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "What the other State said, and what this State decided; it stands in the record."
        ),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def fork(request: HttpRequest, digest: str) -> HttpResponse:
    """Show a fork; take the decision on it."""
    row, by = _row(digest), actor_of(request)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        forks.decide(by, row, reason=form.cleaned_data["reason"])
        name = naming.state(row.state, Reader.now())
        messages.success(request, _("The exchange with {state} goes on.").format(state=name))
        return redirect("desks:fork", digest)
    evidence = Fork.parse(bytes(row.evidence))
    may = row.decided_at is None and permits(subjects.access(), by, "node.decide-fork", row)
    facts = {"row": row, "evidence": evidence, "form": form if may else None}
    return render(request, "desks/pages/fork.html", facts, status=422 if form.errors else 200)


@require_safe
def evidence(_request: HttpRequest, digest: str) -> HttpResponse:
    """Give the evidence as a file that can be verified anywhere."""
    row = _row(digest)
    answer = HttpResponse(bytes(row.evidence), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="comity-fork-{row.state}-{digest[:12]}.json"'
    return answer


def _row(digest: str) -> Row:
    row = forks.find(digest)
    if row is None:
        raise Http404
    return row
