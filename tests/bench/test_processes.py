"""Processor time is that of the named processes and of all they started, and of no other."""

import os
import subprocess
import sys

import pytest

from bench import processes

pytestmark = pytest.mark.skipif(
    not (processes.PROC / "self" / "stat").exists(), reason="this system does not tell processor time"
)
WORK = "sum(number * number for number in range(3_000_000)); print('done', flush=True); input()"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {WORK!r}], stdin=sys.stdin)"


def test_the_work_of_a_child_counts_for_its_parent_and_not_for_a_stranger():
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=pipe, stdout=pipe, text=True) as parent:
        assert parent.stdout.readline() == "done\n"
        alone = int((processes.PROC / str(parent.pid) / "stat").read_text().rpartition(")")[2].split()[11])
        assert processes.seconds([parent.pid]) > alone / os.sysconf("SC_CLK_TCK")
        parent.communicate("\n")
    assert processes.seconds([parent.pid]) == 0


def test_a_process_that_is_named_twice_counts_once():
    once = processes.seconds([os.getpid()])
    assert processes.seconds([os.getpid(), os.getpid()]) < 2 * once + 0.5


def test_where_nobody_tells_there_is_no_figure(monkeypatch, tmp_path):
    monkeypatch.setattr(processes, "PROC", tmp_path)
    assert processes.seconds([1]) is None
