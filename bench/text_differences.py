"""How fast two long wordings are compared word by word, and a draft leaves as Akoma Ntoso.

Where COMITY_SHARED names the folder of real texts, two drafts of one negotiation are compared, of which little more
than half is the same; otherwise two drafts written from a fixed seed. In the same rounds, beside it:

* xmldiff, on the two drafts as XML, a paragraph for each provision;
* difflib, provision by provision: from the two texts, so that provisions are first found and paired; and once more with
  the pairs and their words given, to both alike;
* diff-match-patch, with words encoded as characters: it is given a second, and then gives up.

All is reckoning on one core, so processor time is measured: what else the machine does falls on nobody.
"""

import difflib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.figures import AtLeast, AtMost, Figure, cpu_timed, interleave, median
from bench.negotiated import SMALL, WHOLE, made
from bench.text import written
from diff_match_patch import diff_match_patch
from lxml import etree
from xmldiff import main as xmldiff

from comity.committee.instruments.rules.articles import read_articles
from comity.committee.instruments.rules.library import Instrument, Library
from comity.committee.text.rules.akoma_ntoso import Origin, read_document, write_document
from comity.committee.text.rules.differences import between, spans
from comity.committee.text.rules.draft import Draft, parse
from comity.committee.text.rules.identity import match
from comity.committee.text.rules.interchange import Form, give, take
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.papers.as_akoma import akoma_of
from comity.committee.text.rules.papers.paper import paper_of
from comity.committee.text.rules.words import cut
from comity.reference.schemas import faults
from comity.words import Language

DRAFTS = ("negotiation/unfccc_agreement_23-oct-2015.md", "negotiation/unfccc_agreement_4-dec-2015.md")
CONVENTIONS = ("texts/uncac_en.md", "texts/untoc_en.md", "texts/budapest_convention_en.md")
ORIGIN = Origin("bench", 1, Language.ENGLISH, "2026-11-21")
SIZE = 120_000


def _real(names: tuple[str, ...]) -> list[str]:
    """The real texts, or nothing where they do not stand on this machine."""
    repository = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("COMITY_SHARED") or repository.parent / "shared") / "data"
    files = [folder / name for name in names]
    return [file.read_text(encoding="utf-8") for file in files] if all(map(Path.exists, files)) else []


Pairs = list[tuple[tuple[str, ...], tuple[str, ...]]]


def _words(old: Draft, new: Draft, pairs: dict[int, int]) -> Pairs:
    """The words of each provision beside those of the one that it continues."""
    return [(_said(old, was), _said(new, now)) for now, was in pairs.items()]


def _said(draft: Draft, place: int) -> tuple[str, ...]:
    return tuple(draft.source[draft.provisions[place].start : draft.provisions[place].end].split())


def _by_difflib(pairs: Pairs) -> int:
    """Compare provision by provision; count the stretches that differ."""
    changed = 0
    for old, new in pairs:
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        changed += sum(tag != "equal" for tag, *_ in matcher.get_opcodes())
    return changed


def _by_ours(pairs: Pairs) -> int:
    """The same with the product."""
    return sum(not kept for old, new in pairs for kept, _, _, _, _ in spans(old, new))


def _xml(draft: Draft) -> etree._Element:
    root = etree.Element("draft")
    for _, one in draft.negotiated():
        etree.SubElement(root, "p").text = draft.source[one.start : one.end].strip()
    return root


def _by_diff_match_patch(old: str, new: str) -> int:
    """Compare words encoded as characters, as its own documentation advises."""
    numbers: dict[str, str] = {}

    def encoded(text: str) -> str:
        return "".join(numbers.setdefault(word, chr(0x100 + len(numbers))) for word in text.split())

    return len(diff_match_patch().diff_main(encoded(old), encoded(new), False))


