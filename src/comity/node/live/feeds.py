"""What a subject offers to be followed live; it names it in its ``AppConfig``: ``live = {"text": "...FEED"}``."""

from collections.abc import Mapping
from typing import Protocol, cast

from django.utils import translation

from comity.node import subjects
from comity.node.live.sheets import Page, Sheet, Topic


class Feed(Protocol):
    """Pages of one kind that may be followed."""

    deed: str  # of the access table: who may follow

    def versions(self) -> Mapping[str, int]:
        """The version of each thing as it is committed now; asked after every commit, so one cheap query."""

    def page(self, thing: str, part: str) -> Page | None:
        """Lay out a part of a thing as it stands now, in the language that is active; None where nothing stands."""


def feed(name: str) -> Feed | None:
    """The feed of that name, or None."""
    return cast("Feed | None", subjects.live(name))


def laid_out(topic: Topic, before: Sheet | None, version: int) -> Sheet:
    """Render a topic as it stands now, of which ``before`` is what was rendered last."""
    found = feed(topic.feed)
    with translation.override(topic.language):
        page = found.page(topic.thing, topic.part) if found else None
        return Sheet.of(page, before, version)
