"""The sealing bench does real work and sets each figure beside the right peer."""

import os

import pytest
from bench.sealing import GIB, MIB, Spent

from bench import sealing
from comity.foundation.identity import SealingKey


@pytest.fixture
def folder(tmp_path):
    """What the deeds of a child process expect to find."""
    (tmp_path / "plain").write_bytes(os.urandom(2 * MIB))
    (tmp_path / "key").write_text(str(SealingKey.generate(os.urandom)))
    return tmp_path


def test_what_is_sealed_in_a_round_opens_to_the_same_bytes(folder):
    sealing.child("seal", folder)
    (folder / "ours.age").rename(folder / "kept.age")
    spent = sealing.child("open", folder)
    assert (folder / "opened").read_bytes() == (folder / "plain").read_bytes()
    assert spent.wall > 0
    assert spent.memory > MIB


def test_the_limit_reads_and_writes_every_byte(folder):
    sealing.child("limit", folder)
    assert (folder / "copy").read_bytes() == (folder / "plain").read_bytes()


def test_a_command_that_fails_is_never_a_figure(tmp_path):
    with pytest.raises(RuntimeError, match="false ended with 1"):
        sealing.command(["false"], makes=[tmp_path / "nothing"])()


def test_each_figure_has_its_peer_and_its_target():
    names = ("seal", "age", "command", "limit", "open", "age -d")
    kept = {name: [Spent(wall=2.0, processor=3.0, memory=32 * MIB)] * 3 for name in names}
    kept["age"] = [Spent(wall=4.0, processor=3.0)] * 3
    kept["limit"] = [Spent(wall=9.0, processor=2.0)] * 3
    told = {figure.name: figure for figure in sealing.figures(kept, [0.002, 0.001, 0.003], size=GIB, rounds=3)}
    assert told["seal and hash 1 GiB"].ratio == pytest.approx(2)
    assert told["seal and hash 1 GiB"].kept
    assert told["processor seconds, seal and hash 1 GiB"].ratio == pytest.approx(1.5)
    assert told["processor seconds, seal and hash 1 GiB"].kept is False
    assert told["memory at most, seal and hash 1 GiB"].kept
    assert told["open 1 GiB"].ratio == pytest.approx(1)
    assert told["open the seal of 1 GiB and read 1 MiB of it"].value == pytest.approx(2)
