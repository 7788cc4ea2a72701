"""Benches are found by name, a broken one stops no other, and the document is written from what was kept."""

import json

import pytest

import bench
from bench import machine, run


@pytest.fixture
def two_benches(tmp_path, monkeypatch):
    """A folder with one bench that runs and one that breaks, and a place for their figures."""
    pages = {
        "bench_that_runs": "from bench.figures import AtLeast, Figure\n"
        "def measure(*, quick):\n"
        "    return [Figure(name='counting', value=3.0, unit='/s', rounds=1, target=AtLeast(5))]\n",
        "bench_that_breaks": "def measure(*, quick):\n    raise OSError('no disk')\n",
    }
    for name, page in pages.items():
        (tmp_path / f"{name}.py").write_text(page)
    monkeypatch.setattr(bench, "__path__", [*bench.__path__, str(tmp_path)])
    monkeypatch.setattr(run, "HERE", tmp_path)
    return tmp_path


def measured(folder, *names, quick=False, as_json=True):
    return run.main(names, quick=quick, as_json=as_json, results=folder / "results")


def test_every_file_that_measures_is_a_bench_and_no_other():
    names = run.names()
    assert "exchange" in names
    assert not run.NOT_A_BENCH & set(names)
    assert {page.stem for page in run.HERE.glob("*.py")} >= run.NOT_A_BENCH


def test_a_missed_target_does_not_fail_the_command_and_is_kept(two_benches, capsys):
    assert measured(two_benches, "bench_that_runs") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["runs"][0]["figures"][0]["kept"] is False
    assert json.loads((two_benches / "results" / "bench_that_runs.json").read_text()) == told["runs"][0]


def test_a_bench_that_breaks_fails_the_command_after_the_others_ran(two_benches, capsys):
    assert measured(two_benches) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["failed"] == ["bench_that_breaks"]
    assert [done["bench"] for done in told["runs"]] == ["bench_that_runs"]


def test_an_unknown_name_is_told_with_the_known_ones(two_benches, capsys):
    assert measured(two_benches, "sealign", as_json=False) == 2
    said = capsys.readouterr().out
    assert "sealign" in said
    assert "bench_that_runs" in said


def test_the_document_holds_the_full_figures_between_its_marks_and_nothing_else_changes(two_benches):
    document = two_benches / "measurements.md"
    document.write_text(f"# Measurements\n\n{run.BEGIN}\nold\n{run.END}\n\nafter\n")
    measured(two_benches, "bench_that_runs")
    assert run.write_document(document, two_benches / "results") == 0
    written = document.read_text()
    assert written.startswith("# Measurements\n\n")
    assert written.endswith("\n\nafter\n")
    assert "| counting | 3 /s |" in written
    assert "old" not in written
    assert run.write_document(document, two_benches / "results") == 0
    assert document.read_text() == written


def test_a_quick_run_alone_never_reaches_the_document(two_benches):
    document = two_benches / "measurements.md"
    document.write_text(f"{run.BEGIN}\nold\n{run.END}\n")
    measured(two_benches, "bench_that_runs", quick=True)
    assert run.write_document(document, two_benches / "results") == 1
    assert "old" in document.read_text()


def test_the_pace_of_the_machine_is_a_rate_of_hashes():
    assert machine.pace() > 1_000


def test_the_machine_is_told_by_processor_python_and_cryptography():
    told = machine.describe()
    assert "cores" in told
    assert "Python 3." in told
    assert "cryptography" in told
