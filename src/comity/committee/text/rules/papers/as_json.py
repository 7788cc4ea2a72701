"""The negotiating text as JSON: what a reader sees of each provision, and the log that gives the very text again.

* Words, brackets, holders, proposals, positions and agreements are told provision by provision, as they stand.
* A paper of the whole text holds its log. Whoever takes the log through the rules has the same text: so a reader
  proves by reckoning that nothing was added or left out.
"""

import json
from collections.abc import Iterable, Sequence

from comity.committee.text.rules.negotiation.acts import Entry
from comity.committee.text.rules.negotiation.codec import act_to_json, entry_from_json, entry_to_json
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.marks import Mark, Run
from comity.committee.text.rules.negotiation.printing import marked
from comity.committee.text.rules.negotiation.state import Bracket, Proposal
from comity.committee.text.rules.papers.choice import state_of
from comity.committee.text.rules.papers.paper import Paper
from comity.committee.text.rules.words import joined
from comity.errors.text import UnreadableEntry
from comity.foundation.canonical import Json

FORMAT = "comity/negotiating-text/1"


def json_of(paper: Paper) -> bytes:
    """The paper as JSON."""
    told: dict[str, Json] = {
        "format": FORMAT,
        "text": paper.slug,
        "title": paper.title,
        "language": str(paper.language),
        "draft": paper.draft,
        "entries": paper.entries,
        "at": str(paper.at),
        "provisions": [_provision(paper, line) for line in paper.lines],
        "log": [entry_to_json(entry) for entry in paper.log],
    }
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def log_of_json(raw: bytes) -> Sequence[Entry]:
    """The log that a paper holds; empty if it is of a part of the text. Raises ``UnreadableEntry``."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise UnreadableEntry("paper", expected="JSON") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("log"), list):
        raise UnreadableEntry("format", expected=FORMAT)
    return tuple(entry_from_json(each) for each in told["log"])


def _provision(paper: Paper, line: Line) -> dict[str, Json]:
    one = line.provision
    return {
        "id": one.id,
        "kind": one.kind.value,
        "number": paper.number(line),
        "under": one.parent,
        "depth": line.depth,
        "status": state_of(line),
        "alternative_to": one.alternative_to,
        "words": joined(one.words),
        "marked": marked(line.marks),
        "marks": _marks(line.marks),
        "sponsors": list(line.sponsors),
        "agreed": [{"entry": each.entry.number, "words": each.words} for each in paper.agreements_of(line)],
        "open": [_open(paper, line, each) for each in one.everything() if each.is_open],
        "comments": [
            {"entry": entry.number, "at": str(entry.at), "by": entry.by, **act_to_json(entry.act)}
            for entry in paper.comments.get(one.id, ())
        ],
    }


def _marks(marks: Iterable[Mark]) -> list[Json]:
    return [
        joined(mark.words)
        if isinstance(mark, Run)
        else {
            "role": mark.role.value,
            "proposals": list(mark.proposals),
            "brackets": list(mark.brackets),
            "wanted": list(mark.wanted),
            "against": list(mark.against),
            "reserved": list(mark.reserved),
            "option": mark.option,
            "inside": _marks(mark.inside),
        }
        for mark in marks
    ]


def _open(paper: Paper, line: Line, each: Proposal | Bracket) -> dict[str, Json]:
    entry = paper.acts[each.number]
    stances = line.provision.stances.get(each.number, {})
    return {
        "number": each.number,
        "by": each.by,
        "at": str(entry.at),
        "meeting": entry.meeting,
        "start": each.start,
        "end": each.end,
        "stances": {holder: held.stance.value for holder, held in stances.items()},
        **act_to_json(entry.act),
    }
