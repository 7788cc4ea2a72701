import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.node import founding
from comity.words import StateCode

REPOSITORY = Path(__file__).resolve().parents[2]
DRAFTS = [REPOSITORY / f"src/comity/reference/demonstration/draft-{number}.md" for number in (1, 2, 3)]


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command as a process of its own, with no node unless ``home`` holds one."""

    def comity(*words: object, home: Path = tmp_path / "none") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "COMITY_HOME": str(home), "LANG": "en_GB.UTF-8", "COLUMNS": "160"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "comity.cli.main", *map(str, words)]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    return comity


@pytest.mark.mandate("R16")
def test_import_tells_figures_brackets_and_round_trip_without_a_node(run) -> None:
    done = run("text", "import", DRAFTS[0], "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["round_trip"], told["stored"], told["imbalances"]) == (0, True, None, [])
    assert told["signs"]["["] == told["signs"]["]"] == DRAFTS[0].read_text(encoding="utf-8").count("[")
    assert told["provisions"]["article"] == 13


def test_import_without_json_prints_tables(run) -> None:
    done = run("text", "import", DRAFTS[0])
    assert done.returncode == 0
    assert "Every bracket has its partner." in done.stdout
    assert "Not kept" in done.stdout


@pytest.mark.mandate("R16")
def test_two_drafts_are_compared_article_by_article(run) -> None:
    told = json.loads(run("text", "compare", *DRAFTS[:2], "--json").stdout)
    assert {"heading", "was", "kept", "deleted", "inserted", "likeness"} == set(told[0])
    assert sum(each["kept"] for each in told) > sum(each["deleted"] for each in told)


def test_convergence_follows_the_drafts(run) -> None:
    told = json.loads(run("text", "convergence", *DRAFTS, "--json").stdout)
    shares = [stage["share_in_brackets"] for stage in told["drafts"]]
    assert shares == sorted(shares, reverse=True)
    assert run("text", "convergence", *DRAFTS).returncode == 0


@pytest.mark.parametrize(
    ("content", "language", "code"),
    [
        (b"", "en", "empty-text"),
        (b"A \xff", "en", "not-utf8"),
        (b"[" * 10**6, "en", "brackets-too-deep"),
        (b"Words", "xx", "unknown-language"),
    ],
)
def test_what_cannot_be_read_is_refused_by_code(
    run, tmp_path: Path, content: bytes, language: str, code: str
) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(content)
    done = run("text", "import", file, "--language", language, "--json")
    assert done.returncode == 2
    assert json.loads(done.stderr)["refused"]["code"] == code
    assert done.stdout == ""


@pytest.mark.mandate("R16")
@pytest.mark.parametrize(
    ("name", "opening", "closing"),
    [("23-oct", 1052, 1053), ("4-dec", 1055, 1058), ("12-dec", 6, 6)],
)
def test_a_real_text_is_imported_with_every_bracket_accounted_for(
    run, name: str, opening: int, closing: int
) -> None:
    shared = Path(os.environ.get("COMITY_SHARED") or REPOSITORY.parent / "shared")
    file = shared / f"data/negotiation/unfccc_agreement_{name}-2015.md"
    if not file.exists():
        pytest.skip(
            f"the real text {file.name} does not stand beside the repository (COMITY_SHARED names the folder)"
        )
    told = json.loads(run("text", "import", file, "--json").stdout)
    assert (told["signs"]["["], told["signs"]["]"], told["round_trip"]) == (opening, closing, True)


@pytest.mark.store
@pytest.mark.mandate("R16")
def test_where_a_node_stands_the_draft_is_kept_there(run, tmp_path: Path) -> None:
    home = tmp_path / "node"
    plan = founding.Plan(StateCode("ZZ"), {"en": "Secretariat"}, "http://localhost:8000", kind="secretariat")
    founding.found(home, plan)
    prepared = run("node", "prepare", home=home)
    assert prepared.returncode == 0, prepared.stderr
    kept = [
        json.loads(run("text", "import", draft, "--publish", "--json", home=home).stdout)["stored"]
        for draft in DRAFTS[:2]
    ]
    assert [each["draft"] for each in kept] == [1, 2]
    assert kept[0]["node"] == "Secretariat"
    again = run("text", "import", DRAFTS[0], "--json", home=home)
    assert json.loads(again.stderr)["refused"]["code"] == "draft-already-stands"
