"""A delegate proposes and the Chair agrees, by the keyboard alone; what is typed outlives what happens to a browser."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from tests.desks.a_node import PASSWORD
from tests.journeys.walking import sign_in

from comity.access import Role
from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.negotiation.acts import Propose
from comity.committee.text.rules.words import joined
from comity.committee.text.services import COMMAND_LINE as SECRETARIAT, import_draft, open_negotiation
from comity.node import officers
from comity.node.rules import COMMAND_LINE
from comity.words import Language, StateCode

pytestmark = pytest.mark.journey
SOURCE = "## Article 1. Scope\n\n1. Each Party shall act on any request.\n\n2. It may refuse.\n"
WAITING = "Not sent yet: there is no connection."


@dataclass
class Desk:
    """A tab in which somebody sits at the article."""

    page: Page
    url: str

    def go(self) -> None:
        """Open the article."""
        self.page.goto(self.url)

    def tab_to(self, name: str) -> None:
        """Press Tab until what has this name is focused."""
        for _ in range(80):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.textContent.trim()").startswith(name):
                return
        raise AssertionError(name)

    def press(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.page.keyboard.press(key)

    def propose(self, words: str) -> None:
        """Select "shall act" by the keyboard, and type what is to stand there."""
        self.tab_to("Propose a change")
        self.press("Enter", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Enter")
        self.page.keyboard.type(words)

    def send(self) -> None:
        """Send the form in place, by the keyboard."""
        self.tab_to("Send the proposal")
        self.press("Enter")

    def entered(self) -> Locator:
        """The word that an act was entered."""
        return self.page.locator(".messages .success").first

    def kept(self) -> list[str]:
        """The drafts in this browser."""
        found: list[str] = self.page.evaluate(
            "Object.keys(localStorage).filter(k => k.startsWith('comity:draft:'))"
        )
        return found


@pytest.fixture
def row(node_url: str) -> Negotiated:
    for name, role, state in (("delegate", Role.DELEGATE, StateCode("XB")), ("chair", Role.CHAIR, None)):
        officers.appoint(COMMAND_LINE, name=name, roles=[role], state=state, password=PASSWORD)
    draft = import_draft(SECRETARIAT, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(SECRETARIAT, draft)


@pytest.fixture
def desk(row: Negotiated, node_url: str, browser: Browser) -> Iterator[Desk]:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    sign_in(page, node_url, "delegate")
    article = next(
        name for name, each in negotiating(row).text.negotiation.provisions.items() if not each.parent
    )
    yield Desk(page, f"{node_url}/text/a-text/negotiation/{article}/")
    page.context.close()


def offered() -> list[str]:
    """The words of every proposal that was entered."""
    log = negotiating(Negotiated.objects.get()).log
    return [joined(each.act.words) for each in log if isinstance(each.act, Propose)]


@pytest.mark.mandate("R16")
def test_a_delegate_proposes_and_the_chair_agrees_by_the_keyboard_alone(
    desk: Desk, node_url: str, browser: Browser
) -> None:
    desk.go()
    desk.propose("may respond")
    assert desk.page.locator("#say-word").text_content() == "shall act; 2 words selected"
    desk.tab_to("Look at the text")
    desk.press("Enter")
    expect(desk.page.locator(".tried")).to_contain_text("Each Party may respond on any request.")
    assert offered() == []
    desk.send()
    expect(desk.entered()).to_be_visible()
    assert desk.page.locator(".law ins").first.text_content() == "may respond"
    assert desk.kept() == []
    chair = Desk(browser.new_context(viewport={"width": 1280, "height": 800}).new_page(), desk.url)
    sign_in(chair.page, node_url, "chair")
    chair.go()
    chair.tab_to("Take a position")
    chair.press("Enter")
    chair.tab_to("Accepted")
    chair.press("Enter")
    expect(chair.entered()).to_be_visible()
    expect(chair.page.locator(".law")).to_contain_text("Each Party may respond on any request.")
    chair.tab_to("Propose or act")
    chair.press("Enter")
    chair.tab_to("Declare it agreed")
    chair.press("Enter")
    chair.page.wait_for_url("**/do/agree/")
    chair.tab_to("Declare it agreed")
    chair.press("Enter")
    expect(chair.page.locator(".law .tag.agreed").first).to_be_visible()
    chair.page.context.close()
    assert all(
        each.agreed for each in negotiating(Negotiated.objects.get()).text.negotiation.provisions.values()
    )


@pytest.mark.mandate("R16")
def test_what_is_typed_outlives_a_lost_connection_a_lost_answer_and_a_closed_tab(desk: Desk) -> None:
    desk.go()
    desk.page.context.set_offline(True)
    desk.propose("may respond")
    desk.send()
    expect(desk.page.locator(".in-place .kept")).to_contain_text(WAITING)
    assert offered() == []
    desk.page.context.set_offline(False)
    expect(desk.entered()).to_be_visible()
    assert offered() == ["may respond"]

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    desk.page.route("**/do/words/", lose, times=1)
    desk.propose("will respond")
    desk.send()
    expect(desk.page.locator(".in-place .kept")).to_contain_text(WAITING)
    assert offered() == ["may respond", "will respond"]
    desk.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(desk.page.locator(".in-place")).to_have_count(0)
    assert offered() == ["may respond", "will respond"]
    assert desk.kept() == []

    desk.propose("may respond in due course")
    desk.page.close()
    desk.page = desk.page.context.new_page()
    desk.go()
    draft = desk.page.locator("#drafts li")
    expect(draft).to_contain_text("not sent")
    draft.get_by_role("link", name="Continue").click()
    expect(desk.page.locator(".in-place textarea")).to_have_value("may respond in due course")
    expect(desk.page.locator(".in-place q")).to_have_text("shall act")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.get_by_text("Delegate of Borania").click()
    desk.page.get_by_role("button", name="Sign out").click()
    desk.page.get_by_role("link", name="Sign in").first.wait_for()
    assert desk.kept() == []
    assert len(offered()) == 2


def test_words_are_selected_by_dragging_and_who_and_when_is_told_of_them(desk: Desk) -> None:
    desk.go()
    run = desk.page.locator("p[data-provision] [data-w]", has_text="Each Party").first
    box = run.bounding_box()
    assert box is not None
    desk.page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=4)
    desk.page.mouse.up()
    expect(desk.page.locator(".chosen q")).to_have_text("Each Party")
    desk.page.get_by_role("button", name="Who and when").click()
    expect(desk.page.locator("#who")).to_contain_text("came with a draft, Chair")
    desk.page.get_by_role("button", name="Put in brackets").click()
    assert desk.page.locator(".in-place [name=how]:checked").input_value() == "bracket"
    expect(desk.page.locator(".in-place textarea")).to_be_hidden()
