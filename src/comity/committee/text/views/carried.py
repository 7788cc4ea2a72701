"""What a revised draft did to the proposals: three wordings side by side, to whose proposal it is first.

What the draft took up asks nothing of anybody any more, and stands last.
"""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.committee.text.models import Negotiating, earlier, log_of, text_of
from comity.committee.text.rules.negotiation.codec import name_of
from comity.committee.text.rules.negotiation.rebasing import Rebased, homeless, issued_by, rebased
from comity.committee.text.rules.words import joined
from comity.committee.text.views.differing import compared
from comity.committee.text.views.labels import ACTS, REASONS
from comity.committee.text.views.places import direction_of, heading_of, page_of
from comity.committee.text.views.rendering import names
from comity.committee.text.views.seating import Seated
from comity.node.middleware import actor_of
from comity.node.reader import reader

_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposal or bracket as the page shows it."""

    one: Rebased
    kind: str
    where: str
    page: str
    stands: bool  # whether its provision is still part of the text
    holders: str
    kept: str
    reason: str
    draft: SafeString
    proposed: SafeString
    before: str
    mine: bool
    mine_kept: bool
    homeless: bool  # whether it can be proposed elsewhere only


@require_safe
def show_newest(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the newest draft."""
    here = log_of(actor_of(request), text_of(slug))
    return redirect("text:carried", slug, here.text.negotiation.draft)


@require_safe
def show_carried(request: HttpRequest, slug: str, draft: int) -> HttpResponse:
    """Show, of each proposal that a draft changed or returned, the words before, the draft's, and the proposal."""
    actor = actor_of(request)
    here = log_of(actor, text_of(slug))
    entry = issued_by(here.log, draft)
    if not entry:
        raise Http404(str(draft))
    seated = Seated.of(actor)
    every = _every(here, draft, entry)
    ordered = sorted(every, key=lambda one: (seated.seat not in one.holders, one.taken_up))
    page = Paginator(ordered, _A_PAGE).get_page(request.GET.get("page"))
    told = [_shown(here, one, seated.seat) for one in page.object_list]
    facts = {
        "text": here.row.text,
        "draft": draft,
        "first": draft == 1,
        "entry": here.log[entry - 1],
        "mine": [each for each in told if each.mine],
        "others": [each for each in told if not each.mine],
        "page": page,
        "untouched": len(here.text.negotiation.piles.get(draft, ())) - len(every),
        "may": seated,
        "seat": seated.seat,
        "language": here.text.negotiation.language,
        "direction": direction_of(here),
    }
    return render(request, "text/carried.html", facts)


def _every(here: Negotiating, draft: int, entry: int) -> list[Rebased]:
    if draft == 1:
        return []
    return list(rebased(earlier(here, entry - 1), earlier(here, entry), here.text, draft))


def _shown(here: Negotiating, one: Rebased, seat: str) -> Shown:
    name = here.text.negotiation.where[one.carried.number]
    provision = here.text.negotiation.provisions[name]
    act = here.log[one.carried.number - 1].act
    line = next(here.text.lines(name), None) if provision.stands else None
    base = one.before if one.returned else one.draft
    return Shown(
        one=one,
        kind=str(_("Brackets") if name_of(act) == "place-brackets" else ACTS[name_of(act)]),
        where=heading_of(line, here) if line else joined(provision.words),
        page=page_of(here, name) if provision.stands else "",
        stands=provision.stands,
        holders=names(one.holders, reader()),
        kept=names(one.kept, reader()),
        reason=str(REASONS[one.carried.reason]),
        before=joined(one.before),
        draft=compared(one.before, one.draft),
        proposed=compared(base, one.proposed),
        mine=seat in one.holders,
        mine_kept=seat in one.kept,
        homeless=homeless(here.text.negotiation, one.carried.number) is not None,
    )
