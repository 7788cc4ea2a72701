from collections.abc import Callable

import pytest
from hypothesis import given
from tests.committee.real import NEGOTIATION
from tests.committee.text.rules.texts import TEXT

from comity.committee.text.rules.draft import Draft, parse
from comity.committee.text.rules.figures import articles
from comity.committee.text.rules.identity import address, identify, match


def by_heading(draft: Draft, ids: tuple[str, ...]) -> dict[str, str]:
    return {draft.provisions[place].rubric: ids[place] for place in articles(draft)}


@given(TEXT, TEXT)
def test_each_provision_has_one_identity_and_no_two_share_it(first: str, second: str) -> None:
    for identified in identify("text", [parse(first), parse(second)]):
        named = [name for name in identified.ids if name]
        assert len(named) == len(set(named)) == sum(1 for _ in identified.draft.negotiated())


@given(TEXT)
def test_a_draft_matched_with_itself_keeps_every_division(source: str) -> None:
    draft = parse(source)
    found = match(draft, draft)
    assert len(set(found.values())) == len(found)
    assert all(
        draft.provisions[new].kind is draft.provisions[old].kind for new, old in found.items() if new == old
    )


@pytest.mark.mandate("R16")
def test_the_same_draft_twice_keeps_every_identity(demonstration: tuple[str, ...]) -> None:
    first, second = identify("text", [parse(demonstration[0])] * 2)
    assert first.ids == second.ids


@pytest.mark.mandate("R16")
def test_an_identity_stays_while_number_and_place_change(demonstration: tuple[str, ...]) -> None:
    first, second, third = identify("text", [parse(source) for source in demonstration])
    named = [by_heading(each.draft, each.ids) for each in (first, second, third)]
    for heading in (
        "Expedited preservation of stored data",
        "Jurisdiction",
        "Technical assistance",
        "Entry into force",
    ):
        assert len({each[heading] for each in named}) == 1
    assert (
        named[0]["Safeguards"] == named[1]["Conditions and safeguards"] == named[2]["Conditions and safeguards"]
    )
    assert named[1]["Respect for human rights"] == named[2]["Respect for human rights"]
    assert named[1]["Respect for human rights"] not in named[0].values()


def test_an_identity_can_be_computed_again_from_the_drafts(demonstration: tuple[str, ...]) -> None:
    drafts = [parse(source) for source in demonstration]
    assert identify("text", drafts)[2].ids == identify("text", drafts)[2].ids
    assert identify("other", drafts)[2].ids != identify("text", drafts)[2].ids


def test_the_same_words_twice_at_one_address_are_two_provisions() -> None:
    (only,) = identify("text", [parse("## Preamble\n\n*Noting* A,\n\n*Noting* A,\n")])
    assert only.ids[1] != only.ids[2]


def test_what_is_near_to_nothing_is_new() -> None:
    first = parse("## Article 1. Fees\n\nStates pay an annual fee to the depositary.\n")
    second = parse("## Article 4. Vessels\n\nA vessel flying its flag may be boarded upon consent.\n")
    assert match(first, second) == {}


def test_an_address_says_where_a_provision_stands() -> None:
    draft = parse("## Article 3\n\n2. A:\n\n**Option 1:** B\n")
    assert address(draft, 2) == "article 3 / paragraph 2 / option 1"


@pytest.mark.mandate("R16")
def test_the_articles_of_a_real_text_are_followed_through_renumbering(shared: Callable[[str], bytes]) -> None:
    *_, december, final = identify("text", [parse(shared(name).decode()) for name in NEGOTIATION])
    before = {
        december.ids[place]: december.draft.provisions[place].number for place in articles(december.draft)
    }
    found = {
        final.draft.provisions[place].number: before.get(final.ids[place]) for place in articles(final.draft)
    }
    known = {
        "1": "1",
        "2": "2",
        "3": "2 bis",
        "4": "3",
        "5": "3 bis",
        "6": "3 ter",
        "7": "4",
        "8": "5",
        "9": "6",
    }
    known |= {
        "10": "7",
        "11": "8",
        "12": "8 bis",
        "13": "9",
        "14": "10",
        "15": "11",
        "16": "12",
        "17": "13",
        "18": "14",
    }
    known |= {
        "19": "15",
        "20": "16",
        "21": "18",
        "22": "19",
        "23": "20",
        "24": "21",
        "25": "22",
        "26": "23",
        "27": "24",
    }
    known |= {"28": "25", "29": "26"}
    right = sum(found[number] == old for number, old in known.items())
    assert right >= 28
