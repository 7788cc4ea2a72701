"""A page tells which keys an authority has, when each counts, and why one does not any longer."""

import pytest
from tests.foundation.parties import NOW, VALID, party

from comity.desks.keys import ASKED, REASONS, ShownKey
from comity.foundation.directory import KeyRecord, Reason, SecondSignature
from comity.node import issuing, profiles
from comity.node.rules import COMMAND_LINE

XA = party("XA")


def test_a_key_is_shown_with_its_suite_and_its_end():
    shown = ShownKey.of(KeyRecord(XA.signing.public, VALID))
    assert (shown.name, shown.suite) == (str(XA.signing.public.thumbprint), "Ed25519")
    assert (shown.until, shown.revoked, shown.reason) == (VALID.until, None, None)


def test_every_reason_and_every_wish_has_its_words():
    assert set(REASONS) == set(Reason)
    assert set(ASKED) == set(SecondSignature)
    for reason in Reason:
        assert ShownKey.of(KeyRecord(XA.signing.public, VALID, revoked=NOW, reason=reason)).reason


@pytest.mark.store
def test_the_directory_says_that_a_key_was_revoked_and_why(borania, client):
    before = client.get("/directory/").content.decode()
    assert "not asked for" in before
    assert "revoked on" not in before
    office = profiles.own_profile().authorities[0]
    key = office.keys[0].key.thumbprint
    issuing.revoke(COMMAND_LINE, key, reason=Reason.LOST)
    page = client.get("/directory/").content.decode()
    assert str(key) in page
    assert "its holder has lost it" in page
    assert page.count("revoked on") == 1
