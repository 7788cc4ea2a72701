"""A standing says who asks whom, and what its side may do now."""

import pytest

from comity.regime.requests.rules.life import Deed, Side, State
from comity.regime.requests.rules.standing import Standing
from comity.words import AuthorityId

OURS, THEIRS = AuthorityId("XA/duty"), AuthorityId("XB/duty")


def standing(side: Side, state: State, theirs: AuthorityId | None = THEIRS) -> Standing:
    return Standing(reference="XA-2026-0001", thread="", side=side, state=state, ours=OURS, theirs=theirs)


@pytest.mark.parametrize(
    ("side", "requester", "requested"), [(Side.REQUESTER, OURS, THEIRS), (Side.REQUESTED, THEIRS, OURS)]
)
def test_each_side_knows_who_asks_and_who_is_asked(side, requester, requested):
    here = standing(side, State.OPENED)
    assert (here.requester, here.requested) == (requester, requested)


def test_a_draft_without_an_addressee_asks_nobody_yet():
    assert standing(Side.REQUESTER, State.DRAFT, None).requested is None


def test_what_is_open_depends_on_the_side():
    assert Deed.ACCEPT in standing(Side.REQUESTED, State.OPENED).open_deeds
    assert standing(Side.REQUESTER, State.OPENED).open_deeds == (Deed.WITHDRAW,)
