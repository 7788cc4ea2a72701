"""The components of a page: ``{% load desks %}``.

{% instant x %}                  a moment, in the node's zone and in UTC; "date" or "time" shows that part alone
{% clock until since=x %}        what is left, until when; brief=True for a cell of a table
{% state code %}                 the State's name in the reader's language
{% authority id %}               the office's name with its State
{% size octets %} {% number n %} {% percent fraction %} {% span length %}
{% tag "open" words %}           agreed | open | alarm | alt | plain; the words say the same as the colour
{% share part whole words %}     a bar: how much of the whole; words name it to those who do not see it
{% timeline steps %}             steps with what, at, note, status: done | next | late
{% field form.name %}            label, hint, error and control
{% errors form %}                the error summary that stands on top of a form
{% proof words %}...{% endproof %}   one quiet line that opens to details; "broken" or "pending" after words
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django import forms, template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from comity.desks import naming, navigation
from comity.desks.reader import OWN_NAMES, Reader, instant, zone
from comity.node import forks, record
from comity.node.clock import now as read_clock
from comity.node.middleware import actor_of
from comity.node.models import Fork
from comity.words import Instant

register = template.Library()
_BAR = 100


@register.simple_tag
def reader() -> Reader:
    """Give the reader of this page: ``{% reader as reader %}``."""
    return Reader.now()


@register.simple_tag
def languages() -> list[tuple[Reader, str]]:
    """Give the six languages, each with its own name."""
    return [(Reader(language), name) for language, name in OWN_NAMES.items()]


@register.simple_tag(takes_context=True)
def masthead(context: template.Context) -> list[navigation.Link]:
    """Give the links that this node shows to this reader."""
    return list(navigation.links(_request(context)))


@register.simple_tag(takes_context=True)
def office(context: template.Context) -> str:
    """Name the office that is signed in, or nothing."""
    return naming.office(actor_of(_request(context)), Reader.now())


@register.simple_tag
def node() -> dict[str, str]:
    """Name this node."""
    return {"state": settings.INSTALLATION.state, "name": naming.node(Reader.now())}


@register.simple_tag(takes_context=True)
def record_size(context: template.Context) -> int | None:
    """Count the entries of this node's record; on a page that failed early nothing is asked of the database."""
    return record.log().size if _request(context) is not None else None


@register.simple_tag(takes_context=True)
def held_exchanges(context: template.Context) -> Sequence[Fork]:
    """List the forks that hold an exchange, for whoever is signed in: the alarm stands on every desk."""
    actor = actor_of(_request(context))
    return forks.undecided() if actor.roles else []


@register.simple_tag(name="instant")
def show_instant(value: object, part: str = "both") -> SafeString:
    """Write a moment, first in the node's zone, then in UTC."""
    if value is None:
        return mark_safe("")  # a constant
    at = instant(value)
    return format_html('<time class="num" datetime="{}">{}</time>', at, _written(at, part))


@register.simple_tag(name="instant_text")
def instant_text(value: object, part: str = "both") -> str:
    """Write a moment as plain text, for sentences and attributes."""
    return _written(instant(value), part)


def _written(at: Instant, part: str) -> str:
    who, there = Reader.now(), zone()
    if part == "date":
        return who.day(at, there=there)
    if there.key == "UTC":
        hour = _("{time} UTC").format(time=who.hour(at))
    else:
        hour = _("{time} {place}, {utc} UTC").format(
            time=who.hour(at, there=there), place=naming.place(there), utc=who.hour(at)
        )
    return hour if part == "time" else _("{date}, {time}").format(date=who.day(at, there=there), time=hour)


@register.inclusion_tag("desks/parts/clock.html")
def clock(until: object, since: object = None, *, at: object = None, brief: bool = False) -> dict[str, object]:
    """Show what is left until ``until``; with ``since``, also how much of the whole has passed."""
    end = instant(until)
    now = instant(at) if at is not None else read_clock()
    start = instant(since) if since is not None else None
    left, whole = end - now, end - start if start else None
    spent = 1 - left / whole if whole else None
    return {
        "end": end,
        "late": left < timedelta(0),
        "left": Reader.now().span(left),
        "whole": Reader.now().span(whole) if whole else None,
        "spent": None if spent is None else min(1.0, max(0.0, spent)),
        "brief": brief,
    }


