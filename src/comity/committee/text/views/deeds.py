"""The page of one act: its form, the text as it would read, and what a refusal leaves to do; nothing typed is lost.

A form is looked at before it is sent: ``step`` is ``look`` or ``enter``. A script may ask for the form alone, to stand
in the article itself; it is the same form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from comity.access import require
from comity.committee.text.forms import FORMS, DeedForm, Ground, WordsForm, hull
from comity.committee.text.models import Negotiating, log_of, text_of
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.negotiation import supposing
from comity.committee.text.rules.negotiation.acts import Entry, Propose
from comity.committee.text.rules.negotiation.carrying import Course
from comity.committee.text.rules.negotiation.consolidation import Text
from comity.committee.text.rules.negotiation.seats import Seat
from comity.committee.text.rules.negotiation.state import Proposal, Provision
from comity.committee.text.rules.words import Words, cut, joined
from comity.committee.text.services import enter_all, try_out
from comity.committee.text.views import rolling
from comity.committee.text.views.catalogue import CATALOGUE, offered
from comity.committee.text.views.differing import compared
from comity.committee.text.views.elsewhere import filled_in
from comity.committee.text.views.places import direction_of, heading_of, page_of
from comity.committee.text.views.refusing import meanwhile, told
from comity.committee.text.views.rendering import names
from comity.committee.text.views.seating import Seated
from comity.errors import ComityError, Conflicting
from comity.node.middleware import actor_of
from comity.node.reader import reader

PART = "X-Comity-Part"  # the header by which a script asks for the form alone
_MOST = 40  # lines of a preview
_FILLED_IN = ("how", "first", "last", "on", "words", "whole")


@require_safe
def choose(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """List, for an article, what can be done to each of its provisions."""
    actor = actor_of(request)
    here = log_of(actor, text_of(slug))
    seated, now = Seated.of(actor), here.text.negotiation
    standing = _standing(here, key)
    groups = [
        (
            rolling.shown(line, now.language, reader(), anchors=False),
            list(offered(now, line.provision, seated.deeds)),
        )
        for line in here.text.lines(standing.id)
    ]
    return render(request, "text/choose.html", {**_place(here, standing), "groups": groups})


def _standing(here: Negotiating, key: str) -> Provision:
    provision = here.text.negotiation.provisions.get(key)
    if provision is None or not provision.stands:
        raise Http404(key)
    return provision


def _place(here: Negotiating, provision: Provision) -> dict[str, object]:
    """What every page about a provision says of where it stands."""
    page = page_of(here, provision.id)
    shown = provision.id if provision.stands else page
    lines = here.text.lines(shown) if here.text.negotiation.provisions[shown].stands else iter(())
    line = next(lines, None)
    return {
        "text": here.row.text,
        "key": provision.id,
        "page": page if here.text.negotiation.provisions[page].stands else "",
        "heading": heading_of(line, here) if line else joined(provision.words),
        "language": here.text.negotiation.language,
        "direction": direction_of(here),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, slug: str, key: str, what: str) -> HttpResponse:
    """Show the form of an act, try it out, or enter it."""
    actor = actor_of(request)
    here = log_of(actor, text_of(slug))
    seated = Seated.of(actor)
    require(ACCESS, actor, CATALOGUE[what].deed, Seat(seated.seat))
    provision = here.text.negotiation.provisions.get(key)
    if provision is None or (request.method != "POST" and not provision.stands):
        raise Http404(key)
    ground = seated.ground(here, provision)
    if request.method != "POST":
        form = FORMS[what](ground=ground, initial=_asked(ground, what, request.GET))
        return _shown(request, here, what, form)
    form = FORMS[what](request.POST, ground=ground)
    if not form.is_valid():
        return _shown(request, here, what, form, status=422)
    try:
        if request.POST.get("step") != "enter":
            seen = try_out(actor, here.row.text, form.acts(), form.said())
            return _shown(request, here, what, form, more=_preview(here, seen))
        entries = enter_all(actor, here.row.text, form.acts(), form.said(), once=form.cleaned_data["once"])
    except ComityError as error:
        return _refused(request, here, what, form, error)
    fresh = entries[0].number > len(here.log)  # otherwise the form was sent a second time
    return _entered(request, log_of(actor, here.row.text), provision, entries, fresh=fresh)


def _asked(ground: Ground, what: str, query: QueryDict) -> dict[str, Any]:
    """What an address fills in: a range of words, the proposals to be settled, the proposal to be adjusted."""
    kept: dict[str, Any] = {
        name: query[name] for name in ("how", "first", "last", "on", "words", "whole") if name in query
    }
    if what in {"words", "new-provision"}:
        kept |= filled_in(ground, what, query.get("again", ""))
    if what != "words":
        return kept
    of = [int(each) for each in query.getlist("of") if each.isdecimal()]
    rivals = [each for number in of if (each := ground.provision.proposals.get(number)) and each.is_open]
    if rivals:
        kept |= {"instead_of": [each.number for each in rivals], **_range(ground.words_on(0), *hull(rivals))}
    number = query.get("replaces", "")
    replaced = ground.provision.proposals.get(int(number)) if number.isdecimal() else None
    if replaced is not None:
        kept |= {"replaces": replaced.number, "words": joined(replaced.words)}
        if replaced.is_open:
            site = ground.words_on(replaced.on)
            kept |= {"on": replaced.on, **_range(site, replaced.start, replaced.end)}
            kept["how"] = _how(replaced, kept)
    on = str(kept.get("on") or 0)
    return {"was": joined(ground.words_on(int(on) if on.isdecimal() else 0)), **kept}


def _range(words: Words, start: int, end: int) -> dict[str, int]:
    """The first and last word of a range; of a point, the word after it."""
    last = len(words) - 1
    first = min(start, last)
    return {"first": first, "last": max(first, end - 1)}


def _how(proposal: Proposal, placed: Mapping[str, Any]) -> str:
    if proposal.start < proposal.end:
        return "replace" if proposal.words else "delete"
    return "before" if placed["first"] == proposal.start else "after"


def _shown(
    request: HttpRequest,
    here: Negotiating,
    what: str,
    form: DeedForm,
    *,
    more: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    provision, seat = form.ground.provision, form.ground.seat
    seen = form.typed("seen")
    facts = {
        **_place(here, provision),
        "what": what,
        "deed": CATALOGUE[what],
        "form": form,
        "amended": form.site if isinstance(form, WordsForm) else 0,
        "stands": joined(form.ground.words_on(form.site if isinstance(form, WordsForm) else 0)),
        "meanwhile": list(meanwhile(here, provision, int(seen), seat)) if seen.isdecimal() else [],
        **(more or {}),
    }
    part = PART in request.headers
    return render(request, "text/deed-form.html" if part else "text/deed.html", facts, status=status)


def _preview(here: Negotiating, found: supposing.Supposed) -> dict[str, object]:
    """The lines that would read differently: with the acts in the text, and if they were accepted."""
    return {
        "tried": True,
        "entered": _lines(here.text, found.entered),
        "accepted": _lines(here.text, found.accepted) if found.accepted is not None else [],
        "gone": _lines(found.accepted, here.text, gone=True) if found.accepted is not None else [],
    }


def _lines(before: Text, after: Text, *, gone: bool = False) -> list[rolling.Shown]:
    spoken = after.negotiation.language
    lines = supposing.gone(after, before) if gone else supposing.changed(before, after)
    return [rolling.shown(line, spoken, reader(), anchors=False) for line in lines[:_MOST]]


def _refused(
    request: HttpRequest, here: Negotiating, what: str, form: DeedForm, error: ComityError
) -> HttpResponse:
    """Say why, lay what was seen beside what stands, and offer the same form on the words that stand now."""
    here = log_of(actor_of(request), here.row.text)
    provision = here.text.negotiation.provisions[form.ground.provision.id]
    ground = replace(form.ground, text=here.text, provision=provision)
    was, seen = form.typed("was"), int(form.typed("seen"))
    again = FORMS[what](ground=ground, initial=_again(ground, form, request.POST))
    now = joined(ground.words_on(again.site if isinstance(again, WordsForm) else 0))
    more = {
        "told": told(error, here),
        "was": was,
        "moved": compared(cut(was), cut(now)) if was and was != now else "",
        "typed": form.typed("words"),
        "meanwhile": list(meanwhile(here, provision, seen, ground.seat)),
    }
    status = 409 if isinstance(error, Conflicting) else 422
    return _shown(request, here, what, again, more=more, status=status)


def _again(ground: Ground, form: DeedForm, sent: QueryDict) -> dict[str, Any]:
    """What was typed, on the words that stand now: the range is carried as far as its words still stand."""
    kept: dict[str, Any] = {
        name: sent.getlist(name) if name == "instead_of" else sent[name]
        for name in form.fields
        if name in sent and name not in {"seen", "was"}
    }
    if isinstance(form, WordsForm):
        kept["was"] = joined(ground.words_on(form.site))
        start, end = form.cleaned_data["first"], form.cleaned_data["last"] + 1
        seen = ground.provision.ids_at(form.cleaned_data["seen"])
        if not form.site and end <= len(seen):
            found = Course(seen, ground.provision.ids).carry(start, end)
            if found is not None:
                kept |= _range(ground.provision.words, found.start, found.end)
    elif "was" in form.fields:
        kept["was"] = sent.get("was", "")
    return kept


def _entered(
    request: HttpRequest, here: Negotiating, provision: Provision, entries: Sequence[Entry], *, fresh: bool
) -> HttpResponse:
    """Say what was entered, unless that was said before, and who proposes on the same words; go to the article."""
    if fresh:
        done = ngettext("{count} act is entered.", "{count} acts are entered.", len(entries))
        messages.success(request, done.format(count=len(entries)))
    now = here.text.negotiation.provisions[provision.id]
    rivals = {each.by for entry in entries for each in _rivals(now, entry)}
    if rivals:
        said = _("On the same words there are proposals of {States} too; yours stands beside theirs.")
        messages.info(request, said.format(States=names(tuple(rivals), reader())))
    page = page_of(here, provision.id)
    if here.text.negotiation.provisions[page].stands:
        address = reverse("text:rolling", args=[here.row.text.slug, page]) + f"#p-{provision.id}"
    else:
        address = reverse("text:negotiation", args=[here.row.text.slug])
    if PART in request.headers:  # the script goes there by itself, so that the messages wait for that page
        return HttpResponse(status=201, headers={"Location": address})
    return redirect(address)


def _rivals(provision: Provision, entry: Entry) -> list[Proposal]:
    """Open proposals of others on words that the entry's proposal covers too."""
    mine = provision.proposals.get(entry.number)
    if mine is None or not isinstance(entry.act, Propose):
        return []
    return [
        each
        for each in provision.open_proposals()
        if each.by != mine.by and each.on == mine.on and each.change is None and _overlap(each, mine)
    ]


def _overlap(one: Proposal, other: Proposal) -> bool:
    if (one.start, one.end) == (other.start, other.end):
        return True
    return one.start < other.end and other.start < one.end
