"""The record by the commands: published, proved, decided on; and evidence that any machine verifies."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.foundation.parties import party
from tests.time_authority import Authority

from comity.foundation.record import Checkpoint, Fork, Growth, Log, MemoryStore
from comity.foundation.record.stamps import stamp_request

XA = party("XA")


def comity(*words: str | Path, home: Path | None = None, code: int = 0, said: str = "") -> str:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "LC_", "LANG"))
    }
    where = [] if home is None else ["--home", str(home)]
    command = [sys.executable, "-m", "comity.cli.main", *where, *map(str, words)]
    done = subprocess.run(command, env=kept, input=said, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout if not code else done.stderr


def log_of(*entries: bytes) -> Log:
    log = Log(MemoryStore(), "xa.example/record")
    log.append(entries)
    return log


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    true, false = log_of(b"a", b"b", b"c"), log_of(b"a", b"x", b"c", b"d")
    fork = Fork.between(
        true.checkpoint(XA.log_key),
        false.checkpoint(XA.log_key),
        [Growth.of(false, 3, 4)],
        key=XA.log_key.public,
    )
    file = tmp_path / "fork.json"
    file.write_bytes(fork.to_bytes())
    return file


def test_a_fork_is_verified_offline_and_says_whose_key_is_to_be_compared(evidence: Path) -> None:
    told = json.loads(comity("record", "fork", "verify", evidence, "--json"))
    assert (told["forked"], told["origin"], told["compared"]) == (True, "xa.example/record", False)
    assert (told["older"]["size"], told["newer"]["size"]) == (3, 4)
    assert str(XA.log_key.public) in comity("record", "fork", "verify", evidence)
    key = str(XA.log_key.public)
    assert json.loads(comity("record", "fork", "verify", evidence, "--key", key, "--json"))["compared"]


def test_evidence_against_another_key_or_that_was_touched_is_refused(evidence: Path) -> None:
    other = str(party("XB").log_key.public)
    refused = comity("record", "fork", "verify", evidence, "--key", other, code=2)
    assert "checkpoint-unsigned" in refused
    evidence.write_bytes(evidence.read_bytes().replace(b"xa.example", b"xb.example"))
    comity("record", "fork", "verify", evidence, code=2)


def test_a_time_stamp_is_verified_offline(tmp_path: Path) -> None:
    authority, note = Authority(tmp_path / "authority"), log_of(b"a").checkpoint(XA.log_key)
    (tmp_path / "token.tsr").write_bytes(authority.answer(stamp_request(note)))
    (tmp_path / "checkpoint").write_text(note.text, "utf-8")
    words = ("record", "stamp", "verify", tmp_path / "token.tsr", tmp_path / "checkpoint")
    told = json.loads(comity(*words, "--roots", authority.folder / "root.pem", "--json"))
    assert (told["authority"], told["size"]) == ("Time-stamping office", 1)
    other = Authority(tmp_path / "other")
    assert "stamp-unproved" in comity(*words, "--roots", other.folder / "root.pem", code=2)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("node") / "XA"
    words = ("--state", "XA", "--name", "Aldova", "--url", "http://localhost:8000")
    comity("node", "init", *words, "--json", home=home)
    return home


def test_the_record_is_exported_and_the_second_time_nothing_is_new(home: Path, tmp_path: Path) -> None:
    told = json.loads(comity("record", "export", tmp_path / "out", "--json", home=home))
    assert told["files"] > 0
    note = comity("record", "checkpoint", home=home)
    assert Checkpoint.parse(note).size == told["size"]
    assert (tmp_path / "out/checkpoint").read_text("utf-8") == note
    assert json.loads(comity("record", "export", tmp_path / "out", "--json", home=home))["files"] == 0


def test_only_an_office_that_may_unlinks_an_entry_and_only_once(home: Path) -> None:
    words = ("record", "unlink", "--entry", 0, "--reason", "-", "--json")
    assert "officer-not-named" in comity(*words, home=home, code=2, said="ordered")
    comity("node", "officer", "add", "central", "--role", "central-authority", home=home)
    assert json.loads(comity(*words, home=home, said="ordered")) == {
        "unlinked": [0],
        "still_proved_by_receipts": [],
    }
    assert "salt-gone" in comity(*words, home=home, code=2, said="ordered")


def test_without_witness_stamp_or_fork_the_lists_are_empty(home: Path) -> None:
    for group in ("witnesses", "stamps", "forks"):
        assert json.loads(comity("record", group, "list", "--json", home=home)) == []
    assert "unknown-entry" in comity("record", "forks", "evidence", "abc", "file", home=home, code=2)
    assert "0 stamped" in comity("record", "stamps", "ask", home=home)
    assert "0 cosigned" in comity("record", "witnesses", "ask", home=home)
