"""A bundle proves a finished request to a court that has nothing but the file."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.foundation.bundle.contents import Case, case
from tests.foundation.parties import NOW, VALID, party
from tests.time_authority import Authority

from comity.errors import ComityError
from comity.errors.bundle import MalformedIndex, ProfileMissing, StrayManifest
from comity.errors.directory import KeyRevoked, UnknownAuthority, UnknownKey, WrongPin
from comity.errors.envelopes import UnknownSuite
from comity.errors.exchange import ForkedStory, ReceiptForAnother, Replayed, SequenceGap, StrangerInThread
from comity.errors.identity import Unwitnessed
from comity.errors.record import ForkedRecord, StampUnproved
from comity.errors.trees import ConsistencyUnproved
from comity.foundation.bundle import (
    BundledAct,
    BundledStamp,
    Contents,
    Growth,
    VerifiedBundle,
    verify_bundle,
    write_bundle,
)
from comity.foundation.directory import KeyRecord, sign_profile, sign_succession
from comity.foundation.envelopes import sign_act, sign_manifest
from comity.foundation.exchange import ReceiptKind
from comity.foundation.fields import letters
from comity.foundation.identity import SigningKey
from comity.foundation.record import Checkpoint, Log, MemoryStore
from comity.foundation.record.stamps import stamp_request

CASE: Case = case()
PINS = {CASE.xa.code: CASE.xa.profile.fingerprint, CASE.xb.code: CASE.xb.profile.fingerprint}


def verify(**changes: object) -> VerifiedBundle:
    return verify_bundle(write_bundle(CASE.with_contents(**changes)), pins=PINS)


@pytest.mark.mandate("E4", "E8", "E12")
def test_a_finished_request_is_proved_in_eight_steps() -> None:
    proved = verify()
    assert [step.name for step in proved.steps] == [
        *("archive", "profiles", "acts", "order", "receipts", "keys", "records", "evidence")
    ]
    assert [step.number for step in proved.steps] == list(range(1, 9))
    assert [one.act.kind for one in proved.acts] == ["preserve", "execute", "inform", "disclose"]
    assert [one.act for one in proved.acts] == [envelope.act for envelope in CASE.envelopes]
    assert len(proved.receipts) == 7
    assert proved.manifests[0].manifest == CASE.manifest
    assert (proved.to_compare, proved.unwitnessed, proved.absent) == ({}, (), frozenset())


def test_the_timeline_tells_all_that_happened_in_order() -> None:
    moments = verify().timeline
    assert [moment.what for moment in moments] == [
        *("act:preserve", "receipt:relay:accepted", "receipt:delivery:accepted", "custody:sealed"),
        *("act:execute", "receipt:relay:accepted", "receipt:delivery:accepted"),
        *("act:inform", "receipt:relay:accepted", "receipt:delivery:accepted"),
        *("act:disclose", "receipt:relay:accepted"),
    ]
    assert [moment.at for moment in moments] == sorted(moment.at for moment in moments)
    assert moments[1].entry == 1
    assert moments[1].act == CASE.envelopes[0].act.id


def test_without_pins_the_fingerprints_to_compare_are_handed_out() -> None:
    packed = write_bundle(CASE.contents)
    assert verify_bundle(packed).to_compare == PINS
    assert verify_bundle(packed, pins={CASE.xa.code: PINS[CASE.xa.code]}).to_compare == {
        CASE.xb.code: PINS[CASE.xb.code]
    }


def test_any_changed_byte_is_refused_by_name() -> None:
    packed = write_bundle(CASE.contents)
    for place in range(0, len(packed), 101):
        changed = packed[:place] + bytes([packed[place] ^ 1]) + packed[place + 1 :]
        with pytest.raises(ComityError):
            verify_bundle(changed, pins=PINS)


# 2 profiles


def test_a_profile_under_another_root_than_the_pinned_one_is_refused() -> None:
    with pytest.raises(WrongPin):
        verify_bundle(write_bundle(CASE.contents), pins=PINS | {CASE.xb.code: PINS[CASE.xa.code]})


def test_a_state_that_acted_has_its_profile_and_only_one() -> None:
    xa, xb = CASE.contents.profiles
    with pytest.raises(ProfileMissing):
        verify(profiles=(xa,))
    with pytest.raises(MalformedIndex):
        verify(profiles=(xa, xb, xb))


# 3 acts


def test_a_swapped_act_is_refused_although_another_signed_it() -> None:
    other = CASE.xa.act(CASE.xb, body={"account": "another account"})
    forged = sign_act(other, signing=CASE.xb.signing)
    with pytest.raises(UnknownKey):
        verify(acts=(BundledAct(forged, CASE.envelopes[0].digest), *CASE.contents.acts[1:]))


def test_an_act_swapped_by_its_own_author_is_refused_by_the_receipt() -> None:
    first = CASE.envelopes[0].act
    rewritten = sign_act(replace(first, body={"account": "another account"}), signing=CASE.xa.signing)
    only_first = {
        "acts": (BundledAct(rewritten, CASE.envelopes[0].digest),),
        "receipts": CASE.contents.receipts[:1],
        "manifests": (),
        "growth": (),
    }
    with pytest.raises(ReceiptForAnother):
        verify(**only_first)
    rest = CASE.contents.acts[1:]
    with pytest.raises(SequenceGap):  # and the story that followed names the act that was swapped away
        verify(acts=(BundledAct(rewritten, CASE.envelopes[0].digest), *rest))


def test_an_unknown_suite_inside_the_bundle_is_refused() -> None:
    first = CASE.contents.acts[0]
    none = first.document.replace(
        letters(b'{"alg":"Ed25519"')[:20].encode(), letters(b'{"alg":"Ed25510"')[:20].encode()
    )
    with pytest.raises(UnknownSuite):
        verify(acts=(replace(first, document=none), *CASE.contents.acts[1:]))


def test_an_act_of_an_office_that_the_state_does_not_name_is_refused() -> None:
    act = CASE.xa.act(CASE.xb, sender=type(CASE.xa.central)("XA/police"))
    with pytest.raises(UnknownAuthority):
        verify(acts=(BundledAct(sign_act(act, signing=CASE.xa.signing), CASE.envelopes[0].digest),))


# 4 order


def test_an_act_left_out_shows() -> None:
    acts = CASE.contents.acts
    with pytest.raises(SequenceGap):
        verify(acts=acts[1:])
    with pytest.raises(SequenceGap):
        verify(acts=(acts[0], *acts[2:]))


def test_an_act_from_another_thread_or_at_a_place_that_is_taken_is_refused() -> None:
    foreign = sign_act(CASE.xa.act(CASE.xb, thread="thread-2"), signing=CASE.xa.signing)
    elsewhere = CASE.xa.seal(CASE.xa.act(CASE.xb, thread="thread-2"), CASE.xb).digest
    with pytest.raises(StrangerInThread):
        verify(acts=(*CASE.contents.acts, BundledAct(foreign, elsewhere)))
    second = sign_act(CASE.xa.act(CASE.xb, kind="withdraw"), signing=CASE.xa.signing)
    with pytest.raises(ForkedStory):
        verify(acts=(*CASE.contents.acts, BundledAct(second, elsewhere)))
    with pytest.raises(Replayed):
        verify(acts=(*CASE.contents.acts, BundledAct(CASE.envelopes[0].document, elsewhere)))


# 5 receipts


def test_a_receipt_for_another_envelope_is_refused() -> None:
    other = CASE.xa.seal(CASE.xa.act(CASE.xb, thread="thread-2"), CASE.xb)
    with pytest.raises(ReceiptForAnother):
        verify(receipts=(*CASE.contents.receipts, CASE.xb.receives(other)))


# 6 keys


def revoked(at_hour: float) -> Contents:
    record = KeyRecord(CASE.xa.signing.public, VALID, revoked=NOW + timedelta(hours=at_hour))
    return CASE.with_contents(profiles=(CASE.xa.with_key(record).document, CASE.contents.profiles[1]))


def test_a_revoked_key_proves_what_was_witnessed_before_its_revocation() -> None:
    assert verify_bundle(write_bundle(revoked(2.5)), pins=PINS)
    with pytest.raises(KeyRevoked):
        verify_bundle(write_bundle(revoked(2.0)), pins=PINS)


def test_a_receipt_of_the_authors_own_state_witnesses_nothing() -> None:
    """A thief of a revoked key dates his act back, and has the author's own node confirm it."""
    last = CASE.envelopes[-1]
    own = CASE.xb.receives(last, kind=ReceiptKind.SUBMISSION, at=NOW + timedelta(hours=3))
    proved = verify(receipts=(*CASE.contents.receipts[:-1], own))
    assert [act.kind for act in proved.unwitnessed] == ["disclose"]
    stolen = KeyRecord(CASE.xb.signing.public, VALID, revoked=NOW + timedelta(hours=9))
    profiles = (CASE.contents.profiles[0], CASE.xb.with_key(stolen).document)
    assert verify(profiles=profiles)
    with pytest.raises(Unwitnessed):
        verify(profiles=profiles, receipts=(*CASE.contents.receipts[:-1], own))
    with pytest.raises(Unwitnessed):
        verify(profiles=profiles, receipts=CASE.contents.receipts[:-1])


