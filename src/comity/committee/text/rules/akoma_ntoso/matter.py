"""What is told about a document: its addresses, the holders of its brackets, what is agreed.

* The work is a bill of the United Nations; its expression is one language of one draft.        Akoma Ntoso for the UN
* Every State, group or officer who holds a bracket is a reference of its own.
* Akoma Ntoso lets an element refer to one agent only: the positions on every bracket, with all who hold it and all who
  ask for its deletion, stand in ``proprietary``.
* Each mark of agreement is a step of the workflow on the provision that bears it, at the date of the draft.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

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


def matter(draft: Draft, origin: Origin, eids: Sequence[str]) -> etree._Element:
    """The ``meta`` of a document."""
    meta = etree.Element(akn("meta"), nsmap={None: NAMESPACE, "c": OWN})
    _identification(meta, origin)
    negotiating = [pair for pair in draft.brackets.pairs if pair.use is Use.NEGOTIATING]
    agreed = [pair for pair in draft.brackets.pairs if pair.use is Use.AGREEMENT]
    if agreed:
        workflow = etree.SubElement(meta, akn("workflow"), source=_SOURCE)
        for number, pair in enumerate(agreed, 1):
            etree.SubElement(
                workflow,
                akn("step"),
                eId=f"agreed_{number}",
                date=origin.day,
                by="#secretariat",
                refersTo=f"#{_AGREED}",
                href=f"#{eids[pair.place]}",
            )
    _references(meta, negotiating, origin.language, agreed=bool(agreed))
    if negotiating:
        _positions(meta, negotiating, eids)
    return meta


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


def _references(meta: etree._Element, pairs: Sequence[Bracket], language: Language, *, agreed: bool) -> None:
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
    for code in sorted({code for pair in pairs if pair.attribution for code in _named(pair)}):
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


def _positions(meta: etree._Element, pairs: Sequence[Bracket], eids: Sequence[str]) -> None:
    told = etree.SubElement(etree.SubElement(meta, akn("proprietary"), source=_SOURCE), own("positions"))
    for number, pair in enumerate(pairs, 1):
        position = etree.SubElement(
            told,
            own("position"),
            bracket=bracket_name(number),
            provision=eids[pair.place],
            depth=str(pair.depth),
        )
        if pair.attribution:
            if pair.attribution.holders:
                position.set("heldBy", " ".join(pair.attribution.holders))
            if pair.attribution.against:
                position.set("against", " ".join(pair.attribution.against))
        if pair.placeholder:
            position.set("placeholder", "true")
        if pair.close is None:
            position.set("closed", "false")


def reference(code: str) -> str:
    """How a holder is referred to within the document."""
    return f"holder_{code.lower().replace(' ', '-')}"


def bracket_name(number: int) -> str:
    """The name of the bracket of that turn."""
    return f"bracket_{number}"
