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
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comity.errors.node import SettingsUnreadable
from comity.node.sheet import FILE, require_sheet

DEFAULT_HOME = Path.home() / ".local" / "share" / "comity"
_SECRET = "secret"  # noqa: S105  # the name of its file
_WHERE = re.compile(r"\(at line (\d+), column (\d+)\)")


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
    """Read the installation in the folder ``home``; where none was made, all stands at its defaults.

    Raises SettingsUnreadable with the file, and SettingInvalid or SettingUnknown with the key.
    """
    try:
        written = (home / FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Installation(home)
    except OSError as error:
        raise SettingsUnreadable(FILE, reason=error.strerror) from None
    told = _parsed(written)
    require_sheet(told)
    words = ("state", "kind", "name", "url", "database", "objects")
    known: dict[str, Any] = {word: told.pop(word) for word in words if word in told}
    if "desks" in told:
        known["desks"] = tuple(told.pop("desks"))
    return Installation(home, secret=_secret(home), extra=told, **known)


def _parsed(written: bytes) -> dict[str, Any]:
    """Parse TOML; the mark of byte order that some editors put before it is passed over."""
    try:
        return tomllib.loads(written.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        raise SettingsUnreadable(f"{FILE}:{line}", reason="UTF-8") from None
    except (ValueError, RecursionError) as error:  # its text may repeat what stands there
        found = _WHERE.search(str(error))
        raise SettingsUnreadable(f"{FILE}:{found[1]}:{found[2]}" if found else FILE, reason="TOML") from None


def _secret(home: Path) -> str:
    try:
        secret = (home / _SECRET).read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsUnreadable(_SECRET, reason=error.strerror) from None
    except UnicodeDecodeError:
        raise SettingsUnreadable(_SECRET, reason="ASCII") from None
    if not secret:
        raise SettingsUnreadable(_SECRET, reason="0 B")
    return secret
