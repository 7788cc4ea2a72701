"""``comity export``: everything that is due to a peer, sealed, as one parcel for a USB stick or an e-mail."""

import json
from pathlib import Path
from typing import Annotated

import typer

from comity.access import Role
from comity.cli.acting import As, officer
from comity.cli.progress import shown
from comity.cli.telling import AsJson
from comity.node import forwarding
from comity.words import StateCode

app = typer.Typer(rich_markup_mode=None)
CARRIERS = (Role.CENTRAL_AUTHORITY, Role.DUTY_OFFICER, Role.ADMINISTRATOR)


@app.command()
def export(
    state: Annotated[str, typer.Argument(help="The State it is for, such as XB.")],
    target: Annotated[
        Path, typer.Argument(metavar="FOLDER_OR_FILE.zip", help="What is made: a folder, or a zip file.")
    ],
    *,
    evidence: Annotated[
        bool, typer.Option(help="Enclose the sealed evidence that was disclosed to that State.")
    ] = True,
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Write what is due to a State as one sealed parcel; what is in it goes on waiting for its answer."""
    by = officer(as_, *CARRIERS)
    with shown("Exporting") as advance:
        done = forwarding.export(by, StateCode(state), target, evidence=evidence, advance=advance)
    told = {
        "parcel": str(target),
        "name": done.name,
        "acts": done.acts,
        "receipts": done.receipts,
        "evidence": done.evidence,
        "left": done.left,
    }
    line = f"{target}  acts {done.acts}, receipts {done.receipts}, evidence {done.evidence}"
    print(json.dumps(told) if as_json else line + (f"; {done.left} wait for the next" if done.left else ""))
