"""`comity docs`: build the documentation, its generated pages first."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.documents import pages
from comity.cli.inspection import checkout

app = typer.Typer()


@app.command()
def docs(
    write: Annotated[bool, typer.Option("--write", help="Only write the generated pages anew.")] = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Build, and show it at a local address while it is edited.")
    ] = False,
) -> None:
    """Build the documentation into the folder ``site``."""
    folder = checkout.root()
    for name in pages.write(folder):
        typer.echo(f"written: {name}")
    if write:
        return
    words = (
        ["serve"] if serve else ["build", "--strict"]
    )  # quiet would also keep the warnings from being counted
    command = [str(Path(sys.executable).with_name("mkdocs")), *words]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}  # the theme's own announcements are not ours
    done = subprocess.run(command, cwd=folder, env=quiet, check=False)
    if not done.returncode and not serve:
        typer.echo("built: site/index.html")
    raise typer.Exit(done.returncode)