def test_a_manifest_under_a_revoked_key_counts_when_an_act_that_names_it_was_witnessed_before() -> None:
    xb = CASE.xb
    older = SigningKey.from_seed(b"o" * 32)
    manifests = (sign_manifest(CASE.manifest, signing=older, office=xb.central),)
    current = xb.profile.authorities[0].keys[0]
    for hours, refusal in ((4, None), (3, KeyRevoked)):
        record = KeyRecord(
            older.public, VALID, revoked=NOW + timedelta(hours=hours), successor=current.key.thumbprint
        )
        office = replace(xb.profile.authorities[0], keys=(record, current))
        profiles = (CASE.contents.profiles[0], xb.with_profile(authorities=(office,)).document)
        if refusal is None:
            assert verify(profiles=profiles, manifests=manifests).manifests
        else:
            with pytest.raises(refusal):
                verify(profiles=profiles, manifests=manifests)


def test_a_fingerprint_compared_before_the_root_was_replaced_still_leads_to_the_profile() -> None:
    xb = CASE.xb
    root = SigningKey.from_seed(b"new root of XB".ljust(32))
    link = sign_succession(xb.code, old=xb.root, new=root.public, at=NOW)
    renewed = sign_profile(replace(xb.profile, root=root.public, succession=(link,)), root)
    assert verify(profiles=(CASE.contents.profiles[0], renewed)).to_compare == {}
    broken = sign_profile(replace(xb.profile, root=root.public), root)
    with pytest.raises(WrongPin):
        verify(profiles=(CASE.contents.profiles[0], broken))


