"""``comity record unlink``: destroy salts, so that entries stand for nothing any more."""

from typing import Annotated

import typer

from comity.access import Role
from comity.cli import said
from comity.cli.acting import As, officer
from comity.cli.telling import AsJson, tell
from comity.node import salts

app = typer.Typer(rich_markup_mode=None)


@app.command()
def unlink(
    reason: Annotated[str, said.also("why, which stands in the record")],
    entry: Annotated[int | None, typer.Option(help="One entry, by its index.")] = None,
    thread: Annotated[str, typer.Option(help="All entries about one thread.")] = "",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Destroy the salts of entries for good: they stay in the record, and nobody can show what they stood for."""
    by = officer(as_, Role.CENTRAL_AUTHORITY, Role.SECRETARIAT)
    if (entry is None) == (not thread):
        raise typer.BadParameter("--entry or --thread", param_hint="--entry")
    done = (
        salts.destroy_about(by, thread, reason=reason)
        if entry is None
        else salts.destroy(by, entry, reason=reason)
    )
    facts = {"unlinked": done.indices, "still_proved_by_receipts": done.given}
    words = (
        f"{len(done.indices)} entries unlinked; {len(done.given)} are still proved by receipts that were given"
    )
    tell(facts, words, as_json=as_json)
