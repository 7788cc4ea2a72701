"""Drafts to take away: in each form, and as Word with what changed since an earlier draft."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from comity.access import ANONYMOUS, Actor
from comity.committee.text.models import Draft, draft_of, identified
from comity.committee.text.rules.akoma_ntoso import Origin
from comity.committee.text.rules.interchange import MEDIA_TYPES, Form, give, give_changes
from comity.reference.states import holder_name
from comity.words import Language

_CHAIR = "CHAIR"


@require_safe
def take_away(request: HttpRequest, slug: str, language: str, number: int, form: str) -> HttpResponse:
    """Give a draft in ``form``, its brackets and their holders with it."""
    row = draft_of(_actor(request), slug, language, number)
    named = identified(row)
    written = give(named.draft, Form(form), origin(row), ids=named.ids, at=row.at)
    return _file(written, Form(form), f"{slug}-{language}-{number}")


@require_safe
def take_changes(request: HttpRequest, slug: str, language: str, number: int, since: int) -> HttpResponse:
    """Give as Word what a draft changes in an earlier one, tracked under the name of the Chair."""
    if since >= number:
        raise Http404(slug)
    actor = _actor(request)
    old, new = (draft_of(actor, slug, language, each) for each in (since, number))
    written = give_changes(
        identified(old).draft,
        identified(new).draft,
        origin(new),
        author=holder_name(_CHAIR, Language(language)),
        at=new.at,
    )
    return _file(written, Form.WORD, f"{slug}-{language}-{since}-{number}")


def origin(row: Draft) -> Origin:
    """Where a draft comes from."""
    return Origin(row.text.slug, row.number, row.spoken, str(row.at)[:10])


def _actor(request: HttpRequest) -> Actor:
    actor = getattr(request, "actor", ANONYMOUS)
    return actor if isinstance(actor, Actor) else ANONYMOUS


def _file(written: bytes, form: Form, name: str) -> HttpResponse:
    answer = HttpResponse(written, content_type=MEDIA_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
