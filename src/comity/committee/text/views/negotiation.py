"""The pages of a negotiation: the whole text, one article that rolls on, and who and when for each word."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from comity.access import Actor, Role, permits
from comity.committee.text.forms import ActForm
from comity.committee.text.models import (
    Negotiating,
    draft_of,
    log_of,
    measured as stages,
    text_of,
    under_negotiation,
)
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation import history, seats
from comity.committee.text.rules.negotiation.acts import CHAIR, ROOT, Comment, Entry, ProvisionId
from comity.committee.text.rules.negotiation.codec import name_of
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.expressions import queue
from comity.committee.text.rules.negotiation.history import Event
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.negotiation.progress import (
    Shares,
    forecast,
    measured,
    nearest,
    oldest,
    progress,
)
from comity.committee.text.rules.negotiation.state import Bracket, Matter, Proposal, Provision
from comity.committee.text.rules.words import joined
from comity.committee.text.services import enter, issue_draft, open_negotiation
from comity.committee.text.views import rolling
from comity.committee.text.views.labels import ACTS, HAPPENINGS, HELD, STANCES, STATES_OF_TEXT
from comity.committee.text.views.pages import actor_of, reader
from comity.committee.text.views.rendering import names
from comity.errors import ComityError
from comity.reference.refusals import sentence
from comity.reference.states import holder_name

_PAGES = frozenset({Kind.ARTICLE, Kind.PREAMBLE, Kind.ANNEX})


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
    here = log_of(actor_of(request), text_of(slug))
    shares = progress(here.text)
    articles = list(_articles(here, shares))
    by_name = {each.line.provision.id: each for each in articles}
    measures = stages(here).done
    facts = {
        "row": here.row,
        "text": here.row.text,
        "direction": _direction(here),
        "whole": shares[ROOT],
        "articles": articles,
        "nearest": [by_name[name] for name in nearest(here.text, shares, 5) if name in by_name],
        "oldest": [
            (each, by_name.get(_page_of(here, each.provision))) for each in oldest(here.text, here.log, 8)
        ],
        "measures": measures[-12:],
        "forecast": forecast([each.shares.share_open for each in measures]),
        "waiting": len({each.provision for each in queue(here.text.negotiation)}),
        "piles": _piles(here),
    }
    return render(request, "text/negotiation.html", facts)


def _articles(here: Negotiating, shares: Mapping[ProvisionId, Shares]) -> Iterator[Article]:
    """The divisions that a reader opens by themselves: articles, preamble, annexes, and what stands outside them."""
    chapter = ""
    for line in here.text.lines():
        kind = line.provision.kind
        heading = _heading(line, here)
        if kind in {Kind.CHAPTER, Kind.SECTION, Kind.TITLE}:
            chapter = heading
        elif kind in _PAGES or _page_of(here, line.provision.id) == line.provision.id:
            yield Article(line, heading, chapter, shares[line.provision.id])


def _heading(line: Line, here: Negotiating) -> str:
    number = printed(line.number, here.text.negotiation.language)
    words = joined(line.provision.words)
    return ". ".join(part for part in (number.rstrip("."), words) if part) or str(line.provision.kind.value)


def _page_of(here: Negotiating, name: ProvisionId) -> ProvisionId:
    """The article in which a provision stands, or the outermost provision that is no chapter."""
    way = [name, *here.text.negotiation.above(name)]
    kinds = here.text.negotiation.provisions
    return next((each for each in way if kinds[each].kind in _PAGES), None) or next(
        (each for each in reversed(way) if kinds[each].kind not in {Kind.CHAPTER, Kind.SECTION, Kind.TITLE}),
        name,
    )


def _direction(here: Negotiating) -> str:
    return "rtl" if here.text.negotiation.language.right_to_left else "ltr"


def _piles(here: Negotiating) -> dict[str, int]:
    """How many proposals the newest revised draft left untouched, changed, and returned."""
    found = here.text.negotiation.piles.get(here.text.negotiation.draft, ())
    return {pile: sum(each.pile == pile for each in found) for pile in ("untouched", "changed", "returned")}


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal or bracket as the panel beside the text shows it."""

    number: int
    provision: ProvisionId
    entry: Entry
    kind: str
    anchor: str
    before: str
    after: str
    stances: list[tuple[str, str]]
    mine: str
    is_bracket: bool
    own: bool


