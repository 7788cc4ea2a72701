import pytest
from tests.committee.text.rules.negotiation.logs import log, text

from comity.committee.text.rules.negotiation.acts import Propose
from comity.committee.text.rules.negotiation.worktable import Worktable
from comity.committee.text.rules.words import cut
from comity.errors.text import EntryOutOfTurn, UnknownProposal, UnknownProvision

MAY = ("XA", Propose("p1", 2, 3, cut("may")))


def test_what_lies_open_on_the_table_is_not_seen_before_it_is_closed() -> None:
    before = text(MAY).negotiation
    table = Worktable(before)
    desk = table.desk("p1", log(MAY, MAY)[2])
    desk.proposals.clear()
    assert 2 in before.provisions["p1"].proposals
    assert table.closed().provisions["p1"].proposals == {}
    assert table.closed().provisions["p2"] is before.provisions["p2"]


def test_what_does_not_stand_cannot_be_laid_open() -> None:
    table = Worktable(text().negotiation)
    entry = log(MAY)[1]
    with pytest.raises(UnknownProvision):
        table.desk("p9", entry)
    with pytest.raises(UnknownProvision):
        table.look("p9")
    with pytest.raises(UnknownProposal):
        table.desk_of(9, entry)


def test_an_entry_that_laid_a_provision_open_twice_is_named_once() -> None:
    table = Worktable(text().negotiation)
    entry = log(MAY)[1]
    table.desk("p1", entry)
    table.desk("p1", entry)
    assert table.closed().provisions["p1"].entries == (1, 2)


def test_entries_come_in_their_turn() -> None:
    table = Worktable(text().negotiation)
    with pytest.raises(EntryOutOfTurn):
        table.begin(log(MAY, MAY)[2])
    table.begin(log(MAY)[1])
