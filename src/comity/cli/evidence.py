"""``comity evidence``: seal files of any size for named recipients, open them, verify them.

A sealed file is age v1 with post-quantum recipients. Beside ``NAME.age`` stands ``NAME.manifest.json``, which says
what was sealed; with it a cut, lengthened or altered file is told exactly. Nothing is overwritten, and after a refusal
nothing partial is left behind.
"""

import json
import mimetypes
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from comity.errors.identity import MalformedKey
from comity.errors.sealing import FileUnusable, NoKeys, NoRecipients
from comity.foundation.identity import SealingKey, SealingRecipient
from comity.foundation.sealing import SALT, Manifest, SealedFile, seal_stream
from comity.node.files import making, reading

app = typer.Typer(help="Seal, open and verify evidence of any size.", no_args_is_help=True)

_SEALED, _MANIFEST = ".age", ".manifest.json"
_LONGEST_TEXT = 1024 * 1024  # of a file of keys, recipients or a manifest
_READABLE = {"exists": True, "dir_okay": False}

Key = Annotated[Path, typer.Option("--key", "-k", help="A file of secret keys, one a line.", **_READABLE)]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]


@app.command()
def key(
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the secret key goes; only you can read it.")],
    as_json: Json = False,
) -> None:
    """Make a key, and print the recipient that others seal for."""
    secret = SealingKey.generate(os.urandom)
    text = f"# recipient: {secret.recipient}\n{secret}\n".encode("ascii")
    with making(out) as sink:
        sink.write_at(memoryview(text), 0)
    _answer({"key": str(out), "recipient": str(secret.recipient)}, str(secret.recipient), as_json=as_json)


@app.command()
def seal(
    files: Annotated[list[Path], typer.Argument(help="The files to seal.", metavar="FILE...", **_READABLE)],
    *,
    to: Annotated[
        list[str], typer.Option("--to", "-t", help="Who can open: a recipient, or a file of recipients.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that takes the sealed files.")] = Path(),
    condition: Annotated[
        list[str] | None, typer.Option(help="A condition of use, told in the manifest.")
    ] = None,
    media_type: Annotated[str, typer.Option(help="The media type; otherwise taken from the file's name.")] = "",
    as_json: Json = False,
) -> None:
    """Seal each FILE as FILE.age, and describe it in FILE.manifest.json."""
    recipients = [recipient for given in to for recipient in _recipients(given)]
    if not recipients:
        raise NoRecipients("--to")
    _make_folder(out)
    sealed = []
    for file in files:
        kind = media_type or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        manifest = _seal_one(file, out, recipients, media_type=kind, conditions=tuple(condition or ()))
        target = out / (file.name + _SEALED)
        sealed.append({"sealed": str(target), **_told(manifest)})
        if not as_json:
            typer.echo(f"{target}  {manifest.digest}")
    if as_json:
        typer.echo(json.dumps({"sealed": sealed}, ensure_ascii=False))


@app.command("open")
def open_(
    sealed: Annotated[Path, typer.Argument(help="The sealed file.", **_READABLE)],
    keys: Key,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The file to make, or the folder that takes it.")
    ] = Path(),
    manifest: Annotated[
        Path | None, typer.Option(help="Its manifest; otherwise the one beside it, if any.", **_READABLE)
    ] = None,
    as_json: Json = False,
) -> None:
    """Open a sealed file; with its manifest, prove that it is the one described."""
    known = _manifest(manifest or _beside(sealed))
    name = known.name if known else sealed.name.removesuffix(_SEALED)
    target = out / name if out.is_dir() else out
    with reading(sealed) as source, making(target) as sink:
        opened = SealedFile(source, _keys(keys), manifest=known)
        with _progress(f"Opening {sealed.name}", opened.size) as advance:
            opened.open_to(sink, progress=advance)
    facts = {"opened": str(target), "size": opened.size, "manifest": str(known.digest) if known else None}
    _answer(facts, f"{target}  {known.digest if known else 'no manifest'}", as_json=as_json)


