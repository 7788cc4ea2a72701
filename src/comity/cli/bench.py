"""``comity bench``: measure Comity beside its peers, print each ratio against its target, keep the figures."""

import importlib
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help=__doc__)


def _folder() -> Path:
    """Find the checkout that holds ``bench/``: the launcher names it, or we stand in it."""
    for root in (os.environ.get("COMITY_ROOT"), Path.cwd()):
        if root and (Path(root) / "bench" / "run.py").exists():
            return Path(root)
    typer.echo("comity bench runs in a checkout of the project: go there, or name it in COMITY_ROOT.", err=True)
    raise typer.Exit(2)


@app.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(help="Which benches; all when none is named.")] = None,
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="Small sizes, few rounds: does it run at all?")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON on standard output.")] = False,
    list_names: Annotated[bool, typer.Option("--list", help="Only name the benches.")] = False,
    write_docs: Annotated[
        bool,
        typer.Option("--write-docs", help="Put the last full figures into docs/measurements.md, and stop."),
    ] = False,
) -> None:
    """Run the benches; exit 0 unless one failed to run, for figures are judged by people."""
    sys.path.insert(0, str(_folder()))
    runner = importlib.import_module("bench.run")  # outside the installed package, so found only now
    if list_names:
        typer.echo("\n".join(runner.names()))
    elif write_docs:
        raise typer.Exit(runner.write_document())
    else:
        raise typer.Exit(runner.main(names or [], quick=quick, as_json=as_json))
