"""``comity record witnesses``: who cosigns this node's record."""

import typer

from comity.cli.telling import AsJson, tell, tell_each
from comity.node import witnessing
from comity.node.clock import now

app = typer.Typer(help="Show who cosigns the record; ask now.", no_args_is_help=True, rich_markup_mode=None)


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
    tell_each(rows, "state", "size", "cosigned", "error", as_json=as_json)


@app.command()
def ask(as_json: AsJson = False) -> None:
    """Offer the record's checkpoint of now to the peers for which it is time."""
    cosigned = witnessing.witness_due(now())
    tell({"cosigned": cosigned}, f"{cosigned} cosigned", as_json=as_json)
