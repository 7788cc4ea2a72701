"""Whoever waits at a terminal longer than a second sees how far the work is; nobody else sees anything."""

import io
from collections.abc import Callable
from threading import Event

import pytest
from rich.console import Console
from rich.progress import Progress

from comity.cli import progress

SOON = 30.0


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What a terminal shows, of a machine on which a second is over at once."""
    written = io.StringIO()
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(
        progress, "Console", lambda stderr: Console(file=written, force_terminal=stderr, width=80)
    )
    return written


@pytest.fixture
def appeared(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Is set once the line is shown."""
    event, begin = Event(), Progress.start

    def start(self: Progress) -> None:
        begin(self)
        event.set()

    monkeypatch.setattr(Progress, "start", start)
    return event


@pytest.mark.parametrize(
    ("show", "counted", "told"),
    [(progress.working, 37, "page 37"), (progress.shown, 3 << 20, "3.0/? MiB")],
)
def test_a_work_of_more_than_a_second_tells_what_it_is_and_how_far(
    terminal: io.StringIO, appeared: Event, show: Callable, counted: int, told: str
) -> None:
    with show("text.pdf [draft]") as count:
        assert appeared.wait(SOON)
        count(counted)
    assert "text.pdf [draft]" in terminal.getvalue()
    assert told in terminal.getvalue()


def test_a_work_that_counts_nothing_is_shown_too(terminal: io.StringIO, appeared: Event) -> None:
    with progress.working("text.xml"):
        assert appeared.wait(SOON)
    assert "text.xml" in terminal.getvalue()
    assert "page" not in terminal.getvalue()


def test_a_short_work_and_one_that_is_refused_leave_nothing_behind(
    terminal: io.StringIO, appeared: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", SOON)
    with pytest.raises(ValueError, match="refused"), progress.working("text.pdf"):
        raise ValueError("refused")
    assert not appeared.is_set()
    assert "text.pdf" not in terminal.getvalue()


def test_where_nobody_watches_nothing_is_written(
    capsys: pytest.CaptureFixture[str], appeared: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with progress.working("text.pdf") as count:
        assert appeared.wait(SOON)
        count(3)
    assert capsys.readouterr() == ("", "")
