"""The library's own pages: the list, an instrument, the concordance, and the adding of an instrument."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.access import permits, require
from comity.committee.instruments.forms import ImportForm
from comity.committee.instruments.models import Instrument, contents, instrument_of, instruments, matched
from comity.committee.instruments.rules.access import ACCESS, IMPORT, READ
from comity.committee.instruments.rules.library import Match
from comity.committee.instruments.services import import_instrument
from comity.committee.text.models import Draft, standings
from comity.committee.text.views.rendering import listed
from comity.errors import ComityError
from comity.node.middleware import actor_of
from comity.node.reader import languages, reader, told
from comity.reference.scope_elements import Element, elements, elements_of
from comity.words import Language


@require_safe
def list_instruments(request: HttpRequest) -> HttpResponse:
    """List the instruments."""
    actor = actor_of(request)
    require(ACCESS, actor, READ)
    spoken = dict(languages())
    rows = [(row, spoken[row.language]) for row in instruments()]
    return render(
        request, "instruments/list.html", {"rows": rows, "may_import": permits(ACCESS, actor, IMPORT)}
    )


@require_safe
def show_instrument(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show an instrument: its articles, and the elements that each bears on."""
    require(ACCESS, actor_of(request), READ)
    row = instrument_of(slug, language)
    articles = [
        (article, [each.name(reader()) for each in elements_of(row.short, article.number)])
        for article in contents(row).articles
    ]
    facts = {"instrument": row, "articles": articles, "direction": row.spoken.direction}
    return render(request, "instruments/instrument.html", facts)


@dataclass(frozen=True, slots=True)
class Cell:
    """The articles of one instrument that bear on one element."""

    instrument: Instrument
    articles: Sequence[str]  # numbers that lead to a page
    told: str  # the articles as the table names them, where the library has no such instrument


@dataclass(frozen=True, slots=True)
class Bearing:
    """An article of a draft whose nearest provision bears on an element, and how near it is."""

    heading: str
    key: str
    match: Match


def _bearing(element: Element, draft: Draft) -> list[Bearing]:
    """The articles of a draft that bear on an element: those whose nearest provision does; a faint one does not."""
    return [
        Bearing(article.number or article.heading, key, match)
        for article, key, match in matched(draft)
        if match and not match.faint and element.bears(match.instrument.short, match.article.number)
    ]


@require_safe
def show_concordance(request: HttpRequest) -> HttpResponse:
    """Show which articles of each instrument bear on each element of the committee's comparison."""
    actor = actor_of(request)
    require(ACCESS, actor, READ)
    drafts = [standing.newest for standing in standings(actor)]
    wanted = request.GET.get("draft", "")
    draft = next((each for each in drafts if str(each.pk) == wanted), None)
    newest: dict[str, Instrument] = {}
    for row in instruments():
        if row.short not in newest or row.language == str(reader()):
            newest[row.short] = row
    rows = [
        (
            element.number,
            element.name(reader()),
            [_cell(element, row) for row in newest.values()],
            _bearing(element, draft) if draft else [],
        )
        for element in elements()
    ]
    facts = {"rows": rows, "instruments": list(newest.values()), "drafts": drafts, "draft": draft}
    return render(request, "instruments/concordance.html", facts)


def _cell(element: Element, row: Instrument) -> Cell:
    numbers = [each.number for each in contents(row).articles if element.bears(row.short, each.number)]
    return Cell(row, numbers, listed(element.also.get(row.short, ()), reader()))


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Take an instrument into the library."""
    actor = actor_of(request)
    require(ACCESS, actor, IMPORT)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"language": str(reader())})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = import_instrument(
                actor,
                source=given["file"].read(),
                short=given["short"],
                title=given["title"],
                language=Language(given["language"]),
            )
        except ComityError as error:
            form.add_error("file", told(error))
        else:
            messages.success(request, _("{instrument} stands in the library.").format(instrument=row.short))
            return redirect("instruments:instrument", row.language, row.slug)
    return render(request, "instruments/import.html", {"form": form}, status=422 if form.errors else 200)
