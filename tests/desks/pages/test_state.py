"""One State: its profile of now, how it is known, and what each version changed."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.node.peer import Peer

from comity.desks.pages.directory import in_groups
from comity.foundation.directory import KeyRecord, introduced
from comity.foundation.identity import SigningKey, Validity
from comity.node import directory, installation, profiles
from comity.node.clock import now
from comity.node.models import DirectoryEntry, ProfileVersion
from comity.node.rules import COMMAND_LINE
from comity.words import AuthorityId, StateCode

pytestmark = pytest.mark.store
XA = StateCode("XA")
VALID = Validity(now() + timedelta(days=-1), now() + timedelta(days=1))


def test_a_state_stands_with_its_fingerprint_and_offices(borania, client):
    page = client.get("/directory/XA/").content.decode()
    profile = profiles.peer(XA)
    assert in_groups(profile.fingerprint) in page
    assert str(profile.authorities[0].keys[0].key.thumbprint) in page
    assert "compared its fingerprint by other means" in page


@pytest.mark.parametrize("code", ["XD", "xa", "Q", "XAX"])
def test_a_state_that_this_node_does_not_know_has_no_page(borania, client, code):
    assert client.get(f"/directory/{code}/").status_code == 404


def test_the_history_tells_each_version_and_what_it_changed(borania, client, tmp_path, settings, monkeypatch):
    assert b"the first that this node knows" in client.get("/directory/XB/").content
    directory.sign_own(COMMAND_LINE)
    assert b"nothing but its validity" in client.get("/directory/XB/").content
    settings.INSTALLATION = installation.read(tmp_path / "xb")
    settings.INSTALLATION.extra["authorities"].pop()
    settings.INSTALLATION.extra["instruments"] = []
    directory.sign_own(COMMAND_LINE)
    page = client.get("/directory/XB/").content.decode()
    assert [version.serial for version in directory.history(StateCode("XB"))] == [3, 2, 1]
    assert "no longer: XB/" in page
    assert "instruments and reservations" in page
    assert "signed here" in page


def test_what_the_directory_says_otherwise_is_shown_with_both_fingerprints(borania, client):
    DirectoryEntry.objects.create(
        state="XA", fingerprint="f" * 32, serial=1, refused="root-key-disputed", at=now()
    )
    page = client.get("/directory/XA/").content.decode()
    assert "The directory says otherwise" in page
    assert "f" * 32 in page
    assert profiles.peer(XA).fingerprint in page


def test_a_state_that_only_the_directory_vouches_for_is_told_so(borania, client):
    ProfileVersion.objects.filter(state="XA").update(source="directory")
    assert b"no officer of this node has compared it yet" in client.get("/directory/XA/").content


def test_when_it_answered_is_not_for_everybody(borania, sign_in, client):
    assert b"Last answered" not in client.get("/directory/XA/").content
    assert b"Last answered" in sign_in("duty").get("/directory/XA/").content


def test_a_version_that_is_compared_later_counts_as_compared(borania):
    ProfileVersion.objects.filter(state="XA").update(source="directory")
    assert not directory.compared(XA)
    row = ProfileVersion.objects.get(state="XA")
    document = bytes(row.jws)
    directory.pin(COMMAND_LINE, document, fingerprint=introduced(document, at=now()).fingerprint)
    assert directory.compared(XA)


def test_many_authorities_stand_on_pages_each_on_one(borania, client):
    peer = Peer(state=StateCode("XD"))
    plain = peer.profile(now())
    offices = tuple(
        replace(plain.authorities[0], id=AuthorityId(f"XD/office-{number}"), keys=(KeyRecord(key, VALID),))
        for number in range(250)
        for key in [SigningKey.from_seed(number.to_bytes(32, "big")).public]
    )
    document = peer.document(now(), authorities=offices)
    directory.pin(COMMAND_LINE, document, fingerprint=plain.fingerprint)
    shown = []
    for first, linked in ((0, {"100"}), (100, {"0", "200"}), (200, {"100"})):
        page = client.get(f"/directory/XD/?from={first}").content.decode()
        shown += re.findall(r'<span class="hash">(XD/office-\d+)</span>', page)
        assert set(re.findall(r'/directory/XD/\?from=(\d+)" rel=', page)) == linked
    assert shown == [office.id for office in offices]
    for nonsense in ("-1", "x", "9" * 30, "²"):
        assert ">XD/office-0<" in client.get("/directory/XD/", {"from": nonsense}).content.decode()
    assert ">XD/office-" not in client.get("/directory/XD/?from=300").content.decode()


def test_a_history_is_verified_once_and_told_in_each_language(borania, client, monkeypatch):
    directory.sign_own(COMMAND_LINE)
    assert b"nothing but its validity" in client.get("/directory/XB/").content
    monkeypatch.setattr("comity.desks.pages.state.authentic_profile", None)
    page = client.get("/directory/XB/", headers={"accept-language": "fr"}).content.decode()
    assert "rien que sa durée de validité" in page
