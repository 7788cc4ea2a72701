"""What is told about a document: its addresses, the holders of its brackets, what is agreed.

* The work is a bill of the United Nations; its expression is one language of one draft.        Akoma Ntoso for the UN
* Every State, group or officer who holds a bracket is a reference of its own.
* Akoma Ntoso lets an element refer to one agent only: the positions on every bracket, with all who hold it and all who
  ask for its deletion, stand in ``proprietary``.
* Each mark of agreement is a step of the workflow on the provision that bears it, at the date of the draft.
* Of a text under negotiation more is known: who declared agreed what, when and at which meeting; which proposals are
  open, and how every State stands towards each.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from comity.committee.text.rules.akoma_ntoso.live import Live, Step
from comity.committee.text.rules.akoma_ntoso.names import NAMESPACE, OWN, akn, own
from comity.committee.text.rules.brackets import Bracket, Use
from comity.committee.text.rules.draft import Draft
from comity.reference.states import holder_name
from comity.words import Language

LETTERS = {
    Language.ARABIC: "ara",
    Language.CHINESE: "zho",
    Language.ENGLISH: "eng",
    Language.FRENCH: "fra",
    Language.RUSSIAN: "rus",
    Language.SPANISH: "spa",
}
_SOURCE = "#comity"
_AGREED = "agreedAdReferendum"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a draft comes from: the address of its text, its number, its language, its day as ``2026-11-21``."""

    slug: str
    number: int
    language: Language
    day: str


def matter(draft: Draft, origin: Origin, eids: Sequence[str], live: Live | None = None) -> etree._Element:
    """The ``meta`` of a document."""
    meta = etree.Element(akn("meta"), nsmap={None: NAMESPACE, "c": OWN})
    _identification(meta, origin)
    negotiating = [pair for pair in draft.brackets.pairs if pair.use is Use.NEGOTIATING]
    steps = live.steps if live else tuple(_marked(draft, origin))
    if steps:
        _workflow(meta, steps, eids)
    codes = {code for pair in negotiating for code in _named(pair)} | set(live.named() if live else ())
    _references(meta, codes, origin.language, agreed=bool(steps))
    if negotiating or live:
        own_matter = etree.SubElement(meta, akn("proprietary"), source=_SOURCE)
        _positions(own_matter, negotiating, eids, live)
        if live:
            _offers(own_matter, live, eids)
    return meta


def _marked(draft: Draft, origin: Origin) -> Iterator[Step]:
    """The marks of agreement of a draft."""
    return (Step(pair.place, origin.day) for pair in draft.brackets.pairs if pair.use is Use.AGREEMENT)


def _workflow(meta: etree._Element, steps: Sequence[Step], eids: Sequence[str]) -> None:
    workflow = etree.SubElement(meta, akn("workflow"), source=_SOURCE)
    for number, step in enumerate(steps, 1):
        made = etree.SubElement(
            workflow,
            akn("step"),
            eId=f"agreed_{number}",
            date=step.day,
            by=f"#{reference(step.by)}" if step.by else "#secretariat",
            refersTo=f"#{_AGREED}",
            href=f"#{eids[step.place]}",
        )
        if step.entry:
            told = etree.SubElement(made, own("entry"), number=str(step.entry))
            if step.meeting:
                told.set("meeting", step.meeting)
            told.text = step.words or None


