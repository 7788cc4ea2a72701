"""One installation of Comity: a folder with its settings, its keys, its database and its objects.

    HOME/node.toml      what this node is: State, name, addresses, desks, database, objects
    HOME/secret         Django's secret, and what the key files are encrypted under; made once, mode 600
    HOME/keys/          private keys, encrypted
    HOME/objects/       sealed evidence and envelopes, unless an S3 bucket is configured
    HOME/headers/       the headers of sealed evidence, apart from its payloads
    HOME/comity.sqlite3 the database, unless PostgreSQL is configured

HOME is the folder that the environment variable ``COMITY_HOME`` names, by default ``~/.local/share/comity``.
"""

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DEFAULT_HOME = Path.home() / ".local" / "share" / "comity"


@dataclass(frozen=True, slots=True)
class Installation:
    """What ``node.toml`` says of this node; every field has a default so that offline commands run with no node."""

    home: Path
    state: str = "ZZ"
    kind: str = "state"  # "state" or "secretariat"
    name: str = ""
    url: str = "http://localhost:8000"
    desks: tuple[str, ...] = ("committee", "cooperation", "oversight", "public")
    database: str = ""  # "postgresql://..." or empty for SQLite in HOME
    objects: str = ""  # "s3://bucket/prefix" or empty for files in HOME
    secret: str = "a node that was never initialised signs nobody in"  # noqa: S105  # offline commands need any text
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        """Whether ``comity node init`` was run here."""
        return (self.home / "node.toml").exists()


def here() -> Installation:
    """Read the installation that ``COMITY_HOME`` names."""
    return read(Path(os.environ.get("COMITY_HOME") or DEFAULT_HOME))


def read(home: Path) -> Installation:
    """Read the installation in the folder ``home``; where none was made, all stands at its defaults."""
    if not (home / "node.toml").exists():
        return Installation(home)
    told = tomllib.loads((home / "node.toml").read_text(encoding="utf-8"))
    words = ("state", "kind", "name", "url", "database", "objects")
    known: dict[str, Any] = {word: told.pop(word) for word in words if word in told}
    if "desks" in told:
        known["desks"] = tuple(told.pop("desks"))
    secret = (home / "secret").read_text(encoding="ascii").strip()
    return Installation(home, secret=secret, extra=told, **known)
