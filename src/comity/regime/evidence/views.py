"""Pages of evidence: the list, an item with its custody, taking in, opening, verifying, destroying."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.access import permits, require
from comity.errors import ComityError, SenderError
from comity.errors.evidence import UnknownItem
from comity.foundation.sealing import CustodyStep
from comity.node import queries, subjects
from comity.node.middleware import actor_of
from comity.node.reader import told
from comity.regime.evidence import services
from comity.regime.evidence.forms import IntakeForm, PurposeForm, SpooledFile, SpoolHandler
from comity.regime.evidence.models import Destruction, Item
from comity.regime.evidence.rules import Event, Result
from comity.regime.evidence.services import Intake

PAGE = 50
EVENTS: Mapping[Event, str | Promise] = {
    Event.COLLECTED: gettext_lazy("Collected"),
    Event.ACQUIRED: gettext_lazy("Acquired"),
    Event.SEALED: gettext_lazy("Sealed"),
    Event.TRANSFERRED: gettext_lazy("Disclosed, sealed for"),
    Event.RECEIVED: gettext_lazy("Received, sealed by"),
    Event.VERIFIED: gettext_lazy("Verified"),
    Event.ACCESSED: gettext_lazy("Opened"),
    Event.RETURNED: gettext_lazy("Returned"),
    Event.DESTRUCTION_ORDERED: gettext_lazy("Destruction ordered"),
    Event.DESTRUCTION_CALLED_OFF: gettext_lazy("Destruction called off"),
    Event.DESTROYED: gettext_lazy("Destroyed"),
}


@require_safe
def list_items(http: HttpRequest) -> HttpResponse:
    """Show what is in custody, the newest first."""
    page = Paginator(services.items(actor_of(http)), PAGE).get_page(http.GET.get("page"))
    may = permits(subjects.access(), actor_of(http), "evidence.take-in")
    return render(http, "evidence/list.html", {"page": page, "may_take_in": may})


@require_safe
def show(http: HttpRequest, reference: str) -> HttpResponse:
    """Show an item, its custody event by event, and what may be done with it."""
    item = _found(http, reference)
    here = {
        "item": item,
        "manifest": item.manifest_value,
        "custody": _custody(item),
        "before": _before(item),
        "transfer": queries.transfers(item.thread).filter(manifest=item.manifest).first()
        if item.thread
        else None,
        "purpose": PurposeForm(),
        "order": item.destruction,
        "certificate": services.certificate(actor_of(http), item),
    }
    return render(http, "evidence/item.html", here)


@csrf_exempt  # the token is asked for once the reader of the upload is set
@require_http_methods(["GET", "HEAD", "POST"])
def intake(http: HttpRequest) -> HttpResponseBase:
    """Take a file in that belongs to no request yet."""
    return taking_in(http)


def taking_in(http: HttpRequest, *, thread: str = "", case: str = "", back: str = "") -> HttpResponseBase:
    """Take a file in for the request of ``thread``, sealed as it arrives, and go ``back`` to it.

    Whoever calls this exempts the view from the check of the token: it is made here, before anything is done.
    """
    require(subjects.access(), actor_of(http), "evidence.take-in")
    if http.method == "POST":
        http.upload_handlers = [SpoolHandler(http)]
    return _intake(http, thread, case, back)


@csrf_protect
def _intake(http: HttpRequest, thread: str, case: str, back: str) -> HttpResponse:
    form = IntakeForm(http.POST or None, http.FILES or None)
    if http.method == "POST" and form.is_valid():
        item = _taken(http, form, thread)
        if item is not None:
            messages.success(http, _("Sealed and in custody."))
            return redirect(back or reverse("evidence:show", args=[item.reference]))
    return render(http, "evidence/intake.html", {"form": form, "case": case, "back": back})


@require_POST
def open_item(http: HttpRequest, reference: str) -> HttpResponseBase:
    """Give an item out in the clear, once the purpose stands in its custody."""
    item, form = _found(http, reference), PurposeForm(http.POST)
    if not form.is_valid():
        return _shown_with(http, item, form)
    try:
        opening = services.open_item(actor_of(http), item, purpose=form.cleaned_data["purpose"])
    except SenderError as error:
        form.add_error("purpose", told(error))
        return _shown_with(http, item, form)
    answer = StreamingHttpResponse(opening, content_type="application/octet-stream")
    answer.headers["Content-Length"] = str(opening.size)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(item.name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def verify(http: HttpRequest, reference: str) -> HttpResponse:
    """Verify an item from its first byte to its last."""
    item = _found(http, reference)
    _try(http, lambda: services.verify_item(actor_of(http), item), _("Every MiB matches the signed manifest."))
    return redirect("evidence:show", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def destroy(http: HttpRequest, reference: str) -> HttpResponse:
    """Order the destruction of an item, or do it where it is ordered."""
    item = _found(http, reference)
    order = item.destruction
    if order is not None and order.destroyed is None:
        return _destroy_as_ordered(http, item, order)
    form = PurposeForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        try:
            services.order_destruction(actor_of(http), item, reason=form.cleaned_data["purpose"])
        except SenderError as error:
            form.add_error("purpose", told(error))
        else:
            messages.success(http, _("The destruction is ordered. Nothing is destroyed yet."))
            return redirect("evidence:destroy", reference)
    two = services.officers_needed() > 1
    return render(http, "evidence/destroy.html", {"item": item, "form": form, "two_officers": two})


@require_POST
def call_off(http: HttpRequest, reference: str) -> HttpResponse:
    """Call the ordered destruction of an item off."""
    item = _found(http, reference)
    _try(
        http, lambda: services.call_off_destruction(actor_of(http), item), _("Called off. The evidence stays.")
    )
    return redirect("evidence:show", reference)


@require_safe
def certificate(http: HttpRequest, reference: str) -> HttpResponse:
    """Give the signed certificate of an item's destruction, which proves it offline."""
    item = _found(http, reference)
    order = item.destruction
    if order is None or not order.certificate:
        raise Http404
    return _signed(bytes(order.certificate), f"{item.reference}.destruction.jws")


