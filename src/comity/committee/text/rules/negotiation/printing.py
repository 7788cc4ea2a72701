"""The negotiating text in the notation that delegations write: square brackets with their holders.

* ``[may (XA, XB; del. XC; res. XD)]``: XA and XB want the words, XC asks for deletion, XD reserves its position. What
  the Chair alone has put in brackets bears no name.
* A provision that is only proposed stands in a bracket with its sponsors.
* Alternatives of whole provisions are named by their turn: "Option 1", "Option 2".
* What is printed is read back by ``draft.parse``: the same words, the same brackets, the same holders. In that notation
  a reservation reads as one against, and a provision that crosses a bracket's end in two pieces.
"""

from collections.abc import Iterable, Iterator

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import CHAIR, ROOT, Holder, ProvisionId
from comity.committee.text.rules.negotiation.carrying import is_letter
from comity.committee.text.rules.negotiation.consolidation import Line, Text
from comity.committee.text.rules.negotiation.marks import Enclosed, Mark, Role, Run
from comity.committee.text.rules.negotiation.numbering import printed as numbered
from comity.words import Language

_INDENT = {Kind.SUBPARAGRAPH: 3, Kind.ITEM: 6}
_HASHES = {Kind.TITLE: "#", Kind.CHAPTER: "##", Kind.SECTION: "###", Kind.ANNEX: "##", Kind.ARTICLE: "####"}


def printed(text: Text, top: ProvisionId = ROOT, language: Language | None = None) -> str:
    """Print the text, or the provision ``top`` with all under it, one paragraph for each provision."""
    spoken = language or text.negotiation.language
    return "\n".join(paragraphs(text.lines(top), spoken))


def paragraphs(lines: Iterable[Line], language: Language) -> Iterator[str]:
    """Print each provision as a paragraph that ends its line; a blank line belongs between two of them."""
    for line in lines:
        yield " " * _INDENT.get(line.provision.kind, 0) + _paragraph(line, language) + "\n"


def _paragraph(line: Line, language: Language) -> str:
    number = numbered(line.number, language)
    kind = line.provision.kind
    words = marked(line.marks)
    if line.sponsors:
        words = f"[{words}{attribution(line.sponsors, line.against, ())}]"
    if line.provision.agreed:
        words = f"{words} [agreed ad referendum]"
    if kind in _HASHES:
        heading = ". ".join(part for part in (number, words) if part)
        return f"{_HASHES[kind]} {heading}"
    return f"{number} {words}".strip()


def marked(marks: Iterable[Mark]) -> str:
    """Print marks in the notation of brackets; alternatives touch the bracket they stand against."""
    found = ""
    due = False  # whether the last word that stands was followed by white space
    for mark in marks:
        words = _said(mark)
        touches = isinstance(mark, Enclosed) and mark.role is Role.OFFERED and mark.option > 1
        found += " " if found and not touches and (due or _parted(found, mark)) else ""
        found += words.strip()
        if isinstance(mark, Run) or mark.role is Role.STANDS:
            due = _ends_with_space(mark)
    return found.strip()


def _said(mark: Mark) -> str:
    if isinstance(mark, Run):
        return "".join(mark.words)
    return f"[{marked(mark.inside)}{attribution(mark.wanted, mark.against, mark.reserved)}]"


def _parted(before: str, mark: Mark) -> bool:
    """Whether words that are not set apart by white space of their own need some."""
    if isinstance(mark, Run):
        return is_letter(mark.words[0]) and (before[-1] == "]" or is_letter(before[-1]))
    return mark.role is Role.OFFERED and is_letter(before[-1])


def _ends_with_space(mark: Mark) -> bool:
    while isinstance(mark, Enclosed):
        if not mark.inside:
            return False
        mark = mark.inside[-1]
    return mark.words[-1][-1:].isspace()


def attribution(wanted: Iterable[Holder], against: Iterable[Holder], reserved: Iterable[Holder]) -> str:
    """Print who stands behind a bracket: ``" (XA; del. XB)"``; empty if nobody is named."""
    parts = [", ".join(wanted)]
    parts += [f"del. {holder}" for holder in against]
    parts += [f"res. {holder}" for holder in reserved if holder != CHAIR]
    said = "; ".join(part for part in parts if part)
    return f" ({said})" if said else ""
