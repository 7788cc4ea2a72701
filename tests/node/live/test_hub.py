"""Readers of the notices, each told what came after what it has, by a whole desk of streams in this process."""

import threading
from collections.abc import Mapping

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from tests.node.live.notices import REGION, Notices, post
from tests.node.live.reading import Reader, away, pieces, streaming

from comity.node.live import hub
from comity.node.live.streams import Desk

pytestmark = pytest.mark.store
SOON = 0.01
ENGLISH, FRENCH = "/live/notices/en/XB/reason", "/live/notices/fr/XB/reason"


def test_a_piece_is_rendered_once_for_all_who_read_it_in_a_language(duty: str, feed: Notices) -> None:
    async def scene(desk: Desk) -> None:
        readers = [await Reader(desk.answer, path, duty).begin() for path in (ENGLISH, FRENCH, ENGLISH)]
        feed.rendered.clear()
        await away(post, "more")
        told = [pieces(await reader.change(), REGION) for reader in readers]
        assert told == [{"more": "en: more"}, {"more": "fr: more"}, {"more": "en: more"}]
        assert sorted(feed.rendered) == ["en: more", "fr: more"]

    streaming(scene)


def test_a_slow_reader_holds_up_nobody_and_is_told_all_it_missed_at_once(duty: str) -> None:
    async def scene(desk: Desk) -> None:
        slow = Reader(desk.answer, ENGLISH, duty, stuck=True)
        quick = await Reader(desk.answer, ENGLISH, duty).begin()
        await slow.begin()
        for word in ("one", "two", "three"):
            number = await away(post, word)
            told = await quick.change()
            assert (told["version"], list(pieces(told, REGION))) == (number, [word])
        assert slow.events.empty()
        slow.free.set()
        told = await slow.change()
        assert (told["version"], list(pieces(told, REGION))) == (number, ["one", "two", "three"])

    streaming(scene)


def test_a_reader_who_takes_nothing_for_long_is_let_go(duty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "_TAKEN", 0.0)

    async def scene(desk: Desk) -> None:
        stuck = Reader(desk.answer, ENGLISH, duty, stuck=True)
        quick = await Reader(desk.answer, ENGLISH, duty).begin()
        await stuck.begin()
        await away(post, "more")
        await quick.change()
        await stuck.ended()
        assert stuck.task.cancelled()
        assert desk.hub.count() == 1

    streaming(scene)


def test_a_session_that_ended_is_let_go_at_the_next_sign_of_life_though_nothing_is_new(
    duty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "BEAT", SOON)
    monkeypatch.setattr(hub, "_PAUSE", SOON)

    async def scene(desk: Desk) -> None:
        reader = await Reader(desk.answer, ENGLISH, duty).begin()
        await away(Session.objects.filter(session_key=duty).delete)
        await reader.ended()
        assert reader.events.get_nowait() == ("ended", "", "-")
        assert desk.hub.count(duty) == 0

    streaming(scene)


def test_what_nobody_follows_is_forgotten_and_laid_out_anew_for_the_next(duty: str, feed: Notices) -> None:
    async def scene(desk: Desk) -> None:
        reader = await Reader(desk.answer, ENGLISH, duty).begin()
        await reader.leave()
        assert desk.hub.count() == 0
        feed.rendered.clear()
        number = await away(post, "more")
        told = await Reader(desk.answer, ENGLISH, duty).change()
        assert told["version"] == number
        assert feed.rendered == ["en: begun", "en: more"]

    streaming(scene)


def test_a_round_that_fails_ends_no_stream(duty: str, feed: Notices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "_PAUSE", SOON)

    async def scene(desk: Desk) -> None:
        reader = await Reader(desk.answer, ENGLISH, duty).begin()
        failed, versions = threading.Event(), feed.versions

        def once_away() -> Mapping[str, int]:
            if failed.is_set():
                return versions()
            failed.set()
            raise OperationalError("the database is away")

        monkeypatch.setattr(feed, "versions", once_away)
        number = await away(post, "more")
        assert (await reader.change())["version"] == number
        assert failed.is_set()

    streaming(scene)
