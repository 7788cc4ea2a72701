"""Who and when, word by word: of a provision, or of the words that a reader selected in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comity.committee.text.models import Negotiating, log_of, text_of
from comity.committee.text.rules.negotiation import history
from comity.committee.text.rules.negotiation.history import Event
from comity.committee.text.rules.negotiation.state import Provision, WordId
from comity.committee.text.views.deeds import PART
from comity.committee.text.views.labels import HAPPENINGS
from comity.committee.text.views.places import direction_of, heading_of, lines_of, page_of
from comity.committee.text.views.rendering import names
from comity.node.middleware import actor_of
from comity.node.reader import reader


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand next to one another and share one history."""

    words: str
    events: list[tuple[str, Event, str]]


@require_safe
def show_words(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Say of each word who proposed, bracketed and agreed it, when, at which meeting, in which document."""
    here = log_of(actor_of(request), text_of(slug))
    line = lines_of(here, key)[0]
    facts = {
        "row": here.row,
        "text": here.row.text,
        "key": key,
        "page": page_of(here, key),
        "heading": heading_of(line, here)[:80],
        "passages": list(_passages(here, line.provision, _selected(line.provision, request.GET))),
        "entries": len(line.provision.entries),
        "language": here.text.negotiation.language,
        "direction": direction_of(here),
    }
    return render(request, "text/who.html" if PART in request.headers else "text/words.html", facts)


def _selected(provision: Provision, query: QueryDict) -> Sequence[tuple[str, WordId]]:
    """The words that the address names, by whose they are, the first and the last; otherwise all that stand."""
    on, first, last = (_turn(query.get(name, "")) for name in ("on", "first", "last"))
    proposal = provision.proposals.get(on or 0)
    words, ids = (proposal.words, proposal.ids) if proposal else (provision.words, provision.ids)
    every = list(zip(words, ids, strict=True))
    return every[first or 0 : len(every) if last is None else last + 1]


def _turn(given: str) -> int | None:
    return int(given) if given.isdecimal() else None


def _passages(
    here: Negotiating, provision: Provision, chosen: Sequence[tuple[str, WordId]]
) -> Iterator[Passage]:
    """Lay together the words that have the same history."""
    words: list[str] = []
    before: Sequence[Event] = ()
    for word, name in chosen:
        events = history.of_word(here.text.negotiation, here.log, provision.id, name)
        if words and events != before:
            yield Passage("".join(words), _told(before))
            words = []
        words.append(word)
        before = events
    if words:
        yield Passage("".join(words), _told(before))


def _told(events: Sequence[Event]) -> list[tuple[str, Event, str]]:
    return [(str(HAPPENINGS[each.what]), each, names((each.entry.by,), reader())) for each in events]
