from typing import get_args

import pytest
from tests.committee.text.rules.negotiation.logs import log

from comity.committee.text.rules.negotiation import settling
from comity.committee.text.rules.negotiation.acts import CHAIR, Accept, Act, Comment, Propose
from comity.committee.text.rules.words import cut
from comity.errors.text import NothingProposed

MAY = ("XA", Propose("p1", 2, 3, cut("may")))


def test_every_kind_of_act_is_taken_by_one_rule() -> None:
    assert set(settling._TAKE) == set(get_args(Act))


def test_taking_entries_one_by_one_gives_what_taking_them_at_once_gives() -> None:
    entries = log(MAY, (CHAIR, Accept(2)))
    now = settling.EMPTY
    for entry in entries:
        now = settling.settle([entry], now)
    assert now == settling.settle(entries)


def test_a_refused_entry_leaves_the_negotiation_before_it() -> None:
    before = settling.settle(log(MAY))
    with pytest.raises(NothingProposed):
        settling.settle(log(MAY, ("XB", Propose("p1", 0, 0)))[2:], before)
    assert before == settling.settle(log(MAY))


def test_a_comment_stands_in_the_log_and_changes_no_word() -> None:
    before = settling.settle(log())
    after = settling.settle(log(("OBS", Comment("p1", "Compare article 3."))))
    assert after.provisions["p1"].words == before.provisions["p1"].words
    assert after.provisions["p1"].entries == (1, 2)