def measure(*, quick: bool) -> list[Figure]:
    """Measure a difference beside its peers, an export with validation, and the nearest of a whole draft."""
    rounds = 1 if quick else 3
    sources = _real(DRAFTS) if not quick else []
    old, new = sources or [written(1, SIZE // (20 if quick else 1), share) for share in (0.45, 0.25)]
    was, now = parse(old), parse(new)
    given = _words(was, now, match(was, now))
    trees = [_xml(was), _xml(now)]
    faults(write_document(now, ORIGIN))  # the schema is read once in the life of a process
    work: dict[str, Callable[[], object]] = {
        "ours": lambda: between(old, new),
        "difflib": lambda: _by_difflib(_words(*(read := (parse(old), parse(new))), match(*read))),
        "difflib, given the pairs": lambda: _by_difflib(given),
        "ours, given the pairs": lambda: _by_ours(given),
        "xmldiff": lambda: xmldiff.diff_trees(*trees, diff_options={"fast_match": True}),
        "diff-match-patch": lambda: _by_diff_match_patch(old, new),
        "akoma": lambda: faults(write_document(now, ORIGIN)),
        "back": lambda: read_document(write_document(now, ORIGIN)),
        "word": lambda: take(give(now, Form.WORD, ORIGIN)),
    }
    kept = interleave({name: cpu_timed(each) for name, each in work.items()}, rounds=rounds)
    spent = {name: median(samples) for name, samples in kept.items()}

    def figure(name: str, of: str, target: AtMost | AtLeast | None = None) -> Figure:
        return Figure(
            name=name, value=spent[of], unit="cpu s", rounds=rounds, target=target, less_is_better=True
        )

    sizes = f"{len(cut(old)):,} and {len(cut(new)):,} words and signs"
    found = [figure(f"difference of two drafts, {sizes}", "ours", AtMost(0.1))]
    for peer in ("xmldiff", "difflib", "diff-match-patch"):
        target = AtLeast(5) if peer in {"xmldiff", "difflib"} else None
        named = figure("the same, beside a neighbour", "ours", target)
        found.append(replace(named, peer=peer, peer_value=spent[peer]))
    name = f"{len(given)} pairs of provisions, given with their words to both"
    of_pairs = figure(name, "ours, given the pairs", AtLeast(5))
    found.append(replace(of_pairs, peer="difflib", peer_value=spent["difflib, given the pairs"]))
    found += [
        _live(quick=quick),
        figure("one draft as Akoma Ntoso, validated against the strict schema", "akoma", AtMost(2)),
        figure("one draft as Akoma Ntoso and back", "back"),
        figure("one draft to Word and back", "word"),
    ]
    return found + ([] if quick else _nearest(now, rounds))


def _live(*, quick: bool) -> Figure:
    """Measure the export of a negotiation that was made up, with validation."""
    log = made(1, SMALL if quick else WHOLE)
    paper = paper_of(consolidate(log), log, slug="bench", title="Bench")
    spent = median([cpu_timed(lambda: faults(akoma_of(paper)))() for _ in range(1 if quick else 3)])
    name = f"a negotiation of {len(log):,} acts as Akoma Ntoso, validated against the strict schema"
    return Figure(name=name, value=spent, unit="cpu s", rounds=1, target=AtMost(2), less_is_better=True)


def _nearest(draft: Draft, rounds: int) -> list[Figure]:
    """Measure the nearest provision of every article of a draft, in three real conventions."""
    conventions = _real(CONVENTIONS)
    if not conventions:
        return []
    shelf = Library.of(
        [Instrument(str(at), "", read_articles(parse(one))) for at, one in enumerate(conventions)]
    )
    articles = read_articles(draft)
    work = cpu_timed(lambda: [shelf.nearest(article.words) for article in articles])
    spent = median(interleave({"ours": work}, rounds=rounds)["ours"])
    name = f"nearest of {len(articles)} articles among {len(shelf.articles)} of three conventions"
    return [Figure(name=name, value=spent, unit="cpu s", rounds=rounds, less_is_better=True)]
