"""Short logs for the tests of the negotiation: an article of three provisions, and acts that follow one another."""

from collections.abc import Iterable

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import CHAIR, ROOT, Act, Entry, Given, Issue
from comity.committee.text.rules.negotiation.consolidation import Text, consolidate
from comity.committee.text.rules.words import cut
from comity.words import Instant

ARTICLE = "Expedited preservation"
FIRST = "Each Party shall adopt measures to preserve stored electronic data."
SECOND = "A Party may refuse to do so without delay."
MINUTE = 60_000


def issue(*, draft: int = 1, first: str = FIRST, second: str = SECOND, heading: str = ARTICLE) -> Issue:
    """A draft of one article with two paragraphs; a paragraph without words is left out."""
    given = [Given("a", Kind.ARTICLE, ROOT, cut(heading))]
    given += [Given("p1", Kind.PARAGRAPH, "a", cut(first))] if first else []
    given += [Given("p2", Kind.PARAGRAPH, "a", cut(second))] if second else []
    return Issue(draft, tuple(given))


def log(*acts: tuple[str, Act], draft: Issue | None = None) -> tuple[Entry, ...]:
    """A log that begins with a draft; each act a minute after the one before, in the third meeting of session two."""
    every: Iterable[tuple[str, Act]] = ((CHAIR, draft or issue()), *acts)
    return tuple(
        Entry(number, Instant(number * MINUTE), by, act, "desk", "2/3", "A/AC.291/L.4")
        for number, (by, act) in enumerate(every, 1)
    )


def text(*acts: tuple[str, Act], draft: Issue | None = None) -> Text:
    """The text after these acts; the first of them is entry 2."""
    return consolidate(log(*acts, draft=draft))


def said(found: Text, name: str) -> str:
    """The words of a provision as they stand."""
    return "".join(found.negotiation.provisions[name].words)
