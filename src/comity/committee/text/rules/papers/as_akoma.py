"""The negotiating text as Akoma Ntoso: its notation as the document, all that is known beside it told with it.

* Provisions keep the identity that they have in the negotiation.
* Each bracket of the notation is that of the text: the proposals and brackets it stands for are named by their numbers.
* What is agreed is a step of the workflow with its day, its meeting, its entry, and who declared it.
"""

from collections.abc import Iterable, Iterator, Mapping

from comity.committee.text.rules.akoma_ntoso import Origin, write_document
from comity.committee.text.rules.akoma_ntoso.live import Live, Offer, Said, Step
from comity.committee.text.rules.brackets import Use
from comity.committee.text.rules.draft import Draft, parse
from comity.committee.text.rules.negotiation.codec import name_of
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.marks import Enclosed, Mark
from comity.committee.text.rules.negotiation.printing import paragraphs
from comity.committee.text.rules.papers.paper import Paper
from comity.committee.text.rules.words import joined


def notation_of(paper: Paper) -> str:
    """The paper in the notation of brackets."""
    return "\n".join(paragraphs(paper.lines, paper.language))


def akoma_of(paper: Paper) -> bytes:
    """The paper as Akoma Ntoso 3.0; raises ``NotXmlCharacter``."""
    draft = parse(notation_of(paper))
    places = _places(paper, draft)
    ids = [""] * len(draft.provisions)
    for name, place in places.items():
        ids[place] = name
    live = Live(
        entries=paper.entries,
        steps=tuple(_steps(paper, places)),
        offers=tuple(_offers(paper, places)),
        brackets=dict(_brackets(paper, draft, places)),
        alternatives={
            places[one.id]: places[one.alternative_to]
            for line in paper.lines
            for one in (line.provision,)
            if one.alternative_to in places and one.id in places
        },
    )
    origin = Origin(paper.slug, paper.draft, paper.language, str(paper.at)[:10])
    return write_document(draft, origin, ids, live)


def _places(paper: Paper, draft: Draft) -> Mapping[str, int]:
    """Where each provision of the paper begins in the draft that its notation gives."""
    starts = {one.start: place for place, one in enumerate(draft.provisions)}
    found: dict[str, int] = {}
    at = 0
    for line, paragraph in zip(paper.lines, paragraphs(paper.lines, paper.language), strict=True):
        if at in starts:
            found[line.provision.id] = starts[at]
        at += len(paragraph) + 1
    return found


def _steps(paper: Paper, places: Mapping[str, int]) -> Iterator[Step]:
    for each in paper.agreements():
        if each.provision in places:
            yield Step(
                place=places[each.provision],
                day=str(each.entry.at)[:10],
                by=each.entry.by,
                entry=each.entry.number,
                meeting=each.entry.meeting,
                words=each.words,
            )


def _offers(paper: Paper, places: Mapping[str, int]) -> Iterator[Offer]:
    for line in paper.lines:
        one = line.provision
        for each in one.open_proposals():
            entry = paper.acts[each.number]
            if one.id in places:
                yield Offer(
                    number=each.number,
                    place=places[one.id],
                    by=each.by,
                    kind=name_of(entry.act),
                    day=str(entry.at)[:10],
                    meeting=entry.meeting,
                    start=each.start,
                    end=each.end,
                    amends=each.on,
                    words=joined(each.words).strip(),
                    stances=tuple(
                        (holder, held.stance.value) for holder, held in one.stances.get(each.number, {}).items()
                    ),
                )


def _brackets(paper: Paper, draft: Draft, places: Mapping[str, int]) -> Iterator[tuple[int, Said]]:
    """What each bracket of the notation stands for: both are told in the order in which they open."""
    opening: dict[int, list[int]] = {}
    for pair in draft.brackets.pairs:
        if pair.use is Use.NEGOTIATING:
            opening.setdefault(pair.place, []).append(pair.open)
    for line in paper.lines:
        found = opening.get(places.get(line.provision.id, -1), [])
        told = [*_whole(line), *_enclosed(line.marks)]
        if len(found) == len(told):
            yield from zip(found, told, strict=True)


def _whole(line: Line) -> Iterator[Said]:
    """The bracket around a provision that is only proposed."""
    if line.sponsors:
        yield Said((line.provision.proposal,), (), (), 0)


def _enclosed(marks: Iterable[Mark]) -> Iterator[Said]:
    for mark in marks:
        if isinstance(mark, Enclosed):
            yield Said(mark.proposals, mark.brackets, mark.reserved, mark.option)
            yield from _enclosed(mark.inside)
