"""A real bench runs from the command, and says what it measured."""

import json
from pathlib import Path

from bench import run

ROOT = Path(__file__).resolve().parents[2]


def test_a_cheap_bench_runs_whole_and_every_figure_is_positive(tmp_path, capsys):
    assert run.main(["limits"], quick=True, as_json=True, results=tmp_path) == 0
    (told,) = json.loads(capsys.readouterr().out)["runs"]
    assert told["quick"] is True
    assert len(told["figures"]) == 10
    assert all(figure["value"] > 0 for figure in told["figures"])


def test_the_document_has_the_place_where_figures_go():
    page = (ROOT / "docs" / "measurements.md").read_text(encoding="utf-8")
    assert page.count(run.BEGIN) == page.count(run.END) == 1
    assert page.index(run.BEGIN) < page.index(run.END)
