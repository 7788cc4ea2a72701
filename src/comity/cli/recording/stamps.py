"""``comity record stamps``: time-stamps over the record's checkpoints."""

from pathlib import Path
from typing import Annotated

import typer

from comity.cli.telling import AsJson, tell, tell_each
from comity.errors.record import UnknownEntry
from comity.node import timestamps
from comity.node.clock import now
from comity.node.files import replacing

app = typer.Typer(
    help="Show time-stamps; ask for one; write one out.", no_args_is_help=True, rich_markup_mode=None
)


@app.command(name="list")
def list_stamps(as_json: AsJson = False) -> None:
    """List the checkpoints that were stamped, and one that waits for its token."""
    rows = [
        {
            "size": row.size,
            "at": str(row.at) if row.at else None,
            "authority": row.authority,
            "error": row.last_error,
        }
        for row in timestamps.stamps()
    ]
    tell_each(rows, "size", "at", "authority", "error", as_json=as_json)


@app.command()
def ask(as_json: AsJson = False) -> None:
    """Ask the authority that node.toml names, if it is time."""
    came = timestamps.stamp_due(now())
    tell({"stamped": came}, f"{came} stamped", as_json=as_json)


@app.command()
def write(
    entry: Annotated[int, typer.Argument(help="An entry of the record; the earliest token that covers it.")],
    folder: Annotated[Path, typer.Argument(help="Where to write token.tsr and checkpoint.")],
) -> None:
    """Write a token and the checkpoint that it stamps, as ``openssl ts -verify`` takes them."""
    row = timestamps.first_after(entry + 1)
    if row is None or row.token is None:
        raise UnknownEntry(entry)
    replacing(folder / "token.tsr", bytes(row.token))
    replacing(folder / "checkpoint", row.text.encode())
    print(folder)
