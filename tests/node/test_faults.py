"""A death can be asked for at a named place, and nowhere else; it leaves no time to tidy up."""

import signal
import subprocess
import sys

import pytest

from comity.node.faults import Fault

DIES = "from comity.node.faults import *\nfor time in (1, 2): pass_by(Fault.AFTER_COMMIT); print('alive', time)"
KILLED = -signal.SIGKILL


@pytest.mark.parametrize(
    ("asked", "ended", "said"),
    [
        ("after-commit", KILLED, b""),
        ("after-commit:2", KILLED, b"alive 1\n"),
        ("after-commit:3", 0, b"alive 1\nalive 2\n"),
        ("before-commit", 0, b"alive 1\nalive 2\n"),
        ("", 0, b"alive 1\nalive 2\n"),
    ],
)
def test_a_process_dies_only_where_and_when_it_was_asked_to(asked: str, ended: int, said: bytes) -> None:
    command = [sys.executable, "-u", "-c", DIES]
    done = subprocess.run(command, env={"COMITY_FAULT": asked}, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (ended, said)


def test_each_place_has_a_name_of_its_own() -> None:
    assert len({place.value for place in Fault}) == len(Fault)
