"""`comity test`: everything a change must pass, on both databases.

1. What the tests need is installed where that is allowed: as root, with apt-get. What cannot be installed is told in
   one line, and the tests that need it are skipped.
2. `comity check`.
3. Every test on SQLite, two processes at a time; what takes longest is begun first (``tests/sharing.py``).
4. The tests marked ``store`` once more, on a PostgreSQL that lives as long as they do.

The last line counts all of it, as pytest does; a faulty step of the check counts as a failure. Naming tests, or
giving pytest an option, runs 3 and 4 alone with those words.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from comity.cli import postgres
from comity.cli.check import STEPS, run
from comity.cli.inspection import checkout

TWO_AT_A_TIME = ("-n", "2", "--dist", "worksteal")
OF_ANOTHER_NODE = {"COMITY_DATABASE", "COMITY_HOME", "DJANGO_SETTINGS_MODULE"}  # tests bring their own
KEEPS_NO_BYTECODE = (
    "PYTHONDONTWRITEBYTECODE"  # where it is set, each of some hundred processes compiles all anew
)
NOTHING_COLLECTED = 5  # pytest's own code


@dataclass(frozen=True, slots=True)
class Need:
    """A part of the machine that some tests need: what shows it is there, and Debian's packages for it."""

    name: str
    shown_by: tuple[str, ...]
    packages: tuple[str, ...]
    skipped: str

    @property
    def met(self) -> bool:
        """Whether one of the programs or files that show it is there."""
        return any(shutil.which(sign) or Path(sign).exists() for sign in self.shown_by)


NEEDS: Sequence[Need] = (
    Need("chromium", ("chromium", "/usr/bin/chromium"), ("chromium",), "the tests in a browser"),
    Need(
        "Noto fonts",
        ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",),
        ("fonts-noto-core", "fonts-noto-cjk"),
        "the look of Arabic and Chinese",
    ),
    Need(
        "Pango",
        tuple(f"/usr/lib/{kind}-linux-gnu/libpangoft2-1.0.so.0" for kind in ("x86_64", "aarch64")),
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        "the setting of a PDF",
    ),
    Need("GNU gettext", ("xgettext",), ("gettext",), "the freshness of the catalogues"),
    Need("age", ("age",), ("age",), "the exchange with the age command"),
    Need("npm", ("npm",), ("nodejs", "npm"), "the exchange with age-encryption, and axe"),
    Need("SoftHSM", ("softhsm2-util",), ("softhsm2",), "keys in a PKCS#11 token"),
    Need("PostgreSQL", ("initdb", "/usr/lib/postgresql"), ("postgresql",), "the second database"),
    Need("iproute2", ("ip", "/usr/sbin/ip"), ("iproute2",), "./comity campaign link"),
    Need("nftables", ("nft", "/usr/sbin/nft"), ("nftables",), "./comity campaign link"),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tests passed, failed, broke and were skipped."""

    passed: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.errors + other.errors,
            self.skipped + other.skipped,
        )

    @classmethod
    def read(cls, page: Path) -> "Tally":
        """Read what pytest wrote down; a run that wrote nothing broke."""
        if not page.exists():
            return cls(errors=1)
        suites = ET.parse(page).getroot().iter("testsuite")  # noqa: S314  # pytest wrote it a moment ago
        told = [
            {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
            for suite in suites
        ]
        tests, failed, errors, skipped = (
            sum(suite[name] for suite in told) for name in ("tests", "failures", "errors", "skipped")
        )
        return cls(tests - failed - errors - skipped, failed, errors, skipped)

    @property
    def clean(self) -> bool:
        """Whether something was tested, and nothing failed."""
        return self.passed > 0 and not self.failed and not self.errors

    def line(self, seconds: float) -> str:
        """Print it as pytest prints its last line."""
        counts = (
            (self.failed, "failed"),
            (self.passed, "passed"),
            (self.skipped, "skipped"),
            (self.errors, "error" if self.errors == 1 else "errors"),
        )
        said = ", ".join(f"{count} {what}" for count, what in counts if count) or "no tests ran"
        return f"{said} in {seconds:.2f}s ({timedelta(seconds=int(seconds))})"


app = typer.Typer()


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def test(
    words: Annotated[
        list[str] | None, typer.Argument(help="For pytest.", metavar="[TESTS AND PYTEST OPTIONS]...")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="Leave out journeys and the second database.")] = False,
) -> None:
    """Run every test, on both databases."""
    begun = time.perf_counter()
    folder = checkout.root()
    provide()
    tally = Tally() if words else _checked(folder)
    told = tuple(words or TWO_AT_A_TIME) + (("-m", "not journey") if fast else ())
    tally += _pytest(folder, "SQLite", told, {})
    if not fast:
        with _postgres() as address:
            if address:
                chosen = (*(words or TWO_AT_A_TIME), "-m", "store")
                tally += _pytest(folder, "PostgreSQL", chosen, {"COMITY_DATABASE": address})
    typer.echo(tally.line(time.perf_counter() - begun))
    raise typer.Exit(0 if tally.clean else 1)


def provide() -> None:
    """Install what is missing where that is allowed; name in one line each what stays missing."""
    missing = [need for need in NEEDS if not need.met]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        typer.echo(f"installing {', '.join(need.name for need in missing)}")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = [package for need in missing for package in need.packages]
        for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            subprocess.run(
                ["apt-get", "--quiet", "--quiet", *words], env=quiet, check=False, stdout=subprocess.DEVNULL
            )
    for need in missing:
        if not need.met:
            typer.echo(
                f"skipped: {need.skipped}, because {need.name} is not installed and cannot be installed here"
            )


def _checked(folder: Path) -> Tally:
    typer.echo("check")
    return Tally(failed=sum(bool(outcome.faults) for outcome in run(STEPS, folder)))


def _pytest(folder: Path, where: str, words: Sequence[str], also: Mapping[str, str]) -> Tally:
    typer.echo(f"tests on {where}", color=True)
    sys.stdout.flush()
    left_out = OF_ANOTHER_NODE | {KEEPS_NO_BYTECODE}
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    with tempfile.TemporaryDirectory() as place:
        page = Path(place, "tally.xml")
        command = [sys.executable, "-m", "pytest", f"--junitxml={page}", *words]
        ended = subprocess.run(command, cwd=folder, env=environment | dict(also), check=False)
        tally = Tally.read(page)
    broke = ended.returncode not in {0, NOTHING_COLLECTED} and not tally.failed + tally.errors
    return tally + Tally(errors=1) if broke else tally


@contextmanager
def _postgres() -> Iterator[str]:
    if postgres.binaries() is None:
        yield ""
        return
    with postgres.throwaway() as address:
        yield address
