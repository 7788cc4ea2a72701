from dataclasses import replace

import pytest
from tests.foundation.parties import DAY, party
from tests.union import key

from comity.foundation.directory import KeyRecord, Node, RequestRules
from comity.foundation.directory.changes import Change, Changed, changes
from comity.foundation.identity import SealingKey
from comity.words import AuthorityId, Language

OLD = party("XA").profile
(OFFICE,) = OLD.authorities
LONGER = replace(OFFICE.keys[0].validity, until=OFFICE.keys[0].validity.until + DAY)
NEW_KEY = KeyRecord(key("new").public, OFFICE.keys[0].validity)
SECOND = replace(OFFICE, id=AuthorityId("XA/duty"), keys=(NEW_KEY,))


def told(**facts: object) -> list[Changed]:
    return list(changes(OLD, replace(OLD, **facts)))


def test_a_profile_that_only_lives_longer_has_changed_nothing():
    same = replace(OFFICE, keys=(replace(OFFICE.keys[0], validity=LONGER),))
    assert (
        told(serial=OLD.serial + 1, issued=OLD.issued + DAY, expires=OLD.expires + DAY, authorities=(same,))
        == []
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"root": key("root").public}, Changed(Change.ROOT)),
        ({"nodes": (Node("https://new.example", OLD.nodes[0].keys),)}, Changed(Change.ADDRESS)),
        ({"nodes": (Node(OLD.nodes[0].url, (NEW_KEY,)),)}, Changed(Change.NODE_KEYS)),
        ({"authorities": (OFFICE, SECOND)}, Changed(Change.OFFICE_CAME, "XA/duty")),
        ({"authorities": (replace(OFFICE, keys=(NEW_KEY,)),)}, Changed(Change.OFFICE_KEYS, "XA/central")),
        (
            {"authorities": (replace(OFFICE, recipient=SealingKey.from_seed(bytes(32)).recipient),)},
            Changed(Change.OFFICE_KEYS, "XA/central"),
        ),
        ({"authorities": (replace(OFFICE, hours="24/7"),)}, Changed(Change.OFFICE_FACTS, "XA/central")),
        ({"instruments": ()}, Changed(Change.INSTRUMENTS)),
        ({"rules": RequestRules(languages=(Language.FRENCH,))}, Changed(Change.RULES)),
    ],
)
def test_each_change_is_told_by_its_name(facts, expected):
    assert told(**facts) == [expected]


def test_an_office_that_went_is_told():
    both = replace(OLD, authorities=(OFFICE, SECOND))
    assert list(changes(both, OLD)) == [Changed(Change.OFFICE_WENT, "XA/duty")]
