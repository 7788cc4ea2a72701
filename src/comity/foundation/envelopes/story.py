"""The story of a thread: its acts in the order in which this side came to know them.

* A thread is between the States of its first act; an act of other States does not enter it.
* Each author counts its own acts from 1; the next one is one higher. A higher one shows a gap, to be asked for.
* One place, one act: another act of the same author at the same place is a fork, which is proof of two stories.
* ``prev`` names an act of this story; the first act of the thread, and it alone, names none. Two sides that write
  at the same time name the same predecessor, and neither is wrong.
* The same act again is a replay: it changes nothing.
"""

from dataclasses import dataclass
from typing import Self

from comity.errors.exchange import ForkedStory, Replayed, SequenceGap, StrangerInThread
from comity.foundation.envelopes.acts import Act
from comity.words import AuthorityId, Digest, StateCode


@dataclass(frozen=True, slots=True)
class Line:
    """One act as the story remembers it."""

    id: str
    sender: AuthorityId
    seq: int
    digest: Digest
    parties: frozenset[StateCode]

    @classmethod
    def of(cls, act: Act) -> Self:
        """Remember ``act``."""
        return cls(act.id, act.sender, act.seq, act.digest, act.parties)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an author's next act stands: its number, and the act it comes after."""

    seq: int
    prev: Digest | None


@dataclass(frozen=True, slots=True)
class Story:
    """The acts of one thread, in the order in which this side came to know them."""

    thread: str
    lines: tuple[Line, ...] = ()

    def count(self, author: AuthorityId) -> int:
        """Count the acts of ``author`` in the story."""
        return sum(line.sender == author for line in self.lines)

    def next(self, author: AuthorityId) -> Place:
        """Say where the next act of ``author`` stands."""
        return Place(self.count(author) + 1, self.lines[-1].digest if self.lines else None)

    def told(self, act: Act) -> "Story":
        """Add ``act`` to the story when it follows, or raise why it does not."""
        follows(self, act)
        return Story(self.thread, (*self.lines, Line.of(act)))


def follows(story: Story, act: Act) -> None:
    """Return when ``act`` is the next of its author in ``story``, or raise why it is not.

    Raises StrangerInThread, Replayed, ForkedStory, or SequenceGap with the number that is waited for.
    """
    if act.thread != story.thread or (story.lines and act.parties != story.lines[0].parties):
        raise StrangerInThread("act.thread", thread=story.thread)
    if any(line.digest == act.digest for line in story.lines):
        raise Replayed("act.id", id=act.id)
    expected = story.count(act.sender) + 1
    if act.seq < expected or any(line.id == act.id for line in story.lines):
        raise ForkedStory("act.seq", author=act.sender, seq=act.seq)
    if act.seq > expected:
        raise SequenceGap("act.seq", author=act.sender, seq=act.seq, expected=expected)
    if act.prev is None and story.lines:
        raise ForkedStory("act.prev", author=act.sender, seq=act.seq)
    if act.prev is not None and act.prev not in {line.digest for line in story.lines}:
        raise SequenceGap("act.prev", author=act.sender, seq=act.seq, expected=act.prev[:16])
