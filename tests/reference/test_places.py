import pytest

from comity.reference.places import HEIGHT, WIDTH, land, place
from comity.reference.states import invented_states, states


def test_each_state_has_its_point_on_the_map_and_no_two_the_same():
    points = [place(state.code) for state in states()]
    assert all(point and 0 <= point.x <= WIDTH and 0 <= point.y <= HEIGHT for point in points)
    assert len(set(points)) > 190  # a State within another may share its point at this scale


def test_a_state_that_lies_nowhere_on_earth_has_none():
    assert [place(state.code) for state in invented_states()] == [None] * len(invented_states())


@pytest.mark.parametrize(("west", "east"), [("US", "FR"), ("FR", "RU"), ("RU", "JP"), ("CA", "DE")])
def test_west_stands_left_of_east(west, east):
    assert place(west).x < place(east).x


@pytest.mark.parametrize(("north", "south"), [("NO", "IT"), ("IT", "NG"), ("NG", "ZA"), ("CA", "BR")])
def test_north_stands_above_south(north, south):
    assert place(north).y < place(south).y


def test_the_land_is_one_path_of_whole_units():
    assert (land()[0], land()[-1]) == ("M", "z")
    assert len(land()) < 20_000
    assert set(land()) <= set("0123456789 -Mlz")
