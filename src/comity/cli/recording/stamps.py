"""``comity record stamps``: time-stamps over the record's checkpoints."""

import json
from pathlib import Path
from typing import Annotated

import typer

from comity.errors.record import UnknownEntry
from comity.node import timestamps
from comity.node.clock import now
from comity.node.files import replacing

app = typer.Typer(
    help="Show time-stamps; ask for one; write one out.", no_args_is_help=True, rich_markup_mode=None
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


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
    if as_json:
        print(json.dumps(rows))
        return
    for row in rows:
        print(f"{row['size']}  {row['at'] or '-'}  {row['authority']}  {row['error']}")


@app.command()
def ask(as_json: AsJson = False) -> None:
    """Ask the authority that node.toml names, if it is time."""
    came = timestamps.stamp_due(now())
    print(json.dumps({"stamped": came}) if as_json else f"{came} stamped")


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
