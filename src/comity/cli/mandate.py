"""`comity mandate`: what was promised, and how many tests keep each promise."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from comity.cli.inspection import checkout
from comity.cli.inspection.promises import kept
from comity.reference.mandate import promises

app = typer.Typer()


@app.command()
def mandate(
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
) -> None:
    """Print each promise of the mandate and how many tests keep it."""
    tests = kept(checkout.root())
    if as_json:
        rows = [
            {"id": promise.id, "title": promise.title, "part": promise.part, "tests": len(tests[promise.id])}
            for promise in promises()
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("id", "promise", box=None, pad_edge=False)
    table.add_column("tests", justify="right")
    for promise in promises():
        table.add_row(
            promise.id, promise.title, str(len(tests[promise.id])) if tests[promise.id] else "[dim]open[/]"
        )
    console = Console()
    console.print(table)
    console.print(f"{sum(bool(found) for found in tests.values())} of {len(tests)} promises are kept by a test")
