"""Every page of a node, in six languages, on a wide window and on a telephone.

Each page is without a fault of access that axe can find, fits a window of 360 pixels, breaks no rule of the content
security policy, asks no other host for anything, and is reached whole by the keyboard in the order in which it reads.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser
from tests.desks.a_node import officer
from tests.journeys import seeding
from tests.journeys.walking import Walk, pages, sign_in, speak

from comity.desks.reader import Reader
from comity.words import Language

pytestmark = [pytest.mark.journey, pytest.mark.store]

WIDE, TELEPHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
MAGNIFIED = {"width": 640, "height": 400}  # a window of 1280 pixels at 200 % is laid out as one of 640
OFFICES = ("", "duty", "secretariat", "court")
FULLY_ON_A_TELEPHONE = {Language.ENGLISH, Language.ARABIC}


@pytest.fixture
def full_node(node_url: str) -> str:
    """A node on which each kind of page has something to show."""
    seeding.seed()
    return node_url


def walks(browser: Browser, url: str) -> Iterator[tuple[Walk, list[str]]]:
    """Give a tab for each office, with the pages that no office before it has reached."""
    seen: set[str] = set()
    for name in OFFICES:
        reader = Client()
        context = browser.new_context(viewport=WIDE)
        page = context.new_page()
        if name:
            reader.force_login(officer(name))
            sign_in(page, url, name)
        kinds = pages(reader)
        yield Walk(page, url), [path for kind, path in kinds.items() if kind not in seen or path == "/"]
        seen |= set(kinds)
        context.close()


@pytest.mark.mandate("R15", "E8")
@pytest.mark.parametrize("language", Language)
def test_every_page_is_open_to_everybody(full_node, browser, language):
    faults, visited = [], 0
    for tab, paths in walks(browser, full_node):
        speak(tab.page.context, full_node, Reader(language).django_code)
        for path in paths:
            visited += 1
            tab.page.set_viewport_size(WIDE)
            tab.go(path)
            assert tab.page.locator("html").get_attribute("lang") == Reader(language).tag
            faults += [f"{path} {fault}" for fault in tab.faults_of_access()]
            tab.page.set_viewport_size(TELEPHONE)
            if tab.overflow() > 0:
                faults.append(f"{path} is {tab.overflow()} px too wide for a telephone")
            if language in FULLY_ON_A_TELEPHONE:
                faults += [f"{path} at 360 px {fault}" for fault in tab.faults_of_access()]
        faults += tab.noted
    assert faults == []
    assert visited > 20


def test_the_keyboard_reaches_everything_in_the_order_of_reading_and_letters_may_be_twice_as_large(
    full_node, browser
):
    for tab, paths in walks(browser, full_node):
        for path in paths:
            tab.page.set_viewport_size(MAGNIFIED)
            tab.go(path)
            assert tab.overflow() <= 0, path
            tab.page.set_viewport_size(WIDE)
            expected, reached = tab.stops()
            assert reached == expected, path


def test_the_first_stop_skips_to_the_content(node_url, page):
    page.goto(node_url + "/record/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