@register.simple_tag
def state(code: object) -> str:
    """Name a State in the reader's language."""
    return naming.state(str(code), Reader.now())


@register.simple_tag
def authority(name: object) -> str:
    """Name an office with its State in the reader's language."""
    return naming.authority(str(name), Reader.now())


@register.simple_tag
def size(octets: int | None) -> str:
    """Write a size."""
    return "" if octets is None else Reader.now().size(octets)


@register.simple_tag
def number(value: float | None) -> str:
    """Write a number."""
    return "" if value is None else Reader.now().number(value)


@register.simple_tag
def percent(fraction: float | None) -> str:
    """Write a fraction as per cent."""
    return "" if fraction is None else Reader.now().percent(fraction)


@register.simple_tag
def span(length: timedelta | None) -> str:
    """Write a length of time."""
    return "" if length is None else Reader.now().span(length)


@register.simple_tag
def tag(kind: str, words: object) -> SafeString:
    """Write a short word with a meaning's colour."""
    return format_html('<span class="tag {}">{}</span>', kind, words)


@register.simple_tag
def share(part: float, whole: float, words: object = "", kind: str = "agreed") -> SafeString:
    """Draw how much of ``whole`` is ``part``."""
    hidden = mark_safe('aria-hidden="true"')
    width = f"{_BAR * min(1.0, max(0.0, part / whole)) if whole else 0:.1f}"
    return format_html(
        '<svg class="share {}" viewBox="0 0 100 4" preserveAspectRatio="none" {}>'
        '<rect class="rest" width="100" height="4"/><rect class="part" width="{}" height="4"/></svg>',
        kind,
        format_html('role="img" aria-label="{}"', words) if words else hidden,
        width,
    )


@register.inclusion_tag("desks/parts/timeline.html")
def timeline(steps: Iterable[object]) -> dict[str, object]:
    """Tell the story so far, one step a line."""
    return {"steps": list(steps)}


@register.inclusion_tag("desks/parts/field.html")
def field(bound: forms.BoundField) -> dict[str, object]:
    """Lay out one field of a form."""
    single = isinstance(bound.field.widget, forms.CheckboxInput)
    return {"field": bound, "check": single, "grouped": bound.use_fieldset and not single}


@register.inclusion_tag("desks/parts/errors.html")
def errors(*shown: forms.BaseForm) -> dict[str, object]:
    """Say on top of a form what is to be mended, each error linked to its field."""
    return {"forms": [form for form in shown if form.errors]}


@register.tag(name="proof")
def proof(parser: template.base.Parser, token: template.base.Token) -> "ProofNode":
    """Write one quiet line that opens to its details."""
    _name, *arguments = token.split_contents()
    inside = parser.parse(("endproof",))
    parser.delete_first_token()
    return ProofNode([parser.compile_filter(word) for word in arguments], inside)


class ProofNode(template.Node):
    """A line of proof and what it opens to."""

    def __init__(self, arguments: list[template.base.FilterExpression], inside: template.NodeList) -> None:
        self.arguments = arguments
        self.inside = inside

    def render(self, context: template.Context) -> SafeString:
        """Write the line, folded."""
        words, *kind = (argument.resolve(context) for argument in self.arguments)
        sign = "✕" if "broken" in kind else "…" if "pending" in kind else "✓"
        return format_html(
            '<details class="proof {}"><summary><span aria-hidden="true">{}</span> {}</summary>'
            '<div class="inside">{}</div></details>',
            kind[0] if kind else "",
            sign,
            words,
            self.inside.render(context),
        )


def _request(context: template.Context) -> HttpRequest | None:
    request = context.get("request")
    return request if isinstance(request, HttpRequest) else None
