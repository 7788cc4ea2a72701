"""Whether the locked requirements are those that were asked for.

* Each lock begins with the digest of what it was made from, so that a changed wish without a new lock is seen.
* Every requirement is one exact release with its hashes; none comes from an address.
* What the package declares in ``pyproject.toml`` is what ``product.in`` asks for.
* ``cryptography`` is at least 50, the first release with the post-quantum parts that sealing needs.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

LOCKS = ("product", "develop")
OLDEST_CRYPTOGRAPHY = Version("50")
_PIN = re.compile(r"^([A-Za-z0-9][\w.\-\[\],]*)==([^\s;\\]+)", re.MULTILINE)


def faults(folder: Path) -> list[str]:
    """Compare the wishes in ``requirements`` with their locks and with the package."""
    return [fault for name in LOCKS for fault in _lock(folder / "requirements", name)] + list(_declared(folder))


def heading(requirements: Path, name: str) -> str:
    """Give the first line of the lock ``name``: the digest of all that was wished."""
    wished = b"".join((requirements / f"{wish}.in").read_bytes() for wish in LOCKS[: LOCKS.index(name) + 1])
    return f"# Locked by `./comity lock` from {name}.in, sha256 {hashlib.sha256(wished).hexdigest()}\n"


def wishes(page: Path) -> dict[str, Requirement]:
    """Read one ``.in`` page, without the pages that it includes."""
    lines = (line.partition("#")[0].strip() for line in page.read_text(encoding="utf-8").splitlines())
    asked = (Requirement(line) for line in lines if line and not line.startswith("-"))
    return {_name(requirement.name): requirement for requirement in asked}


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()


def _lock(requirements: Path, name: str) -> Iterator[str]:
    page = f"requirements/{name}.txt"
    text = (requirements / f"{name}.txt").read_text(encoding="utf-8")
    if not text.startswith(heading(requirements, name)):
        yield f"{page}: not locked from the present {name}.in; run ./comity lock"
    pins = {_name(found[1]): Version(found[2]) for found in _PIN.finditer(text)}
    for wish, requirement in wishes(requirements / f"{name}.in").items():
        if wish not in pins or not requirement.specifier.contains(pins[wish], prereleases=True):
            yield f"{page}: {requirement} is not met"
    if pins.get("cryptography", Version("0")) < OLDEST_CRYPTOGRAPHY:
        yield f"{page}: cryptography is older than {OLDEST_CRYPTOGRAPHY}"
    if text.count("==") and len(pins) > len(re.findall(r"^\S.*\\\n    --hash=", text, re.MULTILINE)):
        yield f"{page}: a requirement has no hash"
    if re.search(r"://|^--(?!hash)", text, re.MULTILINE):
        yield f"{page}: a requirement comes from an address"


def _declared(folder: Path) -> Iterator[str]:
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_name(found.name): found for found in map(Requirement, project["dependencies"])}
    wished = wishes(folder / "requirements" / "product.in")
    for name in sorted(declared.keys() | wished.keys()):
        if str(declared.get(name)) != str(wished.get(name)):
            here, there = declared.get(name), wished.get(name)
            yield f"pyproject.toml declares {here} where requirements/product.in asks for {there}"
