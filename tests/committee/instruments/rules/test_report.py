"""Comparisons told in plain values."""

import json

from tests.committee.instruments.rules.test_library import instrument
from tests.committee.instruments.treaties import DRAFT, OLD, OTHER

from comity.committee.instruments.rules.articles import read_articles
from comity.committee.instruments.rules.library import Library
from comity.committee.instruments.rules.measuring import measure
from comity.committee.instruments.rules.report import article_report, quality_report
from comity.committee.text.rules.draft import parse


def test_an_article_is_told_with_its_nearest_word_by_word():
    shelf = Library.of([instrument("OLD", OLD), instrument("OTHER", OTHER)])
    told = article_report(read_articles(parse(DRAFT))[0], shelf, count=2)
    nearest = json.loads(json.dumps(told))["nearest"]
    assert [one["citation"] for one in nearest] == ["OLD 2", "OTHER 1"]
    fates = {piece["fate"] for row in nearest[0]["rows"] for piece in row["pieces"]}
    assert fates == {"kept", "deleted", "inserted"}


def test_paragraphs_are_told_with_the_nearest_of_each():
    shelf = Library.of([instrument("OLD", OLD)])
    told = json.loads(json.dumps(article_report(read_articles(parse(DRAFT))[0], shelf, count=1)))
    assert [one["nearest"]["citation"] for one in told["paragraphs"]] == ["OLD 2(1)", "OLD 2(2)"]


def test_a_missed_label_is_named():
    misled = OTHER.replace(b"Entry into force", b"Statement of purpose")
    told = quality_report(measure(instrument("OLD", OLD), instrument("OTHER", misled)))
    assert [(one["article"], one["wanted"]) for one in told["missed"]] == [("OLD 1", "OTHER 7")]
