"""``comity campaign``: long tests of what must never happen, each run as long as is asked.

A campaign ends with 0 when it found nothing, with 1 when something was lost, doubled or told twice. Its figures stand
on standard output, as JSON with ``--json``.
"""

import importlib
import json
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from comity.cli.inspection import checkout

app = typer.Typer(help=__doc__, no_args_is_help=True, rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]
Seed = Annotated[int, typer.Option(help="What chance begins with.")]


@app.command()
def simulate(
    minutes: Annotated[float, typer.Option(help="How long.")] = 10.0,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Let three nodes in one process live through a hostile network, wrong clocks, deaths and old backups."""
    _tell(_campaign("simulate").main(minutes=minutes, seed=seed, say=_say), as_json=as_json)


@app.command()
def kill(
    runs: Annotated[int, typer.Option(help="How many deaths.")] = 1000,
    postgres: Annotated[bool, typer.Option("--postgres", help="On PostgreSQL instead of SQLite.")] = False,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Kill a process at every place where a send or a receive writes; count what is lost or doubled."""
    _tell(_campaign("kill").main(runs=runs, on_postgres=postgres, seed=seed, say=_say), as_json=as_json)


@app.command()
def link(
    names: Annotated[list[str] | None, typer.Argument(help="Which links; all when none is named.")] = None,
    letters: Annotated[int, typer.Option(help="How many letters over each link.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Deliver between two nodes over a link that is whole, slow, lossy, or cut for a while."""
    _tell(_campaign("link").main(names=names or [], letters=letters, say=_say), as_json=as_json)


def _campaign(name: str) -> Any:
    """Load a campaign from the checkout: it stands outside the installed package."""
    sys.path.insert(0, str(checkout.root()))
    return importlib.import_module(f"tests.campaigns.{name}")


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _tell(figures: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(figures, indent=2))
    else:
        for name, figure in figures.items():
            typer.echo(f"{name:>18}  {figure}")
    if figures["faults"]:
        raise typer.Exit(1)
