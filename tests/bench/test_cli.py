"""``comity bench`` finds the benches of the checkout it stands in, or that the launcher names."""

from pathlib import Path

from typer.testing import CliRunner

from comity.cli.bench import app

ROOT = Path(__file__).resolve().parents[2]


def test_the_benches_are_listed_from_the_checkout_the_launcher_names(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMITY_ROOT", str(ROOT))
    done = CliRunner().invoke(app, ["--list"])
    assert done.exit_code == 0
    assert "exchange" in done.output.split()


def test_the_benches_are_listed_from_the_current_folder(monkeypatch):
    monkeypatch.delenv("COMITY_ROOT", raising=False)
    monkeypatch.chdir(ROOT)
    assert CliRunner().invoke(app, ["--list"]).exit_code == 0


def test_elsewhere_the_command_says_where_to_go(monkeypatch, tmp_path):
    monkeypatch.delenv("COMITY_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["--list"])
    assert done.exit_code == 2
    assert "COMITY_ROOT" in done.output