@require_safe
def manifest(http: HttpRequest, reference: str) -> HttpResponse:
    """Give the signed manifest of an item, which proves it offline."""
    item = _found(http, reference)
    return _signed(bytes(item.signed), f"{item.reference}.manifest.jws")


def _destroy_as_ordered(http: HttpRequest, item: Item, order: Destruction) -> HttpResponse:
    if http.method == "POST":
        try:
            services.destroy(actor_of(http), item)
        except SenderError as error:
            messages.error(http, told(error))
        else:
            messages.success(http, _("Destroyed for good, and certified. The custody remains."))
        return redirect("evidence:show", item.reference)
    may = permits(subjects.access(), actor_of(http), "evidence.destroy", order.value)
    return render(http, "evidence/destroy.html", {"item": item, "order": order, "may_destroy": may})


def _signed(document: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(document, content_type="application/jose+json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _taken(http: HttpRequest, form: IntakeForm, thread: str) -> Item | None:
    file, said = form.cleaned_data["file"], form.cleaned_data
    if not isinstance(file, SpooledFile):
        raise Http404
    conditions = (said["conditions"],) if said["conditions"] else ()
    told_of = Intake(
        file.name or "", file.content_type or "", said["how"], Event(said["event"]), thread, conditions
    )
    actor = actor_of(http)
    try:
        return services.take_in(actor, file.spool, told_of, authority=services.own_authority(actor))
    except SenderError as error:
        form.add_error("file" if error.place in {"file", "name"} else "how", told(error))
        return None
    finally:
        file.close()


def _shown_with(http: HttpRequest, item: Item, form: PurposeForm) -> HttpResponse:
    here = {"item": item, "manifest": item.manifest_value, "custody": _custody(item), "before": _before(item)}
    return render(http, "evidence/item.html", here | {"purpose": form, "order": item.destruction})


def _before(item: Item) -> list[tuple[str | Promise, CustodyStep]]:
    """Lay out what the sender's manifest tells of the custody before the item came to us."""
    if item.source == item.authority:
        return []
    words = {str(event): label for event, label in EVENTS.items()}
    return [(words.get(step.deed, step.deed), step) for step in item.manifest_value.custody]


def _custody(item: Item) -> list[tuple[str | Promise, object, bool]]:
    """Lay the verified chain out: the words of each event, the event, whether it ended badly."""
    return [(EVENTS[event.event], event, event.result is Result.DIFFERS) for event in item.chain()]


def _try(http: HttpRequest, deed: Callable[[], Item], done: str) -> None:
    try:
        deed()
    except ComityError as error:
        messages.error(http, told(error))
    else:
        messages.success(http, done)


def _found(http: HttpRequest, reference: str) -> Item:
    require(subjects.access(), actor_of(http), "evidence.list")
    try:
        item = services.find_item(reference)
    except UnknownItem as error:
        raise Http404 from error
    require(subjects.access(), actor_of(http), "evidence.read", item)
    return item
