"""``comity evidence``: seal files of any size for named recipients, open them, verify them.

A sealed file is age v1 with post-quantum recipients. Beside ``NAME.age`` stands ``NAME.manifest.json``, which says
what was sealed; with it a cut, lengthened or altered file is told exactly. The header, which says who can open, may
stand apart from the payload and be rewritten. Nothing is overwritten, and after a refusal nothing partial is left.
"""

import json
import mimetypes
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
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

from comity.cli import headers, sealed_files
from comity.cli.sealed_files import HEADER, MANIFEST, PAYLOAD, READABLE, SEALED, Json, Key, answer
from comity.errors.sealing import FileUnusable, NoRecipients
from comity.foundation.identity import SealingKey, SealingRecipient
from comity.foundation.sealing import SALT, Manifest, SealedFile, seal_stream
from comity.node.files import OpenFile, making, reading

app = typer.Typer(help="Seal, open and verify evidence of any size.", no_args_is_help=True)
app.command()(headers.header)
app.command()(headers.detach)
app.command()(headers.join)
app.command()(headers.readdress)

HeaderFile = Annotated[
    Path | None,
    typer.Option(
        "--header", help="Its header, where it stands apart; otherwise the one beside it.", **READABLE
    ),
]


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of a file that is sealed."""

    media_type: str
    conditions: tuple[str, ...]


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
    answer({"key": str(out), "recipient": str(secret.recipient)}, str(secret.recipient), as_json=as_json)


@app.command()
def seal(
    files: Annotated[list[Path], typer.Argument(help="The files to seal.", metavar="FILE...", **READABLE)],
    *,
    to: Annotated[
        list[str], typer.Option("--to", "-t", help="Who can open: a recipient, or a file of recipients.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that takes the sealed files.")] = Path(),
    condition: Annotated[
        list[str] | None, typer.Option(help="A condition of use, told in the manifest.")
    ] = None,
    media_type: Annotated[str, typer.Option(help="The media type; otherwise taken from the file's name.")] = "",
    detached: Annotated[
        bool, typer.Option("--detached", help="Keep the header apart: FILE.age.header and FILE.age.payload.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Seal each FILE as FILE.age, and describe it in FILE.manifest.json."""
    recipients = [recipient for given in to for recipient in sealed_files.recipients(given)]
    if not recipients:
        raise NoRecipients("--to")
    sealed_files.make_folder(out)
    sealed = []
    for file in files:
        kind = media_type or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        target = out / (file.name + (PAYLOAD if detached else SEALED))
        header = out / (file.name + HEADER) if detached else None
        said = _Said(kind, tuple(condition or ()))
        manifest = _seal_one(file, target, recipients, said=said, header=header)
        sealed.append({"sealed": str(target), **_told(manifest)})
        if not as_json:
            typer.echo(f"{target}  {manifest.digest}")
    if as_json:
        typer.echo(json.dumps({"sealed": sealed}, ensure_ascii=False))


@app.command("open")
def open_(
    sealed: Annotated[Path, typer.Argument(help="The sealed file.", **READABLE)],
    keys: Key,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="The file to make, or the folder that takes it.")
    ] = Path(),
    manifest: Annotated[
        Path | None, typer.Option(help="Its manifest; otherwise the one beside it, if any.", **READABLE)
    ] = None,
    header: HeaderFile = None,
    as_json: Json = False,
) -> None:
    """Open a sealed file; with its manifest, prove that it is the one described."""
    known = sealed_files.manifest(manifest or sealed_files.beside(sealed, MANIFEST))
    name = known.name if known else sealed_files.stem(sealed)
    target = out / name if out.is_dir() else out
    with reading(sealed) as source, making(target) as sink:
        opened = _sealed_file(sealed, source, keys, header, known)
        with _progress(f"Opening {sealed.name}", opened.size) as advance:
            opened.open_to(sink, progress=advance)
    facts = {"opened": str(target), "size": opened.size, "manifest": str(known.digest) if known else None}
    answer(facts, f"{target}  {known.digest if known else 'no manifest'}", as_json=as_json)


@app.command()
def verify(
    sealed: Annotated[Path, typer.Argument(help="The sealed file.", **READABLE)],
    keys: Key,
    manifest: Annotated[Path | None, typer.Option("--manifest", "-m", help="Its manifest.", **READABLE)] = None,
    header: HeaderFile = None,
    as_json: Json = False,
) -> None:
    """Verify a sealed file against its manifest, and keep nothing of what it holds."""
    known = sealed_files.manifest(manifest or sealed_files.beside(sealed, MANIFEST))
    if known is None:
        raise FileUnusable(sealed_files.stem(sealed) + MANIFEST, reason=os.strerror(2))
    with reading(sealed) as source:
        opened = _sealed_file(sealed, source, keys, header, known)
        with _progress(f"Verifying {sealed.name}", opened.size) as advance:
            opened.verify(progress=advance)
    answer({"verified": str(sealed), **_told(known)}, f"{sealed}  {known.digest}", as_json=as_json)


def _seal_one(
    file: Path,
    target: Path,
    recipients: list[SealingRecipient],
    *,
    said: _Said,
    header: Path | None,
) -> Manifest:
    """Make the sealed file, its manifest and, with ``header``, its header apart: all or none."""
    with ExitStack() as made:
        source = made.enter_context(reading(file))
        description = made.enter_context(making(target.with_name(file.name + MANIFEST)))
        apart = made.enter_context(making(header)) if header else None
        sink = made.enter_context(making(target))
        advance = made.enter_context(_progress(f"Sealing {file.name}", source.size))
        done = seal_stream(
            source,
            sink,
            recipients=recipients,
            entropy=os.urandom,
            salt=os.urandom(SALT),
            detached=apart is not None,
            progress=advance,
        )
        if apart:
            apart.write_at(done.header, 0)
        manifest = Manifest.of(done, name=file.name, media_type=said.media_type, conditions=said.conditions)
        description.write_at(manifest.to_json(), 0)
    return manifest


def _sealed_file(
    path: Path, source: OpenFile, keys: Path, header: Path | None, manifest: Manifest | None
) -> SealedFile:
    """Open a sealed file, or the payload that ``path`` names with its header that stands apart."""
    apart = header or (sealed_files.beside(path, HEADER) if path.name.endswith(PAYLOAD) else None)
    return SealedFile(
        source,
        sealed_files.keys(keys),
        header=sealed_files.read(apart) if apart else None,
        manifest=manifest,
    )


def _told(manifest: Manifest) -> dict[str, object]:
    told: dict[str, object] = json.loads(manifest.to_json())
    return {"digest": str(manifest.digest), "manifest": told}


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
