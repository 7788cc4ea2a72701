from collections.abc import Callable

import pytest
from tests.committee.real import NEGOTIATION

from comity.committee.text.rules.convergence import converge, heading
from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.figures import articles

FIRST = (
    "## Article 1. Data\n\nStates [shall] preserve data.\n\n"
    "## Article 2. Fees\n\nNo fee is due.\n\n"
    "## Article 3. Old\n\nThis goes away.\n"
)
SECOND = (
    "## Article 1. Data\n\nStates shall preserve data.\n\n"
    "## Article 2. Fees\n\nNo fee is [ever] due.\n\n"
    "## Article 4. Flags\n\nVessels fly one.\n"
)


@pytest.mark.mandate("R16")
def test_articles_are_newly_agreed_newly_opened_new_and_dropped() -> None:
    found = converge("text", [parse(FIRST), parse(SECOND)])
    names = {one.id: one.heading for one in found.articles}
    stage = found.stages[1]
    assert [names[key] for key in stage.newly_agreed] == ["Article 1. Data"]
    assert [names[key] for key in stage.newly_opened] == ["Article 2. Fees"]
    assert [names[key] for key in stage.new] == ["Article 4. Flags"]
    assert [names[key] for key in stage.dropped] == ["Article 3. Old"]
    assert stage.still_open == ()


def test_the_first_draft_has_nothing_to_compare_with() -> None:
    (stage,) = converge("text", [parse(FIRST)]).stages
    assert stage.newly_agreed == stage.newly_opened == stage.still_open == stage.dropped == ()
    assert len(stage.new) == 3


def test_an_article_that_does_not_stand_in_a_draft_has_no_figures_there() -> None:
    found = converge("text", [parse(FIRST), parse(SECOND)])
    figures = {one.heading: [each is None for each in one.figures] for one in found.articles}
    assert figures["Article 3. Old"] == [False, True]
    assert figures["Article 4. Flags"] == [True, False]


@pytest.mark.mandate("R16")
def test_the_demonstration_converges(demonstration: tuple[str, ...]) -> None:
    stages = converge("text", [parse(source) for source in demonstration]).stages
    shares = [stage.figures.share_in_brackets for stage in stages]
    assert shares[0] > shares[1] > shares[2] > 0
    agreed = [stage.figures.share_ad_referendum for stage in stages]
    assert agreed[0] < agreed[1] < agreed[2] < 1


@pytest.mark.mandate("R16")
def test_a_real_text_converges(shared: Callable[[str], bytes]) -> None:
    stages = converge("text", [parse(shared(name).decode()) for name in NEGOTIATION]).stages
    opened = [stage.figures.share_open for stage in stages]
    assert opened[0] > opened[1] > opened[2] == 0
    bracketed = [stage.figures.in_brackets for stage in stages]
    assert bracketed[0] > bracketed[1] > bracketed[2] == 0


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## Article 2bis *(general)*\n\nA.", "Article 2bis. general"),
        ("المادة 5: صون السيادة\n\n1 - تنفذ", "المادة 5. صون السيادة"),
        ("## Preamble\n\nA,", "Preamble"),
        ("### Article  1\n\n#### Statement of purpose\n\nA.", "Article 1. Statement of purpose"),
    ],
)
def test_a_heading_is_given_as_the_text_prints_it(source: str, expected: str) -> None:
    draft = parse(source)
    assert heading(draft, next(articles(draft))) == expected
