"""``comity fuzz`` names its decoders, fuzzes the named ones, and keeps what broke one."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from comity.cli import fuzz


def run(*words: str) -> Result:
    return CliRunner().invoke(fuzz.app, list(words))


def test_the_decoders_are_named() -> None:
    said = run("--list").stdout
    for name in (
        "envelope",
        "act",
        "header",
        "payload",
        "note",
        "checkpoint",
        "tile",
        "profile",
        "tuf",
        "bundle",
    ):
        assert any(line.split()[0] == name for line in said.splitlines()), name
    assert "problem" in said


def test_an_unknown_decoder_is_refused_with_the_known_ones() -> None:
    refused = run("nothing")
    assert refused.exit_code == 2
    assert "payload" in refused.output


def test_where_atheris_cannot_be_installed_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "find_spec", lambda _name: None)
    failed = SimpleNamespace(returncode=1, stderr="resolving\nno wheel for this platform\n")
    monkeypatch.setattr(fuzz.subprocess, "run", lambda *_words, **_facts: failed)
    refused = run("word", "--seconds", "1")
    assert refused.exit_code == 2
    assert refused.stderr.count("\n") == 1
    assert "no wheel for this platform" in refused.stderr


def test_what_broke_a_decoder_is_kept_in_its_corpus(tmp_path: Path) -> None:
    crash = tmp_path / "crash-1"
    crash.write_bytes(b"an input")
    name = fuzz._keep(crash, tmp_path)
    assert name.startswith("found-")
    assert (tmp_path / name).read_bytes() == b"an input"
    assert not crash.exists()


def test_a_decoder_is_fuzzed_for_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("atheris", reason="atheris is installed by the first ./comity fuzz")
    monkeypatch.setattr(fuzz, "CACHE", tmp_path)
    done = run("word", "--seconds", "1", "--json")
    assert done.exit_code == 0, done.output
    (told,) = json.loads(done.stdout)
    assert (told["decoder"], told["found"]) == ("word", [])
    assert told["inputs"] > 100
    assert any((tmp_path / "word" / "corpus").iterdir())


def test_a_run_that_ended_early_goes_on_until_its_time_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz, "CACHE", tmp_path)
    clock, asked = iter([0, 0, 40, 601]), []

    def harness(_folder: Path, _name: str, *words: str) -> SimpleNamespace:
        asked.append(next(word for word in words if word.startswith("-max_total_time=")))
        said = "#2 INITED cov: 7\nstat::number_of_executed_units: 30\nstat::new_units_added: 2\n"
        return SimpleNamespace(returncode=70, stderr=said.encode())

    monkeypatch.setattr(fuzz, "_harness", harness)
    monkeypatch.setattr(fuzz.time, "monotonic", lambda: next(clock))
    (told,) = json.loads(run("word", "--seconds", "600", "--json").stdout)
    assert asked == ["-max_total_time=600", "-max_total_time=560"]
    assert (told["inputs"], told["covered"], told["kept"], told["found"]) == (60, 7, 4, [])
