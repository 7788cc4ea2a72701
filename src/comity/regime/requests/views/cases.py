"""A request and the decisions on it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.access import permits
from comity.errors import SenderError
from comity.node import queries, subjects
from comity.node.clock import now
from comity.node.middleware import actor_of
from comity.node.reader import told
from comity.regime.evidence.services import items
from comity.regime.evidence.views import taking_in
from comity.regime.requests import services
from comity.regime.requests.forms import DECISIONS, labels
from comity.regime.requests.forms.decisions import DecisionForm
from comity.regime.requests.models import Request
from comity.regime.requests.rules.clocks import preservation_clock
from comity.regime.requests.rules.life import AWAITING, Deed, State
from comity.regime.requests.services import bundling
from comity.regime.requests.views.asking import found
from comity.regime.requests.views.showing import choices, facts, moments


@require_safe
def show(http: HttpRequest, reference: str) -> HttpResponse:
    """Show what is asked, how it stands, what may be done now, and the story so far."""
    request = found(http, reference)
    if request.state == State.DRAFT:
        return redirect("requests:tasks", reference)
    actor = actor_of(http)
    here = {
        "case": request,
        "facts": facts(request),
        "tag": labels.STATES[State(request.state)],
        "choices": choices(actor, request),
        "moments": moments(actor, request),
        "items": items(actor, thread=request.thread),
        "transfers": {row.manifest: row for row in queries.transfers(request.thread)},
        "may_take_in": permits(subjects.access(), actor, "evidence.take-in") and request.is_received,
        "may_bundle": request.is_finished and bool(request.thread),
        **_clock(request),
    }
    return render(http, "requests/case.html", here)


@require_POST
def open_case(http: HttpRequest, reference: str) -> HttpResponse:
    """Open a received request: its sender is told that it was opened."""
    services.open_request(actor_of(http), found(http, reference))
    return redirect("requests:show", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def act(http: HttpRequest, reference: str, deed: str) -> HttpResponse:
    """Show the page of one decision, and do it."""
    request = found(http, reference)
    if deed not in DECISIONS:
        raise Http404
    decision = DECISIONS[Deed(deed)]
    if Deed(deed) not in request.standing.open_deeds:
        messages.warning(http, str(labels.STATES[State(request.state)][1]))
        return redirect("requests:show", reference)
    form = decision.form(http.POST or None, request=request, initial=_initial(http, Deed(deed)))
    if http.method == "POST" and form.is_valid() and _done(http, request, Deed(deed), form):
        messages.success(http, str(decision.done))
        return redirect("requests:show", reference)
    here = {"case": request, "facts": facts(request), "deed": deed, "words": labels.DEEDS[Deed(deed)]}
    return render(http, "requests/decision.html", here | {"decision": decision, "form": form})


@csrf_exempt  # the token is asked for once the reader of the upload is set
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(http: HttpRequest, reference: str) -> HttpResponseBase:
    """Take what is preserved for a request into custody."""
    request = found(http, reference)
    back = reverse("requests:show", args=[reference])
    return taking_in(http, thread=request.thread, case=reference, back=back)


@require_safe
def bundle(http: HttpRequest, reference: str) -> HttpResponse:
    """Give the whole finished request as one file that a court verifies offline."""
    request = found(http, reference)
    packed = bundling.bundle(actor_of(http), request)
    answer = HttpResponse(packed, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{request.reference}.zip"'
    return answer


def _done(http: HttpRequest, request: Request, deed: Deed, form: DecisionForm) -> bool:
    """Do the deed; a refusal of the rules is shown at the field that it speaks of."""
    try:
        DECISIONS[deed].do(actor_of(http), request, form.cleaned_data)
    except SenderError as error:
        form.add_error(form.shown_at(error.place), told(error))
        return False
    return True


def _initial(http: HttpRequest, deed: Deed) -> dict[str, object]:
    if deed is Deed.PRESERVE:
        return {"since": now()}
    return {"about": http.GET.get("about", "")} if deed is Deed.ASK_MORE else {}


def _clock(request: Request) -> dict[str, object]:
    """The clock that runs now: the answer's, or the preservation's."""
    if request.state in AWAITING and request.is_received:
        clock = request.answer_clock()
        return {
            "clock": "paused" if clock.paused else "answer",
            "since": clock.start,
            "until": clock.due(now()),
        }
    if request.state == State.PRESERVED and request.preserved_since and request.preserved_until:
        kept = preservation_clock(request.preserved_since, request.preserved_until)
        name = "pending" if request.assistance else "preservation"
        return {"clock": name, "since": kept.start, "until": kept.due(now())}
    return {"clock": ""}
