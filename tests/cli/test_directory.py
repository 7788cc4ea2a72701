"""Two States found a directory by the commands, and a third follows it; what was not compared is refused."""

import json
from pathlib import Path

import pytest
from tests.stepping import Ground
from tests.union import serving
from typer.testing import CliRunner

from comity.cli import directory
from comity.errors.directory import DirectoryNotFollowed, DirectoryRootNotCompared, FingerprintsNotCompared
from comity.node import profiles
from comity.node.holding import Folder
from comity.node.models import PinnedProfile
from comity.words import StateCode

pytestmark = pytest.mark.store


@pytest.fixture
def ground(db, tmp_path, settings) -> Ground:
    return Ground(tmp_path, settings, Folder(tmp_path / "directory"))


def comity(ground: Ground, state: str, *words: str | Path, said: str = "") -> str:
    """Run a command of ``comity directory`` at one State's node, and give what it printed."""
    ground.be(state)
    done = CliRunner().invoke(directory.app, [*map(str, words)], input=said, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def joined(ground) -> list[Path]:
    files = [ground.home / f"{code}.join" for code in ("XA", "XB")]
    for file in files:
        comity(ground, file.stem, "join", file, "--holder")
    return files


def test_a_directory_is_founded_published_and_followed_by_commands(ground, joined):
    """Borania's node is the centre here: a centre needs no State of its own."""
    folder = ground.folder.path
    made = json.loads(comity(ground, "XB", "init", folder, *joined, "--compared", "--json"))
    assert (made["threshold"], sorted(made["states"])) == (2, ["XA", "XB"])
    comity(ground, "XA", "sign-root", folder, said="y\n")
    assert json.loads(comity(ground, "XB", "show", folder, "--json"))["missing"] == 1
    told = json.loads(comity(ground, "XB", "sign-root", folder, "--compared", "--json"))
    assert (told["signed"], told["missing"]) == (["XA", "XB"], 0)
    offers = [ground.home / f"{code}.offer" for code in ("XA", "XB")]
    for file in offers:
        comity(ground, file.stem, "offer", file)
    comity(ground, "XB", "publish", folder, *offers)
    assert json.loads(comity(ground, "XB", "renew", folder)) == {"renewed": False}
    PinnedProfile.objects.all().delete()
    with serving(folder) as server:
        words = ("follow", server.url, "--root", folder / "metadata" / "1.root.json")
        followed = json.loads(comity(ground, "XD", *words, "--compared", "--json"))
        assert (followed["fresh"], followed["taken"]) == ("fresh", 2)
        assert json.loads(comity(ground, "XD", "refresh", "--json"))["taken"] == 0
    assert profiles.peer(StateCode("XA")).fingerprint == made["states"]["XA"]
    assert json.loads(comity(ground, "XD", "standing", "--json"))["states"] == {"XA": "taken", "XB": "taken"}


def test_a_state_joins_and_another_leaves_by_commands(ground, joined):
    folder = ground.folder.path
    comity(ground, "XB", "init", folder, *joined, "--compared")
    for code in ("XA", "XB"):
        comity(ground, code, "sign-root", folder, "--compared")
    comity(ground, "XB", "publish", folder)
    comity(ground, "XC", "join", ground.home / "XC.join")
    comity(ground, "XB", "revise", folder, ground.home / "XC.join", "--compared")
    drafted = json.loads(comity(ground, "XB", "show", folder, "--json"))
    assert (sorted(drafted["states"]), drafted["missing"]) == (["XA", "XB", "XC"], 2)
    comity(ground, "XB", "revise", folder, "--leave", "XC")
    assert sorted(json.loads(comity(ground, "XB", "show", folder, "--json"))["states"]) == ["XA", "XB"]


def test_what_nobody_compared_is_refused(ground, joined):
    folder = ground.folder.path
    with pytest.raises(FingerprintsNotCompared):
        comity(ground, "XB", "init", folder, *joined, said="n\n")
    comity(ground, "XB", "init", folder, *joined, said="y\ny\n")
    with pytest.raises(FingerprintsNotCompared):
        comity(ground, "XA", "sign-root", folder, said="n\n")
    with pytest.raises(DirectoryRootNotCompared):
        comity(
            ground, "XA", "follow", "https://zz.example", "--root", folder / "draft" / "root.json", said="n\n"
        )


def test_who_follows_none_is_told_so(ground):
    with pytest.raises(DirectoryNotFollowed):
        comity(ground, "XA", "standing")
