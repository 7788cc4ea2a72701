"""Run benches by name, print each ratio against its target, keep the figures, and write them into the paper.

A bench that cannot run is told and makes the command fail; a target that is missed does not: figures
are judged by people, on a machine they know.
"""

import importlib
import json
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import figures, machine

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "measurements.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
WIDE = 150  # columns of a table that goes into a file
NOT_A_BENCH = {"figures", "machine", "negotiated", "processes", "run"}


def names() -> list[str]:
    """Return the name of every bench: the files of this folder that measure something."""
    return sorted(page.stem for page in HERE.glob("*.py") if page.stem not in NOT_A_BENCH)


def run(name: str, *, quick: bool, results: Path = figures.RESULTS) -> figures.Run:
    """Run one bench and keep its figures."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    before = machine.pace()
    on = machine.describe()
    measured = importlib.import_module(f"bench.{name}").measure(quick=quick)
    on += f"; a core made {before:,.0f} SHA-256 of 64 bytes a second before, {machine.pace():,.0f} after"
    done = figures.Run(bench=name, machine=on, at=at, quick=quick, figures=tuple(measured))
    done.keep(results)
    return done


def table(done: figures.Run) -> Table:
    """Lay the figures of one run out for a terminal."""
    laid = Table(title=f"{done.bench}{' (quick)' if done.quick else ''}", title_justify="left")
    for column in figures.COLUMNS:
        laid.add_column(column, justify="left" if column in {"figure", "peer"} else "right")
    for figure in done.figures:
        style = "bold red" if figure.kept is False else ""
        laid.add_row(*figures.row(figure), style=style)
    return laid


def main(wanted: Sequence[str], *, quick: bool, as_json: bool, results: Path = figures.RESULTS) -> int:
    """Run the wanted benches, or all; return 0 unless a name is unknown (2) or a bench failed to run (1)."""
    screen = Console(stderr=as_json)
    if not screen.is_terminal:
        screen.width = WIDE
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        screen.print(f"No bench is named {', '.join(unknown)}; there are {', '.join(names())}.")
        return 2
    runs, failed = [], []
    for name in wanted or names():
        with screen.status(f"measuring {name}"):
            try:
                runs.append(run(name, quick=quick, results=results))
            except Exception:  # noqa: BLE001  # whatever stops one bench must not keep the others from running
                screen.print(f"[bold red]{name} did not run[/]\n{traceback.format_exc()}", highlight=False)
                failed.append(name)
                continue
        screen.print(table(runs[-1]))
    if runs:
        screen.print(f"On {runs[0].machine}", highlight=False)
    if as_json:
        print(json.dumps({"runs": [done.to_json() for done in runs], "failed": failed}, indent=1))
    return 1 if failed else 0


def write_document(document: Path = DOCUMENT, results: Path = figures.RESULTS) -> int:
    """Put the last full run of every bench into ``docs/measurements.md``; return 1 if none was kept."""
    kept = [
        figures.kept_run(page) for page in sorted(results.glob("*.json")) if not page.stem.endswith(".quick")
    ]
    if not kept:
        Console(stderr=True).print("No full run is kept yet: run `comity bench` first.")
        return 1
    parts = [
        f"### `comity bench {done.bench}`\n\n{done.at}, {done.machine}.\n\n{figures.markdown(done.figures)}\n"
        for done in kept
    ]
    for done in kept:  # a bench may draw what it measured
        draw = getattr(importlib.import_module(f"bench.{done.bench}"), "picture", None)
        if draw is not None:
            draw(done)
    before, _, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    document.write_text(f"{before}{BEGIN}\n\n{chr(10).join(parts)}\n{END}{after}", encoding="utf-8")
    return 0
