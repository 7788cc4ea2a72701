"""Taking a file of this machine into custody, with progress on a terminal."""

import mimetypes
import sys
from pathlib import Path

import typer

from comity.access import Actor
from comity.node.files import reading
from comity.regime.evidence.models import Item
from comity.regime.evidence.services import Intake, own_authority, take_in as seal_and_keep


def take_in(actor: Actor, file: Path, *, how: str, thread: str = "") -> Item:
    """Seal ``file`` for the actor's authority and take it into custody."""
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    intake = Intake(name=file.name, media_type=media_type, how=how, thread=thread)
    error = sys.stderr
    with (
        reading(file) as source,
        typer.progressbar(length=source.size, label=file.name, file=error, hidden=not error.isatty()) as bar,
    ):
        return seal_and_keep(actor, source, intake, authority=own_authority(actor), progress=bar.update)
