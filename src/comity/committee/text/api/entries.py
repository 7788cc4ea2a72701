"""What operations tell of the log, and who asks."""

from typing import Any

from ninja import Schema

from comity.committee.text.rules.negotiation.acts import Entry
from comity.committee.text.rules.negotiation.codec import act_to_json


class EntryTold(Schema):
    """One entry of the log: the act as it was entered."""

    number: int
    at: str
    by: str
    entered: str
    meeting: str
    document: str
    act: dict[str, Any]


def entry_told(entry: Entry) -> EntryTold:
    """Tell an entry of the log."""
    return EntryTold(
        number=entry.number,
        at=str(entry.at),
        by=entry.by,
        entered=entry.entered,
        meeting=entry.meeting,
        document=entry.document,
        act=act_to_json(entry.act),
    )
