"""What would remain of a text if States gave way: before and after, in figures and in words; nothing is entered."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from comity.committee.text.models import Negotiating, log_of, text_of
from comity.committee.text.rules.negotiation import lifting
from comity.committee.text.rules.negotiation.acts import ROOT, Holder, ProvisionId
from comity.committee.text.rules.negotiation.lifting import Remaining, pivotal, remaining
from comity.committee.text.rules.negotiation.progress import Shares, progress
from comity.committee.text.views.places import direction_of, heading_of, page_of
from comity.committee.text.views.rolling import shown
from comity.committee.text.views.sifting import Holders
from comity.node.middleware import actor_of
from comity.node.reader import reader
from comity.reference.states import holder_name

MOST = 20  # holders of whom the table tells what they alone could free
LARGEST = 12  # holders that may be chosen at once
_NAMED = re.compile(
    r' id="b[0-9]+-[so]"'
)  # as ``rolling`` writes it; words of a text have no quotation mark unescaped


@dataclass(frozen=True, slots=True)
class Changed:
    """An article that the supposition would change."""

    key: ProvisionId
    heading: str
    before: Shares
    after: Shares


@dataclass(frozen=True, slots=True)
class Pair:
    """A provision as it stands, and as it would stand."""

    number: str
    before: SafeString
    after: SafeString


@require_safe
def show_remaining(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what would remain in brackets if the holders that the reader names gave way."""
    here = log_of(actor_of(request), text_of(slug))
    chosen = list(dict.fromkeys(request.GET.getlist("by")))[:LARGEST]
    found = remaining(here.text, chosen)
    before, after = progress(found.before), progress(found.after)
    articles = [
        Changed(key, heading, before[key], after.get(key, Shares())) for key, heading in _articles(here, found)
    ]
    key = request.GET.get("article", "")
    wanted = next((each for each in articles if each.key == key), None) or next(iter(articles), None)
    facts = {
        "row": here.row,
        "text": here.row.text,
        "language": here.text.negotiation.language,
        "direction": direction_of(here),
        "holders": Holders.of(_holders(here), reader()),
        "chosen": chosen,
        "names": [holder_name(each, reader()) for each in chosen],
        "before": before[ROOT],
        "after": after[ROOT],
        "freed": len(found.freed),
        "articles": articles,
        "wanted": wanted,
        "pairs": list(_pairs(found, here, wanted.key, chosen)) if wanted else [],
        "pivotal": _pivotal(here),
    }
    return render(request, "text/remaining.html", facts)


def _holders(here: Negotiating) -> frozenset[Holder]:
    """Whoever holds something open anywhere."""
    provisions = here.text.negotiation.provisions
    return frozenset(
        holder
        for name in here.text.order
        if provisions[name].stands
        for holder in lifting.holders(provisions[name])
    )


def _pivotal(here: Negotiating) -> Sequence[tuple[Holder, str, int]]:
    """Those who alone could free most provisions."""
    most = sorted(pivotal(here.text).items(), key=lambda each: (-each[1], each[0]))[:MOST]
    return [(code, holder_name(code, reader()), count) for code, count in most]


def _articles(here: Negotiating, found: Remaining) -> Iterator[tuple[ProvisionId, str]]:
    """The articles in which something would change, in the order of the text."""
    keys = dict.fromkeys(page_of(here, name) for name in found.changed)
    for line in here.text.lines():
        if line.provision.id in keys:
            yield line.provision.id, heading_of(line, here)


def _pairs(found: Remaining, here: Negotiating, key: ProvisionId, chosen: Sequence[Holder]) -> Iterator[Pair]:
    """The provisions of one article that would change."""
    spoken, language = here.text.negotiation.language, reader()
    changed, after = set(found.changed), {line.provision.id: line for line in found.after.lines(key)}
    for line in found.before.lines(key):
        name = line.provision.id
        if name in changed:
            now = shown(line, spoken, language, chosen)
            then = shown(after[name], spoken, language).content if name in after else SafeString()
            yield Pair(now.number, now.content, _unnamed(then))


def _unnamed(content: SafeString) -> SafeString:
    """The same words where the page has them twice: a bracket is addressed where it stands first."""
    return SafeString(_NAMED.sub("", content))