def test_an_act_that_no_receipt_accepted_is_named_as_unwitnessed() -> None:
    proved = verify(receipts=CASE.contents.receipts[:-1])
    assert [act.kind for act in proved.unwitnessed] == ["disclose"]
    assert proved.acts[-1].witnessed is None
    assert proved.acts[0].witnessed == NOW + timedelta(seconds=2)


# 7 records


def test_a_forked_record_is_named() -> None:
    xb = CASE.xb
    other = replace(xb, log=Log(MemoryStore(), xb.log.origin))
    other.log.append([b"another beginning"])
    forked = other.receives(CASE.envelopes[0], kind=ReceiptKind.RETRIEVAL)
    with pytest.raises(ForkedRecord):
        verify(receipts=(*CASE.contents.receipts, forked))


def test_growth_is_proved_or_refused() -> None:
    (growth,) = CASE.contents.growth
    with pytest.raises(ConsistencyUnproved):
        verify(growth=(replace(growth, path=(bytes(32), *growth.path[1:])),))
    with pytest.raises(MalformedIndex):
        verify(growth=(Growth(growth.origin, growth.old, 999, growth.path),))


# 8 evidence


def test_a_manifest_that_no_act_names_is_refused() -> None:
    stray = replace(CASE.manifest, name="another.csv")
    signed = sign_manifest(stray, signing=CASE.xb.signing, office=CASE.xb.central)
    with pytest.raises(StrayManifest):
        verify(manifests=(*CASE.contents.manifests, signed))


def test_a_manifest_that_is_named_but_not_enclosed_is_told() -> None:
    assert verify(manifests=()).absent == {CASE.manifest.digest}


def test_a_manifest_of_an_office_of_another_state_is_refused() -> None:
    xc = party("XC")
    signed = sign_manifest(CASE.manifest, signing=xc.signing, office=xc.central)
    with pytest.raises(ProfileMissing):
        verify(manifests=(signed,))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def stamped(authority: Authority, checkpoint: Checkpoint, **changes: object) -> Contents:
    """The bundle with a token over ``checkpoint``, and the growth to it from a receipt of that record."""
    shown = [receipt.checkpoint for receipt in verify().receipts]
    before = next(one for one in shown if one.origin == checkpoint.origin)
    path = CASE.xb.log.consistency(before.size, min(checkpoint.size, CASE.xb.log.size))
    growth = Growth(checkpoint.origin, before.size, checkpoint.size, path)
    stamp = BundledStamp(checkpoint, authority.answer(stamp_request(checkpoint)))
    return replace(CASE.contents, **{"growth": (growth,), "stamps": (stamp,), **changes})


def test_a_time_stamp_over_a_later_checkpoint_is_proved_under_the_roots_that_the_reader_trusts(
    authority: Authority, tmp_path: Path
) -> None:
    contents = stamped(authority, CASE.xb.log.checkpoint(CASE.xb.log_key))
    packed = write_bundle(contents)
    proved = verify_bundle(packed, pins=PINS, roots=authority.roots)
    assert proved.stamps_proved
    assert [stamp.authority for stamp in proved.stamps] == ["Time-stamping office"]
    claimed = verify_bundle(packed, pins=PINS)
    assert claimed.stamps == proved.stamps
    assert not claimed.stamps_proved
    with pytest.raises(StampUnproved):
        verify_bundle(packed, pins=PINS, roots=Authority(tmp_path / "other").roots)


def test_a_time_stamp_that_covers_no_receipt_of_the_bundle_is_refused(authority: Authority) -> None:
    newest = CASE.xb.log.checkpoint(CASE.xb.log_key)
    other = Checkpoint("example.org/other", newest.size, newest.root).signed(CASE.xb.log_key)
    stamp = BundledStamp(other, authority.answer(stamp_request(other)))
    for wrong in (
        stamped(authority, newest, growth=()),
        stamped(authority, newest, stamps=(stamp,)),
    ):
        with pytest.raises(StampUnproved):
            verify_bundle(write_bundle(wrong), pins=PINS)


def test_a_time_stamp_over_a_rewritten_record_is_refused(authority: Authority) -> None:
    false = Checkpoint(CASE.xb.log.origin, CASE.xb.log.size, bytes(32)).signed(CASE.xb.log_key)
    with pytest.raises((ConsistencyUnproved, ForkedRecord)):
        verify_bundle(write_bundle(stamped(authority, false)), pins=PINS)
