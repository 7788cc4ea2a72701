"""How fast a bracketed text is imported, and how fast the convergence of its drafts is found.

The texts are written here from a fixed seed: articles with paragraphs, points, options, attributed and nested
brackets. Three drafts of one text agree on more and more. markdown-it-py, which knows nothing of brackets or
provisions, reads the same Markdown in the same rounds, so that "fast" has a neighbour.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from bench.figures import AtMost, Figure, interleave, median, timed
from markdown_it import MarkdownIt

from comity.committee.text.rules.convergence import converge
from comity.committee.text.rules.draft import Draft, parse, printed
from comity.committee.text.rules.figures import count, total
from comity.errors.text import BracketsTooDeep

_SPOKEN = """
each Party shall may adopt such measures as are necessary to preserve stored electronic data without delay competent
authority request assistance offence serious safeguards proportionate notify retain period disclosure subject to its
domestic law and in accordance with the provisions of this Convention including where appropriate
"""
WORDS = _SPOKEN.split()
STATES = ("XA", "XB", "XC", "XD")
OPEN = (0.45, 0.25, 0.02)  # the share of clauses in brackets, draft by draft
SMALL, LARGE = 120_000, 2_000_000
MILLION = 1_000_000


def _clause(dice: random.Random, share: float, depth: int = 0) -> str:
    words = " ".join(dice.choices(WORDS, k=dice.randint(4, 14)))
    if dice.random() >= share:
        return words
    inner = words + (" " + _clause(dice, share, depth + 1) if depth < 4 else "")
    match dice.randrange(4):
        case 0:
            return f"[{dice.choice(STATES)}: {inner}]"
        case 1:
            return f"[{inner}] [{' '.join(dice.choices(WORDS, k=5))}]"
        case 2:
            return f"[shall][should] {inner}"
        case _:
            return f"[{inner}]"


def _lines(seed: int, size: int, share: float) -> Iterator[str]:
    """Write articles until ``size`` characters stand: the same articles for one seed, whatever the share."""
    written, article = 0, 0
    while written < size:
        article += 1
        dice = random.Random(seed * 100_003 + article)
        lines = [f"## Article {article}. {' '.join(dice.choices(WORDS, k=3)).capitalize()}", ""]
        for paragraph in range(1, dice.randint(2, 5)):
            lines += [f"{paragraph}. {_clause(dice, share).capitalize()}, {_clause(dice, share)}:", ""]
            for point in "abcd"[: dice.randrange(5)]:
                lines += [f"   ({point}) {_clause(dice, share)};", ""]
        written += sum(len(line) + 1 for line in lines)
        yield from lines


def written(seed: int, size: int, share: float) -> str:
    """Write one draft of about ``size`` characters with this share of clauses in brackets."""
    return "\n".join(["# A convention that only this bench knows", "", *_lines(seed, size, share)]) + "\n"


def _import(source: str) -> Draft:
    """Do what an import does before it is stored: read, count, and prove that printing gives the input back."""
    draft = parse(source)
    total(count(draft))
    if printed(draft) != source:
        raise ValueError("the round trip lost a character")
    return draft


def _refused(source: str) -> None:
    """Do what an import does with brackets a million deep: refuse them, by line and column."""
    try:
        parse(source)
    except BracketsTooDeep:
        return
    raise ValueError("brackets without end were read as a text")


def measure(*, quick: bool) -> list[Figure]:
    """Measure imports of two sizes, the convergence of three drafts, and a refusal."""
    rounds, factor = (1, 20) if quick else (7, 1)
    drafts = [written(1, SMALL // factor, share) for share in OPEN]
    long, nested = written(2, LARGE // factor, OPEN[0]), "1. " + "[" * MILLION + "x" + "]" * MILLION
    plain = MarkdownIt()
    work: dict[str, Callable[[], object]] = {
        "small": lambda: _import(drafts[0]),
        "neighbour": lambda: plain.parse(drafts[0]),
        "large": lambda: _import(long),
        "drafts": lambda: converge("text", [parse(draft) for draft in drafts]),
        "nested": lambda: _refused(nested),
    }
    kept = interleave({name: timed(each) for name, each in work.items()}, rounds=rounds)
    spent = {name: median(samples) for name, samples in kept.items()}

    def seconds(name: str, of: str, target: AtMost | None = None) -> Figure:
        return Figure(name=name, value=spent[of], unit="s", rounds=rounds, target=target, less_is_better=True)

    size, brackets = len(drafts[0]), drafts[0].count("[")
    return [
        seconds(f"import of {size:,} characters with {brackets:,} brackets", "small", AtMost(0.5)),
        replace(
            seconds("the same, beside a reader of Markdown that knows no brackets", "small"),
            peer="markdown-it-py",
            peer_value=spent["neighbour"],
        ),
        Figure(
            name=f"import of {len(long):,} characters",
            value=len(long) / spent["large"] / 1e6,
            unit="MB/s",
            rounds=rounds,
        ),
        seconds("convergence of three drafts, each read anew", "drafts"),
        seconds("a million brackets, each within the other, refused", "nested"),
    ]
