"""Connections to a whole desk of streams in this process: who is answered, with what, and how many at once."""

import asyncio
import resource

import pytest
from tests.node.live.notices import Notices
from tests.node.live.reading import PATIENCE, Reader, asking, streaming

from comity.node.live import door, hub, streams
from comity.node.live.sheets import Topic
from comity.node.live.streams import PER_SESSION, Asked, Desk

PATH = "/live/notices/en/XB/reason"


async def answered(reader: Reader) -> int:
    await asyncio.wait_for(reader.answered.wait(), PATIENCE)
    return reader.status


def test_a_request_says_what_is_followed_and_whose_session_asks(feed: Notices) -> None:
    asked = Asked.of(asking(f"{PATH}?since=4", "a-session"))
    assert asked == Asked(Topic("notices", "en", "XB", "reason"), 4, "a-session", "")


@pytest.mark.parametrize(
    ("query", "told", "seen"),
    [
        ("?since=4", {"last_event_id": "9"}, 9),
        ("?since=4", {"last_event_id": "-9"}, 0),
        ("?since=x", {}, 0),
        ("?since=" + "9" * 5000, {}, 0),
        ("", {}, 0),
    ],
    ids=["comes again", "less than nothing", "no number", "beyond all numbers", "nothing"],
)
def test_whoever_comes_again_has_what_the_last_event_told_and_no_number_is_nothing(
    feed: Notices, query: str, told: dict[str, str], seen: int
) -> None:
    asked = Asked.of(asking(PATH + query, **told))
    assert asked is not None
    assert asked.seen == seen


@pytest.mark.parametrize("origin", ["http://localhost:8000", "http://localhost:8123"])
def test_the_desks_of_this_node_may_read(feed: Notices, monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    monkeypatch.setenv(door.DESKS, "localhost:8123")
    asked = Asked.of(asking(PATH, host="localhost:21234", origin=origin))
    assert asked is not None
    assert asked.origin == origin


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (PATH, {"origin": "http://localhost:9999"}),
        (PATH, {"origin": "http://elsewhere.example:8000"}),
        (PATH, {"origin": "null"}),
        (PATH, {"host": "elsewhere.example"}),
        ("/live/unheard-of/en/XB/reason", {}),
        ("/live/notices/xx/XB/reason", {}),
        ("/live/notices/en/XB", {}),
        (f"{PATH}/more", {}),
    ],
)
def test_another_origin_or_host_and_what_cannot_stand_here_are_refused(
    feed: Notices, path: str, told: dict[str, str]
) -> None:
    assert Asked.of(asking(path, **told)) is None


@pytest.mark.store
def test_a_refusal_is_an_answer_without_a_word_of_the_page(duty: str) -> None:
    async def scene(desk: Desk) -> None:
        elsewhere = Reader(desk.answer, PATH, duty, origin="http://localhost:9999")
        nobody = Reader(desk.answer, PATH)
        for reader, status in ((elsewhere, 404), (nobody, 403)):
            await reader.ended()
            assert (reader.status, reader.headers) == (status, {"content-length": "0"})
            assert reader.events.empty()

    streaming(scene)


@pytest.mark.store
def test_a_stream_is_kept_by_nobody_and_shared_only_with_the_origin_that_asked(duty: str) -> None:
    origin = "http://localhost:8000"

    async def scene(desk: Desk) -> None:
        own, beside = Reader(desk.answer, PATH, duty), Reader(desk.answer, PATH, duty, origin=origin)
        assert [await answered(own), await answered(beside)] == [200, 200]
        assert own.headers["content-type"].startswith("text/event-stream")
        assert own.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in own.headers
        assert beside.headers["access-control-allow-origin"] == origin
        assert beside.headers["access-control-allow-credentials"] == "true"
        assert beside.headers["vary"] == "origin"

    streaming(scene)


@pytest.mark.store
def test_whoever_lacks_nothing_is_told_when_to_come_again_and_gets_signs_of_life(
    duty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "BEAT", 0.01)

    async def scene(desk: Desk) -> None:
        reader = Reader(desk.answer, f"{PATH}?since=1", duty)
        first, second = [await asyncio.wait_for(reader.signs.get(), PATIENCE) for _ in range(2)]
        assert 1000 <= int(first.removeprefix("retry: ")) <= 4000
        assert second == "id: 1"
        assert reader.events.empty()

    streaming(scene)


@pytest.mark.store
def test_a_session_has_only_so_many_connections(duty: str) -> None:
    async def scene(desk: Desk) -> None:
        readers = [Reader(desk.answer, PATH, duty) for _ in range(PER_SESSION - 1)]
        readers.append(await Reader(desk.answer, PATH, duty).begin())
        assert {await answered(reader) for reader in readers} == {200}
        assert await answered(Reader(desk.answer, PATH, duty)) == 429
        await readers.pop().leave()
        assert await answered(Reader(desk.answer, PATH, duty)) == 200
        for reader in readers:
            await reader.leave()
        assert desk.hub.count(duty) == 1

    streaming(scene)


@pytest.mark.store
def test_a_session_that_asks_for_too_many_at_once_has_no_more(duty: str) -> None:
    async def scene(desk: Desk) -> None:
        readers = [Reader(desk.answer, PATH, duty) for _ in range(PER_SESSION + 3)]
        told = sorted([await answered(reader) for reader in readers])
        assert told == [200] * PER_SESSION + [429] * 3
        for reader in readers:
            await reader.leave()

    streaming(scene)


@pytest.mark.store
def test_a_process_has_only_as_many_readers_as_files_and_none_is_counted_that_left(
    duty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    monkeypatch.setattr(streams, "_SPARE", files - 1)

    async def scene(desk: Desk) -> None:
        reader = await Reader(desk.answer, PATH, duty).begin()
        assert await answered(Reader(desk.answer, PATH, "another")) == 429
        await reader.leave()
        assert await answered(Reader(desk.answer, PATH, "another")) == 403

    streaming(scene)
