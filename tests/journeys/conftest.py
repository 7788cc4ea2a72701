"""What journeys in a browser stand on: Debian's Chromium, closed to the world, and a node that answers on localhost."""

import os
from pathlib import Path

import pytest
from tests.desks import a_node

CHROMIUM = Path(os.environ.get("COMITY_CHROMIUM", "/usr/bin/chromium"))
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


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Start Debian's Chromium, or skip with one line where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: install Debian's chromium to run these journeys")
    return {"executable_path": str(CHROMIUM), "args": list(CLOSED)}


@pytest.fixture
def node_url(transactional_db, live_server, tmp_path, settings, monkeypatch):
    """The address of a node of Borania that has all its desks open, for as long as one test lasts."""
    a_node.open_desks(tmp_path, settings, monkeypatch)
    return live_server.url
