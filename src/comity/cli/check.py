"""`comity check`: the state of the house, each step a line with its time.

A step looks at the checkout and gives back the faults it found. Two steps run at a time. The command ends with 0 when
no step found a fault, otherwise with 1.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from comity.cli.documents import pages
from comity.cli.inspection import (
    catalogues,
    ceilings,
    checkout,
    mirror,
    promises,
    requirements,
    sentences,
    strays,
)

SHOWN = 40
Look = Callable[[Path], list[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is looked at, and what mends it."""

    name: str
    look: Look
    mend: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step found, and in how many seconds."""

    step: Step
    faults: list[str]
    seconds: float


def program(*words: str) -> Look:
    """Make a look of an installed program: its output is its list of faults when it fails."""

    def look(folder: Path) -> list[str]:
        command = [str(Path(sys.executable).with_name(words[0])), *words[1:]]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        return (said or [f"{words[0]} ended with {done.returncode}"]) if done.returncode else []

    return look


STEPS: Sequence[Step] = (
    Step("types", program("mypy", "--no-error-summary", "--hide-error-context"), "Give it a type."),
    Step(
        "imports", program("lint-imports", "--no-logo"), "An import goes against the floors: ARCHITECTURE.md."
    ),
    Step(
        "format",
        program("ruff", "format", "--check", "--quiet", "--output-format", "concise", "."),
        "Run ruff format.",
    ),
    Step("lint", program("ruff", "check", "--quiet", "--output-format", "concise", "."), "Mend it."),
    Step(
        "sizes", lambda folder: ceilings.faults(folder, checkout.files(folder)), "Divide it, or name it anew."
    ),
    Step("mirror", lambda folder: mirror.faults(folder, checkout.files(folder)), "Write the test."),
    Step("strays", lambda folder: strays.faults(folder, checkout.files(folder)), "Take it out."),
    Step("sentences", sentences.faults, "Write them in reference/errors."),
    Step(
        "languages",
        catalogues.faults,
        "In src/comity: django-admin makemessages --all --no-location; translate.",
    ),
    Step("promises", promises.faults, "Mark the tests with ids of reference/mandate.toml."),
    Step("requirements", requirements.faults, "Run ./comity lock."),
    Step("documents", pages.faults, "Run ./comity docs --write."),
)

app = typer.Typer()


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(help="Only these steps.", metavar="[STEP]...")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Check format, lint, types, imports, sizes, sentences, languages, requirements and documents."""
    wanted = [step for step in STEPS if not names or step.name in names]
    unknown = set(names or ()) - {step.name for step in STEPS}
    if unknown:
        raise typer.BadParameter(
            f"{', '.join(sorted(unknown))}: choose of {', '.join(step.name for step in STEPS)}"
        )
    outcomes = list(run(wanted, checkout.root(), quiet=as_json))
    if as_json:
        print(json.dumps([_told(outcome) for outcome in outcomes], ensure_ascii=False, indent=2))
    if any(outcome.faults for outcome in outcomes):
        raise typer.Exit(1)


def run(steps: Sequence[Step], folder: Path, *, quiet: bool = False) -> Iterator[Outcome]:
    """Take the steps two at a time and give each outcome as it comes, printed unless ``quiet``."""
    console = Console(highlight=False, soft_wrap=True)
    with ThreadPoolExecutor(max_workers=2) as pool:
        for done in as_completed(pool.submit(_take, step, folder) for step in steps):
            outcome = done.result()
            if not quiet:
                _show(console, outcome)
            yield outcome


def _take(step: Step, folder: Path) -> Outcome:
    begun = time.perf_counter()
    try:
        faults = step.look(folder)
    except Exception as error:  # noqa: BLE001  # a look that breaks is a fault of the house, told with the others
        faults = [f"could not look: {type(error).__name__}: {error}".splitlines()[0]]
    return Outcome(step, faults, time.perf_counter() - begun)


def _show(console: Console, outcome: Outcome) -> None:
    count = len(outcome.faults)
    state = "[green]clean[/]" if not count else f"[bold red]{count} {'fault' if count == 1 else 'faults'}[/]"
    console.print(f"{outcome.step.name:<14}{state:<30}{outcome.seconds:6.1f} s")
    for fault in outcome.faults[:SHOWN]:
        console.print(f"    {escape(fault)}")
    if count > SHOWN:
        console.print(f"    and {count - SHOWN} more")
    if count:
        console.print(f"    [dim]{escape(outcome.step.mend)}[/]")


def _told(outcome: Outcome) -> dict[str, object]:
    return {"step": outcome.step.name, "faults": outcome.faults, "seconds": round(outcome.seconds, 2)}
