"""The evidence of the demonstration is a log of exactly the size asked for, the same at every run."""

from pathlib import Path

import pytest

from comity.cli.demonstration.evidence import HEADING, write_log


@pytest.mark.parametrize("size", [len(HEADING), 1000, 3 * 1024 * 1024 + 7])
def test_the_log_has_exactly_the_size_asked_for(tmp_path: Path, size: int) -> None:
    write_log(tmp_path / "log.csv", size)
    assert (tmp_path / "log.csv").stat().st_size == size


def test_the_log_is_the_same_at_every_run(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_log(tmp_path / name, 2 * 1024 * 1024)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_every_whole_line_names_time_account_address_port_and_octets(tmp_path: Path) -> None:
    write_log(tmp_path / "log.csv", 100_000)
    heading, *lines = (tmp_path / "log.csv").read_text("ascii").splitlines()
    assert heading == HEADING.strip()
    for line in lines[:-1]:
        time, account, address, port, octets = line.split(",")
        assert time.startswith("2026-11-")
        assert account == "acct-4471@mail.example"
        assert address.startswith("198.51.100.")
        assert 1024 <= int(port) < 65536
        assert int(octets) >= 0
