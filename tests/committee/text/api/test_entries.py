"""What an operation tells of an entry: all of it, so that a program can enter the same act again."""

from comity.committee.text.api.entries import entry_told
from comity.committee.text.rules.negotiation.acts import Entry, Propose
from comity.committee.text.rules.negotiation.codec import act_from_json
from comity.committee.text.rules.words import cut
from comity.words import Instant


def test_an_entry_is_told_with_the_act_as_it_was_entered() -> None:
    act = Propose("p1", 2, 3, cut("may well"), seen=4)
    entry = Entry(7, Instant(1_700_000_000_000), "XA", act, "delegate of Aldova", "2/3", "A/AC.291/L.4")
    told = entry_told(entry)
    assert (told.number, told.by, told.entered) == (7, "XA", "delegate of Aldova")
    assert (told.at, told.meeting, told.document) == (str(entry.at), "2/3", "A/AC.291/L.4")
    assert act_from_json(told.act) == act
