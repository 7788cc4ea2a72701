"""A draft as plain JSON."""

import json

from hypothesis import given, settings
from tests.committee.text.rules.negotiated import negotiating_texts

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.plain_json import write_json

SOURCE = "## Article 1\n\n1. Each State [shall (XA)] [may <b> & (XB)] act.\n"


@given(negotiating_texts())
@settings(max_examples=40, deadline=None)
def test_json_holds_every_character_in_one_run(source):
    told = json.loads(write_json(parse(source)))
    assert "".join(run["words"] for one in told["provisions"] for run in one["runs"]) == source


def test_json_names_the_holders_of_a_bracket():
    told = json.loads(write_json(parse(SOURCE), ["a" * 16, "b" * 16]))
    assert [bracket["held_by"] for bracket in told["brackets"]] == [["XA"], ["XB"]]
    assert told["provisions"][0]["id"] == "a" * 16
