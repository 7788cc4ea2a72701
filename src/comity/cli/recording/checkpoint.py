"""``comity record checkpoint``: the record's signed note."""

from typing import Annotated

import typer

from comity.node import record, witnessing

app = typer.Typer(rich_markup_mode=None)


@app.command()
def checkpoint(
    witnessed: Annotated[
        bool, typer.Option("--witnessed", help="The newest one that a witness cosigned, if there is one.")
    ] = False,
) -> None:
    """Print the record's checkpoint of now as a signed note, with the cosignatures that it has."""
    newest = witnessing.newest_witnessed() if witnessed else None
    print((newest or witnessing.shown_checkpoint(record.checkpoint())).text, end="")
