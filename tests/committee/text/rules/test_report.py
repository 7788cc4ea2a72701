import json

import pytest
from hypothesis import given
from tests.committee.text.rules.texts import TEXT

from comity.committee.text.rules.convergence import converge
from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.report import convergence_report, import_report


@given(TEXT)
def test_any_text_can_be_reported_as_json(source: str) -> None:
    told = import_report(parse(source))
    assert told["round_trip"] is True
    assert json.loads(json.dumps(told)) == told


@pytest.mark.mandate("R16")
def test_a_report_names_every_imbalance_by_line_column_and_provision() -> None:
    told = import_report(parse("## Article 1\n\n1. A [b\n\n2. C] d\n\n3. E]\n"))
    assert told["imbalances"] == [{"sign": "]", "line": 7, "column": 5, "provision": "article 1 / paragraph 3"}]


def test_a_report_counts_signs_by_use() -> None:
    told = import_report(parse("[may] see [it](http://x/)[^1]"))
    assert told["signs"] == {
        "[": 3,
        "]": 3,
        "by_use": {"negotiating": {"[": 1, "]": 1}, "link": {"[": 1, "]": 1}, "footnote": {"[": 1, "]": 1}},
    }


def test_convergence_is_reported_by_draft_and_by_article(demonstration: tuple[str, ...]) -> None:
    told = convergence_report(
        converge("t", [parse(source) for source in demonstration]), {1: "a", 2: "b", 3: "c"}
    )
    assert json.loads(json.dumps(told)) == told
    drafts, articles = told["drafts"], told["articles"]
    assert isinstance(drafts, list)
    assert isinstance(articles, list)
    assert [each["name"] for each in drafts if isinstance(each, dict)] == ["a", "b", "c"]
    assert len(articles) == 15
