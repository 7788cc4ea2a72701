"""The pages of the text: the list, a draft, an article, how it converges, and the import of a draft."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.access import Actor, permits, require
from comity.committee.text.forms import ImportForm
from comity.committee.text.models import (
    Draft,
    Wording,
    counted,
    draft_of,
    follow_text,
    history,
    identified,
    latest,
    readable_drafts,
    standings,
    text_of,
    under_negotiation,
)
from comity.committee.text.rules.access import ACCESS, IMPORT, LIST, PUBLISH
from comity.committee.text.rules.convergence import Convergence
from comity.committee.text.rules.draft import Imbalance
from comity.committee.text.rules.figures import Figures
from comity.committee.text.rules.interchange import Taken, take
from comity.committee.text.rules.negotiation.seats import FOLLOW, OPEN
from comity.committee.text.services import import_draft, publish_draft
from comity.committee.text.views import chart, rendering
from comity.committee.text.views.looks import Look
from comity.errors import ComityError
from comity.node.middleware import actor_of
from comity.node.reader import languages, reader, told
from comity.words import Language


@require_safe
def list_texts(request: HttpRequest) -> HttpResponse:
    """List the texts, with how much of each is settled; of one text the reader's language first."""
    actor = actor_of(request)
    require(ACCESS, actor, LIST)
    spoken = dict(languages())
    rows = sorted(standings(actor), key=lambda each: (each.text.title, each.newest.spoken is not reader()))
    found = [(standing, spoken[standing.newest.language]) for standing in rows]
    facts = {"standings": found, "may_import": permits(ACCESS, actor, IMPORT)}
    return render(request, "text/list.html", facts)


