"""``comity text``: import a negotiating text, export it in other forms, and measure how successive drafts converge.

All work on files alone, with no node. Where a node with a committee desk stands in COMITY_HOME, ``import`` also keeps
the draft there, and says so.
"""

import json
import re
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from comity.cli import groups
from comity.cli.papers import octets
from comity.committee.text.rules.akoma_ntoso import Origin
from comity.committee.text.rules.changes import changes
from comity.committee.text.rules.convergence import converge, heading
from comity.committee.text.rules.draft import Draft, parse
from comity.committee.text.rules.identity import identify
from comity.committee.text.rules.interchange import Form, give, give_changes, take
from comity.committee.text.rules.report import Plain, convergence_report, import_report
from comity.errors.interchange import NotValid, UnknownForm
from comity.errors.text import EmptyText
from comity.node import installation
from comity.node.clock import now
from comity.node.files import replacing
from comity.words import Language

app = typer.Typer(
    help="Import and export a negotiating text; measure how drafts converge.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
_FILE = {"exists": True, "dir_okay": False, "readable": True}


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Text, Word or Akoma Ntoso.", metavar="FILE", **_FILE)],
    *,
    of: Annotated[str, typer.Option("--of", help="The text this is a draft of; otherwise its own title.")] = "",
    language: Annotated[str, typer.Option(help="ar, zh, en, fr, ru or es.")] = "en",
    publish: Annotated[bool, typer.Option("--publish", help="Let the public read it.")] = False,
    as_json: Json = False,
) -> None:
    """Read FILE as a draft, count it, name every bracket without partner, and keep it where a node stands."""
    began = time.perf_counter()
    spoken = Language(language)
    raw = octets(file)
    found = take(raw)
    draft = _draft(found.source, file)
    told: dict[str, Plain] = {
        "file": file.name,
        "form": found.form.name.lower(),
        "language": str(spoken),
        "bytes": len(raw),
        "unplaced": dict(found.unplaced),
        "authors": list(found.authors),
        "unknown_authors": list(found.unknown),
        **import_report(draft),
    }
    told["seconds"] = round(time.perf_counter() - began, 4)
    told["stored"] = _keep(
        found.source.encode(), title=of or draft.title() or file.stem, language=spoken, published=publish
    )
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _show_import(told)


@app.command()
def convergence(
    files: Annotated[
        list[Path], typer.Argument(help="The drafts, the oldest first.", metavar="FILE...", **_FILE)
    ],
    *,
    of: Annotated[str, typer.Option("--of", help="The name of the text.")] = "",
    as_json: Json = False,
) -> None:
    """Follow one text through its drafts: what is open in each, and what was agreed from one to the next."""
    began = time.perf_counter()
    drafts = [_draft(take(octets(file)).source, file) for file in files]
    found = converge(of or drafts[0].title() or files[0].stem, drafts)
    told = convergence_report(found, {number: file.name for number, file in enumerate(files, 1)})
    told["seconds"] = round(time.perf_counter() - began, 4)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _show_convergence(told)


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(help="The earlier draft.", metavar="OLD", **_FILE)],
    new: Annotated[Path, typer.Argument(help="The later draft.", metavar="NEW", **_FILE)],
    *,
    as_json: Json = False,
) -> None:
    """Tell what became of every article from OLD to NEW: words kept, deleted, inserted."""
    drafts = [_draft(take(octets(file)).source, file) for file in (old, new)]
    before, after = identify(old.stem, drafts)
    told: list[dict[str, Plain]] = [
        {
            "heading": heading(before.draft, each.old or 0)
            if each.new is None
            else heading(after.draft, each.new),
            "was": "new" if each.old is None else "dropped" if each.new is None else "",
            "kept": each.tally.kept,
            "deleted": each.tally.deleted,
            "inserted": each.tally.inserted,
            "likeness": round(each.tally.likeness, 4),
        }
        for each in changes(before, after)
    ]
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        _plain().table(tuple(told[0]), [tuple(each.values()) for each in told])


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Text, Word or Akoma Ntoso.", metavar="FILE", **_FILE)],
    target: Annotated[Path, typer.Argument(help="Its ending says the form: md, xml, docx, html, json.")],
    *,
    since: Annotated[
        Path | None, typer.Option(help="An earlier draft: what changed since is tracked, in Word.", **_FILE)
    ] = None,
    author: Annotated[str, typer.Option(help="Under whose name changes are tracked.")] = "Chair",
    number: Annotated[int, typer.Option(help="The number of the draft.")] = 1,
    day: Annotated[str, typer.Option(help="The day of the draft, as 2026-11-21; otherwise today.")] = "",
    language: Annotated[str, typer.Option(help="ar, zh, en, fr, ru or es.")] = "en",
) -> None:
    """Write FILE in another form: Akoma Ntoso, Word with tracked changes, HTML, JSON, or the notation of brackets."""
    ending = target.suffix.removeprefix(".")
    if ending not in set(Form):
        raise UnknownForm(target.name, known=", ".join(Form))
    form = Form(ending)
    draft = _draft(take(octets(file)).source, file)
    at = now()
    slug = re.sub(r"[^\w]+", "-", file.stem.lower()).strip("-") or "text"
    origin = Origin(slug, number, Language(language), day or str(at)[:10])
    with import_module("comity.cli.progress").working(target.name):
        if since is None:
            written = give(draft, form, origin, at=at)
        else:
            old = _draft(take(octets(since)).source, since)
            written = give_changes(old, draft, origin, author=author, at=at)
        if form is Form.AKOMA_NTOSO and (wrong := import_module("comity.reference.schemas").faults(written)):
            raise NotValid(wrong[0][:200], count=len(wrong))
    replacing(target, written)
    typer.echo(f"{target}: {len(written)} bytes")


