"""A death can be asked for at a named place, and nowhere else; it leaves no time to tidy up."""

import signal
import subprocess
import sys

import pytest

from comity.node.faults import Fault

DIES = "from comity.node.faults import *; pass_by(Fault.AFTER_COMMIT); print('alive')"


@pytest.mark.parametrize(("asked", "ended"), [("after-commit", -signal.SIGKILL), ("before-commit", 0), ("", 0)])
def test_a_process_dies_only_where_it_was_asked_to(asked: str, ended: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DIES], env={"COMITY_FAULT": asked}, capture_output=True, check=False
    )
    assert done.returncode == ended
    assert (b"alive" in done.stdout) == (ended == 0)


def test_each_place_has_a_name_of_its_own() -> None:
    assert len({place.value for place in Fault}) == len(Fault)
