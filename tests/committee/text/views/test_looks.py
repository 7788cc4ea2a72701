import pytest
from django.test import RequestFactory

from comity.committee.text.views.looks import Look
from comity.words import Language


@pytest.mark.parametrize(
    ("asked", "language", "look"),
    [
        ("?in=en&drafts=3", Language.ENGLISH, Look()),
        ("?dark", Language.ENGLISH, Look(dark=True)),
        ("?in=ar&narrow", Language.ARABIC, Look(right_to_left=True, narrow=True)),
        ("?narrow&dark", Language.CHINESE, Look(dark=True, narrow=True)),
    ],
)
def test_the_address_asks_for_paper_and_width_and_the_reader_for_the_direction(
    asked: str, language: Language, look: Look
) -> None:
    assert Look.asked(RequestFactory().get(f"/picture/{asked}"), language) == look


def test_no_colour_of_dark_paper_is_one_of_light_paper() -> None:
    light, dark = (Look(dark=each).colours for each in (False, True))
    names = ("ink", "paper", "agreed", "open", "alternative")
    assert {getattr(light, name) for name in names}.isdisjoint(getattr(dark, name) for name in names)


def test_a_narrow_picture_has_its_legend_in_one_column_at_the_same_size_of_letters() -> None:
    wide, narrow = Look(), Look(narrow=True)
    assert (wide.legend(columns=3)["columns"], narrow.legend(columns=3)["columns"]) == (3, 1)
    assert wide.style({}) == narrow.style({})
