"""`comity test` counts what it ran as pytest does, and a broken run is never clean."""

from pathlib import Path

import pytest

from comity.cli.test import NEEDS, Need, Tally

REPORT = '<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="1"/></testsuites>'


def test_a_report_of_pytest_is_read_to_a_tally(tmp_path: Path) -> None:
    (tmp_path / "tally.xml").write_text(REPORT, encoding="utf-8")
    assert Tally.read(tmp_path / "tally.xml") == Tally(passed=4, failed=2, errors=1, skipped=3)


def test_a_run_that_left_no_report_broke(tmp_path: Path) -> None:
    assert not Tally.read(tmp_path / "none.xml").clean


@pytest.mark.parametrize(
    ("tally", "line"),
    [
        (Tally(passed=412, skipped=3), "412 passed, 3 skipped in 231.50s (0:03:51)"),
        (Tally(passed=1, failed=2, errors=1), "2 failed, 1 passed, 1 error in 231.50s (0:03:51)"),
        (Tally(), "no tests ran in 231.50s (0:03:51)"),
    ],
)
def test_the_last_line_reads_like_pytests(tally: Tally, line: str) -> None:
    assert tally.line(231.5) == line


def test_runs_are_laid_together() -> None:
    assert Tally(1, 2, 3, 4) + Tally(10, 20, 30, 40) == Tally(11, 22, 33, 44)


@pytest.mark.parametrize(
    "tally", [Tally(), Tally(passed=5, failed=1), Tally(passed=5, errors=1), Tally(skipped=9)]
)
def test_nothing_tested_or_anything_failed_is_not_clean(tally: Tally) -> None:
    assert not tally.clean


def test_a_need_is_met_by_any_of_its_signs(tmp_path: Path) -> None:
    assert Need("x", ("no-such-program-here", str(tmp_path)), (), "").met
    assert not Need("x", ("no-such-program-here",), (), "").met


def test_every_need_says_what_is_skipped_without_it() -> None:
    assert all(need.packages and need.skipped for need in NEEDS)
