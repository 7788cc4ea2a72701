"""What the commands on sealed files read: files of keys, of recipients, and manifests; and how they answer."""

import json
from pathlib import Path
from typing import Annotated

import typer

from comity.errors.identity import MalformedKey
from comity.errors.sealing import FileUnusable, NoKeys
from comity.foundation.identity import SealingKey, SealingRecipient
from comity.foundation.sealing import Manifest

SEALED, MANIFEST = ".age", ".manifest.json"
HEADER, PAYLOAD = ".age.header", ".age.payload"
READABLE = {"exists": True, "dir_okay": False}

Key = Annotated[Path, typer.Option("--key", "-k", help="A file of secret keys, one a line.", **READABLE)]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]

_LONGEST_TEXT = 1024 * 1024  # of a file of keys, recipients or a manifest


def recipients(given: str) -> list[SealingRecipient]:
    """Read a recipient, or a file that has one a line."""
    if given.startswith("age1"):
        return [SealingRecipient.parse(given)]
    return [SealingRecipient.parse(line) for line in _lines(Path(given))]


def keys(path: Path) -> list[SealingKey]:
    """Read a file of secret keys, one a line, or raise NoKeys."""
    found = [SealingKey.parse(line) for line in _lines(path)]
    if not found:
        raise NoKeys(path.name)
    return found


def manifest(path: Path | None) -> Manifest | None:
    """Read a manifest, if there is one."""
    return Manifest.parse(read(path).rstrip(b"\n")) if path else None


def stem(sealed: Path) -> str:
    """Give the name of what was sealed: that of the sealed file, or of its payload, without its ending."""
    return sealed.name.removesuffix(PAYLOAD).removesuffix(HEADER).removesuffix(SEALED)


def beside(sealed: Path, ending: str) -> Path | None:
    """Find the file that belongs to a sealed file and has another ending."""
    path = sealed.with_name(stem(sealed) + ending)
    return path if path.is_file() and path != sealed else None


def read(path: Path) -> bytes:
    """Read a short file, or raise FileUnusable."""
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST_TEXT + 1)
    except OSError as error:
        raise FileUnusable(path.name, reason=error.strerror or "") from error


def make_folder(folder: Path) -> None:
    """Make a folder where there is none, or raise FileUnusable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnusable(folder.name, reason=error.strerror or "") from error


def answer(facts: dict[str, object], line: str, *, as_json: bool) -> None:
    """Print ``facts`` as JSON, or ``line``."""
    typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else line)


def _lines(path: Path) -> list[str]:
    """Give the lines of a file of keys that are neither empty nor a remark."""
    try:
        lines = read(path).decode("ascii").splitlines()
    except UnicodeDecodeError:
        raise MalformedKey(path.name, expected="ASCII") from None
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
