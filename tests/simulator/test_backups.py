"""A node that is restored from an old backup is noticed by its peers, and what it has forgotten is not silently lost.

Its record is then shorter than others know it, or tells another story. Whoever knows the longer one takes nothing of
the shorter; it holds the signed receipts of all that the restored node has forgotten.
"""

import pytest
from tests.simulator import letters
from tests.simulator.world import Letter, World

from comity.foundation.record import Fork
from comity.node import forks, profiles
from comity.words import StateCode

XA, XB, XC = map(StateCode, ("XA", "XB", "XC"))


def _sent(world: World, source: StateCode, target: StateCode, thread: str | None = None) -> Letter:
    letter = world.write(source, [target], kind=letters.TELL, thread=thread)
    assert letter is not None
    world.turn(source)
    return letter


def _why(world: World, letter: Letter) -> str:
    rows = world.nodes[letter.source].select(
        "SELECT last_error FROM node_dispatch WHERE envelope_id = ?", letter.envelope
    )
    return str(rows[0][0])


def _receipts(world: World, letter: Letter, of: StateCode) -> set[str]:
    rows = world.nodes[letter.source].select(
        "SELECT kind FROM node_receipt WHERE envelope = ? AND state = ?", letter.envelope, of
    )
    return {kind for (kind,) in rows}


@pytest.mark.parametrize("before", [0, 2])
@pytest.mark.parametrize(("lost", "noticed"), [(1, "forked-record"), (3, "record-behind")])
def test_a_receiver_that_has_forgotten_is_noticed_at_the_next_act(
    world: World, before: int, lost: int, noticed: str
) -> None:
    for _ in range(before):
        _sent(world, XA, XB)
    backup = world.nodes[XB].backup()
    forgotten = [_sent(world, XA, XB) for _ in range(lost)]
    world.nodes[XB].restore(backup)
    assert not any(world.effects(letter, XB) for letter in forgotten)
    after = _sent(world, XA, XB)
    assert world.standing(after) == {XB: "waiting"}
    assert _why(world, after) == noticed
    for letter in forgotten:
        assert _receipts(world, letter, XB) == {"relay", "delivery"}


def test_a_record_that_grew_anew_after_an_old_backup_is_a_fork_with_its_proof(world: World) -> None:
    backup = world.nodes[XB].backup()
    forgotten = _sent(world, XA, XB)
    world.nodes[XB].restore(backup)
    for _ in range(3):
        _sent(world, XC, XB)
    after = _sent(world, XA, XB)
    assert world.standing(after) == {XB: "waiting"}
    assert _why(world, after) == "forked-record"
    with world.nodes[XA].running():
        (row,) = forks.undecided()
        Fork.parse(bytes(row.evidence)).verify(profiles.peer(XB).log.key)
    world.mend_once()
    assert _why(world, after) == "exchange-held"
    assert len(world.effects(after, XB)) == 1  # it was taken, and stays in doubt until somebody decides
    assert _receipts(world, forgotten, XB) == {"relay", "delivery"}


def test_what_follows_a_forgotten_act_in_its_thread_shows_the_gap(world: World) -> None:
    _sent(world, XA, XB)
    ((thread, _),) = world.threads(XA)
    backup = world.nodes[XB].backup()
    _sent(world, XA, XB, thread)
    world.nodes[XB].restore(backup)
    following = _sent(world, XA, XB, thread)
    assert world.standing(following) == {XB: "waiting"}
    assert _why(world, following) == "sequence-gap"


def test_a_sender_that_has_forgotten_cannot_say_something_else_in_the_same_place(world: World) -> None:
    _sent(world, XA, XB)
    ((thread, _),) = world.threads(XA)
    backup = world.nodes[XA].backup()
    forgotten = _sent(world, XA, XB, thread)
    world.nodes[XA].restore(backup)
    other = _sent(world, XA, XB, thread)
    assert world.standing(other) == {XB: "refused"}
    assert _why(world, other) == "forked-story"
    assert not world.effects(other, XB)
    assert len(world.effects(forgotten, XB)) == 1


def test_a_sender_that_repeats_what_it_has_forgotten_to_have_delivered_doubles_nothing(world: World) -> None:
    letter = world.write(XA, [XB], kind=letters.TELL)
    assert letter is not None
    backup = world.nodes[XA].backup()
    world.turn(XA)
    world.nodes[XA].restore(backup)
    assert world.standing(letter) == {XB: "waiting"}
    world.turn(XA)
    assert world.standing(letter) == {XB: "delivered"}
    assert len(world.effects(letter, XB)) == 1
