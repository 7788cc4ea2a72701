import pytest

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import CHAIR, ROOT, Entry, Given, Issue
from comity.committee.text.rules.negotiation.consolidation import Text, consolidate
from comity.committee.text.rules.negotiation.display import displayed, neighbours, require_stands
from comity.committee.text.rules.words import cut
from comity.errors.text import UnknownProvision, WordsNotStanding
from comity.words import Instant

DRAFT = (
    Given("a1", Kind.ARTICLE, ROOT, cut("Scope")),
    Given("p1", Kind.PARAGRAPH, "a1", cut("First words.")),
    Given("s1", Kind.SUBPARAGRAPH, "p1", cut("under it;")),
    Given("p2", Kind.PARAGRAPH, "a1", cut("Second words.")),
    Given("a2", Kind.ARTICLE, ROOT, cut("Costs")),
    Given("p3", Kind.PARAGRAPH, "a2", cut("Third words.")),
)


@pytest.fixture(scope="module")
def text() -> Text:
    return consolidate([Entry(1, Instant(1), CHAIR, Issue(1, DRAFT))])


@pytest.fixture(scope="module")
def without_the_second() -> Text:
    issued = Entry(1, Instant(1), CHAIR, Issue(1, DRAFT))
    left = tuple(each for each in DRAFT if each.id != "p2")
    return consolidate([issued, Entry(2, Instant(2), CHAIR, Issue(2, left))])


def names(text: Text, first: str, last: str = "") -> list[str]:
    return [line.provision.id for line in displayed(text, first, last)]


def test_a_provision_is_shown_with_all_under_it(text: Text) -> None:
    assert names(text, "p1") == ["p1", "s1"]
    assert names(text, "a1") == ["a1", "p1", "s1", "p2"]


def test_a_range_ends_with_all_under_its_last_provision(text: Text) -> None:
    assert names(text, "p2", "a2") == ["p2", "a2", "p3"]
    assert names(text, "s1", "p2") == ["s1", "p2"]


def test_a_range_that_ends_before_it_begins_is_its_first_provision(text: Text) -> None:
    assert names(text, "p3", "p1") == ["p3"]


def test_what_left_the_text_leaves_the_screen(without_the_second: Text) -> None:
    assert names(without_the_second, "p2") == []
    assert names(without_the_second, "p1", "p2") == ["p1", "s1"]
    assert names(without_the_second, "") == []


def test_the_next_of_the_same_kind_may_stand_in_the_next_article(text: Text, without_the_second: Text) -> None:
    assert neighbours(text, "p2") == ("p1", "p3")
    assert neighbours(without_the_second, "p1") == ("", "p3")
    assert neighbours(text, "a1") == ("", "a2")
    assert neighbours(text, "unknown") == ("", "")


def test_only_what_is_part_of_the_text_can_be_pointed_at(text: Text, without_the_second: Text) -> None:
    require_stands(text, "p1", "p2")
    with pytest.raises(UnknownProvision):
        require_stands(text, "p1", "nothing")
    with pytest.raises(WordsNotStanding):
        require_stands(without_the_second, "p2")
