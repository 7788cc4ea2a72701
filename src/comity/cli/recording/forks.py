"""``comity record forks``: forks of peers' records, their evidence, the decision."""

from pathlib import Path
from typing import Annotated

import typer

from comity.access import Role
from comity.cli import said
from comity.cli.acting import As, officer
from comity.cli.telling import AsJson, tell, tell_each
from comity.errors.record import UnknownEntry
from comity.node import forks
from comity.node.files import replacing
from comity.node.models import Fork

app = typer.Typer(
    help="Show forks of peers' records; write the evidence; decide.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(help="The digest of the evidence, or the beginning of it.")]


@app.command(name="list")
def list_forks(as_json: AsJson = False) -> None:
    """List every fork that was found, and what was decided."""
    rows = [_facts(row) for row in forks.known()]
    tell_each(rows, "digest", "state", "older", "newer", "decided", as_json=as_json)


@app.command()
def evidence(digest: Name, file: Annotated[Path, typer.Argument(help="Where to write it.")]) -> None:
    """Write the evidence of a fork, which ``comity record fork verify`` checks on any machine."""
    replacing(file, bytes(_find(digest).evidence))
    print(file)


@app.command()
def resume(
    digest: Name,
    reason: Annotated[str, said.also("why, which stands in the record")],
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Resume the exchange that a fork holds."""
    row = forks.decide(officer(as_, Role.CENTRAL_AUTHORITY, Role.ADMINISTRATOR), _find(digest), reason=reason)
    tell(_facts(row), f"{row.state}  resumed", as_json=as_json)


def _find(digest: str) -> Fork:
    row = forks.find(digest)
    if row is None:
        raise UnknownEntry(digest[:64])
    return row


def _facts(row: Fork) -> dict[str, object]:
    return {
        "digest": row.digest,
        "state": row.state,
        "older": row.older,
        "newer": row.newer,
        "found": str(row.found_at),
        "decided": str(row.decided_at) if row.decided_at else None,
        "by": row.decided_by,
        "reason": row.reason,
    }
