"""A paper holds what was chosen, with what was said of it, and the log only where it is the whole text."""

from tests.committee.text.rules.negotiation.logs import log
from tests.committee.text.rules.papers.negotiations import paper

from comity.committee.text.rules.negotiation.acts import CHAIR, Agree, Comment, Propose
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.papers.choice import Choice
from comity.committee.text.rules.papers.paper import paper_of
from comity.committee.text.rules.words import cut

ENTRIES = log(
    ("XA", Comment("p1", "Why?")),
    ("XB", Comment("p2", "Why not?")),
    ("XA", Propose("p1", 2, 3, cut("may"))),
    (CHAIR, Agree("p2")),
)


def test_the_whole_text_has_every_comment_every_entry_referred_to_and_the_log():
    whole = paper(ENTRIES)
    assert [whole.number(line) for line in whole.lines][1:] == ["1.", "2."]
    assert sorted(whole.comments) == ["p1", "p2"]
    assert sorted(whole.acts) == [4, 5]
    assert whole.log == ENTRIES


def test_a_part_has_only_what_was_said_of_it_and_no_log():
    parts = [
        paper_of(consolidate(ENTRIES), ENTRIES, slug="a", title="A", top="p1"),
        paper_of(consolidate(ENTRIES), ENTRIES, slug="a", title="A", choice=Choice("XA")),
    ]
    for part in parts:
        assert [line.provision.id for line in part.lines] == ["p1"]
        assert (list(part.comments), list(part.acts), part.log) == (["p1"], [4], ())


def test_what_is_agreed_is_told_with_the_entry_and_the_words_that_it_agreed():
    found = paper(log((CHAIR, Agree("p1", 0, 2)), (CHAIR, Agree("p2")))).agreements()
    told = [(each.provision, each.entry.number, each.words) for each in found]
    assert told == [("p1", 2, "Each Party"), ("p2", 3, "")]
