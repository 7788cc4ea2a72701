"""Every page of a node, in six languages, on a wide window and on a telephone.

Each page is without a fault of access that axe can find, fits a window of 360 pixels, breaks no rule of the content
security policy, asks no other host for anything, and is reached whole by the keyboard in the order in which it reads.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from tests.desks.a_node import officer
from tests.journeys import seeding
from tests.journeys.walking import Walk, pages, sign_in, speak

from comity.committee.text.services import papers
from comity.committee.text.views import downloads
from comity.desks.reader import Reader
from comity.words import Language

pytestmark = pytest.mark.journey

WIDE, TELEPHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
MAGNIFIED = {"width": 640, "height": 400}  # a window of 1280 pixels at 200 % is laid out as one of 640
FIRST = "desks:home"
OFFICES = ("", "duty", "secretariat", "court")
FULLY_ON_A_TELEPHONE = {Language.ENGLISH, Language.ARABIC}
SIX = (  # two halves of equal work: two processes share the walk
    (Language.ENGLISH, Language.FRENCH, Language.CHINESE),
    (Language.ARABIC, Language.RUSSIAN, Language.SPANISH),
)


@pytest.fixture
def full_node(node_url: str) -> str:
    """A node on which each kind of page has something to show."""
    seeding.seed()
    return node_url


@pytest.fixture
def under_way(full_node: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a paper that is being made for as long as the walk lasts; its page does not ask again."""
    end = Event()

    def slowly(page: bytes, heard: Callable[[int], None]) -> bytes:
        heard(12)
        end.wait()
        return page

    monkeypatch.setattr(papers, "pdf_of", slowly)
    monkeypatch.setattr(papers, "PATIENCE", 0)
    monkeypatch.setattr(downloads, "AGAIN", 3600)
    yield reverse("text:take-whole", args=("draft-convention", "pdf"))
    end.set()


@dataclass
class Round:
    """One office's tab, and the pages that no office before it has reached."""

    tab: Walk
    paths: list[str]


@pytest.fixture
def rounds(full_node: str, under_way: str, browser: Browser) -> Iterator[list[Round]]:
    """A tab for each office: nobody first, who sees what is public."""
    seen: set[str] = set()
    made: list[Round] = []
    for name in OFFICES:
        reader = Client()
        page = browser.new_context(viewport=WIDE).new_page()
        if name:
            reader.force_login(officer(name))
            sign_in(page, full_node, name)
        kinds = pages(reader)
        paths = [kinds[kind] for kind in kinds if kind not in seen or kind == FIRST]
        made.append(Round(Walk(page, full_node), [*paths, under_way] if name == "secretariat" else paths))
        seen |= set(kinds)
    yield made
    for one in made:
        one.tab.page.context.close()


@pytest.mark.parametrize("languages", SIX, ids="-".join)
@pytest.mark.mandate("R15", "E8")
def test_every_page_is_open_to_everybody_in_six_languages(rounds, full_node, languages):
    faults: list[str] = []
    assert sum(len(one.paths) for one in rounds) > 25
    for one in rounds:
        one.tab.bring_axe()
    for language in languages:
        for one in rounds:
            speak(one.tab.page.context, full_node, Reader(language).django_code)
            for path in one.paths:
                faults += [f"{language} {path} {fault}" for fault in _faults(one.tab, path, language)]
    assert faults + [noted for one in rounds for noted in one.tab.noted] == []


def _faults(tab: Walk, path: str, language: Language) -> Iterator[str]:
    tab.page.set_viewport_size(WIDE)
    tab.go(path)
    if tab.page.locator("html").get_attribute("lang") != Reader(language).tag:
        yield "is not in this language"
    yield from tab.faults_of_access()
    tab.page.set_viewport_size(TELEPHONE)
    if tab.overflow() > 0:
        yield f"is {tab.overflow()} px too wide for a telephone"
    if tab.joined_labels() > 0:
        yield f"has {tab.joined_labels()} cells on a telephone that run into their label"
    if language in FULLY_ON_A_TELEPHONE:
        yield from (f"at 360 px {fault}" for fault in tab.faults_of_access())


def test_the_halves_of_the_walk_are_the_six_languages():
    assert sorted(language for half in SIX for language in half) == sorted(Language)


def test_the_keyboard_reaches_everything_in_order_and_letters_may_be_twice_as_large(rounds):
    for one in rounds:
        for path in one.paths:
            one.tab.page.set_viewport_size(WIDE)
            one.tab.go(path)
            expected, reached = one.tab.stops()
            assert reached == expected, path
            one.tab.page.set_viewport_size(MAGNIFIED)
            assert one.tab.overflow() <= 0, path


def test_the_first_stop_skips_to_the_content(node_url, page):
    page.goto(node_url + "/record/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
