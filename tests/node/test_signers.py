"""An act bears a second signature where an addressee asks for it, and arrives without one nowhere that requires it."""

from dataclasses import replace

import pytest
from tests.node import letters
from tests.node.peer import Peer

from comity.errors.identity import SuiteMissing
from comity.errors.node import SecondKeyMissing
from comity.foundation.directory import KeyRecord, SecondSignature
from comity.foundation.envelopes import read_signed_act
from comity.foundation.identity import SigningKey, Suite
from comity.node import directory, issuing, own, queries, reception
from comity.node.clock import now
from comity.node.keystore import second_name
from comity.node.models import Envelope
from comity.node.rules import COMMAND_LINE
from comity.node.signers import signers
from comity.words import AuthorityId

pytestmark = pytest.mark.store
DUTY = AuthorityId("XA/duty")
LATTICE = SigningKey.from_seed(b"2" * 32, Suite.ML_DSA_65)


def asking(peer: Peer, what: SecondSignature, serial: int = 9):
    directory.pin(COMMAND_LINE, peer.document(now(), serial=serial, second_signature=what))
    return [directory.peer(peer.state)]


def suites(addressed) -> list[Suite]:
    return [key.public.suite for key in signers(DUTY, addressed)]


def test_who_asks_for_nothing_gets_one_signature_and_no_second_key_is_looked_for(peer: Peer):
    issuing.rotate(COMMAND_LINE, second_name(DUTY), at=now())
    assert suites([directory.peer(peer.state)]) == [Suite.ED25519]


def test_who_accepts_a_second_signature_gets_it_from_whoever_has_a_key(peer: Peer):
    addressed = asking(peer, SecondSignature.ACCEPTED)
    assert suites(addressed) == [Suite.ED25519]
    issuing.rotate(COMMAND_LINE, second_name(DUTY), at=now())
    assert suites(addressed) == [Suite.ED25519, Suite.ML_DSA_65]


def test_who_requires_it_is_sent_nothing_without_it(peer: Peer):
    addressed = asking(peer, SecondSignature.REQUIRED)
    with pytest.raises(SecondKeyMissing) as refused:
        signers(DUTY, addressed)
    assert refused.value.facts == {"state": "XB"}
    issuing.rotate(COMMAND_LINE, second_name(DUTY), at=now())
    assert suites(addressed) == [Suite.ED25519, Suite.ML_DSA_65]


def test_one_addressee_that_asks_is_enough(peer: Peer):
    plain = directory.peer(peer.state)
    issuing.rotate(COMMAND_LINE, second_name(DUTY), at=now())
    strict = replace(plain, second_signature=SecondSignature.REQUIRED)
    assert suites([plain, strict]) == suites([strict, plain]) == [Suite.ED25519, Suite.ML_DSA_65]


def test_a_second_key_waits_for_its_turn_as_any_other(peer: Peer):
    addressed = asking(peer, SecondSignature.ACCEPTED)
    issuing.rotate(COMMAND_LINE, second_name(DUTY))
    assert suites(addressed) == [Suite.ED25519]


@pytest.mark.mandate("E4")
def test_an_act_to_a_state_that_requires_it_leaves_with_both_signatures_and_is_read_again(peer: Peer):
    asking(peer, SecondSignature.REQUIRED)
    issuing.rotate(COMMAND_LINE, second_name(DUTY), at=now())
    act = letters.write()
    row = Envelope.objects.get(act=act.id)
    found = queries.open_envelope(row.digest)
    read = read_signed_act(found.document).statement
    assert [one.suite for one in read.signatures] == [Suite.ED25519, Suite.ML_DSA_65]


def test_an_act_without_it_is_refused_with_a_signed_rejection_where_we_require_it(peer: Peer, settings):
    settings.INSTALLATION.extra["signatures"] = {"second": "required"}
    issuing.sign_own(COMMAND_LINE)
    recipient = directory.own_profile().authority(DUTY).recipient
    reply = reception.receive(peer.write(DUTY, recipient).sealed)
    assert (reply.code, len(reply.receipts)) == (SuiteMissing.code, 1)


def test_an_act_with_it_is_taken_where_we_require_it_and_where_we_do_not(peer: Peer, settings):
    office = peer.profile(now()).authorities[0]
    both = replace(office, keys=(*office.keys, KeyRecord(LATTICE.public, office.keys[0].validity)))
    directory.pin(COMMAND_LINE, peer.document(now(), serial=9, authorities=(both,)))
    recipient = directory.own_profile().authority(DUTY).recipient
    for word in ("not-asked", "required"):
        settings.INSTALLATION.extra["signatures"] = {"second": word}
        issuing.sign_own(COMMAND_LINE)
        sealed = peer.write(DUTY, recipient, signing=(peer.signing, LATTICE)).sealed
        assert reception.receive(sealed).code == ""
    assert own.state() == "XA"
