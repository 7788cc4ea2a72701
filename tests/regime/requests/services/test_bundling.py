"""A request leaves as one file, which is verified with no node."""

import pytest
from tests.regime.desk import THREAD, received
from tests.time_authority import Authority

from comity.errors.requests import NotNow
from comity.foundation.bundle import verify_bundle
from comity.foundation.record.stamps import stamp_request
from comity.foundation.sealing import MemorySource
from comity.node import profiles, record
from comity.node.models import TimeStamp
from comity.regime.evidence.services import Intake, take_in
from comity.regime.requests import services
from comity.regime.requests.rules.bodies import Acceptance
from comity.regime.requests.services import bundling
from comity.words import AuthorityId

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]


@pytest.mark.mandate("E4", "E8")
def test_the_bundle_of_a_finished_request_is_verified_with_no_node(duty, peer):
    request = received(duty, peer)
    services.accept(duty, request, Acceptance())
    services.record_preservation(duty, request)
    peer.take()
    peer.say("inform", {"about": "assistance", "assistance": "B-MLA-9"}, thread=THREAD)
    request.refresh_from_db()
    said = Intake("log.csv", "text/csv", "Collected at the provider.", thread=THREAD)
    item = take_in(duty, MemorySource(b"log " * 1000), said, authority=AuthorityId("XA/duty"))
    services.disclose(duty, request, [item])
    packed = bundling.bundle(duty, request)
    pins = {profile.state: profile.fingerprint for profile in (profiles.own_profile(), *profiles.peers())}
    verified = verify_bundle(packed, pins=pins)
    assert [proved.act.kind for proved in verified.acts] == [
        "preserve",
        "answer",
        "inform",
        "inform",
        "disclose",
    ]
    assert [found.manifest.name for found in verified.manifests] == ["log.csv"]
    assert packed == bundling.bundle(duty, request)


def test_the_bundle_encloses_the_time_stamp_that_covers_its_receipts(duty, peer, tmp_path):
    request = received(duty, peer)
    services.accept(duty, request, Acceptance())
    authority, at = Authority(tmp_path / "authority"), peer.clock.at
    note = record.checkpoint()
    token = authority.answer(stamp_request(note))
    TimeStamp.objects.create(size=note.size, text=note.text, token=token, at=at, next_attempt=at)
    verified = verify_bundle(bundling.bundle(duty, request), roots=authority.roots)
    assert verified.stamps_proved
    assert [stamp.checkpoint for stamp in verified.stamps] == [note]


def test_a_draft_has_nothing_to_bundle(duty, node):
    with pytest.raises(NotNow):
        bundling.bundle(duty, services.open_draft(duty))


@pytest.mark.mandate("E4")
def test_an_act_that_was_refused_stands_in_the_bundle_with_its_rejection(duty, peer):
    request = received(duty, peer)
    assert peer.say("answer", {}, thread=THREAD).code == "not-the-addressee"
    assert peer.say("withdraw", {"reasons": "No longer."}, thread=THREAD).code == ""
    request.refresh_from_db()
    verified = verify_bundle(bundling.bundle(duty, request))
    assert [(proved.act.kind, proved.witnessed is not None) for proved in verified.acts] == [
        ("preserve", True),
        ("answer", False),
        ("withdraw", True),
    ]
    rejected = [said for receipt in verified.receipts for said in receipt.statements if said.code]
    assert [(said.code, said.act) for said in rejected] == [("not-the-addressee", verified.acts[1].act.digest)]
