"""Which element each provision becomes, and its name within the document.

* Chapters, sections, articles, paragraphs, subparagraphs and items have elements of their own; what has none (annexes,
  options, recitals among articles, apparatus) is a ``hcontainer`` that says by name what it is.
* ``eId`` says where a provision stands in this draft: ``art_7__para_2__subpara_a``. ``wId`` is its lasting identity.
                                                                                         Akoma Ntoso naming, section 5
* Two provisions at one address are told apart by their turn: ``art_7-2``.
"""

import re
from collections import Counter
from collections.abc import Sequence

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.provisions import Provision

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "https://comity.invalid/ns/draft/1"  # what Akoma Ntoso has no word for
HCONTAINER = "hcontainer"

ELEMENTS = {
    Kind.CHAPTER: "chapter",
    Kind.SECTION: "section",
    Kind.ARTICLE: "article",
    Kind.PARAGRAPH: "paragraph",
    Kind.SUBPARAGRAPH: "subparagraph",
    Kind.ITEM: "point",
    Kind.UNNUMBERED: "alinea",
}
_SHORT = {
    Kind.CHAPTER: "chp",
    Kind.SECTION: "sec",
    Kind.ARTICLE: "art",
    Kind.PARAGRAPH: "para",
    Kind.SUBPARAGRAPH: "subpara",
    Kind.ITEM: "point",
    Kind.UNNUMBERED: "al",
    Kind.PREAMBLE: "preamble",
    Kind.PREAMBULAR: "rec",
    Kind.OPTION: "opt",
    Kind.ANNEX: "annex",
}
_UNFIT = re.compile(r"[^\w]+")


def akn(name: str) -> str:
    """The name of an element of Akoma Ntoso."""
    return f"{{{NAMESPACE}}}{name}"


def own(name: str) -> str:
    """The name of an element or attribute of ours."""
    return f"{{{OWN}}}{name}"


def addresses(provisions: Sequence[Provision]) -> list[str]:
    """The ``eId`` of every provision, no two the same."""
    found: list[str] = []
    times: Counter[str] = Counter()
    taken: set[str] = set()
    for one in provisions:
        above = f"{found[one.parent]}__" if one.parent is not None else ""
        short = _SHORT.get(one.kind) or _UNFIT.sub("-", one.kind.value)
        number = _UNFIT.sub("-", one.number.lower()).strip("-_")
        wanted = f"{above}{short}_{number}" if number else f"{above}{short}"
        name = wanted
        while name in taken or (not number and not times[wanted] and one.kind is not Kind.PREAMBLE):
            times[wanted] += 1
            name = f"{wanted}_{times[wanted]}" if not number else f"{wanted}-{times[wanted] + 1}"
        taken.add(name)
        found.append(name)
    return found
