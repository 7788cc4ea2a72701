"""A bundle is verified on a machine with no node, no database and no Django."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.foundation.bundle.contents import EVIDENCE, case
from typer.testing import CliRunner

from comity.cli.verify import app
from comity.errors.bundle import EvidenceUnproved, NotABundle
from comity.errors.directory import WrongPin
from comity.errors.envelopes import TooLarge
from comity.errors.identity import MalformedKeyId
from comity.errors.words import UnknownState
from comity.foundation.bundle import write_bundle
from comity.foundation.limits import LIMITS

PIN = f"XA={case().xa.profile.fingerprint}"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "request.comity"
    path.write_bytes(write_bundle(case().contents))
    return path


def run(*words: object):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.mandate("E4", "E8")
def test_every_step_is_shown_and_what_is_still_to_be_compared(bundle: Path) -> None:
    done = run(bundle, "--pin", PIN)
    assert done.exit_code == 0
    assert "8. evidence  holds for 1" in done.output
    assert "act:preserve" in done.output
    assert "Compare with XB by other means" in done.output
    assert "Compare with XA" not in done.output


def test_a_machine_reads_the_same_as_json(bundle: Path) -> None:
    told = json.loads(run(bundle, "--json").output)
    assert told["verified"] is True
    assert [step["number"] for step in told["steps"]] == list(range(1, 9))
    assert set(told["to_compare"]) == {"XA", "XB"}
    assert len(told["timeline"]) == 12


def test_a_fingerprint_may_be_typed_as_it_was_read_out(bundle: Path) -> None:
    spoken = " ".join(PIN[3:][at : at + 4] for at in range(0, 32, 4)).upper()
    assert json.loads(run(bundle, "--json", "--pin", f"XA={spoken}").output)["to_compare"].keys() == {"XB"}


def test_an_opened_file_is_proved_to_be_the_evidence(bundle: Path, tmp_path: Path) -> None:
    file = tmp_path / "logins.csv"
    file.write_bytes(EVIDENCE)
    told = json.loads(run(bundle, "--json", "--evidence", file).output)
    assert told["evidence"] == {str(file): case().manifest.digest}
    file.write_bytes(EVIDENCE[:-1])
    assert isinstance(run(bundle, "--evidence", file).exception, EvidenceUnproved)


@pytest.mark.parametrize(
    ("pin", "refusal"),
    [("XA=" + "0" * 32, WrongPin), ("XA=short", MalformedKeyId), ("Aldova=" + "0" * 32, UnknownState)],
)
def test_a_wrong_pin_is_refused(bundle: Path, pin: str, refusal: type[Exception]) -> None:
    assert isinstance(run(bundle, "--pin", pin).exception, refusal)


def test_what_is_no_bundle_and_what_is_too_large_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"not a bundle")
    assert isinstance(run(path).exception, NotABundle)
    with path.open("wb") as file:
        file.truncate(LIMITS.bundle + 1)
    assert isinstance(run(path).exception, TooLarge)


def test_nothing_but_the_file_is_needed(bundle: Path, tmp_path: Path) -> None:
    """Another process, in which Django and the network cannot be imported, says the same."""
    script = (
        "import sys\n"
        "for name in ('django', 'urllib3', 'sqlite3', 'psycopg'): sys.modules[name] = None\n"
        "from comity.cli.verify import app\n"
        "app()\n"
    )
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("COMITY", "DJANGO"))
    }
    done = subprocess.run(
        [sys.executable, "-c", script, str(bundle), "--pin", PIN, "--json"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["verified"] is True
