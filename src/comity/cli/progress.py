"""How far a work is, on standard error, once it has taken a second; nothing where that is no terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import (
    DownloadColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)

PATIENCE = 1.0  # seconds


@contextmanager
def shown(words: str) -> Iterator[Callable[[int], None]]:
    """Give the function that counts the bytes that are done; they are shown with their rate."""
    with _late(DownloadColumn(binary_units=True), TransferSpeedColumn()) as progress:
        task = progress.add_task(words, total=None)
        yield lambda count: progress.update(task, advance=count)


@contextmanager
def working(words: str) -> Iterator[Callable[[int], None]]:
    """Give the function that is told how many pages are set; they are shown with the time that it has taken."""
    with _late(TextColumn("{task.fields[done]}"), TimeElapsedColumn()) as progress:
        task = progress.add_task(words, total=None, done="")
        yield lambda pages: progress.update(task, done=f"page {pages}")


@contextmanager
def _late(*columns: ProgressColumn) -> Iterator[Progress]:
    """A line that appears after a second, whether or not anything was counted by then, and goes with the work."""
    what = TextColumn("{task.description}", markup=False)
    console = Console(stderr=True)
    progress = Progress(
        SpinnerColumn(), what, *columns, console=console, transient=True, disable=not console.is_terminal
    )
    waiting = Timer(PATIENCE, progress.start)
    waiting.daemon = True
    waiting.start()
    try:
        yield progress
    finally:
        waiting.cancel()
        waiting.join()
        progress.stop()
