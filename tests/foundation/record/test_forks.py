"""The evidence of a fork proves itself to whoever knows the record's key, and nothing else passes for it."""

from dataclasses import replace

import pytest
from tests.foundation.parties import party

from comity.errors import ComityError
from comity.errors.identity import SignatureWrong
from comity.errors.record import CheckpointUnsigned, ForkUnproved, MalformedFork, WrongRecord
from comity.foundation.canonical import canonical, parse_canonical
from comity.foundation.record import Checkpoint, Fork, Growth, Log, MemoryStore

XA, XB = party("XA"), party("XB")
KEY = XA.log_key.public
ORIGIN = "xa.example/record"


def log_of(*entries: str) -> Log:
    log = Log(MemoryStore(), ORIGIN)
    log.append([entry.encode() for entry in entries])
    return log


def shown(log: Log, size: int) -> Checkpoint:
    return Checkpoint(log.origin, size, log.root(size)).signed(XA.log_key)


STORY = [f"entry {number}" for number in range(30)]
TRUE, FALSE = log_of(*STORY), log_of(*STORY[:12], "another", *STORY[13:])


def fork_of(old: int, new: int) -> Fork:
    return Fork.between(shown(TRUE, old), shown(FALSE, new), [Growth.of(FALSE, old, new)], key=KEY)


@pytest.mark.parametrize(("old", "new"), [(13, 13), (13, 14), (16, 20), (20, 30), (29, 30)])
def test_a_rewritten_record_is_proved_by_its_own_two_checkpoints(old: int, new: int) -> None:
    fork = fork_of(old, new)
    again = Fork.parse(fork.to_bytes())
    assert again == fork
    assert again.verify(KEY).origin == ORIGIN


@pytest.mark.parametrize(("old", "new"), [(5, 5), (5, 20), (12, 30)])
def test_two_checkpoints_that_can_both_be_true_are_no_fork(old: int, new: int) -> None:
    with pytest.raises(ForkUnproved):
        fork_of(old, new)


def test_sizes_that_differ_prove_nothing_without_the_growth() -> None:
    with pytest.raises(ForkUnproved):
        Fork.between(shown(TRUE, 20), shown(FALSE, 25), [], key=KEY)


@pytest.mark.parametrize(("old", "new"), [(13, 13), (20, 25)])
def test_a_fork_is_proved_across_a_replaced_key_of_the_record(old: int, new: int) -> None:
    newest = XB.log_key
    renewed = Checkpoint(ORIGIN, new, FALSE.root(new)).signed(newest)
    growths = [Growth.of(FALSE, old, new)]
    fork = Fork.between(shown(TRUE, old), renewed, growths, key=newest.public, earlier=[KEY])
    assert (fork.key, fork.older_key) in {(newest.public, KEY), (KEY, newest.public)}
    again = Fork.parse(fork.to_bytes())
    assert again == fork
    assert again.verify(newest.public, [KEY]).origin == ORIGIN
    for known in ((newest.public,), (KEY,)):
        with pytest.raises((CheckpointUnsigned, WrongRecord)):
            again.verify(*known)
    with pytest.raises(MalformedFork):
        Fork.parse(canonical(parse_canonical(fork.to_bytes()) | {"older_key": str(fork.key)}))


def test_nobody_can_be_accused_with_what_he_did_not_sign() -> None:
    fork = fork_of(20, 25)
    unsigned = replace(fork, newer=replace(fork.newer, signatures=fork.older.signatures))
    for accusation, refusal in (
        (unsigned, SignatureWrong),
        (replace(fork, older=replace(fork.older, signatures=())), CheckpointUnsigned),
        (replace(fork, key=XB.log_key.public), WrongRecord),
        (replace(fork, older=replace(fork.older, origin="xb.example/record")), CheckpointUnsigned),
    ):
        with pytest.raises(refusal):
            accusation.verify(KEY)
    with pytest.raises(CheckpointUnsigned):
        fork.verify(XB.log_key.public)


def test_any_changed_byte_of_the_file_is_refused() -> None:
    written = fork_of(13, 14).to_bytes()
    for place in range(len(written)):
        changed = written[:place] + bytes([written[place] ^ 1]) + written[place + 1 :]
        with pytest.raises(ComityError):
            Fork.parse(changed).verify(KEY)


def test_a_file_of_another_type_or_with_a_field_too_many_is_refused() -> None:
    told = parse_canonical(fork_of(13, 13).to_bytes())
    assert isinstance(told, dict)
    for wrong in ({**told, "typ": "comity-receipt"}, {**told, "more": 1}, {"typ": "comity-fork", "v": 1}):
        with pytest.raises(MalformedFork):
            Fork.parse(canonical(wrong))
