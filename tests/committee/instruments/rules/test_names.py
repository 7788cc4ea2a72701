import pytest

from comity.committee.instruments.rules.names import address, short_name
from comity.errors.comparison import MalformedShortName


def test_a_short_name_is_cited_in_capitals_and_addressed_in_small_letters():
    assert short_name(" Uncac ") == "UNCAC"
    assert address("UNCAC") == "uncac"


@pytest.mark.parametrize("wrong", ["", "A", "1X", "a/b", "UNCAC\n2", "Ü" * 5, "A" * 41, "../x"])
def test_what_no_address_keeps_is_refused(wrong):
    with pytest.raises(MalformedShortName):
        short_name(wrong)
