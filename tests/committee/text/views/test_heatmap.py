import re

import pytest
from tests.committee.text.views.desk import named, page, rolling, signed_in, words

from comity.access import Role
from comity.committee.text.models import Negotiated

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
MAP = "/text/a-text/negotiation/map/"


@pytest.mark.mandate("R16")
def test_each_article_is_a_strip_that_says_its_shares_and_leads_to_it(row: Negotiated) -> None:
    shown = page(signed_in(Role.DELEGATE), MAP)
    assert f'href="{rolling(row)}"' in shown
    assert 'aria-label="0 words agreed, 10 free of brackets, 1 bracketed, 0 in alternatives"' in shown
    strip = re.search(r'<svg class="strip".*?</svg>', shown, re.DOTALL)
    assert strip is not None
    assert re.findall(r'<rect class="(\w+)"', strip[0]) == ["free", "free", "free", "open"]


@pytest.mark.mandate("R16")
def test_the_same_stands_as_a_table_with_a_link_to_each_provision(row: Negotiated) -> None:
    shown = page(signed_in(Role.DELEGATE), f"{MAP}?as=table")
    assert f"{rolling(row)}#p-{named(row, 'It')}" in shown
    assert 'class="strip"' not in shown


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("holder=XB", 1),
        ("holder=XC", 1),
        ("holder=FR", 0),
        ("status=free", 2),
        ("status=open", 1),
        ("status=agreed", 0),
        ("status=open&holder=FR", 0),
    ],
)
def test_a_choice_stands_in_the_address_and_what_it_keeps_is_shown_in_full(row, asked, count) -> None:
    shown = page(signed_in(Role.DELEGATE), f"{MAP}?{asked}")
    assert f"{count} provision" in words(shown)
    assert ("It may" in words(shown)) == (count == 1)
    assert 'faint"' in shown


def test_who_may_be_chosen_is_named_in_the_order_of_the_reader(row: Negotiated) -> None:
    shown = page(signed_in(Role.DELEGATE), MAP)
    assert re.findall(r'<option value="(X\w)"', shown) == ["XB", "XC"]
