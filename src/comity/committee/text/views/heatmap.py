"""The whole text at a glance: one strip for each article, one cell for each provision, as high as its shares.

* Each cell is filled from its foot: agreed, free of brackets, bracketed, in alternatives. All are equally wide.
* What the strips show stands in a table too, with figures and a link to each provision: the same page, asked for so.
* A choice of State, group or state of the text stands in the address; what it leaves out is shown faint.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.committee.text.models import Negotiating, log_of, text_of
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import ROOT, ProvisionId
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.negotiation.progress import Shares, measured
from comity.committee.text.rules.papers.choice import Choice, named_in, state_of
from comity.committee.text.views.labels import STATES_OF_TEXT
from comity.committee.text.views.places import direction_of, heading_of, page_of
from comity.committee.text.views.rolling import Shown, shown
from comity.committee.text.views.sifting import Holders, chosen
from comity.node.middleware import actor_of
from comity.node.reader import reader

HIGH = 24
_STEP, _WIDE = 10, 9  # a cell, and what of it is filled
_A_PAGE = 40  # provisions of which the words are shown
_CLUSTERS = frozenset({Kind.TITLE, Kind.CHAPTER, Kind.SECTION})


@dataclass(frozen=True, slots=True)
class Cell:
    """One provision: its place in the article, its shares, whether the reader asked for it."""

    line: Line
    label: str
    shares: Shares
    state: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """One article: where it stands, its cells, all of them together."""

    key: ProvisionId
    heading: str
    cluster: str
    cells: Sequence[Cell]

    @property
    def shares(self) -> Shares:
        """The shares of the article."""
        return sum((cell.shares for cell in self.cells), Shares())

    @property
    def kept(self) -> int:
        """How many of its provisions the reader asked for."""
        return sum(cell.kept for cell in self.cells)

    @property
    def width(self) -> int:
        """How wide its picture is, in its own units."""
        return _STEP * len(self.cells)

    @property
    def told(self) -> str:
        """What its picture shows, in words."""
        shares = self.shares
        return _(
            "{agreed} words agreed, {free} free of brackets, {bracketed} bracketed, {alternatives} in alternatives"
        ).format(
            agreed=shares.agreed,
            free=shares.free,
            bracketed=shares.bracketed,
            alternatives=shares.alternatives,
        )

    @property
    def drawn(self) -> SafeString:
        """Its cells as rectangles."""
        return format_html_join(
            "", "{}", ((part,) for at, cell in enumerate(self.cells) for part in _drawn(at, cell))
        )


@require_safe
def show_map(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the whole text as strips of cells or as a table, and the words of what the reader asked for."""
    here = log_of(actor_of(request), text_of(slug))
    choice, language = chosen(request), reader()
    strips = list(_strips(here, choice))
    found = [(strip, cell) for strip in strips for cell in strip.cells if cell.kept and not choice.is_all]
    everyone = {holder for strip in strips for cell in strip.cells for holder in named_in(cell.line)}
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "row": here.row,
        "text": here.row.text,
        "direction": direction_of(here),
        "language": here.text.negotiation.language,
        "strips": strips,
        "whole": sum((strip.shares for strip in strips), Shares()),
        "kept": len(found),
        "choice": choice,
        "page": page,
        "lines": list(_words(page, here, choice)),
        "holders": Holders.of(everyone, language),
        "states": list(STATES_OF_TEXT.items()),
        "as_table": request.GET.get("as") == "table",
        "asked": _asked(request),
        "high": HIGH,
    }
    return render(request, "text/map.html", facts)


def _asked(request: HttpRequest) -> str:
    """The choice as it stands in the address, without the page and the form."""
    given = request.GET.copy()
    given.pop("page", None)
    given.pop("as", None)
    return given.urlencode()


def _strips(here: Negotiating, choice: Choice) -> Iterator[Strip]:
    """The articles of the text, each with all that stands under it."""
    pages: dict[ProvisionId, ProvisionId] = {}
    cells: dict[ProvisionId, list[Cell]] = {}
    titles: dict[ProvisionId, tuple[str, str]] = {}
    cluster = ""
    for line in here.text.lines():
        name, kind = line.provision.id, line.provision.kind
        if kind in _CLUSTERS:
            cluster = heading_of(line, here)
            continue
        key = pages[name] = pages.get(line.provision.parent, ROOT) or page_of(here, name)
        if key not in titles:
            titles[key] = (heading_of(line, here), cluster)
        cells.setdefault(key, []).append(_cell(here, line, choice))
    for key, (heading, above) in titles.items():
        yield Strip(key, heading, above, cells[key])


def _cell(here: Negotiating, line: Line, choice: Choice) -> Cell:
    label = printed(line.number, here.text.negotiation.language)
    return Cell(line, label, measured(line), state_of(line), choice.keeps(line))


def _drawn(at: int, cell: Cell) -> Iterator[SafeString]:
    """One cell, from its foot; what is left out is faint."""
    shares, foot = cell.shares, float(HIGH)
    parts: Mapping[str, int] = {
        "agreed": shares.agreed,
        "free": shares.free,
        "open": shares.bracketed,
        "alt": shares.alternatives,
    }
    for kind, count in parts.items():
        if count:
            height = HIGH * shares.share(count)
            foot -= height
            yield format_html(
                '<rect class="{}{}" x="{}" y="{}" width="{}" height="{}"/>',
                kind,
                "" if cell.kept else " faint",
                _STEP * at,
                f"{foot:.2f}",
                _WIDE,
                f"{height:.2f}",
            )


def _words(page: Page, here: Negotiating, choice: Choice) -> Iterator[tuple[Strip, Shown, bool]]:  # type: ignore[type-arg]  # generic only for the checker
    """The words of what the reader asked for; whether each is the first of its article on the page."""
    before = ROOT
    for strip, cell in page.object_list:
        wanted = {choice.holder} - {""}
        yield strip, shown(cell.line, here.text.negotiation.language, reader(), wanted), strip.key != before
        before = strip.key
