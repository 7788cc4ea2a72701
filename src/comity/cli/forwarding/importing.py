"""``comity import``: take a parcel that a person brought, and write the answer that goes back the same way."""

import json
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.acting import As, officer
from comity.cli.forwarding.exporting import CARRIERS
from comity.cli.progress import shown
from comity.cli.telling import AsJson
from comity.node import unpacking

app = typer.Typer(rich_markup_mode=None)


@app.command(name="import")
def import_(
    parcel: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, help="The parcel, or the answer to one.")
    ],
    *,
    answer: Annotated[Path | None, typer.Option(help="Where the answer goes: a folder, or a zip file.")] = None,
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Take a parcel, or the answer to one; taking it again changes nothing."""
    by = officer(as_, *CARRIERS)
    with shown("Importing") as advance:
        done = unpacking.take(by, parcel, answer=answer, advance=advance)
    if as_json:
        told = {
            "from": done.sender,
            "name": done.name,
            "answers": done.answers,
            "taken": len(done.codes) - len(done.hindered),
            "hindered": done.hindered,
            "evidence": done.evidence,
            "refused": done.refused,
        }
        print(json.dumps(told))
        return
    what = "answer" if done.answers else "parcel"
    taken = len(done.codes) - len(done.hindered)
    print(f"{what} of {done.sender}: taken {taken}, evidence {len(done.evidence)}")
    for name, code in {**done.hindered, **done.refused}.items():
        print(f"{name}  {code}")
