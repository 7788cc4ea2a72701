"""The draft: a task list over one question a page, saved as one goes, checked before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.errors import ComityError, SenderError
from comity.node import profiles
from comity.node.clock import now
from comity.node.middleware import actor_of
from comity.node.reader import told
from comity.regime.requests import services
from comity.regime.requests.forms import STEPS, DataForm, Step, StepForm, labels
from comity.regime.requests.forms.steps import initial
from comity.regime.requests.models import Request
from comity.regime.requests.rules.content import MOST_DATA
from comity.regime.requests.views.asking import drafted, tongue
from comity.regime.requests.views.showing import described, facts, office

NAMES = [step.name for step in STEPS]


@dataclass(frozen=True, slots=True)
class Task:
    """A step in the task list: what is still to be mended in it."""

    step: Step
    faults: Sequence[str]
    begun: bool


@require_http_methods(["GET", "HEAD", "POST"])
def new(http: HttpRequest) -> HttpResponse:
    """Say what a request needs, and open a draft."""
    if http.method == "POST":
        return redirect("requests:tasks", services.open_draft(actor_of(http)).reference)
    services.drafts(actor_of(http))  # asks the access table
    return render(http, "requests/new.html", {"steps": STEPS})


@require_safe
def tasks(http: HttpRequest, reference: str) -> HttpResponse:
    """Show the task list of a draft."""
    draft = drafted(http, reference)
    listed = _tasks(draft, services.dry_run(actor_of(http), draft).faults)
    left = sum(bool(task.faults) for task in listed)
    here = {"draft": draft, "tasks": listed, "left": left, "signer": office(draft.ours)}
    return render(http, "requests/tasks.html", here)


@require_http_methods(["GET", "HEAD", "POST"])
def step(http: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Ask one question of the draft, and save the answer."""
    draft, asked = drafted(http, reference), _step(name)
    if asked.form is None:
        return _data_list(http, draft, asked)
    form = _form(asked, draft, http)
    if http.method == "POST" and form.is_valid():
        services.revise(actor_of(http), draft, form.laid_into(draft.statements))
        faults = services.dry_run(actor_of(http), draft).faults
        if "later" in http.POST:
            return redirect("requests:tasks", reference)
        if not form.tell(faults):
            return _next(asked, reference)
    return render(http, "requests/step.html", _about(draft, asked) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def data(http: HttpRequest, reference: str) -> HttpResponse:
    """Ask for one more description of data."""
    draft, form = drafted(http, reference), DataForm(http.POST or None)
    if http.method == "POST" and form.is_valid() and not form.tell_faults(now()):
        content = draft.statements
        if len(content.data) >= MOST_DATA:
            raise Http404
        services.revise(actor_of(http), draft, replace(content, data=(*content.data, form.described())))
        return redirect("requests:step", reference, "data")
    return render(http, "requests/data.html", _about(draft, _step("data")) | {"form": form})


@require_POST
def forget_data(http: HttpRequest, reference: str, place: int) -> HttpResponse:
    """Take one description of data out of the draft."""
    draft = drafted(http, reference)
    content = draft.statements
    kept = tuple(each for index, each in enumerate(content.data) if index != place)
    services.revise(actor_of(http), draft, replace(content, data=kept))
    return redirect("requests:step", reference, "data")


@require_http_methods(["GET", "HEAD", "POST"])
def check(http: HttpRequest, reference: str) -> HttpResponse:
    """Show the whole request as it will be sent, checked against the addressee's own rules; then send it."""
    draft = drafted(http, reference)
    found = services.dry_run(actor_of(http), draft)
    if http.method == "POST" and not found.faults:
        try:
            services.send(actor_of(http), draft)
        except SenderError as error:
            messages.error(http, told(error))
        else:
            messages.success(http, _("Sent. The receipts will stand in the story as they come."))
            return redirect("requests:show", reference)
    here = {
        "draft": draft,
        "facts": facts(draft),
        "faults": [(_step_of(fault), _place(fault), told(fault)) for fault in found.faults],
        "check": found,
    }
    return render(http, "requests/check.html", here)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(http: HttpRequest, reference: str) -> HttpResponse:
    """Ask once more, then give the draft up."""
    draft = drafted(http, reference)
    if http.method == "POST":
        services.discard(actor_of(http), draft)
        messages.success(http, _("The draft is given up. Nothing was sent."))
        return redirect("requests:drafts")
    return render(http, "requests/discard.html", {"draft": draft})


def _data_list(http: HttpRequest, draft: Request, asked: Step) -> HttpResponse:
    if http.method == "POST":
        return _next(asked, draft.reference)
    listed = [described(each) for each in draft.statements.data]
    return render(http, "requests/data_list.html", _about(draft, asked) | {"listed": listed})


def _tasks(draft: Request, faults: Sequence[ComityError]) -> list[Task]:
    content = draft.statements
    return [
        Task(
            each,
            [told(fault) for fault in faults if fault.place.partition(".")[0] in each.places],
            any(getattr(content, place) not in (None, "", ()) for place in each.places),
        )
        for each in STEPS
    ]


def _step(name: str) -> Step:
    for each in STEPS:
        if each.name == name:
            return each
    raise Http404


def _place(fault: ComityError) -> str:
    """Name the statement that a fault speaks of, in words."""
    first = fault.place.partition(".")[0]
    return str(labels.PLACES.get(first, first))


def _step_of(fault: ComityError) -> str:
    """Name the step in which a fault can be mended."""
    first = fault.place.partition(".")[0]
    return next((each.name for each in STEPS if first in each.places), STEPS[0].name)


def _form(asked: Step, draft: Request, http: HttpRequest) -> StepForm:
    made = asked.form or StepForm
    content = draft.statements
    form = made(http.POST) if http.method == "POST" else made(initial=initial(content, made.reads))
    form.offer(profiles.peers(), tongue())
    return form


def _about(draft: Request, asked: Step) -> dict[str, object]:
    return {"draft": draft, "step": asked, "number": NAMES.index(asked.name) + 1, "of": len(STEPS)}


def _next(asked: Step, reference: str) -> HttpResponse:
    """Go on to the question after ``asked``; after the last one, to the check."""
    place = NAMES.index(asked.name) + 1
    if place == len(NAMES):
        return redirect("requests:check", reference)
    return redirect("requests:step", reference, NAMES[place])
