"""What a command tells, for people and for programs."""

import json

import pytest

from comity.cli.telling import tell, tell_each

ROWS = [
    {"reference": "XA-2026-0001", "roles": ["a", "b"], "due": None},
    {"reference": "é", "roles": [], "due": 3},
]


def test_a_list_shows_the_named_facts_and_json_shows_all(capsys: pytest.CaptureFixture[str]) -> None:
    tell_each(ROWS, "reference", "due", as_json=False)
    assert capsys.readouterr().out == "XA-2026-0001  -\né  3\n"
    tell_each(ROWS, "reference", as_json=True)
    assert json.loads(capsys.readouterr().out) == ROWS


def test_a_name_from_elsewhere_does_not_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    tell({"name": "log\x1b[2J"}, "log\x1b[2J\x9b", as_json=False)
    assert capsys.readouterr().out == "log\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}\n"
    tell({"name": "log\x1b[2J"}, "", as_json=True)
    assert json.loads(capsys.readouterr().out) == {"name": "log\x1b[2J"}
