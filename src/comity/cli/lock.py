"""`comity lock`: choose the releases that the project stands on, with their hashes and without any address."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.inspection import checkout, requirements

PYTHON = "3.11"  # the oldest that Comity runs on; the lock is universal, so it holds for newer ones too

app = typer.Typer()


@app.command()
def lock(
    upgrade: Annotated[bool, typer.Option(help="Take the newest releases, not those already locked.")] = False,
) -> None:
    """Lock the requirements with their hashes."""
    folder = checkout.root() / "requirements"
    for name in requirements.LOCKS:
        page = folder / f"{name}.txt"
        subprocess.run([*_compile(upgrade=upgrade), f"{name}.in", "-o", page.name], cwd=folder, check=True)
        page.write_text(requirements.heading(folder, name) + _without_heading(page), encoding="utf-8")
        typer.echo(f"requirements/{name}.txt: {page.read_text(encoding='utf-8').count('==')} releases")
    if faults := requirements.faults(folder.parent):
        typer.echo("\n".join(faults), err=True)
        raise typer.Exit(1)


def _compile(*, upgrade: bool) -> list[str]:
    uv = str(Path(sys.executable).with_name("uv"))
    quiet = ["--quiet", "--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    words = [uv, "pip", "compile", "--universal", "--generate-hashes", "--python-version", PYTHON, *quiet]
    return [*words, "--upgrade"] if upgrade else words


def _without_heading(page: Path) -> str:
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("# "))
