import xml.etree.ElementTree as ET

from comity.committee.text.views.chart import Bar, Words, draw
from comity.committee.text.views.looks import Look

BARS = (Bar("Draft 1", 0.5, 0.3, 0.2), Bar("Draft 2", 0.97, 0.02, 0.01))
WORDS = Words("settled", "in brackets", "under options", "Share of words")


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_each_part_with_room_bears_its_share() -> None:
    told = texts(draw(BARS, WORDS, Look()))
    assert {"50%", "30%", "20%", "97%"} <= set(told)
    assert "2%" not in told


def test_the_picture_asks_no_address_of_the_world() -> None:
    svg = draw(BARS, WORDS, Look(dark=True, right_to_left=True))
    assert "href=" not in svg
    assert "<script" not in svg
    assert "<image" not in svg


def test_a_telephone_gets_a_narrow_picture() -> None:
    wide, narrow = (ET.fromstring(draw(BARS, WORDS, Look(narrow=each))) for each in (False, True))
    assert float(narrow.get("width", "")) < 330 < float(wide.get("width", ""))