@app.command()
def verify(
    sealed: Annotated[Path, typer.Argument(help="The sealed file.", **_READABLE)],
    keys: Key,
    manifest: Annotated[
        Path | None, typer.Option("--manifest", "-m", help="Its manifest.", **_READABLE)
    ] = None,
    as_json: Json = False,
) -> None:
    """Verify a sealed file against its manifest, and keep nothing of what it holds."""
    path = manifest or _beside(sealed)
    known = _manifest(path)
    if known is None:
        raise FileUnusable(sealed.name.removesuffix(_SEALED) + _MANIFEST, reason=os.strerror(2))
    with reading(sealed) as source:
        opened = SealedFile(source, _keys(keys), manifest=known)
        with _progress(f"Verifying {sealed.name}", opened.size) as advance:
            opened.verify(progress=advance)
    _answer({"verified": str(sealed), **_told(known)}, f"{sealed}  {known.digest}", as_json=as_json)


def _seal_one(
    file: Path,
    out: Path,
    recipients: list[SealingRecipient],
    *,
    media_type: str,
    conditions: tuple[str, ...],
) -> Manifest:
    """Make the sealed file and its manifest, both or neither."""
    with (
        reading(file) as source,
        making(out / (file.name + _MANIFEST)) as description,
        making(out / (file.name + _SEALED)) as sink,
        _progress(f"Sealing {file.name}", source.size) as advance,
    ):
        done = seal_stream(
            source, sink, recipients=recipients, entropy=os.urandom, salt=os.urandom(SALT), progress=advance
        )
        manifest = Manifest.of(done, name=file.name, media_type=media_type, conditions=conditions)
        description.write_at(memoryview(manifest.to_json()), 0)
    return manifest


def _recipients(given: str) -> list[SealingRecipient]:
    """Read a recipient, or a file that has one a line."""
    if given.startswith("age1"):
        return [SealingRecipient.parse(given)]
    return [SealingRecipient.parse(line) for line in _lines(Path(given))]


def _keys(path: Path) -> list[SealingKey]:
    keys = [SealingKey.parse(line) for line in _lines(path)]
    if not keys:
        raise NoKeys(path.name)
    return keys


def _lines(path: Path) -> list[str]:
    """Give the lines of a file of keys that are neither empty nor a remark."""
    try:
        lines = _read(path).decode("ascii").splitlines()
    except UnicodeDecodeError:
        raise MalformedKey(path.name, expected="ASCII") from None
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _manifest(path: Path | None) -> Manifest | None:
    return Manifest.parse(_read(path).rstrip(b"\n")) if path else None


def _beside(sealed: Path) -> Path | None:
    path = sealed.with_name(sealed.name.removesuffix(_SEALED) + _MANIFEST)
    return path if path.is_file() else None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST_TEXT + 1)
    except OSError as error:
        raise FileUnusable(path.name, reason=error.strerror or "") from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnusable(folder.name, reason=error.strerror or "") from error


def _told(manifest: Manifest) -> dict[str, object]:
    told: dict[str, object] = json.loads(manifest.to_json())
    return {"digest": str(manifest.digest), "manifest": told}


def _answer(facts: dict[str, object], line: str, *, as_json: bool) -> None:
    typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else line)


@contextmanager
def _progress(words: str, size: int) -> Iterator[Callable[[int], None]]:
    """Show rate and time left on standard error once the work has taken a second; threads may report at once."""
    shown = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = shown.add_task(words, total=size)
    begun, only_one = time.monotonic(), threading.Lock()

    def advance(count: int) -> None:
        shown.update(task, advance=count)
        if not shown.live.is_started and time.monotonic() - begun > 1:
            with only_one:
                shown.start()  # a second start does nothing

    try:
        yield advance
    finally:
        shown.stop()
