"""Papers that take longer to make than a reader should wait: made beside the pages, kept for whoever asks again.

* One is made at a time, so that the pages go on; the others wait for their turn.
* A paper says what it is made of, so that the one who asks again is given what he asked for and not what came later.
* The last few are kept. What nobody has asked for lately leaves first, made or not.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

Heard = Callable[[int], None]  # is told how many pages are set, again and again


@dataclass(frozen=True, slots=True)
class Underway:
    """A paper that is not made: for how long it has been asked for, how many are made before it, its pages so far."""

    seconds: int
    before: int
    pages: int = 0


@dataclass(slots=True)
class _Paper:
    made: "Future[bytes]"
    since: float
    pages: int = 0

    def count(self, pages: int) -> None:
        """Take in how many pages are set."""
        self.pages = pages


@dataclass(slots=True)
class Making:
    """Papers of one kind in one process; ``most`` are kept."""

    most: int = 8
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "papers"))
    _papers: "OrderedDict[Hashable, _Paper]" = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def knows(self, what: Hashable) -> bool:
        """Whether this paper is made or under way."""
        return what in self._papers

    def asked(self, what: Hashable, make: Callable[[Heard], bytes], *, patience: float) -> bytes | Underway:
        """The paper, if it is made within ``patience`` seconds; raises what ``make`` raises, and forgets it then."""
        paper = self._begun(what, make)
        try:
            written = paper.made.result(patience)
        except TimeoutError:
            return Underway(int(time.monotonic() - paper.since), self._before(what), paper.pages)
        except Exception:
            with self._lock:
                self._papers.pop(what, None)
            raise
        return written

    def _begun(self, what: Hashable, make: Callable[[Heard], bytes]) -> _Paper:
        with self._lock:
            paper = self._papers.get(what)
            if paper is None or paper.made.cancelled():
                paper = self._papers[what] = _Paper(Future(), time.monotonic())
                paper.made = self._pool.submit(make, paper.count)
            self._papers.move_to_end(what)
            while len(self._papers) > self.most:
                self._papers.popitem(last=False)[1].made.cancel()
            return paper

    def _before(self, what: Hashable) -> int:
        """How many that are not made were asked for before this one."""
        with self._lock:
            mine = self._papers.get(what)
            waiting = [each for each in self._papers.values() if not each.made.done()]
            return sum(each.since < mine.since for each in waiting) if mine else 0
