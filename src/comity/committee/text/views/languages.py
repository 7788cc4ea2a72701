"""Languages side by side: two versions of a draft, and the expressions of a text under negotiation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from comity.access import permits
from comity.committee.text.models import Draft, Negotiating, counted, history, identified, log_of, text_of
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.aligning import Aligned, align
from comity.committee.text.rules.changes import worded
from comity.committee.text.rules.convergence import heading
from comity.committee.text.rules.figures import articles, roll_up
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import CHAIR, ProvisionId
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.expressions import Consistency, consistency, queue
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.negotiation.seats import EXPRESS, Seat
from comity.committee.text.rules.negotiation.wording import counted as words_counted
from comity.committee.text.rules.runs import Sort
from comity.committee.text.rules.words import joined
from comity.committee.text.views.places import direction_of, heading_of, page_of
from comity.node.middleware import actor_of
from comity.node.reader import languages
from comity.words import Language

CONSISTENCIES = {
    Consistency.CONFIRMED: gettext_lazy("confirmed"),
    Consistency.CURRENT: gettext_lazy("not confirmed yet"),
    Consistency.STALE: gettext_lazy("made for earlier words"),
    Consistency.MISSING: gettext_lazy("no expression yet"),
}
MOST = 60  # provisions on one page
_CLUSTERS = frozenset({Kind.TITLE, Kind.CHAPTER, Kind.SECTION})


@dataclass(frozen=True, slots=True)
class Side:
    """A provision in one language: its number, its words, how many a reader counts."""

    number: str
    words: str
    count: int
    title: bool = False
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in two languages, as the table of articles lists it."""

    key: str
    heading: str
    other: str
    count: int
    other_count: int


@require_safe
def show_versions(request: HttpRequest, slug: str, one: str, other: str) -> HttpResponse:
    """Show the newest drafts of a text in two languages, provision beside provision."""
    rows = [_newest(request, slug, each) for each in (one, other)]
    first, second = (identified(row).draft for row in rows)
    pairs = align(first, second)
    found = [each for each in _articles(rows, pairs) if each.count or each.other_count]
    key = request.GET.get("article", "")
    wanted = next((each for each in found if each.key == key), None) or next(iter(found), None)
    spoken = dict(languages())
    facts = {
        "text": rows[0].text,
        "rows": rows,
        "names": [spoken[one], spoken[other]],
        "directions": [row.spoken.direction for row in rows],
        "articles": found,
        "wanted": wanted,
        "pairs": list(_sides(rows, pairs, wanted.key)) if wanted else [],
        "alone": sum(pair.one is None or pair.other is None for pair in pairs),
        "totals": [row.figures.words for row in rows],
        "choices": [(code, name) for code, name in languages() if _has(request, slug, code)],
        "chinese": "zh" in {one, other},
    }
    return render(request, "text/versions.html", facts)


def _newest(request: HttpRequest, slug: str, language: str) -> Draft:
    drafts = history(actor_of(request), text_of(slug), language)
    if not drafts:
        raise Http404(slug)
    return drafts[-1]


def _has(request: HttpRequest, slug: str, language: str) -> bool:
    return bool(history(actor_of(request), text_of(slug), language))


def _key(pair: Aligned) -> str:
    return f"{'-' if pair.one is None else pair.one}.{'-' if pair.other is None else pair.other}"


def _opened(rows: Sequence[Draft], pairs: Sequence[Aligned]) -> Iterator[tuple[Aligned, list[Aligned]]]:
    """The articles of either language, each with the pairs that stand in it; a chapter stands in none."""
    opened = [frozenset(articles(identified(row).draft)) for row in rows]
    inside: list[Aligned] = []
    head: Aligned | None = None
    for pair in pairs:
        if pair.one in opened[0] or pair.other in opened[1]:
            if head:
                yield head, inside
            head, inside = pair, []
        if head and not _gathers(rows, pair):
            inside.append(pair)
    if head:
        yield head, inside


def _gathers(rows: Sequence[Draft], pair: Aligned) -> bool:
    """Whether a pair is a chapter, which has articles and no words."""
    row, place = (rows[0], pair.one) if pair.one is not None else (rows[1], pair.other)
    return place is not None and identified(row).draft.provisions[place].kind in _CLUSTERS


