"""Taking a file of this machine into custody, with progress where it takes longer than a second."""

import mimetypes
from pathlib import Path

from rich.console import Console
from rich.progress import DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from comity.access import Actor
from comity.node.files import reading
from comity.regime.evidence.models import Item
from comity.regime.evidence.services import Intake, own_authority, take_in as seal_and_keep


def take_in(actor: Actor, file: Path, *, how: str, thread: str = "") -> Item:
    """Seal ``file`` for the actor's authority and take it into custody."""
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    intake = Intake(name=file.name, media_type=media_type, how=how, thread=thread)
    columns = (TextColumn("{task.description}"), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with (
        reading(file) as source,
        Progress(*columns, console=Console(stderr=True), transient=True) as bar,
    ):
        task = bar.add_task(file.name, total=source.size)
        return seal_and_keep(
            actor,
            source,
            intake,
            authority=own_authority(actor),
            progress=lambda octets: bar.advance(task, octets),
        )
