import re
import xml.etree.ElementTree as ET

from comity.committee.text.views.looks import Look
from comity.committee.text.views.progress_chart import Point, Words, draw

PLAIN = Look()
POINTS = (Point("1/1", 0.1, 0.6), Point("1/2", 0.3, 0.4), Point("2/1", 0.7, 0.2))
WORDS = Words("agreed ad referendum", "open", "Share of words", "Meeting")
_SVG = "{http://www.w3.org/2000/svg}"


def drawn(points=POINTS, look=PLAIN) -> ET.Element:
    return ET.fromstring(draw(points, WORDS, look))


def texts(svg: ET.Element) -> list[str]:
    return ["".join(each.itertext()) for each in svg.iter(f"{_SVG}text")]


def lines(svg: ET.Element) -> list[ET.Element]:
    return [
        each
        for each in svg.iter(f"{_SVG}path")
        if each.get("stroke-width") == "2.5" and each.get("d", "").count(",") > 1
    ]


def test_meetings_stand_in_the_order_of_the_reader() -> None:
    for right_to_left in (False, True):
        order = [each for each in texts(drawn(look=Look(right_to_left=right_to_left))) if "/" in each]
        assert order == ["1/1", "1/2", "2/1"][:: -1 if right_to_left else 1]


def test_the_two_lines_differ_by_stroke_and_each_bears_its_name() -> None:
    svg = drawn()
    assert {WORDS.agreed, WORDS.open} <= set(texts(svg))
    assert len({each.get("stroke-dasharray") for each in lines(svg)}) == 2


def test_light_and_dark_paper_have_inks_of_their_own() -> None:
    light, dark = (
        {each.get("stroke") for each in lines(drawn(look=Look(dark=each)))} for each in (False, True)
    )
    assert len(light) == len(dark) == 2
    assert light.isdisjoint(dark)


def test_one_meeting_is_two_points_and_many_meetings_name_a_dozen() -> None:
    assert texts(drawn(POINTS[:1])).count("1/1") == 1
    many = tuple(Point(f"1/{number}", 0.1, 0.5) for number in range(60))
    assert sum("/" in each for each in texts(drawn(many))) == 12


def test_the_picture_asks_no_address_of_the_world() -> None:
    svg = draw(POINTS, WORDS, Look())
    assert not any(sign in svg for sign in ("href=", "<script", "<image"))


def test_what_happens_between_meetings_is_a_step_of_its_own_each_time() -> None:
    svg = drawn((Point("–", 0.1, 0.6), Point("1/1", 0.2, 0.5), Point("–", 0.4, 0.3)))
    assert texts(svg).count("–") == 2
    for each in lines(svg):
        across = [float(step.split(",")[-2]) for step in re.findall(r"[MLC]([^MLC]+)", each.get("d", ""))]
        assert across == sorted(across)


def test_a_telephone_gets_a_narrow_picture_with_as_large_letters_and_fewer_names() -> None:
    many = tuple(Point(f"1/{number}", 0.1, 0.5) for number in range(8))
    wide, narrow = (drawn(many, Look(narrow=each)) for each in (False, True))
    assert float(narrow.get("width", "")) < 330 < float(wide.get("width", ""))
    assert sum("/" in each for each in texts(narrow)) < sum("/" in each for each in texts(wide)) == 8
