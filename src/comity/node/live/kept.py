"""What is rendered for many readers, kept by this process for as long as there is room.

* A rendering is used again only if it would be made of the same; whatever differs is rendered anew and takes its place.
* Room is counted in characters. What was used longest ago leaves first.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class _Rendering:
    of: object
    html: str


class Kept:
    """Renderings by name, for every thread of the process; ``room`` is how many characters they may take together."""

    def __init__(self, room: int) -> None:
        """Begin empty."""
        self.room, self.taken = room, 0
        self._lock = Lock()
        self._found: OrderedDict[Hashable, _Rendering] = OrderedDict()

    def html(self, name: Hashable, of: object, render: Callable[[], str]) -> str:
        """What stands under ``name`` if it was made ``of`` the same; otherwise what ``render`` makes now."""
        with self._lock:
            found = self._found.get(name)
            if found is not None:
                self._found.move_to_end(name)
        if found is None or found.of != of:
            found = _Rendering(of, render())
            self._keep(name, found)
        return found.html

    def _keep(self, name: Hashable, made: _Rendering) -> None:
        with self._lock:
            self._leave(self._found.pop(name, None))
            self._found[name] = made
            self.taken += len(made.html)
            while self.taken > self.room:
                self._leave(self._found.popitem(last=False)[1])

    def _leave(self, gone: _Rendering | None) -> None:
        self.taken -= len(gone.html) if gone else 0
