"""The negotiating text in the notation that delegations write: square brackets with their holders.

* ``[may (XA, XB; del. XC; res. XD)]``: XA and XB want the words, XC asks for deletion, XD reserves its position.
* A provision that is only proposed stands in a bracket with its sponsors.
* Alternatives of whole provisions are named by their turn: "Option 1", "Option 2".
* What is printed is read back by ``draft.parse``: the same words, the same brackets, the same holders. In that notation
  a reservation reads as one against, and a provision that crosses a bracket's end in two pieces.
"""

from collections.abc import Iterable, Iterator

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import ROOT, Holder, ProvisionId
from comity.committee.text.rules.negotiation.carrying import is_letter
from comity.committee.text.rules.negotiation.consolidation import Line, Text
from comity.committee.text.rules.negotiation.marks import Enclosed, Mark, Run
from comity.committee.text.rules.negotiation.numbering import printed as numbered
from comity.words import Language

_INDENT = {Kind.SUBPARAGRAPH: 3, Kind.ITEM: 6}
_HASHES = {Kind.TITLE: "#", Kind.CHAPTER: "##", Kind.SECTION: "###", Kind.ANNEX: "##", Kind.ARTICLE: "####"}


def printed(text: Text, top: ProvisionId = ROOT, language: Language | None = None) -> str:
    """Print the text, or the provision ``top`` with all under it, one paragraph for each provision."""
    spoken = language or text.negotiation.language
    return "\n".join(f"{paragraph}\n" for paragraph in _paragraphs(text.lines(top), spoken))


def _paragraphs(lines: Iterable[Line], language: Language) -> Iterator[str]:
    for line in lines:
        yield " " * _INDENT.get(line.provision.kind, 0) + _paragraph(line, language)


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
    """Print marks in the notation of brackets."""
    found = ""
    for mark in marks:
        if isinstance(mark, Run):
            words = "".join(mark.words)
            gap = " " if found and found[-1] == "]" and is_letter(words) else ""
            found += gap + words
            continue
        inside = marked(mark.inside).strip()
        gap = " " if found[-1:].isalnum() and is_letter(found[-1]) else ""
        space = " " if _ends_with_space(mark) else ""
        found += f"{gap}[{inside}{attribution(mark.wanted, mark.against, mark.reserved)}]{space}"
    return found.strip()


def _ends_with_space(mark: Mark) -> bool:
    if isinstance(mark, Enclosed):
        return bool(mark.inside) and _ends_with_space(mark.inside[-1])
    return mark.words[-1][-1:].isspace()


def attribution(wanted: Iterable[Holder], against: Iterable[Holder], reserved: Iterable[Holder]) -> str:
    """Print who stands behind a bracket: ``" (XA; del. XB)"``; empty if nobody is named."""
    parts = [", ".join(wanted)]
    parts += [f"del. {holder}" for holder in against]
    parts += [f"res. {holder}" for holder in reserved]
    said = "; ".join(part for part in parts if part)
    return f" ({said})" if said else ""
