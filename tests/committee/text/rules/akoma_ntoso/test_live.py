"""Everybody who is referred to beside the notation is named, so that the document can say who each of them is."""

from comity.committee.text.rules.akoma_ntoso.live import Live, Offer, Said, Step


def offer(by, *stances):
    return Offer(7, 0, by, "propose", "2026-11-21", "1/1", 0, 1, 0, "may", stances)


def test_everybody_is_named_who_declared_proposed_took_a_stance_or_reserved():
    live = Live(
        9,
        steps=(Step(0, "2026-11-21", "CHAIR", 5),),
        offers=(offer("XA", ("XB", "support"), ("XC", "oppose")),),
        brackets={3: Said((7,), (), ("XD",), 0)},
    )
    assert list(live.named()) == ["CHAIR", "XA", "XB", "XC", "XD"]


def test_a_step_that_nobody_declared_and_a_text_at_rest_name_nobody():
    assert list(Live(1, steps=(Step(0, "2026-11-21"),), brackets={3: Said((7,), (2,), (), 1)}).named()) == []
