"""Drafts side by side: what each article said, what it says, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from comity.committee.text.models import Draft, draft_of, history, identified, text_of
from comity.committee.text.models.changing import changed
from comity.committee.text.rules.changes import ArticleChange, Change, Tally
from comity.committee.text.rules.convergence import heading
from comity.committee.text.rules.differences import Difference, Fate
from comity.committee.text.rules.words import joined
from comity.node.middleware import actor_of

_SHAPES = {Fate.KEPT: "{}", Fate.DELETED: "<del>{}</del>", Fate.INSERTED: "<ins>{}</ins>"}


@dataclass(frozen=True, slots=True)
class Row:
    """A provision in two drafts."""

    old_number: str
    old: SafeString
    new_number: str
    new: SafeString


@require_safe
def show_changes(request: HttpRequest, slug: str, language: str, old: int, new: int) -> HttpResponse:
    """Show what became of every article from one draft to another."""
    before, after = _pair(request, slug, language, old, new)
    found = changed(before, after)
    facts = {
        **_facts(request, before, after),
        "articles": [(each, _heading(before, after, each)) for each in found],
        "tally": sum((each.tally for each in found), Tally()),
    }
    return render(request, "text/changes.html", facts)


@require_safe
def show_article_changes(
    request: HttpRequest, slug: str, language: str, old: int, new: int, key: str
) -> HttpResponse:
    """Show one article of two drafts side by side, word by word."""
    before, after = _pair(request, slug, language, old, new)
    found = changed(before, after)
    at = next((place for place, each in enumerate(found) if each.id == key), None)
    if at is None:
        raise Http404(key)
    around = [found[place] if 0 <= place < len(found) else None for place in (at - 1, at + 1)]
    facts = {
        **_facts(request, before, after),
        "article": found[at],
        "heading": _heading(before, after, found[at]),
        "rows": list(_rows(before, after, found[at].changes)),
        "around": [each and (each.id, _heading(before, after, each)) for each in around],
    }
    return render(request, "text/article-changes.html", facts)


@require_safe
def choose_pair(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Lead to the two drafts that the reader chose; otherwise to the last two."""
    drafts = history(actor_of(request), text_of(slug), language)
    numbers = [each.number for each in drafts]
    wanted = sorted(
        int(each) for each in request.GET.getlist("draft") if each.isdecimal() and int(each) in numbers
    )
    pair = wanted if len(set(wanted)) == 2 else numbers[-2:]  # noqa: PLR2004  # two sides
    if len(pair) != 2:  # noqa: PLR2004  # two sides
        raise Http404(slug)
    return redirect("text:changed", slug, language, *pair)


def _pair(request: HttpRequest, slug: str, language: str, old: int, new: int) -> tuple[Draft, Draft]:
    actor = actor_of(request)
    return draft_of(actor, slug, language, old), draft_of(actor, slug, language, new)


def _facts(request: HttpRequest, before: Draft, after: Draft) -> dict[str, object]:
    return {
        "text": after.text,
        "before": before,
        "after": after,
        "drafts": history(actor_of(request), after.text, after.language),
        "language": after.language,
        "direction": after.spoken.direction,
    }


def _heading(before: Draft, after: Draft, article: ArticleChange) -> str:
    """The heading in the later draft, or in the earlier where the article was dropped."""
    if article.new is not None:
        return heading(identified(after).draft, article.new)
    return heading(identified(before).draft, article.old or 0)


def _rows(before: Draft, after: Draft, found: Sequence[Change]) -> Iterator[Row]:
    for each in found:
        if each.difference.pieces:
            yield Row(
                _number(before, each.old),
                side(each.difference, Fate.DELETED),
                _number(after, each.new),
                side(each.difference, Fate.INSERTED),
            )


def _number(row: Draft, place: int | None) -> str:
    return "" if place is None else identified(row).draft.provisions[place].number


def side(difference: Difference, own: Fate) -> SafeString:
    """The words of one side: those kept, and those that only this side has."""
    pieces = [piece for piece in difference.pieces if piece.fate in {Fate.KEPT, own}]
    said = ((_SHAPES[each.fate], joined(each.old if own is Fate.DELETED else each.new)) for each in pieces)
    return format_html_join("", "{}", ((format_html(shape, words),) for shape, words in said))
