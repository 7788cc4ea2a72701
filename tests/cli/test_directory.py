"""Two States found a directory by the commands, and a third follows it; what was not compared is refused."""

import json
from pathlib import Path

import pytest
from tests.stepping import Ground
from tests.union import serving
from typer.testing import CliRunner

from comity.cli import directory
from comity.errors.directory import (
    DirectoryNotFollowed,
    DirectoryRootNotCompared,
    DirectoryUnsigned,
    FingerprintsNotCompared,
    WrongPin,
)
from comity.errors.node import FingerprintDiffers
from comity.node import directory as directory_of_node, followed, issuing, profiles
from comity.node.holding import Folder
from comity.node.models import PinnedProfile
from comity.node.rules import COMMAND_LINE
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


def revised(ground: Ground, *files: Path, by: tuple[str, ...] = ("XA", "XB"), **leaving: str) -> None:
    """Draft the next version by the commands, let these holders sign it, and publish it."""
    folder = ground.folder.path
    gone = [word for state in leaving.values() for word in ("--leave", state)]
    comity(ground, "XB", "revise", folder, *files, *gone, "--compared")
    for code in by:
        comity(ground, code, "sign-root", folder, "--compared")
    comity(ground, "XB", "publish", folder)


@pytest.fixture
def founded(ground, joined) -> Path:
    """A directory of Aldova and Borania, published."""
    folder = ground.folder.path
    comity(ground, "XB", "init", folder, *joined, "--compared")
    for code in ("XA", "XB"):
        comity(ground, code, "sign-root", folder, "--compared")
        comity(ground, code, "offer", ground.home / f"{code}.offer")
    comity(ground, "XB", "publish", folder, *(ground.home / f"{code}.offer" for code in ("XA", "XB")))
    return folder


@pytest.mark.mandate("E11")
def test_whoever_was_away_while_the_root_was_replaced_twice_goes_the_whole_way_or_not_at_all(ground, founded):
    with serving(founded) as server:
        words = ("follow", server.url, "--root", founded / "metadata" / "1.root.json", "--compared")
        comity(ground, "XD", *words)
        comity(ground, "XC", "join", ground.home / "XC.join", "--holder")
        revised(ground, ground.home / "XC.join", by=("XA", "XB", "XC"))
        revised(ground, by=("XB", "XC"), leaving="XA")
        second, third = (founded / "metadata" / f"{version}.root.json" for version in (2, 3))
        whole, last = second.read_bytes(), third.read_bytes()
        for missing in (b"", forged(last)):
            (second.write_bytes(whole) if missing else second.unlink())
            third.write_bytes(missing or last)
            with pytest.raises(DirectoryUnsigned):
                comity(ground, "XD", "refresh")
            assert followed.followed().root_version == 1
        third.write_bytes(last)
        told = json.loads(comity(ground, "XD", "refresh", "--json"))
        assert (followed.followed().root_version, told["states"]["XA"]) == (3, "not-in-directory")


def forged(root: bytes) -> bytes:
    """Leave one signature on a root, of the two it needs."""
    told = json.loads(root)
    return json.dumps(told | {"signatures": told["signatures"][:1]}).encode()


@pytest.mark.mandate("E11")
def test_a_state_that_replaced_its_root_twice_applies_anew_and_is_followed_from_the_pinned_one(ground, founded):
    ground.be("XA")
    old, pinned = directory_of_node.export(), profiles.own_profile().fingerprint
    for _ in range(2):
        issuing.replace_root(COMMAND_LINE)
    comity(ground, "XA", "offer", ground.home / "XA.offer")
    newest = profiles.own_profile().fingerprint
    with pytest.raises(FingerprintDiffers):
        comity(ground, "XB", "publish", founded, ground.home / "XA.offer")
    comity(ground, "XA", "join", ground.home / "XA.join")
    revised(ground, ground.home / "XA.join")
    comity(ground, "XB", "publish", founded, ground.home / "XA.offer")
    PinnedProfile.objects.all().delete()
    ground.be("XD")
    directory_of_node.pin(COMMAND_LINE, old, fingerprint=pinned)
    with serving(founded) as server:
        words = ("follow", server.url, "--root", founded / "metadata" / "1.root.json", "--compared")
        assert json.loads(comity(ground, "XD", *words, "--json"))["states"]["XA"] == "taken"
    assert profiles.peer(StateCode("XA")).fingerprint == newest != pinned
    with pytest.raises(WrongPin):
        directory_of_node.pin(COMMAND_LINE, old)


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
