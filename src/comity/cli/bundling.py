"""``comity request bundle``: a request as one file."""

from pathlib import Path
from typing import Annotated

import typer

from comity.cli.acting import DESK, As, officer
from comity.cli.telling import AsJson, tell
from comity.node.files import making
from comity.regime.requests.services import find
from comity.regime.requests.services.bundling import bundle as whole

app = typer.Typer(rich_markup_mode=None)


@app.command()
def bundle(
    reference: Annotated[str, typer.Argument(help="The reference on this node, such as XA-2026-0001.")],
    out: Annotated[Path, typer.Option(help="The file to write; it must not exist.")],
    as_: As = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Write the request as one file that anybody can verify offline."""
    actor = officer(as_, *DESK)
    content = whole(actor, find(actor, reference))
    with making(out, mode=0o644) as file:
        file.write_at(content, 0)
    told = {"reference": reference, "file": str(out), "octets": len(content)}
    tell(told, f"{out}  {len(content)} octets", as_json=as_json)
