"""The library of instruments on the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.committee.instruments.treaties import DRAFT, OLD, OTHER


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, words in (("old.md", OLD), ("other.md", OTHER), ("draft.md", DRAFT.encode())):
        (tmp_path / name).write_bytes(words)
    return tmp_path


def run(*words: object, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COMITY_HOME": str(home), "LANG": "en_GB.UTF-8"}
    command = [sys.executable, "-m", "comity.cli.main", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=240)


@pytest.mark.mandate("R11")
def test_the_nearest_provisions_are_told_without_a_node(files: Path) -> None:
    done = run(
        *("instruments", "nearest", files / "draft.md", "--against", files / "old.md"),
        *("--against", files / "other.md", "--article", "1", "--json"),
        home=files / "none",
    )
    (article,) = json.loads(done.stdout)["articles"]
    assert [one["citation"] for one in article["nearest"]][:2] == ["old 2", "other 1"]


def test_the_matching_is_measured_without_a_node(files: Path) -> None:
    done = run("instruments", "measure", files / "old.md", files / "other.md", "--json", home=files / "none")
    assert [one["recall"] for one in json.loads(done.stdout)["pairs"]] == [1.0, 1.0]


def test_adding_to_a_library_needs_a_node(files: Path) -> None:
    done = run("instruments", "import", files / "old.md", "--short", "OLD", "--json", home=files / "none")
    assert json.loads(done.stderr)["refused"]["code"] == "node-not-initialised"


def test_a_draft_is_exported_and_read_back(files: Path) -> None:
    for ending in ("xml", "docx", "html", "json", "md"):
        done = run("text", "export", files / "draft.md", files / f"out.{ending}", home=files / "none")
        assert done.returncode == 0, done.stderr
    told = json.loads(run("text", "import", files / "out.docx", "--json", home=files / "none").stdout)
    assert (told["form"], told["authors"]) == ("word", ["Aldova"])
    assert (files / "out.md").read_text("utf-8") == DRAFT


def test_a_form_that_is_not_known_is_refused_by_name(files: Path) -> None:
    done = run("text", "export", files / "draft.md", files / "out.pdf", home=files / "none")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
