"""``comity document``: import a document in the manner of the United Nations, as numbered paragraphs."""

import json
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from comity.cli import groups
from comity.cli.plain import heading, paragraph, table
from comity.committee.documents.rules.lines import read
from comity.committee.documents.rules.paragraphs import Document, Kind, parse, printed
from comity.committee.documents.rules.symbols import Symbol
from comity.node import installation
from comity.words import Language

app = typer.Typer(help="Import a document as numbered paragraphs.", no_args_is_help=True)


@app.callback()
def document() -> None:
    """Import a document as numbered paragraphs."""


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="Markdown or plain text, UTF-8.", metavar="FILE", exists=True, dir_okay=False)
    ],
    *,
    symbol: Annotated[
        str, typer.Option(help="Its symbol, such as A/AC.291/L.1; needed to keep it in a node.")
    ] = "",
    language: Annotated[str, typer.Option(help="ar, zh, en, fr, ru or es.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")] = False,
) -> None:
    """Read FILE into paragraphs, and keep it where a symbol is given and a node stands."""
    raw = file.read_bytes()
    source = read(raw)
    found = parse(source)
    named = Symbol.parse(symbol) if symbol else None
    told = {
        "file": file.name,
        "symbol": str(named) if named else None,
        "title": found.title,
        "round_trip": printed(found) == source,
        "counts": {kind.value: len(found.of(kind)) for kind in Kind if found.of(kind)},
        "blocks": [
            {"kind": block.kind.value, "number": block.number, "line": block.line, "words": block.words}
            for block in found.blocks
            if block.kind is not Kind.FURNITURE or block.words
        ],
        "stored": _keep(raw, named, Language(language)),
    }
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _show(found)


def _keep(raw: bytes, symbol: Symbol | None, language: Language) -> str | None:
    here = installation.here()
    if symbol is None or not here.exists or "committee" not in here.desks:
        return None
    groups.enter(needs_node=True)
    services = import_module("comity.committee.documents.services")
    services.import_document(services.COMMAND_LINE, source=raw, symbol=symbol, language=language)
    return here.name or here.state


def _show(found: Document) -> None:
    heading(found.title)
    rows = [
        (block.line, block.kind.value, block.number, block.words[:88]) for block in found.blocks if block.words
    ]
    table(("Line", "Kind", "No.", "Words"), rows)
    paragraph(", ".join(f"{len(found.of(kind))} {kind.value}" for kind in Kind if found.of(kind)))
