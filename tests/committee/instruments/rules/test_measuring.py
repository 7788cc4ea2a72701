"""How good the matching is."""

import pytest
from tests.committee.instruments.rules.test_library import instrument
from tests.committee.instruments.treaties import OLD, OTHER

from comity.committee.instruments.rules.measuring import measure
from comity.committee.instruments.rules.report import quality_report


def test_only_titles_that_agree_are_labels():
    quality = measure(instrument("OLD", OLD), instrument("OTHER", OTHER))
    assert [(pair.article.number, pair.wanted.number, pair.right) for pair in quality.pairs] == [
        ("3", "7", True)
    ]
    assert (quality.precision, quality.recall) == (1.0, 1.0)


def test_a_title_that_stands_twice_labels_nothing():
    twice = OTHER.replace(b"Respect for sovereignty", b"Entry into force")
    quality = measure(instrument("OLD", OLD), instrument("OTHER", twice))
    assert quality.pairs == ()
    assert (quality.precision, quality.recall, quality.recall_among_few) == (None, None, None)


def test_a_wrong_match_lowers_both():
    misled = OTHER.replace(b"Entry into force", b"Statement of purpose")
    quality = measure(instrument("OLD", OLD), instrument("OTHER", misled))
    assert (quality.right, quality.recall) == (0, 0.0)


def test_titles_are_hidden_from_the_matcher():
    renamed = OLD.replace(b"Entry into force", b"Zzz").replace(b"Statement of purpose", b"Entry into force")
    quality = measure(instrument("OLD", renamed), instrument("OTHER", OTHER))
    assert [pair.article.number for pair in quality.pairs] == ["1"]
    assert quality.right == 0


@pytest.mark.mandate("R11")
@pytest.mark.parametrize(("source", "target"), [("untoc_en", "uncac_en"), ("uncac_en", "untoc_en")])
def test_articles_of_the_same_title_are_found_in_real_conventions(shared, source, target):
    one, other = (instrument(name, shared(f"texts/{name}.md")) for name in (source, target))
    told = quality_report(measure(one, other))
    assert told["labels"] == 25
    assert float(str(told["precision"])) >= 0.95
    assert float(str(told["recall"])) >= 0.9
    assert float(str(told["strict_precision"])) < float(str(told["precision"]))
