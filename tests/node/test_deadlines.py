from datetime import timedelta

import pytest
from tests.node import letters
from tests.node.letters import OFFICER
from tests.node.peer import Peer

from comity.node import deadlines, subjects
from comity.node.acts import acting
from comity.node.clock import now
from comity.node.models import Deadline, RecordEntry

pytestmark = pytest.mark.store


def start(about: str, days: int) -> None:
    with acting(OFFICER, "letters.write") as act:
        act.clock("letters:answer", about=about, due=act.at + timedelta(days=days))
        act.record("letters:answer:awaited", about.encode())


def test_a_clock_that_ran_out_is_marked_once_and_what_follows_follows(peer: Peer):
    start("soon", 1)
    start("later", 60)
    assert deadlines.expire(now() + timedelta(days=2)) == 1
    assert deadlines.expire(now() + timedelta(days=2)) == 0
    assert letters.late == ["soon"]
    assert Deadline.objects.get(about="soon").state == "expired"
    assert Deadline.objects.get(about="later").state == "running"
    assert RecordEntry.objects.filter(event="letters:answer:missed", about="soon").count() == 1


def test_a_clock_runs_until_its_very_instant(peer: Peer):
    start("x", 1)
    due = Deadline.objects.get().due
    assert deadlines.expire(due + timedelta(milliseconds=-1)) == 0
    assert deadlines.expire(due) == 1


def test_a_follow_up_that_fails_holds_up_no_other_clock(peer: Peer):
    start("first", 1)
    Deadline.objects.update(what="letters:forgotten")
    start("second", 1)
    subjects.forget()
    assert deadlines.expire(now() + timedelta(days=2)) == 1
    assert Deadline.objects.get(about="first").state == "running"
    assert letters.late == ["second"]
