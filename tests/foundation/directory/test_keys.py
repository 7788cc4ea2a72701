"""Whatever is rotated and revoked: someone speaks, what was witnessed stands, what was revoked does not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import DAY, NOW

from comity.errors.directory import KeyRevoked, MalformedProfile, UnknownKey
from comity.errors.identity import KeyExpired, Unwitnessed
from comity.foundation.directory import KeyRecord, LogKey, Reason
from comity.foundation.directory.keys import (
    OVERLAP,
    newest,
    renew,
    replaced_log,
    require_succession,
    revoke,
    succeed,
)
from comity.foundation.identity import SigningKey, Suite, Validity, VerifyingKey
from comity.words import Instant, StateCode

YEAR = timedelta(days=365)
TICK = timedelta(milliseconds=1)
XA = StateCode("XA")


def key(number: int, suite: Suite = Suite.ED25519) -> VerifyingKey:
    return SigningKey.from_seed(sha256(f"{suite} {number}".encode()).digest(), suite).public


FIRST = KeyRecord(key(0), Validity(NOW, NOW + YEAR))


def rotated(records: tuple[KeyRecord, ...], number: int, at: Instant) -> tuple[KeyRecord, ...]:
    return succeed(records, key(number), Validity(at, at + YEAR), replaced_until=at + OVERLAP)


def test_a_rotation_names_the_successor_and_keeps_the_replaced_key_for_the_overlap() -> None:
    at = NOW + 10 * DAY
    old, new = rotated((FIRST,), 1, at)
    assert (old.successor, new.successor) == (new.key.thumbprint, None)
    assert old.require(at + OVERLAP + -TICK) == FIRST.key
    with pytest.raises(KeyExpired):
        old.require(at + OVERLAP)
    assert new.require(at) == key(1)


def test_an_overlap_never_makes_a_key_live_longer_than_it_was_promised() -> None:
    short = replace(FIRST, validity=Validity(NOW, NOW + 5 * DAY))
    assert rotated((short,), 1, NOW + DAY)[0].validity.until == NOW + 5 * DAY


def test_each_suite_has_its_own_line_of_keys() -> None:
    second = KeyRecord(key(0, Suite.ML_DSA_65), FIRST.validity)
    records = succeed((FIRST, second), key(1, Suite.ML_DSA_65), FIRST.validity, replaced_until=NOW + DAY)
    assert records[0] == FIRST
    assert records[1].successor == records[2].key.thumbprint
    assert newest(records) == FIRST
    assert newest(records, Suite.ML_DSA_65) == records[2]
    assert newest((FIRST,), Suite.ML_DSA_65) is None


def test_renewal_lengthens_what_signs_now_and_nothing_that_was_replaced_or_revoked() -> None:
    records = rotated((FIRST,), 1, NOW + DAY)
    later = NOW + 2 * YEAR
    assert [one.validity.until for one in renew(records, later)] == [records[0].validity.until, later]
    gone = revoke(records, key(1).thumbprint, at=NOW + DAY, reason=Reason.CEASED, state=XA)
    assert renew(gone, later) == gone


def test_a_revocation_can_be_moved_to_earlier_and_never_to_later() -> None:
    kid = FIRST.key.thumbprint
    once = revoke((FIRST,), kid, at=NOW + DAY, reason=Reason.LOST, state=XA)
    assert once[0].revoked == NOW + DAY
    assert revoke(once, kid, at=NOW + 2 * DAY, reason=Reason.CEASED, state=XA) == once
    (earlier,) = revoke(once, kid, at=NOW, reason=Reason.COMPROMISED, state=XA)
    assert (earlier.revoked, earlier.reason) == (NOW, Reason.COMPROMISED)
    with pytest.raises(UnknownKey):
        revoke((FIRST,), key(9).thumbprint, at=NOW, reason=Reason.LOST, state=XA)


@pytest.mark.parametrize(
    "records",
    [
        (replace(FIRST, successor=key(1).thumbprint),),
        (replace(FIRST, successor=FIRST.key.thumbprint),),
        (
            replace(FIRST, successor=key(1).thumbprint),
            KeyRecord(key(1), FIRST.validity, successor=FIRST.key.thumbprint),
        ),
        (
            replace(FIRST, successor=key(1, Suite.ML_DSA_65).thumbprint),
            KeyRecord(key(1, Suite.ML_DSA_65), FIRST.validity),
        ),
    ],
    ids=["to nobody", "to itself", "in a circle", "to another suite"],
)
def test_a_succession_that_leads_nowhere_is_refused(records: tuple[KeyRecord, ...]) -> None:
    with pytest.raises(MalformedProfile):
        require_succession(records)


def test_a_replaced_key_of_a_record_counts_within_its_time_and_the_newest_always() -> None:
    log = replaced_log(LogKey("record", key(0)), key(1), Validity(Instant(0), NOW))
    assert log.counting(NOW + -TICK) == (key(1), key(0))
    assert log.counting(NOW) == (key(1),)


@dataclass(frozen=True)
class Step:
    """Something an operator does, some days after what he did before."""

    after: int
    does: str
    which: int


STEPS = st.lists(
    st.builds(
        Step,
        after=st.integers(0, 40),
        does=st.sampled_from(("rotate", "revoke", "renew")),
        which=st.integers(0, 20),
    ),
    max_size=14,
)


def play(steps: list[Step], told: Callable[[Instant, tuple[KeyRecord, ...]], None]) -> None:
    """Do the steps in their order, and show what stands after each."""
    records, at, made = (FIRST,), NOW, 0
    for step in steps:
        at += step.after * DAY
        if step.does == "rotate":
            made += 1
            records = rotated(records, made, at)
        if step.does == "revoke":
            kid = records[step.which % len(records)].key.thumbprint
            records = revoke(records, kid, at=at, reason=Reason.COMPROMISED, state=XA)
            head = newest(records)
            if head is not None and head.revoked is not None:  # an office is never left mute
                made += 1
                records = rotated(records, made, at)
        if step.does == "renew":
            records = renew(records, at + YEAR)
        told(at, records)


@given(STEPS)
def test_after_any_steps_the_chain_is_sound_and_the_newest_key_speaks(steps: list[Step]) -> None:
    def sound(at: Instant, records: tuple[KeyRecord, ...]) -> None:
        require_succession(records)
        kids = [record.key.thumbprint for record in records]
        assert len(set(kids)) == len(kids)
        heads = [record for record in records if record.successor is None]
        assert heads == [newest(records)] == [records[-1]]
        following = records[0]  # every key ever named leads to the one that signs now
        by_name = dict(zip(kids, records, strict=True))
        while following.successor is not None:
            following = by_name[following.successor]
        assert following == records[-1]
        if at < records[-1].validity.until:
            records[-1].require(at)

    play(steps, sound)


@given(STEPS)
def test_no_step_ever_takes_back_what_was_witnessed_while_its_key_counted(steps: list[Step]) -> None:
    witnessed: list[tuple[Instant, VerifyingKey]] = []

    def kept(at: Instant, records: tuple[KeyRecord, ...]) -> None:
        by_key = {record.key: record for record in records}
        for moment, signer in witnessed:
            record = by_key[signer]
            if record.revoked is not None and record.revoked <= moment:
                with pytest.raises(KeyRevoked):  # revoked as of the very moment, and of no earlier one
                    record.require(moment)
                assert record.revoked == moment
            else:
                assert record.require(moment) == signer
        head = records[-1]
        if at < head.validity.until:
            witnessed.append((at, head.key))

    play(steps, kept)


@given(STEPS, st.integers(-5, 40))
def test_a_revoked_key_proves_nothing_from_its_revocation_on_and_nothing_unwitnessed(
    steps: list[Step], days: int
) -> None:
    def refused(_at: Instant, records: tuple[KeyRecord, ...]) -> None:
        for record in (one for one in records if one.revoked is not None):
            moment = record.revoked + days * DAY
            if not record.validity.since <= moment < record.validity.until:
                continue
            with pytest.raises(Unwitnessed):
                record.require_claimed(moment)
            if days < 0:
                record.require(moment)
            else:
                with pytest.raises(KeyRevoked):
                    record.require(moment)

    play(steps, refused)
