"""What waits for an officer."""

from datetime import timedelta

import pytest
from tests.desks.a_node import officer
from tests.journeys import seeding

from comity.desks import waiting
from comity.node.clock import now
from comity.node.models import Dispatch
from comity.words import Language

pytestmark = pytest.mark.store


def of(name: str, reading: Language = Language.ENGLISH, **later: int) -> waiting.Waiting:
    return waiting.waiting(officer(name).actor, now() + timedelta(**later), reading)


def test_the_duty_desk_sees_what_it_must_decide_and_what_it_asked(borania):
    seeding.seed()
    seen = of("duty")
    assert [case.reference for case in seen.to_decide] == ["XC-2026-0007"]
    assert [case.theirs for case in seen.asked] == ["XC/duty"]
    assert seen.drafts == 1
    assert (seen.texts, seen.stale, seen.entries) == (None, None, None)


def test_oversight_sees_how_much_was_done_and_no_case(borania):
    seeding.seed()
    seen = of("court")
    assert (seen.to_decide, seen.asked, seen.drafts, seen.deliveries) == (None, None, 0, [])
    assert seen.entries > 10


def test_the_secretariat_sees_each_text_once_in_the_language_in_which_it_reads(borania):
    seeding.seed()
    for reading, shown, number in (
        (Language.ENGLISH, "en", 3),
        (Language.ARABIC, "ar", 1),
        (Language.FRENCH, "en", 3),
    ):
        seen = of("secretariat", reading)
        (standing,) = seen.texts
        assert standing.text.title == "Draft convention"
        assert (standing.newest.language, standing.newest.number) == (shown, number)
        assert seen.to_decide is None


def test_a_desk_that_is_not_open_asks_nothing_of_its_subject(borania, settings):
    seeding.seed()
    here = settings.INSTALLATION
    settings.INSTALLATION = type(here)(
        here.home, state="XB", desks=("public",), secret=here.secret, extra=here.extra
    )
    assert of("duty").to_decide is None
    assert of("secretariat").texts is None


def test_the_administrator_sees_profiles_that_have_expired(borania):
    assert of("administrator").stale == []
    assert [profile.state for profile in of("administrator", days=400).stale] == ["XA"]


def test_a_delivery_shows_once_an_attempt_has_failed(borania):
    seeding.seed()
    assert of("duty").deliveries == []
    Dispatch.objects.update(attempts=1)
    (late,) = of("duty").deliveries
    assert late.peer == "XC"
    assert late.count == Dispatch.objects.filter(peer="XC", state="waiting").count()


@pytest.mark.parametrize("name", ["duty", "court", "administrator", "central"])
def test_every_office_has_its_first_page(borania, sign_in, name):
    page = sign_in(name).get("/")
    assert page.status_code == 200
    assert b"What waits for you" in page.content
