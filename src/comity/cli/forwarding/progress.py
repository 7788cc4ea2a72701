"""How far the work on a parcel is, on standard error, once it has taken a second."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import DownloadColumn, Progress, SpinnerColumn, TextColumn, TransferSpeedColumn


@contextmanager
def shown(words: str) -> Iterator[Callable[[int], None]]:
    """Give the function that counts the bytes that are done."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        DownloadColumn(binary_units=True),
    )
    progress = Progress(*columns, TransferSpeedColumn(), console=Console(stderr=True), transient=True)
    task, begun = progress.add_task(words, total=None), time.monotonic()

    def advance(count: int) -> None:
        progress.update(task, advance=count)
        if not progress.live.is_started and time.monotonic() - begun > 1:
            progress.start()

    try:
        yield advance
    finally:
        progress.stop()
