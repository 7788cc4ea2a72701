"""``comity node worker``: deliver, fetch and watch the clocks."""

import json
import signal
from typing import Annotated

import typer

from comity.node.worker import Worker, alone as free_claims, once as one_round

app = typer.Typer(help="Deliver, fetch and watch the clocks.", rich_markup_mode=None)


@app.command()
def worker(
    alone: Annotated[
        bool, typer.Option("--alone", help="No other worker runs: free at once what a killed one held.")
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="Do all that is due now, say how much it was, and end.")
    ] = False,
) -> None:
    """Deliver the outbox, fetch evidence and mark clocks that have run out, until stopped."""
    if alone:
        free_claims()
    if once:
        print(json.dumps(one_round()))
        return
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda caught, _frame: stopping.append(caught))
    Worker().run(lambda: bool(stopping))
