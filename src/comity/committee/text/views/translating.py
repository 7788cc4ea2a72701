"""The page on which a draft in another language gives the provisions of a negotiation their words, all at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from comity.access import require
from comity.committee.text.models import Negotiating, history, log_of, numbered, text_of
from comity.committee.text.rules.access import ACCESS
from comity.committee.text.rules.negotiation.acts import CHAIR, ProvisionId
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.negotiation.seats import EXPRESS, Seat
from comity.committee.text.rules.negotiation.translated import Untaken
from comity.committee.text.rules.words import joined
from comity.committee.text.services import Rendered, express_draft, weigh_draft
from comity.committee.text.views.places import direction_of
from comity.committee.text.views.refusing import told
from comity.node.live.sheets import seen_version
from comity.node.middleware import actor_of
from comity.node.reader import languages
from comity.words import Language

REASONS: Mapping[str, Promise] = {
    Untaken.NO_COUNTERPART: gettext_lazy("The draft that it translates has nothing at this place."),
    Untaken.GONE: gettext_lazy("The text does not have the provision that these words translate."),
    Untaken.OTHER_WORDS: gettext_lazy("The text says something else here than the draft that it translates."),
    Untaken.OFFERED: gettext_lazy("A bracket offers these words; they are not agreed words of the provision."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """Words that were not taken: where they stand in the draft, and why."""

    line: int
    number: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A provision of the text that has no words in this language and is given none."""

    key: ProvisionId
    number: str
    words: str


@require_http_methods(["GET", "HEAD", "POST"])
def give_draft(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Show what a draft gives to the negotiation in its language, or enter it."""
    actor, text = actor_of(request), text_of(slug)
    here = log_of(actor, text)
    require(ACCESS, actor, EXPRESS, Seat(CHAIR))
    own = here.text.negotiation.language
    if Language(language) is own:
        raise Http404(language)
    asked = request.POST if request.method == "POST" else request.GET
    draft, original = (
        numbered(actor, text, spoken, seen_version(asked.get(name, "")))
        for name, spoken in (("draft", language), ("of", own))
    )
    entering = request.method == "POST"
    found = (express_draft if entering else weigh_draft)(actor, draft, original)
    if entering and len(found.entered) == len(found.given.placed):
        count = len(found.entered)
        said = ngettext(
            "The words of {count} provision are entered.", "The words of {count} provisions are entered.", count
        )
        messages.success(request, said.format(count=count))
        return redirect("text:expressions", slug, language)
    names = dict(languages())
    facts = {
        "text": text,
        "language": own,
        "direction": direction_of(here),
        "other": language,
        "other_direction": draft.spoken.direction,
        "name": names[language],
        "own_name": names[own],
        "draft": draft,
        "original": original,
        "drafts": history(actor, text, language),
        "originals": history(actor, text, own),
        "found": found,
        "may_enter": found.given.placed and not entering,
        "left": list(_left(found, here)),
        "missing": list(_missing(found, here)),
    }
    return render(request, "text/give_draft.html", facts)


def _left(found: Rendered, here: Negotiating) -> Iterator[Row]:
    for each in found.left:
        reason = told(each.error, here).says if each.error else str(REASONS[each.why])
        yield Row(each.line, each.number, each.words, reason)


def _missing(found: Rendered, here: Negotiating) -> Iterator[Missing]:
    for key in found.given.without:
        number = printed(here.text.numbers[key], here.text.negotiation.language)
        yield Missing(key, number, joined(here.text.negotiation.provisions[key].words))
