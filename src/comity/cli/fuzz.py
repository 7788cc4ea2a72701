"""``comity fuzz``: give every decoder what nobody would write, for as long as one likes.

Atheris is installed into the engineers' environment when it is first needed, by the hashes in ``requirements``.
Each decoder runs in a process of its own. What it finds on its way is kept in ``~/.cache/comity/fuzz`` and continues
there; an input that breaks the decoder is kept in ``fuzz/corpus`` as ``found-...``, where a test reads it from then on.
"""

import json
import math
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.cli.inspection import checkout

CACHE = Path.home() / ".cache" / "comity" / "fuzz"
SLOWEST, MEMORY = 60, 2048  # seconds for one input, and MiB
_EXECUTED = re.compile(r"^#\d+\s", re.MULTILINE)
_RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_KEPT = re.compile(r"stat::new_units_added:\s*(\d+)")
_COVERED = re.compile(r"\bcov: (\d+)")

app = typer.Typer(help=__doc__)


@dataclass(frozen=True, slots=True)
class Run:
    """How long a decoder was fuzzed, how often it read, how much of the code was reached, what broke it."""

    decoder: str
    seconds: int
    inputs: int
    covered: int
    kept: int
    found: Sequence[str]


@app.command()
def fuzz(
    names: Annotated[
        list[str] | None, typer.Argument(help="Which decoders; all when none is named.", metavar="[DECODER]...")
    ] = None,
    *,
    seconds: Annotated[int, typer.Option(min=1, help="How long each decoder is fuzzed.")] = 600,
    list_names: Annotated[bool, typer.Option("--list", help="Only name the decoders.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was run as JSON.")] = False,
) -> None:
    """Fuzz decoders; exit 1 when an input broke one."""
    folder = checkout.root()
    sys.path.insert(0, str(folder))
    decoders = import_module("fuzz.decoders").DECODERS  # outside the installed package, so found only now
    if list_names:
        typer.echo("\n".join(f"{name:<12} {decoder.says}" for name, decoder in decoders.items()))
        return
    if unknown := set(names or ()) - set(decoders):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: choose of {', '.join(decoders)}")
    require_atheris(folder)
    runs = []
    for name in names or decoders:
        runs.append(_run(folder, name, decoders[name], seconds))
        if not as_json:
            typer.echo(_line(runs[-1]))
    if as_json:
        typer.echo(json.dumps([asdict(run) for run in runs]))
    if any(run.found for run in runs):
        raise typer.Exit(1)


def require_atheris(folder: Path) -> None:
    """Install atheris where it is missing, or say in one line why there is no fuzzing here."""
    if find_spec("atheris") is not None:
        return
    uv, page = Path(sys.executable).with_name("uv"), folder / "requirements" / "fuzz.txt"
    words = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--python",
        sys.executable,
        "--no-deps",
        "--require-hashes",
        "-r",
        page,
    ]
    done = subprocess.run(
        [*map(str, words), "--only-binary", ":all:"], check=False, capture_output=True, text=True
    )
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        typer.echo(
            "No fuzzing here: atheris could not be installed (it has wheels for CPython 3.11 to 3.13 on Linux,"
            f" x86-64): {why}",
            err=True,
        )
        raise typer.Exit(2)


def _run(folder: Path, name: str, decoder: Any, seconds: int) -> Run:
    """Fuzz one decoder until its time is over or it breaks.

    The fuzzer ends early where an input took long, as any does in a process that is paused: then it begins again.
    """
    corpora = import_module("fuzz.corpora")
    kept, broken = CACHE / name / "corpus", CACHE / name / "broken"
    for place in (kept, broken):
        place.mkdir(parents=True, exist_ok=True)
    words = CACHE / name / "words"
    words.write_bytes(corpora.words(name))
    inputs = added = covered = 0
    found: list[str] = []
    end = time.monotonic() + seconds
    while not found and (left := math.ceil(end - time.monotonic())) > 0:
        done = _harness(
            folder,
            name,
            str(kept),
            str(corpora.FOLDER / name),
            f"-max_total_time={left}",
            f"-max_len={decoder.longest}",
            f"-dict={words}",
            f"-artifact_prefix={broken}/",
        )
        said = done.stderr.decode("utf-8", errors="replace")
        found = [_keep(path, corpora.FOLDER / name) for path in _breaking(folder, name, broken)]
        if found:
            typer.echo(said[said.rfind("=== Uncaught Python exception") :][:4000], err=True)
        elif done.returncode and _EXECUTED.search(said) is None:  # it did not even begin
            typer.echo(said[-4000:], err=True)
            raise typer.Exit(2)
        inputs, added = inputs + _last(_RUNS, said), added + _last(_KEPT, said)
        covered = max(covered, _last(_COVERED, said))
    return Run(name, seconds, inputs, covered, added, found)


def _harness(folder: Path, name: str, *words: str) -> "subprocess.CompletedProcess[bytes]":
    limits = (f"-timeout={SLOWEST}", f"-report_slow_units={SLOWEST}", f"-rss_limit_mb={MEMORY}")
    command = [sys.executable, "-m", "fuzz.harness", name, *words, *limits, "-print_final_stats=1"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


def _breaking(folder: Path, name: str, broken: Path) -> Iterator[Path]:
    """Give the inputs that break the decoder once more: what was slow on a busy machine, or paused, is let go."""
    for path in sorted(broken.iterdir()):
        if _harness(folder, name, str(path)).returncode:
            yield path
        else:
            path.unlink()


def _keep(path: Path, corpus: Path) -> str:
    """Move an input that broke a decoder into the checkout, and return its name there."""
    content = path.read_bytes()
    target = corpus / f"found-{sha256(content).hexdigest()[:12]}"
    target.write_bytes(content)
    path.unlink()
    return target.name


def _last(pattern: re.Pattern[str], said: str) -> int:
    hits = pattern.findall(said)
    return int(hits[-1]) if hits else 0


def _line(run: Run) -> str:
    broken = f"BROKEN by {', '.join(run.found)}" if run.found else "clean"
    return f"{run.decoder:<12} {run.seconds:>5} s {run.inputs:>10} inputs {run.covered:>6} covered  {broken}"
