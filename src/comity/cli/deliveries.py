"""``comity deliveries``: what is on its way to other States, what is overdue, and which State is paused."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from comity.access import Role, require
from comity.cli import said
from comity.cli.acting import As, officer
from comity.cli.telling import AsJson, tell
from comity.node import overdue, subjects
from comity.node.models import Dispatch
from comity.words import StateCode

app = typer.Typer(
    no_args_is_help=True, help="See and decide what is on its way to other States.", rich_markup_mode=None
)
Number = Annotated[int, typer.Argument(help="The number of the delivery, as the list shows it.")]
State = Annotated[str, typer.Argument(help="The State, such as XB.")]
Reason = Annotated[str, said.also("why, which stands in the record, without content of a case")]
_SEE = (Role.CENTRAL_AUTHORITY, Role.DUTY_OFFICER, Role.ADMINISTRATOR)
_DECIDE = (Role.CENTRAL_AUTHORITY, Role.DUTY_OFFICER)
_PAUSE = (Role.CENTRAL_AUTHORITY, Role.ADMINISTRATOR)


@app.command(name="list")
def list_deliveries(as_: As = "", *, as_json: AsJson = False) -> None:
    """List what waits, what is overdue, and which States are paused."""
    require(subjects.access(), officer(as_, *_SEE), "node.see-deliveries")
    rows = [*overdue.overdue(), *overdue.waiting()]
    pauses = overdue.pauses()
    if as_json:
        paused = [{"state": row.state, "since": str(row.since), "reason": row.reason} for row in pauses]
        print(json.dumps({"deliveries": [_told(row) for row in rows], "paused": paused}))
        return
    table = Table("number", "to", "what", "state", "attempts", "next attempt", "last fault", box=None)
    for row in rows:
        told = (row.pk, row.peer, row.envelope.kind, row.state, row.attempts, row.next_attempt, row.last_error)
        table.add_row(*map(str, told))
    Console().print(table)
    for pause in pauses:
        print(f"paused: {pause.state} since {pause.since}: {pause.reason}")


@app.command()
def again(number: Number, as_: As = "", *, as_json: AsJson = False) -> None:
    """Try an overdue delivery again, for another 72 hours."""
    _tell(overdue.try_again(officer(as_, *_DECIDE), number), as_json=as_json)


@app.command(name="give-up")
def give_up(number: Number, reason: Reason, as_: As = "", *, as_json: AsJson = False) -> None:
    """Give an overdue delivery up for good."""
    _tell(overdue.give_up(officer(as_, *_DECIDE), number, reason=reason), as_json=as_json)


@app.command()
def pause(state: State, reason: Reason, as_: As = "", *, as_json: AsJson = False) -> None:
    """Send nothing to a State until it is resumed; nothing is lost."""
    row = overdue.pause(officer(as_, *_PAUSE), StateCode(state), reason=reason)
    told = {"state": row.state, "since": str(row.since), "reason": row.reason}
    tell(told, f"{row.state} is paused.", as_json=as_json)


@app.command()
def resume(state: State, as_: As = "", *, as_json: AsJson = False) -> None:
    """Send to a State again."""
    overdue.resume(officer(as_, *_PAUSE), StateCode(state))
    tell({"state": state}, f"{state} is no longer paused.", as_json=as_json)


def _told(row: Dispatch) -> dict[str, object]:
    return {
        "number": row.pk,
        "peer": row.peer,
        "kind": row.envelope.kind,
        "state": row.state,
        "attempts": row.attempts,
        "next_attempt": str(row.next_attempt),
        "overdue": str(row.overdue),
        "last_error": row.last_error,
    }


def _tell(row: Dispatch, *, as_json: bool) -> None:
    tell(_told(row), f"{row.pk}: {row.state}", as_json=as_json)
