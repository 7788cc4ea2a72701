from datetime import timedelta

import pytest
from tests.node import letters
from tests.node.peer import Peer

from comity.node import answers, directory, own, reception
from comity.node.clock import now
from comity.node.keystore import sealing_name
from comity.node.models import Envelope, Receipt
from comity.words import StateCode

pytestmark = pytest.mark.store
XB = StateCode("XB")


@pytest.fixture(autouse=True)
def _counted_anew():
    answers.forget()


def test_a_state_that_never_answered_is_told_so(peer: Peer):
    assert answers.answered(directory.peer(XB), now()) == answers.Answered()
    assert answers.point_of(directory.peer(XB)).id == "XB/duty"


def test_a_receipt_is_an_answer_of_its_node_only(peer: Peer):
    at = now()
    Receipt.objects.create(envelope="a" * 64, kind="relay", outcome="accepted", state="XB", jws=b"", at=at)
    assert answers.answered(directory.peer(XB), at) == answers.Answered(node=at)


def test_what_was_counted_is_kept_for_a_minute(peer: Peer):
    at = now()
    assert answers.answered(directory.peer(XB), at).node is None
    Receipt.objects.create(envelope="a" * 64, kind="relay", outcome="accepted", state="XB", jws=b"", at=at)
    assert answers.answered(directory.peer(XB), at + timedelta(minutes=1)).node == at


def test_an_act_of_its_24_7_point_is_an_answer_of_that_office(peer: Peer):
    mine = own.keys().sealing(sealing_name(letters.SENDER)).recipient
    reception.receive(peer.write(letters.SENDER, mine).sealed)
    row = Envelope.objects.get()
    assert answers.answered(directory.peer(XB), now()).point == row.entry.at


def test_the_receipt_that_one_of_its_officers_opened_our_act_is_an_answer_of_that_office(peer: Peer):
    letters.write()
    row, at = Envelope.objects.get(), now()
    Receipt.objects.create(
        envelope=row.digest, kind="retrieval", outcome="accepted", state="XB", jws=b"", at=at
    )
    assert answers.answered(directory.peer(XB), at) == answers.Answered(at, at)