@require_safe
def show_article(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one article as it stands now, with every bracket, every proposal, and the forms to act on them."""
    return _page(request, slug, key)


def _page(
    request: HttpRequest,
    slug: str,
    key: str,
    *,
    refused: ComityError | None = None,
    typed: ActForm | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    here = log_of(actor, text_of(slug))
    lines = _lines(here, key)
    seat = seat_of(actor)
    holder, status = request.GET.get("holder", ""), request.GET.get("status", "")
    spoken, language = here.text.negotiation.language, reader()
    everyone = frozenset().union(*(rolling.holders_of(line.marks) for line in lines))
    kept = [line for line in lines if _kept(line, holder, status)]
    told = sentence(refused, language) if refused else None
    facts = {
        "row": here.row,
        "text": here.row.text,
        "key": key,
        "article": lines[0],
        "heading": _heading(lines[0], here),
        "shares": sum((measured(line) for line in lines), Shares()),
        "lines": [rolling.shown(line, spoken, language, {holder} - {""}) for line in kept],
        "hidden": len(lines) - len(kept),
        "cards": [card for line in lines for card in _cards(here, line.provision, seat)],
        "comments": [
            (each, names((each.by,), language, ", "))
            for line in lines
            for each in history.of_provision(here.text.negotiation, here.log, line.provision.id)
            if isinstance(each.act, Comment)
        ],
        "holders": sorted((holder_name(code, language), code) for code in everyone),
        "holder": holder,
        "status": status,
        "states": list(STATES_OF_TEXT.items()),
        "stances": list(STANCES.items()),
        "seen": here.text.negotiation.entries,
        "language": spoken,
        "direction": _direction(here),
        "seat": seat,
        "may": _may(actor, seat),
        "told": told,
        "typed": typed.data if typed else {},
    }
    return render(request, "text/rolling.html", facts, status=422 if refused else 200)


def _lines(here: Negotiating, key: str) -> list[Line]:
    provision = here.text.negotiation.provisions.get(key)
    if provision is None or not provision.stands:
        raise Http404(key)
    return list(here.text.lines(key))


def _kept(line: Line, holder: str, status: str) -> bool:
    if holder and holder not in rolling.holders_of(line.marks) | set(line.sponsors) | set(line.against):
        return False
    return not status or rolling.state_of(line) == status


def seat_of(actor: Actor) -> str:
    """In whose name an officer acts unless another is named: the own State, the Chair, the observers."""
    if Role.OBSERVER in actor.roles:
        return seats.OBSERVERS
    return str(actor.state) if actor.state and Role.DELEGATE in actor.roles else CHAIR


def _may(actor: Actor, seat: str) -> dict[str, bool]:
    """Which forms a reader is shown; the access table decides again when one is sent."""
    subject = seats.Seat(seat)
    deeds = {"draft": seats.DRAFT, "stand": seats.STAND, "decide": seats.DECIDE, "comment": seats.COMMENT}
    found = {name: permits(ACCESS, actor, deed, subject) for name, deed in deeds.items()}
    return {**found, "speak_for_all": Role.SECRETARIAT in actor.roles}


def _cards(here: Negotiating, provision: Provision, seat: str) -> Iterator[Card]:
    for each in provision.everything():
        if each.is_open:
            yield _card(here, provision, each, seat)


def _card(here: Negotiating, provision: Provision, each: Matter, seat: str) -> Card:
    entry = here.log[each.number - 1]
    stances = provision.stances.get(each.number, {})
    mine = stances.get(seat)
    words = provision.proposals[each.on].words if each.on else provision.words
    stood = joined(words[each.start : each.end])
    is_words = isinstance(each, Proposal) and each.change is None
    return Card(
        number=each.number,
        provision=provision.id,
        entry=entry,
        kind=str(_("Brackets") if isinstance(each, Bracket) else ACTS[name_of(entry.act)]),
        anchor=f"b{each.number}-{'s' if each.end > each.start else 'o'}",
        before=stood if is_words or isinstance(each, Bracket) else "",
        after=joined(each.words) if isinstance(each, Proposal) else "",
        stances=[(str(label), held) for label, held in _held(provision, each.number)],
        mine=mine.stance.value if mine else "",
        is_bracket=isinstance(each, Bracket),
        own=each.by == seat,
    )


def _held(provision: Provision, number: int) -> Iterator[tuple[object, str]]:
    for stance, label in HELD.items():
        holders = provision.holding(number, stance)
        if holders:
            yield label, names(holders, reader(), ", ")


@require_POST
def act(request: HttpRequest, slug: str, key: str, provision: str) -> HttpResponse:
    """Do what one of the small forms asks for; on a refusal show the article again, with what was typed."""
    actor = actor_of(request)
    text = text_of(slug)
    here = log_of(actor, text)
    if provision not in here.text.negotiation.provisions:
        raise Http404(provision)
    form = ActForm(request.POST)
    if not form.is_valid():
        raise Http404(provision)
    try:
        wanted = form.acts(here.text.negotiation.provisions[provision])
        entries = [enter(actor, text, each, form.said()) for each in wanted]
    except ComityError as error:
        return _page(request, slug, key, refused=error, typed=form)
    done = ngettext("{count} act is entered.", "{count} acts are entered.", len(entries))
    messages.success(request, done.format(count=len(entries)))
    now = log_of(actor, text).text.negotiation.provisions[key]
    return redirect("text:rolling", slug, key) if now.stands else redirect("text:negotiation", slug)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand next to one another and share one history."""

    words: str
    events: list[tuple[str, Event, str]]


@require_safe
def show_words(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Say of each word of a provision who proposed, bracketed and agreed it, when, and at which meeting."""
    here = log_of(actor_of(request), text_of(slug))
    line = _lines(here, key)[0]
    facts = {
        "row": here.row,
        "text": here.row.text,
        "key": key,
        "page": _page_of(here, key),
        "heading": _heading(line, here)[:80],
        "passages": list(_passages(here, line.provision)),
        "entries": len(line.provision.entries),
        "language": here.text.negotiation.language,
        "direction": _direction(here),
    }
    return render(request, "text/words.html", facts)


def _passages(here: Negotiating, provision: Provision) -> Iterator[Passage]:
    """Lay together the words that have the same history."""
    words: list[str] = []
    before: Sequence[Event] = ()
    for word, name in zip(provision.words, provision.ids, strict=True):
        events = history.of_word(here.text.negotiation, here.log, provision.id, name)
        if words and events != before:
            yield Passage("".join(words), _told(before))
            words = []
        words.append(word)
        before = events
    if words:
        yield Passage("".join(words), _told(before))


def _told(events: Sequence[Event]) -> list[tuple[str, Event, str]]:
    return [(str(HAPPENINGS[each.what]), each, names((each.entry.by,), reader(), ", ")) for each in events]


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
        told = sentence(error, reader())
        messages.error(request, f"{told.says} {told.do}")
        return redirect("text:draft", slug, language, number)
    return redirect("text:negotiation", slug)
