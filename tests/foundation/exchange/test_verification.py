"""A receipt counts only for what was sent, under a key of the State's node, as an entry of its record."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.foundation.parties import DAY, NOW, VALID, Party, party, some_digest

from comity.errors import ComityError
from comity.errors.directory import KeyRevoked, UnknownKey
from comity.errors.envelopes import ClockAhead, WrongType
from comity.errors.exchange import ReceiptForAnother
from comity.errors.identity import KeyExpired
from comity.errors.record import CheckpointUnsigned, WrongRecord
from comity.errors.trees import InclusionUnproved
from comity.foundation.directory import KeyRecord, LogKey, Node, Profile
from comity.foundation.directory.keys import replaced_log
from comity.foundation.envelopes import sign_payload
from comity.foundation.exchange import (
    Outcome,
    Receipt,
    ReceiptKind,
    Statement,
    authentic_receipt,
    sign_receipt,
    verify_receipt,
)
from comity.foundation.identity import Validity
from comity.foundation.limits import LIMITS
from comity.foundation.record import require_growth
from comity.words import Instant

XA, XB, XC = party("XA"), party("XB"), party("XC")
ENVELOPE = XA.seal(XA.act(XB), XB)
DOCUMENT = XB.receives(ENVELOPE)
STATEMENT = Statement(ReceiptKind.RELAY, Outcome.ACCEPTED, ENVELOPE.digest, ENVELOPE.act.digest, XB.code, NOW)

BOTH = (STATEMENT, replace(STATEMENT, kind=ReceiptKind.DELIVERY))


def verify(document: bytes, *, profile: Profile = XB.profile, at: Instant = NOW, **sent: object) -> Receipt:
    facts = {"envelope": ENVELOPE.digest, "act": ENVELOPE.act.digest} | sent
    return verify_receipt(document, profile=profile, at=at, **facts)


def with_node_key(record: KeyRecord) -> Profile:
    return replace(XB.profile, nodes=(Node("https://xb.example", (record,)),))


@pytest.mark.mandate("E8")
def test_neither_side_can_later_deny_what_the_receipt_says() -> None:
    receipt = verify(DOCUMENT)
    assert receipt.statements == (STATEMENT,)
    assert receipt.checkpoint.origin == XB.profile.log.origin


def test_a_rejection_is_proved_like_an_acceptance() -> None:
    document = XB.receives(ENVELOPE, outcome=Outcome.REJECTED, code="not-addressed", act=None)
    assert verify(document).about.code == "not-addressed"


def test_a_receipt_for_another_envelope_or_act_is_refused() -> None:
    with pytest.raises(ReceiptForAnother):
        verify(DOCUMENT, envelope=some_digest("another envelope"))
    with pytest.raises(ReceiptForAnother):
        verify(DOCUMENT, act=some_digest("another act"))


def test_a_receipt_of_another_state_is_refused() -> None:
    with pytest.raises(UnknownKey):
        verify(XC.receives(ENVELOPE))
    foreign = sign_payload(
        XB.receipt(replace(STATEMENT, state=XC.code)).to_bytes(),
        typ="comity-receipt",
        keys=(XB.node,),
        issuer="XB",
    )
    with pytest.raises(ReceiptForAnother):
        verify(foreign)


def test_an_office_does_not_sign_for_the_node() -> None:
    with pytest.raises(UnknownKey):
        verify(sign_receipt(XB.receipt(STATEMENT), node=XB.signing))


def test_an_act_does_not_pass_for_a_receipt() -> None:
    document = sign_payload(XB.receipt(STATEMENT).to_bytes(), typ="comity-act", keys=(XB.node,), issuer="XB")
    with pytest.raises(WrongType):
        verify(document)


def test_a_revoked_or_expired_node_key_gives_no_new_receipt() -> None:
    later = NOW + DAY
    revoked = with_node_key(KeyRecord(XB.node.public, VALID, revoked=later))
    assert verify(DOCUMENT, profile=revoked)
    with pytest.raises(KeyRevoked):
        verify(DOCUMENT, profile=revoked, at=later)
    with pytest.raises(KeyExpired):
        verify(DOCUMENT, profile=with_node_key(KeyRecord(XB.node.public, Validity(NOW + -DAY, NOW))))


def test_what_a_key_signed_before_its_revocation_is_still_authentic() -> None:
    revoked = with_node_key(KeyRecord(XB.node.public, VALID, revoked=NOW + DAY))
    carried = {ENVELOPE.digest: ENVELOPE.act.digest}
    assert authentic_receipt(DOCUMENT, profile=revoked, carried=carried).statements == (STATEMENT,)


def test_clocks_may_differ_up_to_the_edge_and_not_beyond() -> None:
    assert verify(DOCUMENT, at=NOW + -LIMITS.clock_skew)
    with pytest.raises(ClockAhead):
        verify(DOCUMENT, at=NOW + -LIMITS.clock_skew + timedelta(milliseconds=-1))


def test_a_receipt_whose_entry_is_not_in_the_record_is_refused() -> None:
    receipt = XB.receipt(*BOTH)
    first, second = receipt.entered
    assert verify(sign_receipt(receipt, node=XB.node)).statements == BOTH
    for wrong in (
        (first, replace(second, salt=bytes(32))),
        (replace(first, statement=replace(STATEMENT, kind=ReceiptKind.RETRIEVAL)), second),
        (first, replace(second, index=second.index - 1)),
        (first, replace(second, path=first.path)),
    ):
        with pytest.raises(InclusionUnproved):
            verify(sign_receipt(replace(receipt, entered=wrong), node=XB.node))


def test_what_one_receipt_states_may_stand_at_any_places_of_the_record() -> None:
    receipt = XB.receipt(*BOTH)
    turned = replace(receipt, entered=receipt.entered[::-1])
    assert verify(sign_receipt(turned, node=XB.node)).statements == BOTH[::-1]


def test_a_checkpoint_of_another_record_or_by_another_key_is_refused() -> None:
    with pytest.raises(WrongRecord):
        verify(DOCUMENT, profile=replace(XB.profile, log=LogKey("xc.example/record", XB.log_key.public)))
    with pytest.raises(CheckpointUnsigned):
        verify(DOCUMENT, profile=replace(XB.profile, log=LogKey(XB.profile.log.origin, XC.log_key.public)))


def test_a_receipt_under_a_replaced_key_of_the_record_still_holds_for_its_time() -> None:
    newer = XC.log_key.public
    log = replaced_log(XB.profile.log, newer, Validity(VALID.since, NOW + DAY))
    assert verify(DOCUMENT, profile=replace(XB.profile, log=log)).statements == (STATEMENT,)
    for ended in (Validity(VALID.since, NOW), Validity(NOW + timedelta(milliseconds=1), VALID.until)):
        with pytest.raises(CheckpointUnsigned):
            verify(DOCUMENT, profile=replace(XB.profile, log=replaced_log(XB.profile.log, newer, ended)))
    revoked = replace(log, earlier=(replace(log.earlier[0], revoked=NOW),))
    with pytest.raises(CheckpointUnsigned):
        verify(DOCUMENT, profile=replace(XB.profile, log=revoked))


def test_the_newest_key_of_a_record_proves_what_is_older_than_itself() -> None:
    receipt = XB.receipt(STATEMENT)
    shown = XB.log.checkpoint(XC.log_key)
    (held,) = receipt.entered
    again = Receipt((replace(held, path=XB.log.inclusion(held.index)),), shown)
    log = replaced_log(XB.profile.log, XC.log_key.public, VALID)
    assert verify(sign_receipt(again, node=XB.node), profile=replace(XB.profile, log=log))


def test_any_changed_byte_is_refused_by_name() -> None:
    for place in range(len(DOCUMENT)):
        changed = DOCUMENT[:place] + bytes([DOCUMENT[place] ^ 1]) + DOCUMENT[place + 1 :]
        with pytest.raises(ComityError):
            verify(changed)


def test_the_sender_demands_that_each_checkpoint_continues_the_last() -> None:
    party_b: Party = party("XB")
    first, second = (
        verify(party_b.receives(ENVELOPE, kind=kind)).checkpoint
        for kind in (ReceiptKind.RELAY, ReceiptKind.DELIVERY)
    )
    assert require_growth(first, second, party_b.log.consistency(first.size, second.size)) == second
