from hypothesis import given, settings
from tests.committee.text.rules.negotiated import negotiating_texts

from comity.committee.text.rules.akoma_ntoso.names import addresses
from comity.committee.text.rules.draft import parse


def test_an_address_says_where_a_provision_stands():
    draft = parse("## Chapter I\n\n### Article 3 bis\n\n1. Each:\n\n   (a) to act\n")
    assert addresses(draft.provisions)[-1] == "chp_i__art_3-bis__para_1__subpara_a"


@given(negotiating_texts())
@settings(max_examples=60)
def test_no_two_provisions_have_one_address(source):
    found = addresses(parse(source).provisions)
    assert len(found) == len(set(found))
