import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*words: object, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COMITY_HOME": str(home), "LANG": "en_GB.UTF-8"}
    command = [sys.executable, "-m", "comity.cli.main", "document", "import", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.mandate("R15")
def test_a_document_is_told_as_numbered_paragraphs(tmp_path: Path) -> None:
    file = tmp_path / "d.md"
    file.write_text("# Draft\n\n*Noting* that,\n\n1. *Decides* so.\n", encoding="utf-8")
    told = json.loads(run(file, "--symbol", "A/AC.291/L.1", "--json", home=tmp_path / "none").stdout)
    assert told["counts"] == {"title": 1, "preambular": 1, "paragraph": 1}
    assert (told["symbol"], told["round_trip"], told["stored"]) == ("A/AC.291/L.1", True, None)
    assert run(file, home=tmp_path / "none").returncode == 0


def test_a_malformed_symbol_is_refused_by_code(tmp_path: Path) -> None:
    file = tmp_path / "d.md"
    file.write_text("1. Decides.", encoding="utf-8")
    done = run(file, "--symbol", "nonsense", "--json", home=tmp_path / "none")
    assert (done.returncode, json.loads(done.stderr)["refused"]["code"]) == (2, "malformed-symbol")
