"""``comity record witnesses``: who cosigns this node's record."""

import json
from typing import Annotated

import typer

from comity.node import witnessing
from comity.node.clock import now

app = typer.Typer(help="Show who cosigns the record; ask now.", no_args_is_help=True, rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(name="list")
def list_witnesses(as_json: AsJson = False) -> None:
    """List the peers, the size that each cosigned last, and what hinders one that did not answer."""
    rows = [
        {
            "state": row.state,
            "size": row.size,
            "cosigned": str(row.cosigned_at) if row.cosigned_at else None,
            "error": row.last_error,
        }
        for row in witnessing.witnesses()
    ]
    if as_json:
        print(json.dumps(rows))
        return
    for row in rows:
        print(f"{row['state']}  {row['size']}  {row['cosigned'] or '-'}  {row['error']}")


@app.command()
def ask(as_json: AsJson = False) -> None:
    """Offer the record's checkpoint of now to the peers for which it is time."""
    cosigned = witnessing.witness_due(now())
    print(json.dumps({"cosigned": cosigned}) if as_json else f"{cosigned} cosigned")
