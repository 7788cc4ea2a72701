"""``comity demo``: both halves of Comity, played on this machine and left open to look at.

Three nodes on loopback: the secretariat of a committee, and two States that do not exist. Everything is played through
the same commands that officers use. ``--once`` plays on throwaway data, prints a summary as JSON, and ends with 0 only
if every proof held.
"""

import json
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from comity.cli.demonstration.play import Play
from comity.cli.demonstration.programme import Programme
from comity.errors import ComityError
from comity.reference.refusals import sentence
from comity.words import Language

app = typer.Typer(help=__doc__, rich_markup_mode=None)
MEBI = 1 << 20


@app.command()
def demo(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Play on throwaway data, print a summary as JSON, end.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    size: Annotated[int, typer.Option(help="Size of the evidence in MiB.", min=1, max=1 << 20)] = 64,
    folder: Annotated[
        Path | None, typer.Option(help="Where the nodes live; otherwise a folder that is removed at the end.")
    ] = None,
) -> None:
    """Play both halves of Comity on this machine."""
    console = Console(stderr=True, highlight=False)
    with _stage(folder) as place:
        programme = Programme(total=12, console=console)
        play = Play(place, programme, size=size * MEBI)
        try:
            refusal = _perform(play)
            if once or as_json:
                print(json.dumps(_summary(programme, refusal), ensure_ascii=False, indent=2))
            if refusal is not None:
                told = sentence(refusal, Language.ENGLISH)
                console.print(f"{told.code}: {told.says}\n{told.do}", markup=False)
                raise typer.Exit(1)
            if not once:
                _leave_open(play, console)
        finally:
            for player in play.players.values():
                player.stop()


def _perform(play: Play) -> ComityError | None:
    with play.programme.playing():
        for title, act in play.scenes:
            try:
                play.programme.play(title, act)
            except ComityError as refusal:
                return refusal
    return None


def _summary(programme: Programme, refusal: ComityError | None) -> dict[str, object]:
    return {
        "proved": refusal is None,
        "refusal": None if refusal is None else str(refusal),
        "seconds": round(sum(scene.seconds for scene in programme.scenes), 3),
        "steps": [
            {"step": scene.title, "seconds": scene.seconds, "proof": scene.proof} for scene in programme.scenes
        ],
    }


def _leave_open(play: Play, console: Console) -> None:
    for player in play.players.values():
        console.print(f"\n{player.names[Language.ENGLISH]}  {player.url}", style="bold", soft_wrap=True)
        table = Table("Sign in as", "Password", "Roles", box=None, padding=(0, 2))
        for office in player.sign_ins:
            table.add_row(office.name, office.password, ", ".join(office.roles))
        console.print(table)
    console.print("\nThe desks stay open until you press Ctrl+C.", markup=False)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    console.print("The desks are closed.")


@contextmanager
def _stage(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="comity-demonstration-", ignore_cleanup_errors=True) as made:
        yield Path(made)
