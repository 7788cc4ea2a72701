"""Pages that lay an article beside its nearest: of another instrument, or of a draft under negotiation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comity.access import require
from comity.committee.instruments.models import (
    article_of,
    draft_article,
    instrument_of,
    library,
    matched,
)
from comity.committee.instruments.rules.access import ACCESS, READ
from comity.committee.instruments.rules.articles import Article, negotiated_article
from comity.committee.instruments.rules.comparing import compare
from comity.committee.instruments.rules.library import Library, Match
from comity.committee.instruments.rules.names import address
from comity.committee.instruments.views.rendering import lines
from comity.committee.text.models import draft_of, log_of, text_of
from comity.node.middleware import actor_of
from comity.node.reader import reader
from comity.reference.scope_elements import elements_of
from comity.words import Language

NEAREST = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A provision near to the one shown, with where it leads."""

    match: Match
    own: str  # the page of the provision itself; empty where its number has no address
    beside: str  # the same page, with this one beside
    current: bool
    elements: Sequence[str]


@require_safe
def show_article(request: HttpRequest, language: str, slug: str, number: str) -> HttpResponse:
    """Show an article of an instrument, beside the nearest of the others."""
    require(ACCESS, actor_of(request), READ)
    row = instrument_of(slug, language)
    article = article_of(row, number)
    facts = _beside(request, article, row.spoken, but=row.short)
    own = [each.name(reader()) for each in elements_of(row.short, article.number)]
    return render(request, "instruments/article.html", {**facts, "instrument": row, "elements": own})


@require_safe
def compare_article(request: HttpRequest, slug: str, language: str, number: int, key: str) -> HttpResponse:
    """Show an article of a draft under negotiation, beside the nearest of the library."""
    actor = actor_of(request)
    require(ACCESS, actor, READ)
    row = draft_of(actor, slug, language, number)
    facts = _beside(request, draft_article(row, key), row.spoken)
    return render(request, "instruments/compare.html", {**facts, "draft": row, "key": key})


@require_safe
def compare_negotiated(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show an article of a text under negotiation, as it stands now, beside the nearest of the library."""
    actor = actor_of(request)
    require(ACCESS, actor, READ)
    here = log_of(actor, text_of(slug))
    spoken = here.text.negotiation.language
    provision = here.text.negotiation.provisions.get(key)
    if provision is None or not provision.stands:
        raise Http404(key)
    article = negotiated_article(list(here.text.lines(key)), spoken)
    facts = _beside(request, article, spoken)
    return render(request, "instruments/negotiated.html", {**facts, "text": here.row.text, "key": key})


@require_safe
def compare_draft(request: HttpRequest, slug: str, language: str, number: int) -> HttpResponse:
    """Show for every article of a draft the nearest of the library."""
    actor = actor_of(request)
    require(ACCESS, actor, READ)
    row = draft_of(actor, slug, language, number)
    rows = matched(row)
    facts = {
        "draft": row,
        "rows": rows,
        "instruments": library(language).instruments,
        "direction": row.spoken.direction,
        "matched": sum(match is not None and not match.faint for _, _, match in rows),
    }
    return render(request, "instruments/draft.html", facts)


def _beside(request: HttpRequest, article: Article, language: Language, *, but: str = "") -> dict[str, object]:
    """What a page needs to lay ``article`` beside the provision that the reader chose, or the nearest."""
    shelf = library(str(language))
    matches = shelf.nearest(article.words, count=NEAREST, but=but)
    wanted = request.GET.get("with", "")
    chosen = next((match for match in matches if _name(match) == wanted), None) or next(iter(matches), None)
    comparison = compare(chosen.article, article) if chosen else None
    return {
        "article": article,
        "language": str(language),
        "direction": language.direction,
        "nearest": list(_links(matches, chosen, language)),
        "chosen": chosen,
        "comparison": comparison,
        "lines": list(lines(comparison)) if comparison else [],
        "paragraphs": list(_paragraphs(shelf, article, language, but)),
        "empty": not [each for each in shelf.instruments if each.short != but],
    }


def _name(match: Match) -> str:
    return f"{address(match.instrument.short)}-{match.article.place}"


def _links(matches: Sequence[Match], chosen: Match | None, language: Language) -> Iterator[Link]:
    for match in matches:
        named = [each.name(reader()) for each in elements_of(match.instrument.short, match.article.number)]
        yield Link(match, _address(match, language), f"?with={_name(match)}", match is chosen, named)


def _address(match: Match, language: Language) -> str:
    if not match.article.number:
        return ""
    return reverse(
        "instruments:article", args=(str(language), address(match.instrument.short), match.article.number)
    )


def _paragraphs(
    shelf: Library, article: Article, language: Language, but: str
) -> Iterator[tuple[str, str, Match | None, str]]:
    """Each paragraph: its number, how it begins, the paragraph of the library nearest to it, and where that leads."""
    for clause, words in article.paragraphs():
        match = shelf.nearest_paragraph(words, but=but)
        yield clause.label, clause.words, match, _address(match, language) if match else ""
