"""Each use signs with the newest key whose turn has come, in every process, without a restart."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from comity.errors.node import RingUnreadable
from comity.node import keyring
from comity.node.clock import now
from comity.node.keyring import Ring, Turn, generation, use_of

HOUR = timedelta(hours=1)


@pytest.fixture
def ring(tmp_path: Path) -> Ring:
    return Ring(tmp_path / "ring.json")


def test_a_use_begins_with_the_key_of_its_own_name(ring: Ring):
    assert ring.name("duty.signing") == "duty.signing"
    assert not ring.turns("duty.signing")


def test_a_key_signs_from_its_turn_on_and_not_before(ring: Ring):
    ring.give("node", Turn("node.2", now() + HOUR))
    assert ring.name("node") == "node"
    ring.give("node", Turn("node.2", now() + -HOUR))
    assert ring.name("node") == "node.2"
    ring.give("node", Turn("node.3", now()))
    assert [turn.name for turn in ring.turns("node")] == ["node.2", "node.3"]
    assert (ring.name("node"), ring.name("log")) == ("node.3", "log")


def test_a_turn_takes_back_those_that_would_come_after_it(ring: Ring):
    ring.give("node", Turn("node.2", now() + HOUR))
    ring.give("node", Turn("node.3", now()))
    assert [turn.name for turn in ring.turns("node")] == ["node.3"]


def test_a_turn_given_instead_of_another_leaves_the_others_as_they_are(ring: Ring):
    for number, hours in ((2, 1), (3, 2)):
        ring.give("node", Turn(f"node.{number}", now() + hours * HOUR))
    ring.give("node", Turn("node.4", now() + 3 * HOUR), instead_of="node.3")
    assert [turn.name for turn in ring.turns("node")] == ["node.2", "node.4"]


def test_a_running_process_sees_what_another_gave(ring: Ring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert ring.name("node") == "node"
    another = Ring(tmp_path / "ring.json")
    for number in (2, 3, 4):
        another.give("node", Turn(f"node.{number}", now()))
        monkeypatch.setattr(ring, "_looked", -keyring.PAUSE)
        assert ring.name("node") == f"node.{number}"


def test_a_process_does_not_look_at_the_disk_for_every_signature(
    ring: Ring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ring.give("node", Turn("node.2", now()))
    assert ring.name("node") == "node.2"
    monkeypatch.setattr(keyring, "monotonic", lambda: ring._looked + 0.05)
    (tmp_path / "ring.json").unlink()
    assert ring.name("node") == "node.2"
    monkeypatch.setattr(keyring, "monotonic", lambda: ring._looked + 0.11)
    assert ring.name("node") == "node"


def test_a_damaged_ring_is_refused_and_never_read_as_empty(ring: Ring, tmp_path: Path):
    for damaged in (
        "",
        "[]",
        '{"node": [["node.2"]]}',
        '{"node": [["node.2", "tomorrow"]]}',
        "{",
        '{"node": 5}',
    ):
        (tmp_path / "ring.json").unlink(missing_ok=True)
        (tmp_path / "ring.json").write_text(damaged)
        ring = Ring(tmp_path / "ring.json")
        with pytest.raises(RingUnreadable):
            ring.name("node")


def test_the_ring_names_keys_and_moments_and_is_for_its_owner_alone(ring: Ring, tmp_path: Path):
    ring.give("node", Turn("node.2", now()))
    assert (tmp_path / "ring.json").stat().st_mode & 0o777 == 0o600
    assert set(json.loads((tmp_path / "ring.json").read_text())) == {"node"}
    assert [file.name for file in tmp_path.iterdir()] == ["ring.json"]


def test_a_key_is_named_after_its_use_and_its_number():
    assert [generation("log", number) for number in (1, 2, 10)] == ["log", "log.2", "log.10"]
    assert [use_of(name) for name in ("log", "log.2", "duty.second.11")] == ["log", "log", "duty.second"]
