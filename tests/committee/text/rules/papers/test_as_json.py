"""JSON holds the log, and the log gives the very text again."""

import json

import pytest
from hypothesis import given, settings
from tests.committee.text.rules.negotiation.logs import log
from tests.committee.text.rules.papers.negotiations import acts, paper, taken

from comity.committee.text.rules.negotiation.acts import Comment, Propose
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.printing import marked
from comity.committee.text.rules.papers.as_json import json_of, log_of_json
from comity.committee.text.rules.papers.paper import paper_of
from comity.committee.text.rules.words import cut
from comity.errors.text import UnreadableEntry


@settings(max_examples=40, deadline=None)
@given(acts())
def test_the_log_comes_back_whole_and_gives_the_same_text(found):
    entries = taken(found)
    written = json_of(paper(entries))
    again = tuple(log_of_json(written))
    assert again == entries
    assert json_of(paper(again)) == written
    told = [each["marked"] for each in json.loads(written)["provisions"]]
    assert told == [marked(line.marks) for line in consolidate(again).lines()]


def test_a_part_of_the_text_holds_no_log():
    entries = log(("XA", Comment("p1", "Why?")), ("XB", Propose("p2", 0, 1, cut("No"))))
    here = paper_of(consolidate(entries), entries, slug="a", title="A", top="p1")
    told = json.loads(json_of(here))
    assert told["log"] == []
    assert [each["id"] for each in told["provisions"]] == ["p1"]
    assert [each["text"] for each in told["provisions"][0]["comments"]] == ["Why?"]


@pytest.mark.parametrize(
    "raw", [b"", b"[1]", b"{}", b'{"format": "comity/negotiating-text/1", "log": 3}', b"[" * 9999]
)
def test_what_is_no_paper_is_refused_by_name(raw):
    with pytest.raises(UnreadableEntry):
        log_of_json(raw)
