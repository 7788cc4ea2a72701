"""What belongs to one machine or one registry and must not stand in the project.

* No path of one machine, and no address of a package registry: the project is read anywhere.
* No lock file of a kind that writes registry addresses.
* No file that a tool made for itself.
"""

import re
from pathlib import Path

ADDRESSED = {"uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"}
LEFT_BEHIND = re.compile(r"\.(orig|rej|bak|swp|sqlite3|sqlite3-wal|log)$|(^|/)\.DS_Store$")
_LARGEST = 2 * 1024 * 1024
_MARKS = (
    (re.compile(r"(?<![\w.:/])/(?:work|farm|root|home|Users)/[\w.-]"), "a path of one machine"),
    (
        re.compile(r"(?<!emit-)index[-]url|files[.]pythonhosted|pypi[.]org/simple|registry[.]npmjs"),
        "a registry's address",
    ),
)


def faults(folder: Path, files: list[Path]) -> list[str]:
    """Read every text among ``files`` and name what belongs elsewhere."""
    return [fault for path in files for fault in _page(path, path.relative_to(folder).as_posix())]


def _page(path: Path, name: str) -> list[str]:
    if path.name in ADDRESSED:
        return [f"{name}: this kind of lock file names registry addresses; lock with hashes alone"]
    if LEFT_BEHIND.search(name):
        return [f"{name}: left behind by a tool"]
    raw = path.read_bytes()
    if len(raw) > _LARGEST or b"\0" in raw[:1024]:
        return []
    text = raw.decode("utf-8", errors="replace")
    return [
        f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {what}"
        for pattern, what in _MARKS
        for hit in [pattern.search(text)]
        if hit
    ]