@require_safe
def newest(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the newest draft of a text."""
    row = latest(actor_of(request), text_of(slug))
    return redirect("text:draft", slug, row.language, row.number)


@dataclass(frozen=True, slots=True)
class Group:
    """A chapter with its articles, as the tree shows them."""

    heading: str
    articles: list[Wording]


@dataclass(frozen=True, slots=True)
class Lost:
    """A bracket without partner, with the article in which it stands."""

    imbalance: Imbalance
    article: Wording | None


@require_safe
def show_draft(request: HttpRequest, slug: str, language: str, number: int) -> HttpResponse:
    """Show a draft: its figures, its articles with how much of each is settled, its brackets without partner."""
    actor = actor_of(request)
    row = draft_of(actor, slug, language, number)
    groups = _groups(row)
    articles = [each for group in groups for each in group.articles]
    imbalances = identified(row).draft.imbalances()
    drafts = history(actor, row.text, row.language)
    facts = {
        "draft": row,
        "figures": row.figures,
        "groups": groups,
        "articles": len(articles),
        "lost": [Lost(each, _article_at(articles, each.provision)) for each in imbalances],
        "drafts": drafts,
        "before": next((each for each in reversed(drafts) if each.number < row.number), None),
        "versions": _versions(actor, row),
        "may_publish": not row.published and permits(ACCESS, actor, PUBLISH, row),
        "direction": row.spoken.direction,
        "negotiated": under_negotiation(row.text) is not None and permits(ACCESS, actor, FOLLOW),
        "may_negotiate": permits(ACCESS, actor, OPEN),
    }
    return render(request, "text/draft.html", facts)


def _versions(actor: Actor, row: Draft) -> list[tuple[str, str]]:
    """The other languages in which the text has a draft that may be read."""
    spoken = set(readable_drafts(actor).filter(text=row.text).values_list("language", flat=True))
    return [(code, name) for code, name in languages() if code in spoken and code != row.language]


def _groups(row: Draft) -> list[Group]:
    """Arrange the articles under their chapters."""
    found: list[Group] = [Group("", [])]
    rows = row.wordings.select_related("provision").filter(article=True) | row.wordings.select_related(
        "provision"
    ).filter(kind__in=("chapter", "section"), article=False)
    for wording in rows.order_by("place"):
        if wording.article:
            found[-1].articles.append(wording)
        else:
            found.append(Group(wording.heading, []))
    return [group for group in found if group.articles]


def _article_at(articles: Sequence[Wording], place: int) -> Wording | None:
    return next((each for each in reversed(articles) if each.place <= place), None)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same article in another draft."""

    draft: Draft
    wording: Wording
    current: bool


@require_safe
def show_article(request: HttpRequest, slug: str, language: str, number: int, key: str) -> HttpResponse:
    """Show one article: its words, its brackets, its figures, and where it stood before."""
    actor = actor_of(request)
    row = draft_of(actor, slug, language, number)
    wording = row.wordings.select_related("provision").filter(provision__key=key, article=True).first()
    if wording is None:
        raise Http404(key)
    draft = identified(row).draft
    groups = _groups(row)
    articles = [each for group in groups for each in group.articles]
    at = next(place for place, each in enumerate(articles) if each.pk == wording.pk)
    facts = {
        "draft": row,
        "wording": wording,
        "figures": wording.figures,
        "groups": groups,
        "lines": list(rendering.lines(draft, wording.place, counted(row), reader())),
        "brackets": rendering.open_brackets(draft, wording.place, reader()),
        "drafts": _earlier(actor, row, wording),
        "before": articles[at - 1] if at else None,
        "after": articles[at + 1] if at + 1 < len(articles) else None,
        "direction": row.spoken.direction,
        "chapter": _chapter(row, wording),
    }
    return render(request, "text/article.html", facts)


def _chapter(row: Draft, wording: Wording) -> str:
    if wording.parent is None:
        return ""
    above = row.wordings.filter(place=wording.parent, kind__in=("chapter", "section")).first()
    return above.heading if above else ""


def _earlier(actor: Actor, row: Draft, wording: Wording) -> list[Earlier]:
    """Where the article stands in every draft that may be read."""
    drafts = {each.pk: each for each in history(actor, row.text, row.language)}
    stands = Wording.objects.filter(draft__in=drafts, provision=wording.provision).select_related("provision")
    found = [Earlier(drafts[each.draft_id], each, each.draft_id == row.pk) for each in stands]
    return sorted(found, key=lambda each: each.draft.number)


@dataclass(frozen=True, slots=True)
class Cell:
    """How an article stands in one draft."""

    draft: Draft
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Row:
    """One article through the drafts."""

    heading: str
    href: str
    cells: list[Cell]
    note: str


@require_safe
def show_convergence(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Show how a text converges: a picture, its table, and what was agreed from draft to draft."""
    drafts = _drafts(request, slug, language)
    found = follow_text(drafts)
    names = {each.id: each.heading for each in found.articles}
    facts = {
        "text": drafts[0].text,
        "language": language,
        "drafts": drafts,
        "newest": drafts[-1],
        "before": drafts[-2] if len(drafts) > 1 else None,
        "stages": list(zip(drafts, found.stages, strict=True)),
        "changes": [
            (draft, [names[key] for key in stage.newly_agreed], [names[key] for key in stage.newly_opened])
            for draft, stage in zip(drafts[1:], found.stages[1:], strict=True)
        ],
        "rows": _rows(found, drafts),
        "title": _title(found),
        "reading": get_language(),
        "direction": drafts[0].spoken.direction,
    }
    return render(request, "text/convergence.html", facts)


def _drafts(request: HttpRequest, slug: str, language: str) -> list[Draft]:
    drafts = history(actor_of(request), text_of(slug), language)
    if not drafts:
        raise Http404(slug)
    return drafts


def _title(found: Convergence) -> str:
    """State in one sentence what the picture shows."""
    first, last = (round(100 * stage.figures.share_open) for stage in (found.stages[0], found.stages[-1]))
    facts = {"first": first, "last": last, "drafts": len(found.stages)}
    if len(found.stages) == 1:
        return _("{first} % of the words are open in the only draft so far").format(**facts)
    if last < first:
        return _("Words still open fell from {first} % to {last} % over {drafts} drafts").format(**facts)
    if last > first:
        return _("Words still open rose from {first} % to {last} % over {drafts} drafts").format(**facts)
    return _("Words still open stayed at {last} % over {drafts} drafts").format(**facts)


def _rows(found: Convergence, drafts: Sequence[Draft]) -> list[Row]:
    agreed, opened = set(found.stages[-1].newly_agreed), set(found.stages[-1].newly_opened)
    rows = []
    for each in found.articles:
        latest_draft = max(at for at, place in enumerate(each.places) if place is not None)
        row = drafts[latest_draft]
        href = reverse("text:article", args=(row.text.slug, row.language, row.number, each.id))
        note = "agreed" if each.id in agreed else "opened" if each.id in opened else ""
        cells = [Cell(draft, figures) for draft, figures in zip(drafts, each.figures, strict=True)]
        rows.append(Row(each.heading, href, cells, note))
    return rows


@require_safe
def show_chart(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Draw the picture of convergence, in the reader's language, for light or dark paper."""
    drafts = _drafts(request, slug, language)
    bars = tuple(
        chart.Bar(
            _("Draft {number}").format(number=draft.number),
            draft.figures.share_settled,
            draft.figures.share_in_brackets,
            draft.figures.share_in_options,
        )
        for draft in drafts
    )
    words = chart.Words(_("settled"), _("in brackets"), _("under options"), _("Share of words"))
    svg = chart.draw(bars, words, Look.asked(request, reader()))
    return HttpResponse(svg, content_type="image/svg+xml")


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Take a draft, as a file or pasted; say by line and column what is not in balance."""
    actor = actor_of(request)
    require(ACCESS, actor, IMPORT)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"language": str(reader())})
    if request.method == "POST" and form.is_valid():
        try:
            taken = take(form.source())
            row = import_draft(
                actor,
                source=taken.source.encode("utf-8"),
                title=form.cleaned_data["title"],
                language=Language(form.cleaned_data["language"]),
                published=form.cleaned_data["publish"],
            )
        except ComityError as error:
            form.add_error("file" if request.FILES else "words", told(error))
        else:
            messages.success(
                request, _("Draft {number} of “{title}” is kept.").format(number=row.number, title=row.text)
            )
            for line in _left(taken):
                messages.warning(request, line)
            return redirect("text:draft", row.text.slug, row.language, row.number)
    known = sorted({standing.text.title for standing in standings(actor)})
    status = 422 if form.errors else 200
    return render(request, "text/import.html", {"form": form, "known": known}, status=status)


def _left(taken: Taken) -> Iterator[str]:
    """What of a file could not be placed in a draft."""
    if taken.unplaced:
        what = rendering.listed((f"{name} ({count})" for name, count in taken.unplaced), reader())
        yield _("Not placed, because a draft has no sign for it: {what}.").format(what=what)
    if taken.unknown:
        yield _("No known State or group; the name was kept as written: {names}.").format(
            names=rendering.listed(taken.unknown, reader())
        )


@require_POST
def publish(request: HttpRequest, slug: str, language: str, number: int) -> HttpResponse:
    """Let the public read a draft."""
    actor = actor_of(request)
    row = draft_of(actor, slug, language, number)
    publish_draft(actor, row)
    messages.success(request, _("Draft {number} is open to the public.").format(number=row.number))
    return redirect("text:draft", slug, language, number)
