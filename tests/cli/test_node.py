"""A node from its making to its officers, by the commands alone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from comity.foundation.directory import introduced
from comity.node.clock import now


def comity(home: Path, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "LC_", "LANG"))
    }
    command = [sys.executable, "-m", "comity.cli.main", "--home", str(home), *words]
    done = subprocess.run(command, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("node") / "XA"
    words = (
        "--state",
        "XA",
        "--name",
        "Aldova",
        "--also-named",
        "fr=Aldovie",
        "--url",
        "http://localhost:8000",
    )
    made = json.loads(comity(home, "node", "init", *words, "--json").stdout)
    assert (made["state"], made["administrator"]) == ("XA", "administrator")
    assert made["password"]
    return home


def test_a_node_is_not_made_twice(home: Path):
    words = ("--state", "XA", "--name", "Aldova", "--url", "http://localhost:8000")
    assert "node-exists" in comity(home, "node", "init", *words, code=2).stderr


def test_an_officer_is_appointed_with_a_password_that_is_shown_once(home: Path):
    words = ("duty officer of Aldova", "--role", "duty-officer", "--authority", "XA/duty")
    made = json.loads(comity(home, "node", "officer", "add", *words, "--json").stdout)
    assert made["password"]
    listed = json.loads(comity(home, "node", "officer", "list", "--json").stdout)
    assert {row["name"]: row["roles"] for row in listed} == {
        "administrator": ["administrator"],
        "duty officer of Aldova": ["duty-officer"],
    }
    assert made["password"] not in json.dumps(listed)
    assert "name-taken" in comity(home, "node", "officer", "add", *words, code=2).stderr


def test_a_password_is_chosen_in_a_file_and_never_among_the_words_of_a_command(home: Path, tmp_path: Path):
    (tmp_path / "password").write_text("chosen by the office\n", encoding="utf-8")
    words = ("node", "officer", "add", "inspector of Aldova", "--role", "oversight")
    done = comity(home, *words, "--password-file", str(tmp_path / "password"))
    assert done.stdout.strip() == "inspector of Aldova"
    assert "No such option" in comity(home, *words, "--password", "chosen", code=2).stderr
    code = (
        "from django.contrib.auth import authenticate as a; n = 'inspector of Aldova';"
        "print(bool(a(username=n, password='chosen by the office')), bool(a(username=n, password='chosen')))"
    )
    shell = [sys.executable, "-m", "django", "shell", "--no-imports", "-c", code]
    kept = os.environ | {"COMITY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "comity.node.settings"}
    signed_in = subprocess.run(shell, env=kept, capture_output=True, text=True, check=True)
    assert signed_in.stdout.strip() == "True False"


def test_the_password_of_a_database_is_not_taken_among_the_words_of_a_command(tmp_path: Path):
    words = ("--state", "XB", "--name", "Borania", "--url", "http://localhost:8001")
    address = "postgresql://comity:secret@localhost/comity"
    refused = comity(tmp_path / "XB", "node", "init", *words, "--database", address, code=2).stderr
    assert "PGPASSWORD" in refused
    assert "secret" not in refused
    assert not (tmp_path / "XB").exists()


def test_of_a_node_that_cannot_be_made_whole_nothing_is_kept(tmp_path: Path):
    (tmp_path / "password").write_text("short\n", encoding="utf-8")
    home, words = tmp_path / "XB", ("--state", "XB", "--name", "Borania", "--url", "http://localhost:8001")
    refused = comity(home, "node", "init", *words, "--password-file", str(tmp_path / "password"), code=2)
    assert refused.stderr.startswith("weak-password: ")
    assert not home.exists()
    nobody = ("--database", "postgresql://nobody@127.0.0.1:1/none")
    assert comity(home, "node", "init", *words, *nobody, code=2).stderr.startswith("database-unusable: ")
    assert not home.exists()
    (tmp_path / "file").touch()
    inside = comity(tmp_path / "file" / "XB", "node", "init", *words, code=2)
    assert inside.stderr.startswith("machine-refused: ")
    wrong = comity(home, "node", "init", *words, "--also-named", "Boranie", code=2).stderr
    assert "fr=Aldovie" in wrong


def test_the_profile_is_exported_and_pinned_only_with_its_fingerprint(home: Path, tmp_path: Path):
    file = tmp_path / "xa.jws"
    comity(home, "profile", "export", str(file))
    shown = json.loads(comity(home, "profile", "show", "--json").stdout)
    assert introduced(file.read_bytes(), at=now()).fingerprint == shown["fingerprint"]
    assert shown["names"] == {"en": "Aldova", "fr": "Aldovie"}
    wrong = comity(home, "profile", "pin", str(file), "--fingerprint", "0" * 32, code=2)
    assert "fingerprint-differs" in wrong.stderr


def test_a_worker_with_nothing_to_do_says_so_and_ends(home: Path):
    assert json.loads(comity(home, "node", "worker", "--once").stdout) == {
        "delivered": 0,
        "fetched": 0,
        "expired": 0,
    }
