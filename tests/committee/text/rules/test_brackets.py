from collections.abc import Callable

import pytest
from hypothesis import given
from tests.committee.real import NEGOTIATION
from tests.committee.text.rules.texts import TEXT

from comity.committee.text.rules.brackets import DEEPEST, Use, count_signs
from comity.committee.text.rules.draft import parse
from comity.errors.text import BracketsTooDeep


def uses(source: str) -> list[Use]:
    return [pair.use for pair in parse(source).brackets.pairs]


@given(TEXT)
def test_every_bracket_is_accounted_for(source: str) -> None:
    counts = count_signs(parse(source).brackets, source)
    assert sum(each["["] for each in counts.values()) == source.count("[")
    assert sum(each["]"] for each in counts.values()) == source.count("]")


@given(TEXT)
def test_brackets_nest_and_never_cross(source: str) -> None:
    ends: list[int] = []
    for pair in parse(source).brackets.pairs:
        while ends and ends[-1] <= pair.open:
            ends.pop()
        assert not ends or pair.end <= ends[-1]
        ends.append(pair.end)


@pytest.mark.mandate("R16")
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[shall]", [Use.NEGOTIATING]),
        ("*[Taking* account]", [Use.NEGOTIATING]),
        ("see [the text](https://example.org/a)", [Use.LINK]),
        ("paragraph [x](a) above", [Use.NEGOTIATING]),
        ("word[^1] word", [Use.FOOTNOTE]),
        ("[^1]: A [draft] note", [Use.DEFINITION, Use.NEGOTIATING]),
        ("- [x] done", [Use.TASK]),
        ("1. [x] per cent", [Use.NEGOTIATING]),
        ("A. [agreed ad referendum]", [Use.AGREEMENT]),
        (r"\[shall\]", [Use.NEGOTIATING]),
        ("see [text][s]\n\n[s]: http://example.org/", [Use.LINK, Use.LINK, Use.DEFINITION]),
        (
            "[furtherance][pursuit]\n\n[s]: http://example.org/",
            [Use.NEGOTIATING, Use.NEGOTIATING, Use.DEFINITION],
        ),
    ],
)
def test_negotiating_brackets_are_told_from_links_notes_and_tasks(source: str, expected: list[Use]) -> None:
    assert uses(source) == expected


def test_brackets_of_front_matter_tags_and_addresses_are_other() -> None:
    source = '---\na: [b]\n---\n\n<span title="[c]">d</span> [e](http://x/[f])\n'
    draft = parse(source)
    assert count_signs(draft.brackets, source)[Use.OTHER] == {"[": 3, "]": 3}


def test_a_bracket_may_close_in_a_later_paragraph_of_the_same_provision() -> None:
    (pair,) = parse("## Article 1\n\n[1. A\n\n2. B]\n").brackets.pairs
    assert pair.close is not None


@pytest.mark.mandate("R16")
def test_a_bracket_does_not_close_in_another_article() -> None:
    draft = parse("## Article 1\n\n[A\n\n## Article 2\n\nB]\n")
    assert [(one.sign, str(one.place)) for one in draft.imbalances()] == [("[", "3:1"), ("]", "7:2")]


def test_a_bracket_without_partner_reaches_to_the_end_of_its_paragraph() -> None:
    source = "A [b\n\nC"
    (pair,) = parse(source).brackets.pairs
    assert source[pair.open : pair.end] == "[b\n\n"


def test_depth_is_counted_among_negotiating_brackets_only() -> None:
    depths = [pair.depth for pair in parse("[a [b [c](http://x/) [d]]]").brackets.pairs]
    assert depths == [1, 2, 0, 3]


@pytest.mark.mandate("R16")
@pytest.mark.parametrize("source", ["[" * 10**6, "[" * 10**6 + "]" * 10**6, "x[" * 10**6])
def test_a_million_nested_brackets_are_refused_by_name_and_place(source: str) -> None:
    with pytest.raises(BracketsTooDeep) as refused:
        parse(source)
    assert refused.value.facts == {"limit": DEEPEST}
    assert refused.value.place.startswith("1:")


def test_a_million_closing_brackets_and_a_million_pairs_are_read() -> None:
    assert len(parse("]" * 10**5).brackets.unopened) == 10**5
    assert len(parse("[]" * 10**5).brackets.pairs) == 10**5
    assert parse("[" * DEEPEST + "]" * DEEPEST).brackets.pairs[-1].depth == DEEPEST


@pytest.mark.mandate("R16")
@pytest.mark.parametrize(
    ("name", "opening", "closing"), list(zip(NEGOTIATION, (1052, 1055, 6), (1053, 1058, 6), strict=True))
)
def test_every_bracket_of_a_real_text_is_accounted_for(
    shared: Callable[[str], bytes], name: str, opening: int, closing: int
) -> None:
    source = shared(name).decode()
    counts = count_signs(parse(source).brackets, source)
    assert sum(each["["] for each in counts.values()) == opening
    assert sum(each["]"] for each in counts.values()) == closing


@pytest.mark.mandate("R16")
def test_the_imbalances_of_a_real_text_are_named(shared: Callable[[str], bytes]) -> None:
    draft = parse(shared(NEGOTIATION[0]).decode())
    lost = draft.imbalances()
    assert sum(one.sign == "]" for one in lost) - sum(one.sign == "[" for one in lost) == 1
    assert str(lost[0].place) == "24:287"
    lines = draft.source.split("\n")
    assert all(lines[one.place.line - 1][one.place.column - 1] == one.sign for one in lost)
