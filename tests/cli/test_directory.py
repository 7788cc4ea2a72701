"""Three States found a directory by the commands alone; a fourth follows it over the centre's node."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.union import serving

NAMES = {"XA": "Aldova", "XB": "Borania", "XD": "Dravia"}


def comity(home: Path, *words: str | Path, code: int = 0, said: str = "") -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "LC_", "LANG"))
    }
    command = [sys.executable, "-m", "comity.cli.main", "--home", str(home), *map(str, words)]
    done = subprocess.run(command, env=kept, input=said, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("directory")
    for code, name in NAMES.items():
        words = ("--state", code, "--name", name, "--url", f"http://{code.lower()}.example")
        comity(folder / code, "node", "init", *words, "--json")
    return folder


def test_a_directory_is_founded_published_and_followed_by_commands(ground: Path) -> None:
    """Borania's node is the centre here: a centre needs no State of its own."""
    folder = ground / "published"
    for code in ("XA", "XB"):
        comity(ground / code, "directory", "join", ground / f"{code}.join", "--holder")
    joined = [ground / "XA.join", ground / "XB.join"]
    refused = comity(ground / "XB", "directory", "init", folder, *joined, said="n\n", code=2)
    assert "fingerprint" in refused.stderr
    made = json.loads(
        comity(ground / "XB", "directory", "init", folder, *joined, "--compared", "--json").stdout
    )
    assert (made["threshold"], sorted(made["states"])) == (2, ["XA", "XB"])
    comity(ground / "XB", "directory", "publish", folder, code=2)
    comity(ground / "XA", "directory", "sign-root", folder, said="y\n")
    told = json.loads(comity(ground / "XB", "directory", "sign-root", folder, "--compared", "--json").stdout)
    assert (told["signed"], told["missing"]) == (["XA", "XB"], 0)
    for code in ("XA", "XB"):
        comity(ground / code, "directory", "offer", ground / f"{code}.offer")
    comity(ground / "XB", "directory", "publish", folder, ground / "XA.offer", ground / "XB.offer")
    assert json.loads(comity(ground / "XB", "directory", "renew", folder).stdout) == {"renewed": False}
    follower = ground / "XD"
    with serving(folder) as server:
        words = ("directory", "follow", server.url, "--root", folder / "metadata" / "1.root.json")
        assert "confirm" in comity(follower, *words, said="n\n", code=2).stderr.lower()
        followed = json.loads(comity(follower, *words, "--compared", "--json").stdout)
        assert (followed["fresh"], followed["taken"]) == ("fresh", 2)
        assert json.loads(comity(follower, "directory", "refresh", "--json").stdout)["taken"] == 0
    shown = json.loads(comity(follower, "profile", "show", "XA", "--json").stdout)
    assert shown["fingerprint"] == made["states"]["XA"]
    standing = json.loads(comity(follower, "directory", "standing", "--json").stdout)
    assert standing["states"] == {"XA": "taken", "XB": "taken"}


def test_who_follows_none_is_told_how_to_begin(ground: Path) -> None:
    assert "comity directory follow" in comity(ground / "XA", "directory", "standing", code=2).stderr
