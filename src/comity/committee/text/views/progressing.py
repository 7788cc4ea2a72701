"""How far a negotiation is: by session, by cluster, by article; the oldest brackets; what may be foreseen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from comity.committee.text.models import Negotiating, figures, log_of, text_of
from comity.committee.text.rules.negotiation.acts import ROOT, ProvisionId
from comity.committee.text.rules.negotiation.meetings import Reading, by_session
from comity.committee.text.rules.negotiation.progress import Shares, forecast, nearest, oldest
from comity.committee.text.views import progress_chart
from comity.committee.text.views.looks import Look
from comity.committee.text.views.places import direction_of, heading_of, page_of
from comity.node.middleware import actor_of
from comity.node.reader import reader

OLDEST, NEAREST = 20, 10
LAST = 8  # sessions that the table of clusters compares
CHARTED = 60  # meetings in the picture


@dataclass(frozen=True, slots=True)
class Cluster:
    """A chapter, or what stands beside chapters: its shares now, and what was open at the end of each session."""

    heading: str
    shares: Shares
    before: Sequence[tuple[Reading, Shares | None]]


@require_safe
def show_progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how the shares of agreed and open words moved, and where the text is close to agreement or far from it."""
    here = log_of(actor_of(request), text_of(slug))
    counted = figures(here)
    shares, done = counted.shares, counted.meetings
    sessions = by_session(done)
    titles = _titles(here)
    facts = {
        "row": here.row,
        "text": here.row.text,
        "language": here.text.negotiation.language,
        "direction": direction_of(here),
        "whole": shares[ROOT],
        "entries": here.text.negotiation.entries,
        "reading": get_language(),
        "title": _title(done),
        "sessions": [(each, _meetings(each, done)) for each in sessions],
        "compared": sessions[-LAST:],
        "clusters": list(_clusters(here, shares, sessions[-LAST:], titles)),
        "nearest": [(name, titles[name], shares[name]) for name in nearest(here.text, shares, NEAREST)],
        "oldest": list(_oldest(here, titles)),
        "forecast": forecast([each.shares.share_open for each in done]),
        "meetings": len(done),
    }
    return render(request, "text/progress.html", facts)


@require_safe
def draw_progress(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw the shares meeting by meeting, in the reader's language, for light or dark paper."""
    here = log_of(actor_of(request), text_of(slug))
    points = tuple(
        progress_chart.Point(each.meeting or "–", each.shares.share_agreed, each.shares.share_open)
        for each in figures(here).meetings[-CHARTED:]
    )
    words = progress_chart.Words(_("agreed ad referendum"), _("open"), _("Share of words"), _("Meeting"))
    svg = progress_chart.draw(points, words, Look.asked(request, reader()))
    return HttpResponse(svg, content_type="image/svg+xml")


def _title(done: Sequence[Reading]) -> str:
    """State in one sentence what the picture shows."""
    if not done:
        return _("No meeting has touched the text yet")
    first, last = (round(100 * each.shares.share_open) for each in (done[0], done[-1]))
    facts = {"first": first, "last": last, "meetings": len(done)}
    if last < first:
        return _("Open words fell from {first} % to {last} % over {meetings} meetings").format(**facts)
    if last > first:
        return _("Open words rose from {first} % to {last} % over {meetings} meetings").format(**facts)
    return _("Open words stayed at {last} % over {meetings} meetings").format(**facts)


def _titles(here: Negotiating) -> Mapping[ProvisionId, str]:
    return {line.provision.id: heading_of(line, here) for line in here.text.lines()}


def _meetings(session: Reading, done: Sequence[Reading]) -> int:
    return sum(each.session == session.session for each in done)


def _clusters(
    here: Negotiating,
    shares: Mapping[ProvisionId, Shares],
    sessions: Sequence[Reading],
    titles: Mapping[ProvisionId, str],
) -> Iterator[Cluster]:
    for name in here.text.negotiation.children.get(ROOT, ()):
        if name in titles:
            yield Cluster(titles[name], shares[name], [(each, each.clusters.get(name)) for each in sessions])


def _oldest(here: Negotiating, titles: Mapping[ProvisionId, str]) -> Iterator[tuple[object, ProvisionId, str]]:
    for each in oldest(here.text, here.log, OLDEST):
        page = page_of(here, each.provision)
        if page in titles:
            yield each, page, titles[page]
