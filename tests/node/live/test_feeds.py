import json

import pytest
from django.apps import apps
from django.utils.translation import get_language
from tests.node.live.notices import FEED, REGION, Notices, post

from comity.access import ANONYMOUS, permits
from comity.node import subjects
from comity.node.live.feeds import feed as feed_of, laid_out
from comity.node.live.sheets import Topic

FRENCH = Topic("notices", "fr", "XB", REGION)


def test_a_feed_is_found_by_the_name_that_its_subject_declares(feed: Notices) -> None:
    assert feed_of("notices") is FEED
    assert feed_of("unheard-of") is None


@pytest.mark.django_db
def test_every_feed_has_versions_and_a_deed_that_the_access_table_knows() -> None:
    names = [name for config in apps.get_app_configs() for name in getattr(config, "live", {})]
    assert "text" in names
    for found in map(feed_of, names):
        assert found is not None
        assert not permits(subjects.access(), ANONYMOUS, found.deed)
        assert dict(found.versions()) == {}


@pytest.mark.django_db
def test_a_page_is_laid_out_in_the_language_of_its_topic_and_of_no_reader_after_it(feed: Notices) -> None:
    before = get_language()
    told = json.loads(laid_out(FRENCH, None, post("begun")).told(0))
    assert told == {"version": 1, "regions": {REGION: {"order": ["begun"], "pieces": {"begun": "fr: begun"}}}}
    assert get_language() == before != "fr"


@pytest.mark.django_db
def test_only_what_differs_from_the_sheet_before_is_rendered(feed: Notices) -> None:
    before = laid_out(FRENCH, None, post("begun"))
    laid_out(FRENCH, before, post("more"))
    assert feed.rendered == ["fr: begun", "fr: more"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "topic", [FRENCH, FRENCH._replace(feed="unheard-of"), FRENCH._replace(part="x")], ids=str
)
def test_where_nothing_stands_the_page_is_told_as_gone_at_the_version_asked_for(
    feed: Notices, topic: Topic
) -> None:
    assert json.loads(laid_out(topic, None, 7).told(6)) == {"version": 7, "gone": True}
