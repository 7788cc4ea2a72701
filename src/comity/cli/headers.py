"""The commands of ``comity evidence`` on headers: show one, take it off, put it back, write it for others.

A header is small and says who can open; the payload is the file, as noise. Rewriting a header never touches a payload,
and takes nothing back from whoever kept the earlier header.
"""

from pathlib import Path
from typing import Annotated

import typer

from comity.cli import sealed_files
from comity.cli.sealed_files import HEADER, PAYLOAD, READABLE, Json, Key, answer
from comity.errors.sealing import NoRecipients
from comity.foundation.sealing import Header, HeaderTold, Sink, Source, header_of, readdress as rewrite
from comity.foundation.sealing.payload import Layout
from comity.foundation.sealing.ports import read_exactly
from comity.node.files import making, reading

_PIECE = 1024 * 1024

SealedOrHeader = Annotated[
    Path, typer.Argument(help="A sealed file, or a header that stands apart.", metavar="FILE", **READABLE)
]


def header(
    file: SealedOrHeader,
    keys: Annotated[
        Path | None,
        typer.Option("--key", "-k", help="Secret keys: the header is proved, their places shown.", **READABLE),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Show what a header says: for how many it is, and which places your keys open."""
    with reading(file) as source:
        told = HeaderTold.of(header_of(source), keys=sealed_files.keys(keys) if keys else ())
    facts: dict[str, object] = {
        "file": str(file),
        "recipients": told.recipients,
        "size": told.size,
        "proved": keys is not None,
        "yours": list(told.opened),
    }
    yours = ", ".join(map(str, told.opened)) or "-"
    answer(facts, f"{file}  recipients: {told.recipients}  yours: {yours}  {told.size} octets", as_json=as_json)


def detach(
    sealed: Annotated[Path, typer.Argument(help="The sealed file.", **READABLE)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that takes the two files.")] = Path(),
    *,
    as_json: Json = False,
) -> None:
    """Take a sealed file apart: FILE.age.header, to be guarded, and FILE.age.payload. The sealed file stays."""
    sealed_files.make_folder(out)
    name = sealed_files.stem(sealed)
    apart, payload = out / (name + HEADER), out / (name + PAYLOAD)
    with reading(sealed) as source:
        beginning = header_of(source)
        Layout.of_payload(source.size - len(beginning))
        with making(apart) as header_sink, making(payload) as payload_sink:
            header_sink.write_at(beginning, 0)
            _copy(source, payload_sink, begin=len(beginning), place=0)
    answer({"header": str(apart), "payload": str(payload)}, f"{apart}\n{payload}", as_json=as_json)


def join(
    header_file: Annotated[Path, typer.Argument(help="The header.", metavar="HEADER", **READABLE)],
    payload: Annotated[Path, typer.Argument(help="The payload.", **READABLE)],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="The sealed file to make.")],
    as_json: Json = False,
) -> None:
    """Put a header before its payload; whether they belong together, only opening can tell."""
    beginning = sealed_files.read(header_file)
    Header.alone(beginning)
    with reading(payload) as source, making(out) as sink:
        Layout.of_payload(source.size)
        sink.write_at(beginning, 0)
        _copy(source, sink, begin=0, place=len(beginning))
    answer({"sealed": str(out)}, str(out), as_json=as_json)


def readdress(
    file: SealedOrHeader,
    keys: Key,
    *,
    add: Annotated[
        list[str] | None, typer.Option("--add", help="Who can open too: a recipient, or a file of recipients.")
    ] = None,
    remove: Annotated[
        list[int] | None, typer.Option("--remove", help="A place in the header, from 1, as it was sealed for.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Who alone can open from now on; all others go.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to make; none is overwritten.")],
    as_json: Json = False,
) -> None:
    """Write a header for other recipients; a payload that follows it is copied as it is.

    Who kept the earlier header can still open the payload. To keep somebody out for good, seal the evidence anew.
    """
    given = [recipient for each in [*(add or ()), *(only or ())] for recipient in sealed_files.recipients(each)]
    if not given and not remove:
        raise NoRecipients("--add, --remove, --only")
    with reading(file) as source:
        beginning = header_of(source)
        written = rewrite(
            beginning, keys=sealed_files.keys(keys), add=given, remove=remove or (), keep=not only
        )
        with making(out) as sink:
            sink.write_at(written, 0)
            _copy(source, sink, begin=len(beginning), place=len(written))
    told = HeaderTold.of(written)
    answer(
        {"written": str(out), "recipients": told.recipients},
        f"{out}  recipients: {told.recipients}",
        as_json=as_json,
    )
    if (remove or only) and not as_json:
        typer.echo("Who kept the earlier header can still open the payload.", err=True)


def _copy(source: Source, sink: Sink, *, begin: int, place: int) -> None:
    """Copy ``source`` from ``begin`` to its end into ``sink`` at ``place``."""
    room = memoryview(bytearray(_PIECE))
    for start in range(begin, source.size, _PIECE):
        piece = room[: min(_PIECE, source.size - start)]
        read_exactly(source, piece, start)
        sink.write_at(piece, place + start - begin)