def _articles(rows: Sequence[Draft], pairs: Sequence[Aligned]) -> Iterator[Entry]:
    rolled = [roll_up(identified(row).draft, counted(row)) for row in rows]
    for pair, _inside in _opened(rows, pairs):
        places = (pair.one, pair.other)
        told = [
            "" if place is None else heading(identified(row).draft, place)
            for row, place in zip(rows, places, strict=True)
        ]
        counts = [0 if place is None else own[place].words for own, place in zip(rolled, places, strict=True)]
        yield Entry(_key(pair), told[0], told[1], *counts)


def _sides(
    rows: Sequence[Draft], pairs: Sequence[Aligned], key: str
) -> Iterator[tuple[Side | None, Side | None]]:
    """The provisions of one article, in both languages."""
    for head, inside in _opened(rows, pairs):
        if _key(head) == key:
            for pair in inside:
                yield _side(rows[0], pair.one), _side(rows[1], pair.other)


def _side(row: Draft, place: int | None) -> Side | None:
    if place is None:
        return None
    draft, one = identified(row).draft, identified(row).draft.provisions[place]
    if place in articles(draft):
        return Side("", heading(draft, place), counted(row)[place].words, title=True)
    agreed = any(run.sort is Sort.AGREEMENT for run in draft.runs(place))
    return Side(one.number, worded(draft, place, marks=False), counted(row)[place].words, agreed=agreed)


@dataclass(frozen=True, slots=True)
class Expressed:
    """A provision of a negotiation and its expression in another language."""

    line: Line
    number: str
    page: ProvisionId
    words: str
    count: int
    other: str
    other_count: int
    state: Consistency
    label: object


@require_safe
def show_expressions(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Show the words of a negotiation beside their expression in another language; first what waits to be confirmed."""
    actor = actor_of(request)
    here = log_of(actor, text_of(slug))
    spoken = Language(language)
    if spoken is here.text.negotiation.language:
        raise Http404(language)
    waiting = {each.provision for each in queue(here.text.negotiation) if each.language is spoken}
    chosen = request.GET.get("article", "")
    lines = [
        line
        for line in here.text.lines()
        if line.provision.words
        and (page_of(here, line.provision.id) == chosen if chosen else line.provision.id in waiting)
    ]
    facts = {
        "row": here.row,
        "text": here.row.text,
        "language": here.text.negotiation.language,
        "direction": direction_of(here),
        "other": spoken,
        "other_direction": spoken.direction,
        "names": dict(languages()),
        "name": dict(languages())[language],
        "own_name": dict(languages())[here.text.negotiation.language],
        "choices": [each for each in languages() if each[0] != here.text.negotiation.language],
        "articles": list(_pages(here)),
        "chosen": chosen,
        "waiting": len(waiting),
        "rows": [_expressed(here, line, spoken) for line in lines[:MOST]],
        "more": max(0, len(lines) - MOST),
        "standing": _standing(here, spoken),
        "chinese": Language.CHINESE in {spoken, here.text.negotiation.language},
        "may_express": permits(ACCESS, actor, EXPRESS, Seat(CHAIR)),
        "drafts": history(actor, here.row.text, language),
    }
    return render(request, "text/expressions.html", facts)


def _pages(here: Negotiating) -> Iterator[tuple[ProvisionId, str]]:
    for line in here.text.lines():
        if page_of(here, line.provision.id) == line.provision.id:
            yield line.provision.id, heading_of(line, here)


def _expressed(here: Negotiating, line: Line, spoken: Language) -> Expressed:
    provision = line.provision
    found = provision.expressions.get(spoken)
    state = consistency(here.text.negotiation, provision, spoken)
    return Expressed(
        line=line,
        number=printed(line.number, here.text.negotiation.language),
        page=page_of(here, provision.id),
        words=joined(provision.words),
        count=words_counted(provision.words),
        other=joined(found.words) if found else "",
        other_count=words_counted(found.words) if found else 0,
        state=state,
        label=CONSISTENCIES[state],
    )


def _standing(here: Negotiating, spoken: Language) -> Sequence[tuple[object, int]]:
    """How many provisions with words stand how in this language."""
    found: Mapping[Consistency, list[str]] = {each: [] for each in CONSISTENCIES}
    for line in here.text.lines():
        if line.provision.words:
            found[consistency(here.text.negotiation, line.provision, spoken)].append(line.provision.id)
    return [(CONSISTENCIES[state], len(names)) for state, names in found.items() if names]
