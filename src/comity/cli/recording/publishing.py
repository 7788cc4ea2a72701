"""``comity record export``: the record as files that any web server serves."""

import json
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.telling import AsJson
from comity.node import publishing

app = typer.Typer(rich_markup_mode=None)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="The folder; what stands there already is not written again.")],
    witnessed: Annotated[
        bool, typer.Option("--witnessed", help="Only up to the newest checkpoint that a witness cosigned.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the record's tiles, entries and checkpoint as files that any web server can serve (C2SP tlog-tiles)."""
    done = publishing.export(folder, witnessed=witnessed)
    facts = {"origin": done.checkpoint.origin, "size": done.checkpoint.size, "files": done.files}
    print(json.dumps(facts) if as_json else f"{done.checkpoint.size} entries, {done.files} files written")
