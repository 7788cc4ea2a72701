from dataclasses import FrozenInstanceError, fields
from typing import get_args

import pytest

from comity.committee.text.rules.negotiation.acts import Act, Entry, Propose, Stance
from comity.words import Instant


def test_an_act_is_never_changed() -> None:
    for act in (Propose("p1", 0, 1), Entry(1, Instant(1), "XA", Propose("p1", 0, 1))):
        with pytest.raises(FrozenInstanceError):
            setattr(act, fields(act)[0].name, 2)


def test_every_act_is_a_frozen_value_and_says_what_it_does() -> None:
    for kind in get_args(Act):
        assert kind.__dataclass_params__.frozen
        assert kind.__doc__


def test_a_sponsor_is_the_first_of_the_stances() -> None:
    assert list(Stance) == ["sponsor", "support", "flexible", "reserve", "oppose"]
