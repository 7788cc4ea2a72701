"""The pages of a negotiation: the whole text, one article that rolls on, and who and when for each word."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from comity.committee.text.models import (
    Negotiating,
    draft_of,
    figures,
    log_of,
    text_of,
    under_negotiation,
)
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import ROOT, ProvisionId
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.expressions import queue
from comity.committee.text.rules.negotiation.progress import Shares, forecast, nearest, oldest
from comity.committee.text.services import issue_draft, open_negotiation
from comity.committee.text.views import shared
from comity.committee.text.views.places import PAGES, direction_of, heading_of, page_of
from comity.committee.text.views.seating import Seated
from comity.errors import ComityError
from comity.node.middleware import actor_of
from comity.node.reader import reader, told
from comity.words import Language


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the page of the whole text lists it."""

    line: Line
    heading: str
    chapter: str
    shares: Shares


@require_safe
def show_negotiation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a text under negotiation: each article with its shares, the oldest brackets, what may be foreseen."""
    actor = actor_of(request)
    here = log_of(actor, text_of(slug))
    counted = figures(here)
    shares, measures = counted.shares, counted.meetings
    articles = list(_articles(here, shares))
    by_name = {each.line.provision.id: each for each in articles}
    facts = {
        "row": here.row,
        "text": here.row.text,
        "direction": direction_of(here),
        "whole": shares[ROOT],
        "articles": articles,
        "listed": _listed(here, articles),
        "nearest": [by_name[name] for name in nearest(here.text, shares, 5) if name in by_name],
        "oldest": [
            (each, by_name.get(page_of(here, each.provision))) for each in oldest(here.text, here.log, 8)
        ],
        "measures": measures[-12:],
        "forecast": forecast([each.shares.share_open for each in measures]),
        "waiting": len({each.provision for each in queue(here.text.negotiation)}),
        "piles": _piles(here),
        "may": Seated.of(actor),
        "adopted": here.text.negotiation.adopted,
        "language_beside": next(
            each for each in (reader(), *Language) if each != here.text.negotiation.language
        ),
    }
    return render(request, "text/negotiation.html", facts)


def _articles(here: Negotiating, shares: Mapping[ProvisionId, Shares]) -> Iterator[Article]:
    """The divisions that a reader opens by themselves: articles, preamble, annexes, and what stands outside them."""
    chapter = ""
    for line in here.text.lines():
        kind = line.provision.kind
        if kind in {Kind.CHAPTER, Kind.SECTION, Kind.TITLE}:
            chapter = heading_of(line, here)
        elif kind in PAGES or page_of(here, line.provision.id) == line.provision.id:
            yield Article(line, heading_of(line, here), chapter, shares[line.provision.id])


def _listed(here: Negotiating, articles: Sequence[Article]) -> SafeString:
    """The articles chapter by chapter, which every reader in one language is shown alike: rendered once."""
    facts = {"articles": articles, "slug": here.row.text.slug, "language": here.row.language}
    made_of = [(each.line.provision.id, each.heading, each.chapter, each.shares) for each in articles]
    piece = shared.piece(here, "text/articles.html", "articles", made_of, facts)
    return SafeString(piece.render())


def _piles(here: Negotiating) -> dict[str, int]:
    """How many proposals the newest revised draft left untouched, changed, and returned."""
    found = here.text.negotiation.piles.get(here.text.negotiation.draft, ())
    return {pile: sum(each.pile == pile for each in found) for pile in ("untouched", "changed", "returned")}


@require_POST
def begin(request: HttpRequest, slug: str, language: str, number: int) -> HttpResponse:
    """Open the negotiation of a text from a draft, or issue the draft to the negotiation that is open."""
    actor = actor_of(request)
    draft = draft_of(actor, slug, language, number)
    try:
        if under_negotiation(draft.text) is None:
            open_negotiation(actor, draft)
            messages.success(request, _("The negotiation of “{title}” is open.").format(title=draft.text.title))
        else:
            _now, left = issue_draft(actor, draft)
            messages.success(request, _("The draft is issued; every open proposal was carried onto it."))
            if left:
                said = ngettext(
                    "{count} provision that the draft marks as agreed still has open proposals.",
                    "{count} provisions that the draft marks as agreed still have open proposals.",
                    len(left),
                )
                messages.warning(request, said.format(count=len(left)))
    except ComityError as error:
        messages.error(request, told(error))
        return redirect("text:draft", slug, language, number)
    return redirect("text:negotiation", slug)
