"""Readers and what they follow: each is told what came after what it has, as fast as it takes it.

* Nothing is queued for a reader. What it lacks is computed from the version it has when it is ready for more, so that a
  slow reader costs no memory, holds up nobody, and misses nothing: it is told several changes in one.
* The rounds run in one thread beside the connections: wait for a commit, ask again who may read, render what differs.
  Whoever may not read any more is told so and let go before what is new is given out.
* All else here belongs to the thread of the connections.
"""

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from comity.node.capabilities import let_go
from comity.node.live.admission import Admission, renewed
from comity.node.live.commits import Commits
from comity.node.live.feeds import feed, laid_out
from comity.node.live.sheets import Sheet, Topic

LOG = logging.getLogger(__name__)
BEAT = 15.0  # seconds between two signs of life, each after asking again who may read
_PAUSE = 1.0  # seconds between two looks when no commit is heard of
_TAKEN = 30.0  # seconds after which a reader who takes nothing is let go


@dataclass(eq=False, slots=True)
class Reader:
    """One connection: what it follows, the version it has, and how it is woken."""

    topic: Topic
    seen: int
    admission: Admission
    task: "asyncio.Task[None] | None" = None
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    beaten: bool = False  # a sign of life is due
    refused: bool = False  # it may not read any more
    sending: float = 0.0  # since when it takes what is sent; 0 while nothing is


@dataclass(frozen=True, slots=True)
class Round:
    """What one round found: new sheets, and what became of those who were asked about."""

    sheets: Mapping[Topic, Sheet]
    admissions: Mapping[Admission, Admission | None]
    beat: bool


class Hub:
    """All readers of this process."""

    def __init__(self) -> None:
        self._readers: dict[Topic, set[Reader]] = {}
        self._sheets: dict[Topic, Sheet] = {}
        self._sessions: Counter[str] = Counter()
        self._lock = threading.Lock()  # over who reads what: the rounds look at it from their thread
        self._anybody = threading.Event()
        self._new = threading.Event()  # a topic of which no sheet stands
        self._loop = asyncio.get_running_loop()
        self._ended = False
        self._thread = threading.Thread(target=self._rounds, name="live", daemon=True)

    def begin(self) -> None:
        """Begin the rounds."""
        self._thread.start()

    def end(self) -> None:
        """End the rounds, and wait until they have ended."""
        self._ended = True
        self._anybody.set()
        self._thread.join()

    def count(self, session: str = "") -> int:
        """How many connections there are, or how many a session has."""
        return self._sessions[session] if session else self._sessions.total()

    def join(self, reader: Reader) -> None:
        """Take a reader in."""
        with self._lock:
            self._readers.setdefault(reader.topic, set()).add(reader)
        self._sessions[reader.admission.session] += 1
        if reader.topic not in self._sheets:
            self._new.set()
        self._anybody.set()

    def leave(self, reader: Reader) -> None:
        """Let a reader go; what nobody follows is forgotten."""
        with self._lock:
            readers = self._readers[reader.topic]
            readers.discard(reader)
            if not readers:
                del self._readers[reader.topic]
                self._sheets.pop(reader.topic, None)
            if not self._readers:
                self._anybody.clear()
        self._sessions -= Counter([reader.admission.session])

    def lacking(self, reader: Reader) -> bytes:
        """The event that tells the reader what it lacks now; it has it from here on."""
        sheet = self._sheets.get(reader.topic)
        if sheet is None:
            return b""
        told, reader.seen = sheet.event(reader.seen), max(reader.seen, sheet.version)
        return told

    def _rounds(self) -> None:
        commits, beaten = Commits(), time.monotonic()
        while not self._ended:
            self._anybody.wait()
            try:
                commits.wait(_PAUSE, lambda: self._ended or self._new.is_set())
                beat = time.monotonic() - beaten >= BEAT
                found = self._round(beat=beat)
                if beat:
                    beaten = time.monotonic()
                if found.sheets or beat:
                    self._loop.call_soon_threadsafe(self._give_out, found)
            except Exception:  # such as a database that is away: the next round begins anew
                LOG.exception("a round of the live streams failed")
                connection.close()
                time.sleep(_PAUSE)
        commits.close()
        connection.close()

    def _round(self, *, beat: bool) -> Round:
        self._new.clear()
        with self._lock:
            readers = {topic: tuple(each) for topic, each in self._readers.items()}
        fresh = self._fresh(tuple(readers))
        asked = readers.values() if beat else [readers[topic] for topic in fresh]
        now = renewed(reader.admission for some in asked for reader in some)
        let_go()
        return Round(fresh, now, beat)

    def _fresh(self, topics: Sequence[Topic]) -> dict[Topic, Sheet]:
        found: dict[Topic, Sheet] = {}
        versions = {name: each.versions() for name in {topic.feed for topic in topics} if (each := feed(name))}
        for topic in topics:
            version = versions.get(topic.feed, {}).get(topic.thing, 0)
            before = self._sheets.get(topic)
            if before is None or before.version < version:
                found[topic] = laid_out(topic, before, version)
        return found

    def _give_out(self, found: Round) -> None:
        for topic, readers in self._readers.items():
            sheet = found.sheets.get(topic)
            if sheet is not None:
                self._sheets[topic] = sheet
            for reader in readers:
                admission = found.admissions.get(reader.admission, reader.admission)
                reader.refused, reader.admission = admission is None, admission or reader.admission
                reader.beaten = reader.beaten or found.beat
                if sheet is not None or reader.refused or found.beat:
                    reader.woken.set()
                if reader.task and reader.sending and time.monotonic() - reader.sending > _TAKEN:
                    reader.task.cancel()
