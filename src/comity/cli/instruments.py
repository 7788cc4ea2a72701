"""``comity instruments``: the library of existing instruments, and what a draft has in common with them.

``import`` and ``list`` need a node. ``nearest`` compares with the files given, otherwise with the library of the node
that stands in COMITY_HOME; ``measure`` works on files alone.
"""

import json
import time
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from comity.cli import groups
from comity.cli.papers import octets
from comity.committee.documents.rules.lines import read
from comity.committee.instruments.rules.articles import read_articles
from comity.committee.instruments.rules.library import Instrument, Library
from comity.committee.instruments.rules.measuring import measure as measure_matching
from comity.committee.instruments.rules.report import article_report, quality_report
from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.report import Plain
from comity.errors.comparison import NoArticles
from comity.words import Language

app = typer.Typer(help="Keep existing instruments; compare a draft with them.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
Spoken = Annotated[str, typer.Option(help="ar, zh, en, fr, ru or es.")]
_FILE = {"exists": True, "dir_okay": False, "readable": True}


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Markdown or plain text, UTF-8.", metavar="FILE", **_FILE)],
    *,
    short: Annotated[str, typer.Option("--short", help="By which it is cited, such as UNCAC.")],
    title: Annotated[str, typer.Option(help="Its title; otherwise its own.")] = "",
    language: Spoken = "en",
    as_json: Json = False,
) -> None:
    """Add FILE to the library of the node that stands here, article by article."""
    spoken = Language(language)
    groups.enter(needs_node=True)
    services = import_module("comity.committee.instruments.services")
    row = services.import_instrument(
        services.COMMAND_LINE, source=octets(file), short=short, language=spoken, title=title
    )
    told = {"short": row.short, "language": row.language, "title": row.title, "articles": row.articles}
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        typer.echo(f"{row.short} ({row.language}): {row.articles} articles, {row.words} words. {row.title}")


@app.command("list")
def list_(*, as_json: Json = False) -> None:
    """List the library of the node that stands here."""
    groups.enter(needs_node=True)
    rows = list(import_module("comity.committee.instruments.models").instruments())
    if as_json:
        told = [
            {"short": row.short, "language": row.language, "title": row.title, "articles": row.articles}
            for row in rows
        ]
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    plain = import_module("comity.cli.plain")
    plain.table(
        ("Short", "Language", "Articles", "Title"),
        [(row.short, row.language, row.articles, row.title) for row in rows],
    )


@app.command()
def nearest(
    file: Annotated[Path, typer.Argument(help="A draft under negotiation.", metavar="FILE", **_FILE)],
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", help="An instrument; otherwise the library of the node.", **_FILE),
    ] = None,
    *,
    article: Annotated[str, typer.Option(help="Only the article of this number.")] = "",
    count: Annotated[int, typer.Option(min=1, max=20, help="How many for each article.")] = 3,
    language: Spoken = "en",
    as_json: Json = False,
) -> None:
    """Tell for each article of FILE, and each of its paragraphs, what is nearest in existing instruments."""
    began = time.perf_counter()
    shelf = _shelf(against or [], Language(language))
    articles = [
        each for each in read_articles(parse(read(octets(file)))) if not article or each.number == article
    ]
    if not articles:
        raise NoArticles(file.name)
    told: list[Plain] = [article_report(each, shelf, count=count) for each in articles]
    if as_json:
        seconds = round(time.perf_counter() - began, 4)
        typer.echo(json.dumps({"file": file.name, "seconds": seconds, "articles": told}, ensure_ascii=False))
    else:
        _show_nearest(told)


@app.command()
def measure(
    files: Annotated[
        list[Path], typer.Argument(help="Two instruments or more.", metavar="FILE FILE...", **_FILE)
    ],
    *,
    as_json: Json = False,
) -> None:
    """Measure the matching on articles of the same title, which the matcher does not see: precision and recall."""
    began = time.perf_counter()
    every = [_instrument(file) for file in files]
    pairs = [(one, other) for one in every for other in every if one is not other]
    told = [quality_report(measure_matching(one, other)) for one, other in pairs]
    if as_json:
        seconds = round(time.perf_counter() - began, 4)
        typer.echo(json.dumps({"seconds": seconds, "pairs": told}, ensure_ascii=False))
        return
    plain = import_module("comity.cli.plain")
    columns = (
        "source",
        "target",
        "labels",
        "declared",
        "right",
        "precision",
        "recall",
        "strict_precision",
        "recall_among_three",
    )
    plain.table(
        tuple(name.replace("_", " ") for name in columns),
        [tuple(each[name] for name in columns) for each in told],
    )


def _instrument(file: Path) -> Instrument:
    articles = read_articles(parse(read(octets(file))))
    if not articles:
        raise NoArticles(file.name)
    return Instrument(file.stem, file.stem, articles)


def _shelf(files: list[Path], language: Language) -> Library:
    """The instruments of ``files``, or of the node's library in ``language``."""
    if files:
        return Library.of([_instrument(file) for file in files])
    groups.enter(needs_node=True)
    shelf: Library = import_module("comity.committee.instruments.models").library(str(language))
    return shelf


def _show_nearest(told: list[Plain]) -> None:
    plain = import_module("comity.cli.plain")
    for each in told:
        assert isinstance(each, dict)
        plain.heading(str(each["heading"]))
        found = each["nearest"] if isinstance(each["nearest"], list) else []
        rows: list[tuple[Plain, ...]] = [
            (one["citation"], one["nearness"], one["likeness"], one["title"], "faint" if one["faint"] else "")
            for one in found
            if isinstance(one, dict)
        ]
        plain.table(("Nearest", "Nearness", "Same words", "Title", ""), rows)
