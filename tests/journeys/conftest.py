"""What journeys in a browser stand on: Debian's Chromium, closed to the world, and a node that answers on localhost."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from tests.desks import a_node

CHROMIUM = Path(os.environ.get("COMITY_CHROMIUM", "/usr/bin/chromium"))
PATIENCE = 120_000  # milliseconds; a machine that does much at a time is slow, and no fault of a page
CLOSED = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
FRUGAL = (  # what a browser does beside the page to be quicker later costs more here than it gives
    "--in-process-gpu",
    "--renderer-process-limit=1",  # no process in reserve for the next page
    "--js-flags=--no-opt --no-maglev",  # a script that runs once is not worth compiling well
)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Start Debian's Chromium, or skip with one line where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: install Debian's chromium to run these journeys")
    return {"executable_path": str(CHROMIUM), "args": [*CLOSED, *FRUGAL]}


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Iterator[Browser]:
    """The browser, which waits long enough for whatever a test waits for."""
    opened = browser.new_context

    def patient(**options: Any) -> BrowserContext:
        context = opened(**options)
        context.set_default_timeout(PATIENCE)
        return context

    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browser, "new_context", patient)
        yield browser


@pytest.fixture
def node_url(transactional_db, live_server, tmp_path, settings, monkeypatch):
    """The address of a node of Borania that has all its desks open, for as long as one test lasts."""
    a_node.open_desks(tmp_path, settings, monkeypatch)
    return live_server.url