def _identification(meta: etree._Element, origin: Origin) -> None:
    work = f"/akn/un/bill/convention/{origin.day}/{origin.slug}"
    expression = f"{work}/{LETTERS[origin.language]}@draft-{origin.number}"
    told = etree.SubElement(meta, akn("identification"), source=_SOURCE)
    for name, address in (
        ("FRBRWork", work),
        ("FRBRExpression", expression),
        ("FRBRManifestation", f"{expression}.xml"),
    ):
        level = etree.SubElement(told, akn(name))
        etree.SubElement(
            level, akn("FRBRthis"), value=f"{address}/!main" if name != "FRBRManifestation" else address
        )
        etree.SubElement(level, akn("FRBRuri"), value=address)
        etree.SubElement(level, akn("FRBRdate"), date=origin.day, name="draft")
        etree.SubElement(level, akn("FRBRauthor"), href="#secretariat")
        if name == "FRBRWork":
            etree.SubElement(level, akn("FRBRcountry"), value="un")
        elif name == "FRBRExpression":
            etree.SubElement(level, akn("FRBRlanguage"), language=LETTERS[origin.language])
        else:
            etree.SubElement(level, akn("FRBRformat"), value="application/akn+xml")


def _references(meta: etree._Element, codes: set[str], language: Language, *, agreed: bool) -> None:
    told = etree.SubElement(meta, akn("references"), source=_SOURCE)
    for name, shown in (("comity", "Comity"), ("secretariat", "Secretariat")):
        etree.SubElement(
            told, akn("TLCOrganization"), eId=name, href=f"/ontology/organization/un/{name}", showAs=shown
        )
    if agreed:
        etree.SubElement(
            told,
            akn("TLCConcept"),
            eId=_AGREED,
            href=f"/ontology/concept/un/{_AGREED}",
            showAs="agreed ad referendum",
        )
    for code in sorted(codes):
        etree.SubElement(
            told,
            akn("TLCOrganization"),
            eId=reference(code),
            href=f"/ontology/organization/un/{reference(code)}",
            showAs=holder_name(code, language),
        )


def _named(pair: Bracket) -> tuple[str, ...]:
    told = (*pair.attribution.holders, *pair.attribution.against) if pair.attribution else ()
    return tuple(code for code in told if not code.startswith("+"))


def _positions(
    parent: etree._Element, pairs: Sequence[Bracket], eids: Sequence[str], live: Live | None
) -> None:
    told = etree.SubElement(parent, own("positions"))
    for number, pair in enumerate(pairs, 1):
        position = etree.SubElement(
            told,
            own("position"),
            bracket=bracket_name(number),
            provision=eids[pair.place],
            depth=str(pair.depth),
        )
        said = live.brackets.get(pair.open) if live else None
        if pair.attribution:
            _name_all(position, "heldBy", pair.attribution.holders)
            reserved = said.reserved if said else ()
            _name_all(position, "against", [each for each in pair.attribution.against if each not in reserved])
        if said:
            _name_all(position, "reserved", said.reserved)
            _name_all(position, "proposals", map(str, said.proposals))
            _name_all(position, "brackets", map(str, said.brackets))
        if pair.placeholder:
            position.set("placeholder", "true")
        if pair.close is None:
            position.set("closed", "false")


def _offers(parent: etree._Element, live: Live, eids: Sequence[str]) -> None:
    told = etree.SubElement(parent, own("proposals"), entries=str(live.entries))
    for each in live.offers:
        made = etree.SubElement(
            told,
            own("proposal"),
            number=str(each.number),
            provision=eids[each.place],
            by=each.by,
            kind=each.kind,
            date=each.day,
            start=str(each.start),
            end=str(each.end),
        )
        if each.amends:
            made.set("amends", str(each.amends))
        if each.meeting:
            made.set("meeting", each.meeting)
        if each.words:
            etree.SubElement(made, own("words")).text = each.words
        for stance in dict.fromkeys(stance for _, stance in each.stances):
            holders = [holder for holder, held in each.stances if held == stance]
            etree.SubElement(made, own("stance"), {"is": stance, "of": " ".join(holders)})


def _name_all(element: etree._Element, name: str, told: Iterable[str]) -> None:
    if said := " ".join(told):
        element.set(name, said)


def reference(code: str) -> str:
    """How a holder is referred to within the document."""
    return f"holder_{code.lower().replace(' ', '-')}"


def bracket_name(number: int) -> str:
    """The name of the bracket of that turn."""
    return f"bracket_{number}"
