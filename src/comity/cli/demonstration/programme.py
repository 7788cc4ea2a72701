"""The programme of the demonstration: scenes in their order, each timed, each ending with what proves it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@dataclass(frozen=True, slots=True)
class Scene:
    """What was played, how long it took, and what proves it."""

    title: str
    seconds: float
    proof: str


@dataclass(slots=True)
class Programme:
    """Plays scenes with progress on standard error, and keeps what each of them proved."""

    total: int
    console: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))
    scenes: list[Scene] = field(default_factory=list)
    _bar: Progress | None = None

    @contextmanager
    def playing(self) -> Iterator[None]:
        """Show one bar for all scenes while they are played."""
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console, transient=True) as bar:
            self._bar = bar
            bar.add_task("Comity", total=self.total)
            yield
        self._bar = None

    def play(self, title: str, act: Callable[[], str]) -> None:
        """Play one scene; ``act`` returns its proof, and raises if anything did not hold."""
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], description=title)
        started = time.perf_counter()
        proof = act()
        scene = Scene(title, round(time.perf_counter() - started, 3), proof)
        self.scenes.append(scene)
        self.console.print(
            f"  {scene.seconds:7.2f} s  {title}", f"             {proof}", sep="\n", style="none"
        )
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0])
