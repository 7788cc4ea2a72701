"""Whether what decides or writes has a test of the same name.

* Every page of ``foundation`` and ``node``, every ``rules`` and ``services`` of a subject, has its test at the same
  path under ``tests``; a room that became a folder may be tested as one, under the room's name.
* What only tells Django where things stand, or which columns a row has, decides nothing and needs none.
"""

from pathlib import Path

FLOORS = {"foundation", "node"}
ROOMS = {"rules", "services"}
_TELLING = {"__init__.py", "apps.py", "doors.py", "models.py", "settings.py", "urls.py", "wsgi.py"}


def faults(folder: Path, files: list[Path]) -> list[str]:
    """Name every page among ``files`` that needs a test and has none."""
    names = {path.relative_to(folder).as_posix() for path in files if path.suffix == ".py"}
    return [fault for name in sorted(names) if (fault := _unmirrored(name, names))]


def _unmirrored(name: str, names: set[str]) -> str:
    parts = Path(name).parts
    if parts[:2] != ("src", "comity") or "migrations" in parts or parts[-1] in _TELLING:
        return ""
    if not FLOORS & {parts[2]} and not ROOMS & {*parts[:-1], Path(name).stem}:
        return ""
    room = Path("tests", *parts[2:-1])
    tests = {
        f"{room}/test_{parts[-1]}",
        f"{room.parent}/test_{parts[-1]}",
        f"{room.parent}/test_{room.name}.py",
    }
    return "" if tests & names else f"{name}: no test stands at {room}/test_{parts[-1]}"
