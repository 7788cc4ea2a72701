import pytest
from tests.committee.text.views.desk import page, signed_in, words

from comity.access import Role
from comity.committee.text.models import Negotiated

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
REMAINING = "/text/a-text/negotiation/remaining/"


@pytest.mark.mandate("R16")
def test_what_would_remain_is_told_in_figures_and_in_words_before_and_after(row: Negotiated) -> None:
    shown = words(page(signed_in(Role.DELEGATE), f"{REMAINING}?by=XC"))
    assert "If these gave way: Cordia" in shown
    assert "Open 1 (9%) 0 (0%)" in shown
    assert "1 provision would be free of brackets." in shown
    assert (
        shown.partition("Scope Now Then ")[2].partition(" Open the article")[0]
        == "2. It may XB; del. XC refuse. 2. It may refuse."
    )


def test_who_holds_nothing_changes_nothing(row: Negotiated) -> None:
    assert "Nothing would change." in page(signed_in(Role.DELEGATE), f"{REMAINING}?by=FR")


def test_those_who_alone_could_free_a_provision_are_named(row: Negotiated) -> None:
    shown = words(page(signed_in(Role.DELEGATE), REMAINING))
    assert "Cordia 1" in shown
    assert "Nothing would change." not in shown


def test_no_bracket_has_its_address_twice(row: Negotiated) -> None:
    shown = page(signed_in(Role.DELEGATE), f"{REMAINING}?by=XB")
    assert shown.count(' id="b') == len(set(shown.split(' id="b')[1:]))
