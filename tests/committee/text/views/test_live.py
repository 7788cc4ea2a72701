"""The live streams with the real feed: a whole desk of streams in this process, on connections of the ASGI form."""

import asyncio
import json

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.node.live.reading import BACKEND, PATIENCE, Reader, away, pieces, signed_in, streaming

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.negotiation.acts import Propose
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter, import_draft, open_negotiation, show_in_room
from comity.node.live.streams import Desk
from comity.node.models import Officer
from comity.reference.states import holder_name
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
SOURCE = (
    "## Article 1. Scope\n\n1. Each Party shall act on any request.\n\n2. It [may (XB; del. XC)] refuse.\n\n"
    "## Article 2. Costs\n\n1. Each Party bears its own costs.\n"
)


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


@pytest.fixture
def officer() -> Officer:
    return Officer.objects.create(name="delegation of Aldova", state="XA", roles=[Role.DELEGATE])


@pytest.fixture
def session(officer: Officer) -> str:
    return signed_in(officer)


def named(row: Negotiated, beginning: str) -> str:
    found = negotiating(Negotiated.objects.get(pk=row.pk)).text.negotiation.provisions
    return next(name for name, each in found.items() if "".join(each.words).startswith(beginning))


def propose(row: Negotiated, officer: Officer, words: str = "may ", on: str = "Each Party shall") -> int:
    return enter(officer.actor, row.text, Propose(named(row, on), 0, 1, cut(words)), Said("XA")).number


def test_an_act_reaches_every_reader_in_the_language_of_each(row, officer, session) -> None:
    scope, place = named(row, "Scope"), named(row, "Each Party shall")

    async def scene(desk: Desk) -> None:
        english, french = [
            await Reader(desk.answer, f"/live/text/{code}/a-text/{scope}", session).begin()
            for code in ("en", "fr")
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
        stays, first = [await Reader(desk.answer, path, session).begin() for _ in range(2)]
        seen = await away(propose, row, officer)
        assert (await first.change())["version"] == seen
        await first.leave()
        number = await away(propose, row, officer, "It may well ", "It")
        again = Reader(desk.answer, path, session, last_event_id=str(seen))
        told = await again.change()
        assert told["version"] == number
        assert f"p-{place}" not in pieces(told)
        assert list(pieces(told)) == [f"p-{named(row, 'It')}"]
        await again.leave()
        await stays.leave()

    streaming(scene)


def test_an_act_on_another_article_is_not_sent(row, officer, session) -> None:
    scope = named(row, "Scope")

    async def scene(desk: Desk) -> None:
        reader = await Reader(desk.answer, f"/live/text/en/a-text/{scope}", session).begin()
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
        reader = await Reader(desk.answer, f"/live/text/en/a-text/{scope}", session).begin()
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

    async def scene(desk: Desk) -> None:
        for session in ("", duty):
            reader = Reader(desk.answer, f"/live/text/en/a-text/{scope}", session)
            await reader.ended()
            assert reader.status == 403
            assert reader.events.empty()

    streaming(scene)


def test_the_room_follows_the_cursor_and_the_words_under_it(row, officer, session, secretariat) -> None:
    place, costs = named(row, "Each Party shall"), named(row, "Costs")

    async def scene(desk: Desk) -> None:
        reader = await Reader(desk.answer, "/live/text/en/a-text/room", session).begin()
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
