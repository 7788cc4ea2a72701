import json
from pathlib import Path

import pytest
from tests.node import letters
from tests.node.conftest import node, peer, subject
from tests.node.peer import Peer
from typer.testing import CliRunner

from comity.access import Role
from comity.cli.forwarding import exporting, importing
from comity.errors.commands import OfficerNotNamed
from comity.errors.forwarding import NothingToForward, ParcelForAnother
from comity.node import officers
from comity.node.rules import COMMAND_LINE

__all__ = ["node", "peer", "subject"]
pytestmark = pytest.mark.store


@pytest.fixture
def waiting(peer: Peer) -> None:
    """A letter to Borania that waits, and an officer who may carry it."""
    appoint()
    letters.write()


def appoint() -> None:
    officers.appoint(
        COMMAND_LINE,
        name="administrator of Aldova",
        roles=[Role.ADMINISTRATOR],
    )


def run(app, *words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_an_export_says_what_the_parcel_holds(waiting: None, tmp_path: Path):
    told = json.loads(run(exporting.app, "XB", str(tmp_path / "out.zip"), "--json"))
    assert (told["acts"], told["receipts"], told["evidence"], told["left"]) == (1, 0, 0, 0)
    assert (tmp_path / "out.zip").is_file()
    assert "acts 1, receipts 0, evidence 0" in run(exporting.app, "XB", str(tmp_path / "out"))
    assert (tmp_path / "out" / "bagit.txt").is_file()


def test_nothing_due_is_said_and_nothing_is_made(peer: Peer, tmp_path: Path):
    appoint()
    with pytest.raises(NothingToForward):
        run(exporting.app, "XB", str(tmp_path / "out.zip"))
    assert not list(tmp_path.glob("*.zip"))


def test_a_parcel_brought_to_the_wrong_node_is_refused(waiting: None, tmp_path: Path):
    run(exporting.app, "XB", str(tmp_path / "out.zip"))
    with pytest.raises(ParcelForAnother):
        run(importing.app, str(tmp_path / "out.zip"))


def test_nobody_carries_without_an_officer(peer: Peer, tmp_path: Path):
    letters.write()
    with pytest.raises(OfficerNotNamed):
        run(exporting.app, "XB", str(tmp_path / "out.zip"))
