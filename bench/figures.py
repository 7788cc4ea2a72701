"""What a measurement says, and how it is taken, kept and printed.

* Every bench is one file in this folder with ``measure(*, quick: bool) -> list[Figure]``.
* A figure is a median over rounds, and rounds of ours and of the peer alternate (``interleave``), so that
  a busy moment of the machine falls on both.
* A figure with a peer is judged by its ratio, one without by its value. The ratio is "how many times better
  than the peer", except under an ``AtMost`` target, where it is "how much of the peer's is used".
"""

import json
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

RESULTS = Path(__file__).resolve().parent / "results"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The ratio (or, without a peer, the value) must reach the bound."""

    bound: float

    def met_by(self, measured: float) -> bool:
        """Whether what was measured keeps this target."""
        return measured >= self.bound

    def __str__(self) -> str:
        return f">= {self.bound:,g}"


@dataclass(frozen=True, slots=True)
class AtMost:
    """The ratio (or, without a peer, the value) must not pass the bound."""

    bound: float

    def met_by(self, measured: float) -> bool:
        """Whether what was measured keeps this target."""
        return measured <= self.bound

    def __str__(self) -> str:
        return f"<= {self.bound:,g}"


Target = AtLeast | AtMost


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured quantity, beside its peer in the same run where it has one.

    ``less_is_better`` is true for times and costs, false for rates.
    """

    name: str
    value: float
    unit: str
    rounds: int
    peer: str = ""
    peer_value: float | None = None
    target: Target | None = None
    less_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times better than the peer; under ``AtMost``, how much of the peer's is used."""
        if self.peer_value is None:
            return None
        if self.less_is_better and not isinstance(self.target, AtMost):
            return self.peer_value / self.value
        return self.value / self.peer_value

    @property
    def kept(self) -> bool | None:
        """Whether the target is kept; None when there is no target."""
        if self.target is None:
            return None
        return self.target.met_by(self.value if self.ratio is None else self.ratio)


def interleave(
    contenders: Mapping[str, Callable[[], _T]], *, rounds: int, warm: int = 1
) -> dict[str, list[_T]]:
    """Call every contender once a round, first to last and then last to first; the warm rounds are not kept."""
    kept: dict[str, list[_T]] = {name: [] for name in contenders}
    for turn in range(warm + rounds):
        for name in list(contenders)[:: -1 if turn % 2 else 1]:
            measured = contenders[name]()
            if turn >= warm:
                kept[name].append(measured)
    return kept


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """Make of ``work`` a contender that answers with its wall seconds."""

    def contender() -> float:
        since = time.perf_counter()
        work()
        return time.perf_counter() - since

    return contender


def cpu_timed(work: Callable[[], object]) -> Callable[[], float]:
    """Make of ``work`` a contender that answers with the processor seconds of all this process's threads."""

    def contender() -> float:
        since = time.process_time()
        work()
        return time.process_time() - since

    return contender


def median(samples: Iterable[float]) -> float:
    """Return the median; no samples at all is an error, never zero."""
    return float(statistics.median(samples))


def percentile(samples: Sequence[float], percent: float) -> float:
    """Return the smallest sample that at least ``percent`` of them do not exceed (nearest rank)."""
    ordered = sorted(samples)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(int(rank), 1) - 1]


# --- keeping


def _to_json(figure: Figure) -> dict[str, object]:
    kind = {AtLeast: "at least", AtMost: "at most"}
    target = figure.target and {kind[type(figure.target)]: figure.target.bound}
    return {**asdict(figure), "target": target, "ratio": figure.ratio, "kept": figure.kept}


def _from_json(told: Mapping[str, object]) -> Figure:
    facts = {name: value for name, value in told.items() if name not in {"ratio", "kept"}}
    bounds = {"at least": AtLeast, "at most": AtMost}
    target = facts.pop("target")
    if isinstance(target, dict):
        ((kind, bound),) = target.items()
        facts["target"] = bounds[kind](bound)
    return Figure(**facts)  # type: ignore[arg-type]  # our own file; a wrong one fails here, loudly


@dataclass(frozen=True, slots=True)
class Run:
    """All figures of one bench, with the machine and the minute they were taken."""

    bench: str
    machine: str
    at: str
    quick: bool
    figures: tuple[Figure, ...]

    def to_json(self) -> dict[str, object]:
        """Return what is kept in ``results/<bench>.json`` and printed by ``--json``."""
        told = {"bench": self.bench, "machine": self.machine, "at": self.at, "quick": self.quick}
        return {**told, "figures": [_to_json(figure) for figure in self.figures]}

    def keep(self, folder: Path = RESULTS) -> Path:
        """Write this run over the last one of the same bench (a quick run stands beside the full one)."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.bench}{'.quick' if self.quick else ''}.json"
        path.write_text(json.dumps(self.to_json(), indent=1) + "\n", encoding="utf-8")
        return path


def kept_run(path: Path) -> Run:
    """Read a run that was kept."""
    told = json.loads(path.read_text(encoding="utf-8"))
    figures = tuple(_from_json(figure) for figure in told.pop("figures"))
    return Run(**told, figures=figures)


# --- printing

COLUMNS = ("figure", "value", "peer", "its value", "ratio", "target", "kept", "rounds")


def number(value: float) -> str:
    """Write a quantity with as many digits as it deserves."""
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 100 else f"{value:.3g}"


def row(figure: Figure) -> tuple[str, ...]:
    """One line of the table, in the order of ``COLUMNS``."""
    peer_value = "" if figure.peer_value is None else f"{number(figure.peer_value)} {figure.unit}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    target = "" if figure.target is None else str(figure.target)
    kept = {None: "", True: "yes", False: "NO"}[figure.kept]
    value = f"{number(figure.value)} {figure.unit}"
    return (figure.name, value, figure.peer, peer_value, ratio, target, kept, str(figure.rounds))


def markdown(figures: Iterable[Figure]) -> str:
    """Return the figures as a Markdown table."""
    lines = [COLUMNS, ("---",) * len(COLUMNS), *map(row, figures)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
