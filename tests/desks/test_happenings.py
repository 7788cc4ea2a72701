"""The names of what the record enters."""

import re
from pathlib import Path

import comity
from comity.desks.happenings import HAPPENINGS
from comity.foundation.exchange import Outcome, ReceiptKind

EVENT = re.compile(
    r'"((?:desks|documents|evidence|exchange|instruments|node|record|requests|text):[a-z-]+:[a-z-]+)"'
)


def entered() -> set[str]:
    """Every class of entry that the source names."""
    pages = Path(comity.__file__).parent.rglob("*.py")
    return {event for page in pages for event in EVENT.findall(page.read_text("utf-8"))}


def test_every_class_that_the_node_enters_has_a_name():
    receipts = {f"exchange:{kind}:{outcome}" for kind in ReceiptKind for outcome in Outcome}
    assert entered() | receipts == set(HAPPENINGS)


def test_no_two_classes_bear_one_name():
    names = [str(name) for name in HAPPENINGS.values()]
    assert len(names) == len(set(names))
