"""The live streams with the real feed: a whole desk of streams in this process, on connections of the ASGI form."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.negotiation.acts import Propose
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter, import_draft, open_negotiation, show_in_room
from comity.node.live.streams import PER_SESSION, Desk
from comity.node.models import Officer
from comity.reference.states import holder_name
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SOURCE = (
    "## Article 1. Scope\n\n1. Each Party shall act on any request.\n\n2. It [may (XB; del. XC)] refuse.\n\n"
    "## Article 2. Costs\n\n1. Each Party bears its own costs.\n"
)
PATIENCE = 30.0


class Reader:
    """A browser's connection, as the server sees it; one that is ``stuck`` takes nothing more until it is freed."""

    def __init__(self, desk: Desk, path: str, session: str, *, stuck: bool = False, **headers: str) -> None:
        self.status, self.events, self._text = 0, asyncio.Queue[tuple[str, str, str]](), ""
        self._left, self.free, self.answered = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._asked, self._stuck = False, stuck
        path, _, query = path.partition("?")
        told = {"host": "localhost:8000", "cookie": f"{settings.SESSION_COOKIE_NAME}={session}", **headers}
        scope = {
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items()],
        }
        self.task = asyncio.ensure_future(desk.answer(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request"}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = int(str(message["status"]))
            self.answered.set()
            return
        self._text += bytes(message["body"]).decode()
        *whole, self._text = self._text.split("\n\n")
        for event in whole:
            told = dict(line.split(": ", 1) for line in event.split("\n"))
            if "event" in told:
                self.events.put_nowait((told["event"], told.get("id", ""), told["data"]))
                if self._stuck:
                    await self.free.wait()

    async def change(self) -> dict[str, Any]:
        """Wait for the next change."""
        name, number, data = await asyncio.wait_for(self.events.get(), PATIENCE)
        assert name == "change", name
        told = json.loads(data)
        assert number == str(told["version"])
        return told

    async def begin(self) -> "Reader":
        """Wait for the whole page, which whoever names no version is told first."""
        await self.change()
        return self

    async def leave(self) -> None:
        """Close the connection."""
        self._left.set()
        await asyncio.wait_for(self.task, PATIENCE)


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


@pytest.fixture
def officer() -> Officer:
    return Officer.objects.create(name="delegation of Aldova", state="XA", roles=[Role.DELEGATE])


def signed_in(officer: Officer) -> str:
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def session(officer: Officer) -> str:
    return signed_in(officer)


def named(row: Negotiated, beginning: str) -> str:
    found = negotiating(Negotiated.objects.get(pk=row.pk)).text.negotiation.provisions
    return next(name for name, each in found.items() if "".join(each.words).startswith(beginning))


def propose(row: Negotiated, officer: Officer, words: str = "may ", on: str = "Each Party shall") -> int:
    return enter(officer.actor, row.text, Propose(named(row, on), 0, 1, cut(words)), Said("XA")).number


def returning(work: Callable[..., object], *given: object) -> object:
    """Do what a thread that ends does, and give its connection back."""
    try:
        return work(*given)
    finally:
        connection.close()


async def away(work: Callable[..., object], *given: object) -> object:
    """Do it as another process would: beside the connections."""
    return await asyncio.to_thread(returning, work, *given)


def streaming(scene: Callable[[Desk], Awaitable[None]]) -> None:
    async def play() -> None:
        desk = Desk()
        try:
            await asyncio.wait_for(scene(desk), 4 * PATIENCE)
        finally:
            await desk.close()

    with ThreadPoolExecutor(1) as beside:  # a browser's driver may have a loop of its own in this thread
        beside.submit(returning, lambda: asyncio.run(play())).result()


def pieces(told: dict[str, Any], region: str = "law") -> dict[str, str]:
    return told["regions"][region]["pieces"]


def test_an_act_reaches_every_reader_in_the_language_of_each(row, officer, session) -> None:
    scope, place = named(row, "Scope"), named(row, "Each Party shall")

    async def scene(desk: Desk) -> None:
        english, french = [
            await Reader(desk, f"/live/text/{code}/a-text/{scope}", session).begin() for code in ("en", "fr")
        ]
        number = await away(propose, row, officer)
        for reader, words in (
            (english, "words offered by Aldova"),
            (french, holder_name("XA", Language.FRENCH)),
        ):
            told = await reader.change()
            assert told["version"] == number
            assert set(pieces(told)) == {f"p-{place}"}
            assert words in pieces(told)[f"p-{place}"]
            assert f"card-{number}" in pieces(told, "cards")
        assert english.status == 200
        await english.leave()
        await french.leave()

    streaming(scene)


def test_whoever_comes_again_is_told_what_came_meanwhile_and_nothing_else(row, officer, session) -> None:
    scope, place = named(row, "Scope"), named(row, "Each Party shall")

    async def scene(desk: Desk) -> None:
        path = f"/live/text/en/a-text/{scope}"
        stays, first = [await Reader(desk, path, session).begin() for _ in range(2)]
        seen = await away(propose, row, officer)
        assert (await first.change())["version"] == seen
        await first.leave()
        number = await away(propose, row, officer, "It may well ", "It")
        again = Reader(desk, path, session, last_event_id=str(seen))
        told = await again.change()
        assert told["version"] == number
        assert f"p-{place}" not in pieces(told)
        assert list(pieces(told)) == [f"p-{named(row, 'It')}"]
        await again.leave()
        await stays.leave()

    streaming(scene)


def test_a_slow_reader_holds_up_nobody_and_is_told_all_it_missed_at_once(row, officer, session) -> None:
    scope = named(row, "Scope")

    async def scene(desk: Desk) -> None:
        path = f"/live/text/en/a-text/{scope}"
        slow, quick = Reader(desk, path, session, stuck=True), await Reader(desk, path, session).begin()
        numbers = []
        for words in ("may ", "will ", "can "):
            numbers.append(await away(propose, row, officer, words))
            assert (await quick.change())["version"] == numbers[-1]
        await slow.begin()
        assert slow.events.empty()
        slow.free.set()
        told = await slow.change()
        assert told["version"] == numbers[-1]
        assert {f"card-{number}" for number in numbers} <= set(pieces(told, "cards"))
        await slow.leave()
        await quick.leave()

    streaming(scene)


def test_an_act_on_another_article_is_not_sent(row, officer, session) -> None:
    scope = named(row, "Scope")

    async def scene(desk: Desk) -> None:
        reader = await Reader(desk, f"/live/text/en/a-text/{scope}", session).begin()
        await away(propose, row, officer, "Any ", "Each Party bears")
        number = await away(propose, row, officer)
        told = await reader.change()
        assert told["version"] == number
        assert list(pieces(told)) == [f"p-{named(row, 'Each Party shall')}"]
        await reader.leave()

    streaming(scene)


@pytest.mark.mandate("R16")
def test_a_session_that_ends_is_told_so_and_gets_no_act_that_comes_after(row, officer, session) -> None:
    scope = named(row, "Scope")

    async def scene(desk: Desk) -> None:
        reader = await Reader(desk, f"/live/text/en/a-text/{scope}", session).begin()
        await away(Session.objects.filter(session_key=session).delete)
        await away(propose, row, officer)
        name, _number, data = await asyncio.wait_for(reader.events.get(), PATIENCE)
        assert (name, data) == ("ended", "-")
        await asyncio.wait_for(reader.task, PATIENCE)
        assert reader.events.empty()

    streaming(scene)


def test_whoever_may_not_follow_is_refused_before_a_byte_of_the_text(row) -> None:
    scope = named(row, "Scope")
    duty = signed_in(Officer.objects.create(name="duty officer", state="XA", roles=[Role.DUTY_OFFICER]))
    delegate = signed_in(Officer.objects.create(name="delegation", state="XA", roles=[Role.DELEGATE]))

    async def scene(desk: Desk) -> None:
        path = f"/live/text/en/a-text/{scope}"
        refused = {
            403: [Reader(desk, path, ""), Reader(desk, path, duty)],
            404: [
                Reader(desk, path, delegate, origin="http://localhost:9999"),
                Reader(desk, path, delegate, host="elsewhere.example"),
                Reader(desk, "/live/none/en/a-text/room", delegate),
                Reader(desk, "/live/text/xx/a-text/room", delegate),
                Reader(desk, "/live/text/en", delegate),
            ],
        }
        for status, readers in refused.items():
            for reader in readers:
                await asyncio.wait_for(reader.task, PATIENCE)
                assert reader.status == status
                assert reader.events.empty()

    streaming(scene)


def test_a_session_has_only_so_many_connections(row, session) -> None:
    async def scene(desk: Desk) -> None:
        path = f"/live/text/en/a-text/room?since={row.entries}"
        readers = []
        for _ in range(PER_SESSION):
            readers.append(Reader(desk, path, session))
            await asyncio.wait_for(readers[-1].answered.wait(), PATIENCE)
        more = Reader(desk, path, session)
        await asyncio.wait_for(more.task, PATIENCE)
        assert more.status == 429
        await readers.pop().leave()
        again = Reader(desk, path, session)
        await asyncio.wait_for(again.answered.wait(), PATIENCE)
        assert again.status == 200
        for reader in (again, *readers):
            await reader.leave()
        assert desk.hub.count() == 0

    streaming(scene)


def test_the_room_follows_the_cursor_and_the_words_under_it(row, officer, session, secretariat) -> None:
    place, costs = named(row, "Each Party shall"), named(row, "Costs")

    async def scene(desk: Desk) -> None:
        reader = await Reader(desk, "/live/text/en/a-text/room", session).begin()
        await away(show_in_room, secretariat, row.text, place)
        told = await reader.change()
        assert list(pieces(told)) == [f"p-{place}"]
        assert "Scope" in pieces(told, "heading")["room-heading"]
        number = await away(propose, row, officer)
        assert "offered by Aldova" in pieces(await reader.change())[f"p-{place}"]
        await away(show_in_room, secretariat, row.text, costs)
        told = await reader.change()
        assert told["version"] == number + 2
        assert told["regions"]["law"]["order"] == [f"p-{costs}", f"p-{named(row, 'Each Party bears')}"]
        await reader.leave()

    streaming(scene)


def test_whom_no_stream_reaches_asks_and_is_told_the_same(row, officer) -> None:
    client, path = Client(), f"/text/a-text/negotiation/{named(row, 'Scope')}/changes"
    client.force_login(officer, backend=BACKEND)
    tag = client.get(f"{path}?since={row.entries}").headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    number = propose(row, officer)
    answer = client.get(f"{path}?since={row.entries}", headers={"If-None-Match": tag})
    assert answer.json()["version"] == number
    assert "offered by Aldova" in json.dumps(answer.json())
    assert Client().get(path).status_code == 302
    assert client.get("/text/no-text/negotiation/room/changes").status_code == 404


def test_a_page_may_connect_to_the_streams_at_their_port_and_nowhere_else(row, officer, monkeypatch) -> None:
    client, path = Client(), f"/text/a-text/negotiation/{named(row, 'Scope')}/"
    client.force_login(officer, backend=BACKEND)
    assert "connect-src 'self';" in client.get(path).headers["Content-Security-Policy"] + ";"
    monkeypatch.setenv("COMITY_LIVE", "127.0.0.1:21234")
    answer = client.get(path)
    assert "connect-src 'self' http://testserver:21234" in answer.headers["Content-Security-Policy"]
    assert (
        f'data-stream="http://testserver:21234/live/text/en/a-text/{named(row, "Scope")}"'
        in answer.content.decode()
    )
    assert "21234" not in client.get("/").headers["Content-Security-Policy"]
