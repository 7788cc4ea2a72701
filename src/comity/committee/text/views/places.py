"""Where a provision of a negotiation stands on the pages: on which, under which heading, in which direction."""

from django.http import Http404

from comity.committee.text.models import Negotiating
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import ProvisionId
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.words import joined

PAGES = frozenset({Kind.ARTICLE, Kind.PREAMBLE, Kind.ANNEX})


def heading_of(line: Line, here: Negotiating) -> str:
    """The number of a provision and its words, as a heading."""
    number = printed(line.number, here.text.negotiation.language)
    words = joined(line.provision.words)
    return ". ".join(part for part in (number.rstrip("."), words) if part) or str(line.provision.kind.value)


def page_of(here: Negotiating, name: ProvisionId) -> ProvisionId:
    """The article in which a provision stands, or the outermost provision that is no chapter."""
    way = [name, *here.text.negotiation.above(name)]
    kinds = here.text.negotiation.provisions
    return next((each for each in way if kinds[each].kind in PAGES), None) or next(
        (each for each in reversed(way) if kinds[each].kind not in {Kind.CHAPTER, Kind.SECTION, Kind.TITLE}),
        name,
    )


def direction_of(here: Negotiating) -> str:
    """In which direction the text is written, as HTML says it."""
    return here.text.negotiation.language.direction


def lines_of(here: Negotiating, key: str) -> list[Line]:
    """A provision that is part of the text, with all that stands under it; or ``Http404``."""
    provision = here.text.negotiation.provisions.get(key)
    if provision is None or not provision.stands:
        raise Http404(key)
    return list(here.text.lines(key))
