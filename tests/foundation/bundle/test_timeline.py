"""The line of moments tells all that a bundle shows, in the order of time, each with who says so."""

from tests.foundation.bundle.contents import case

from comity.foundation.bundle import verify_bundle, write_bundle


def test_every_act_receipt_and_step_of_custody_is_one_moment_in_the_order_of_time() -> None:
    verified = verify_bundle(write_bundle(case().contents))
    told = verified.timeline
    assert [moment.at for moment in told] == sorted(moment.at for moment in told)
    custody = sum(len(one.manifest.custody) for one in verified.manifests)
    assert len(told) == len(verified.acts) + len(verified.receipts) + custody


def test_an_act_is_told_by_its_author_and_a_receipt_by_its_state_with_its_place_in_the_record() -> None:
    verified = verify_bundle(write_bundle(case().contents))
    acts = {moment.act: moment for moment in verified.timeline if moment.what.startswith("act:")}
    assert {name: (one.who, one.entry) for name, one in acts.items()} == {
        proved.act.id: (proved.act.sender, None) for proved in verified.acts
    }
    receipts = [moment for moment in verified.timeline if moment.what.startswith("receipt:")]
    assert sorted((one.who, one.entry) for one in receipts) == sorted(
        (entered.statement.state, entered.index) for receipt in verified.receipts for entered in receipt.entered
    )
    assert {one.act for one in receipts} <= acts.keys()


def test_custody_names_the_evidence_and_the_hand() -> None:
    kept = case().manifest
    told = [one for one in verify_bundle(write_bundle(case().contents)).timeline if one.evidence]
    assert [(one.what, one.who, one.evidence) for one in told] == [
        (f"custody:{step.deed}", step.by, kept.digest) for step in kept.custody
    ]
