"""Two officers at one text, each in a browser: what one does the other sees, and what is being typed stays."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from granian.constants import Interfaces
from granian.server.embed import Server
from playwright.sync_api import Browser, Page, expect
from tests.desks.a_node import PASSWORD
from tests.journeys.walking import Walk, sign_in
from tests.two_nodes import free_port

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.negotiation.acts import Propose, Stance, TakeStance
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter, import_draft, open_negotiation
from comity.node import officers
from comity.node.live import door
from comity.node.live.streams import Desk
from comity.node.rules import COMMAND_LINE
from comity.words import Language, StateCode

pytestmark = [pytest.mark.journey, pytest.mark.store]
SOURCE = "## Article 1. Scope\n\n1. Each Party shall act on any request.\n\n2. It may refuse.\n"
TELEPHONE = {"width": 360, "height": 740}


class Streams:
    """The real server of the streams, in a thread of this process, beside the real desks."""

    def __init__(self, port: int) -> None:
        self.server = Server(self._answer, address="127.0.0.1", port=port, interface=Interfaces.ASGINL)
        self.desk: Desk | None = None
        self.thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    async def _answer(self, scope, receive, send) -> None:
        self.desk = self.desk or Desk()
        await self.desk.answer(scope, receive, send)

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        await self.server.serve()

    async def _end(self) -> None:
        if self.desk is not None:
            await self.desk.close()
        self.server.stop()

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self.loop)
        self.thread.join(30)


@pytest.fixture
def streams(node_url: str, monkeypatch) -> Iterator[Streams]:
    port = free_port()
    monkeypatch.setenv(door.BESIDE, f"127.0.0.1:{port}")
    monkeypatch.setenv(door.DESKS, node_url.removeprefix("http://"))
    made = Streams(port)
    made.thread.start()
    yield made
    made.stop()


@pytest.fixture
def secretariat(node_url: str) -> Actor:
    made, _ = officers.appoint(COMMAND_LINE, name="secretariat", roles=[Role.SECRETARIAT], password=PASSWORD)
    officers.appoint(
        COMMAND_LINE, name="delegation", roles=[Role.DELEGATE], state=StateCode("XA"), password=PASSWORD
    )
    return made.actor


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


def seat(browser: Browser, url: str, name: str, path: str) -> tuple[Page, Walk]:
    page = browser.new_context().new_page()
    walk = Walk(page, url)
    sign_in(page, url, name)
    page.goto(url + path)
    return page, walk


@pytest.mark.mandate("R16")
def test_what_one_officer_does_the_other_sees_without_asking(
    streams, node_url, row, secretariat, browser
) -> None:
    found = negotiating(row).text.negotiation.provisions.values()
    named = {"".join(each.words): each.id for each in found}
    article, place = named["Scope"], named["Each Party shall act on any request."]
    offered = enter(secretariat, row.text, Propose(place, 2, 3, cut("may ")), Said("XA"))

    lead, leading = seat(browser, node_url, "secretariat", "/text/a-text/negotiation/room/")
    room, following = seat(browser, node_url, "delegation", "/text/a-text/negotiation/room/")
    for page in (lead, room):
        expect(page.locator("[data-live-state=on]")).to_be_visible()
    lead.get_by_label("Article", exact=True).select_option(article)
    lead.locator("#point form").nth(1).get_by_role("button", name="Show").click()
    expect(room.locator(f"#p-{place} .by")).to_have_text("XA")
    expect(room.locator(f"#card-{offered.number}")).to_contain_text("Aldova")

    lead.goto(f"{node_url}/text/a-text/negotiation/{article}/")
    expect(lead.locator("[data-live-state=on]")).to_be_visible()
    card = lead.locator(f"#card-{offered.number}")
    card.locator("summary").click()
    card.get_by_label("In the name of").fill("Borania, we think")
    enter(secretariat, row.text, TakeStance(offered.number, Stance.OPPOSE), Said("XC"))
    expect(card.locator("dl")).to_contain_text("Cordia")
    expect(card.get_by_label("In the name of")).to_have_value("Borania, we think")
    expect(card.get_by_role("status")).to_contain_text("while you were writing")
    expect(lead.locator("[data-live-said]")).to_contain_text("1.")
    expect(room.locator(f"#card-{offered.number}")).to_contain_text("Cordia")

    room.set_viewport_size(TELEPHONE)
    assert following.overflow() <= 0
    assert [each for each in following.noted + leading.noted if door.PREFIX not in each] == []
    for page in (lead, room):
        page.context.close()
