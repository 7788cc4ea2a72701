"""`comity vectors`: verify the vectors of the exchange, or make them anew."""

import subprocess
import sys
from typing import Annotated

import typer

from comity.cli.inspection import checkout

app = typer.Typer()


@app.command()
def vectors(
    write: Annotated[bool, typer.Option("--write", help="Make them anew from fixed seeds.")] = False,
) -> None:
    """Verify every vector with the runner, which uses nothing of Comity."""
    words = ["-m", "vectors.make", "--write"] if write else ["-I", "vectors/run.py"]
    raise typer.Exit(subprocess.run([sys.executable, *words], cwd=checkout.root(), check=False).returncode)