def _draft(source: str, file: Path) -> Draft:
    draft = parse(source)
    if not any(True for _ in draft.negotiated()):
        raise EmptyText(file.name)
    return draft


def _keep(raw: bytes, *, title: str, language: Language, published: bool) -> Plain:
    """Keep the draft in the node that stands here; None where none does, or where it opens no committee desk."""
    here = installation.here()
    if not here.exists or "committee" not in here.desks:
        return None
    groups.enter(needs_node=True)
    services = import_module("comity.committee.text.services")
    kept = services.import_draft(
        services.COMMAND_LINE, source=raw, title=title, language=language, published=published
    )
    return {"node": here.name or here.state, "text": kept.text.slug, "draft": kept.number}


def _plain() -> ModuleType:
    """Load what draws on the terminal, which ``--json`` does not wait for."""
    return import_module("comity.cli.plain")


def _show_import(told: dict[str, Plain]) -> None:
    plain = _plain()
    figures, signs, provisions = (told[name] for name in ("figures", "signs", "provisions"))
    assert isinstance(figures, dict)
    assert isinstance(signs, dict)
    assert isinstance(provisions, dict)
    plain.heading(str(told["title"] or told["file"]))
    plain.table(("Provisions", ""), [(name, count) for name, count in provisions.items()])
    plain.table(("Figures", ""), list(figures.items()))
    if isinstance(told["unplaced"], dict) and told["unplaced"]:
        plain.table(("Not placed", ""), list(told["unplaced"].items()))
    if isinstance(told["unknown_authors"], list) and told["unknown_authors"]:
        plain.paragraph("No known State or group: " + ", ".join(map(str, told["unknown_authors"])))
    uses = signs["by_use"]
    assert isinstance(uses, dict)
    rows: list[tuple[Plain, ...]] = [
        (use, each["["], each["]"]) for use, each in uses.items() if isinstance(each, dict)
    ]
    plain.table(("Brackets", "[", "]"), [*rows, ("all", signs["["], signs["]"])])
    _show_imbalances(told["imbalances"])
    plain.paragraph("The round trip is exact." if told["round_trip"] else "The round trip is NOT exact.")
    stored = told["stored"]
    if isinstance(stored, dict):
        plain.paragraph(f"Kept at {stored['node']} as draft {stored['draft']} of {stored['text']}.")
    else:
        plain.paragraph("Not kept: no node with a committee desk stands in COMITY_HOME.")


def _show_imbalances(imbalances: Plain) -> None:
    plain = _plain()
    assert isinstance(imbalances, list)
    rows = [
        (one["line"], one["column"], one["sign"], one["provision"])
        for one in imbalances
        if isinstance(one, dict)
    ]
    if rows:
        plain.table(("Line", "Column", "Without partner", "Provision"), rows)
    else:
        plain.paragraph("Every bracket has its partner.")


def _show_convergence(told: dict[str, Plain]) -> None:
    plain = _plain()
    stages, articles = told["drafts"], told["articles"]
    assert isinstance(stages, list)
    assert isinstance(articles, list)
    columns = (
        "words",
        "words_in_brackets",
        "words_in_options",
        "share_in_brackets",
        "share_open",
        "brackets",
        "options",
    )
    rows: list[tuple[Plain, ...]] = [
        (stage["draft"], stage["name"], *(stage[name] for name in columns))
        for stage in stages
        if isinstance(stage, dict)
    ]
    plain.table(("Draft", "File", *(name.replace("_", " ") for name in columns)), rows)
    shares: list[tuple[Plain, ...]] = [
        (one["heading"], *(one["share_open"] if isinstance(one["share_open"], list) else ()))
        for one in articles
        if isinstance(one, dict)
    ]
    plain.table(("Share open", *(str(row[0]) for row in rows)), shares)
    for stage in stages:
        assert isinstance(stage, dict)
        agreed = stage["newly_agreed"]
        if isinstance(agreed, list) and agreed:
            plain.paragraph(f"Draft {stage['draft']}, newly agreed: " + "; ".join(map(str, agreed)))
