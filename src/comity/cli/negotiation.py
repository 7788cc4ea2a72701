"""``comity negotiation``: a text under negotiation on this node: open it, show it, propose, take a position.

What a command enters is one act in the log, in the name of a State, a group or the Chair, and the access table of the
desk decides for the officer who acts.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from comity.access import Actor, Role
from comity.cli import reading
from comity.cli.acting import As, officer
from comity.cli.papers import octets
from comity.cli.progress import working
from comity.cli.telling import AsJson, tell, tell_each
from comity.committee.text.models import draft_of, log_of, numbered, text_of, under_negotiation
from comity.committee.text.rules.negotiation.acts import ROOT, Act, Stance, TakeStance
from comity.committee.text.rules.negotiation.codec import act_from_json, entry_to_json, name_of
from comity.committee.text.rules.negotiation.composing import proposed
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.holders import read_holder
from comity.committee.text.rules.negotiation.printing import printed
from comity.committee.text.rules.negotiation.wording import read_words
from comity.committee.text.rules.papers.choice import STATUSES, Choice
from comity.committee.text.rules.papers.giving import PaperForm
from comity.committee.text.rules.words import joined
from comity.committee.text.services import (
    Said,
    bring,
    enter,
    express_draft,
    issue_draft,
    open_negotiation,
    take_away,
    weigh,
    weigh_draft,
)
from comity.errors.interchange import NotValid, UnknownForm
from comity.errors.text import UnknownProvision, UnreadableEntry
from comity.node.files import replacing
from comity.reference.schemas import faults
from comity.words import Language

app = typer.Typer(help="Negotiate a text: propose, take positions, decide.", no_args_is_help=True)
reading.add(app)

Slug = Annotated[str, typer.Argument(help="The text, as its address names it.", metavar="TEXT")]
By = Annotated[str, typer.Option("--by", help="In whose name: a State, a group, or CHAIR.")]
Meeting = Annotated[str, typer.Option(help="The meeting at which it was said, such as 2/3.")]
Document = Annotated[str, typer.Option(help="The symbol of the document it stands in.")]
_FILE = {"exists": True, "dir_okay": False, "readable": True}
_BEGINNING = 90  # characters of a provision
ROLES = (Role.SECRETARIAT, Role.CHAIR, Role.DELEGATE)


@app.command("open")
def open_(
    text: Slug,
    *,
    draft: Annotated[int, typer.Option(help="The number of the draft.")] = 1,
    language: Annotated[str, typer.Option(help="ar, zh, en, fr, ru or es.")] = "en",
    by_officer: As = "",
    as_json: AsJson = False,
) -> None:
    """Open the negotiation of TEXT from a draft; where it is open, issue the draft to it."""
    actor = officer(by_officer, Role.SECRETARIAT)
    row = draft_of(actor, text, language, draft)
    if under_negotiation(row.text) is None:
        open_negotiation(actor, row)
    else:
        issue_draft(actor, row)
    now = log_of(actor, row.text).text.negotiation
    piles = now.piles.get(now.draft, ())
    facts = {"text": text, "draft": now.draft, "entries": now.entries, "carried": len(piles)}
    said = f"{text}: draft {now.draft}, {now.entries} entries, {len(piles)} proposals and brackets carried"
    tell(facts, said, as_json=as_json)


@app.command()
def show(
    text: Slug,
    *,
    after: Annotated[int | None, typer.Option(help="As it stood after this entry.")] = None,
    identities: Annotated[bool, typer.Option("--identities", help="Name each provision instead.")] = False,
    by_officer: As = "",
    as_json: AsJson = False,
) -> None:
    """Print the negotiating text with its brackets and their holders."""
    here = log_of(officer(by_officer, *ROLES), text_of(text))
    found = here.text if after is None else consolidate(here.log, after)
    if not identities:
        whole = printed(found)
        tell({"text": text, "reads": whole}, *whole.splitlines(), as_json=as_json)
        return
    rows = [
        {"provision": line.provision.id, "words": joined(line.provision.words)[:_BEGINNING]}
        for line in found.lines()
    ]
    tell_each(rows, "provision", "words", as_json=as_json)


@app.command("export")
def export_(
    text: Slug,
    target: Annotated[Path, typer.Argument(help="Its ending says the form: docx, pdf, html, xml, md, json.")],
    *,
    provision: Annotated[str, typer.Option(help="One provision with all under it, by its identity.")] = ROOT,
    holder: Annotated[str, typer.Option(help="Only where this State or group is named.")] = "",
    status: Annotated[str, typer.Option(help=f"Only what is {', '.join(STATUSES)}.")] = "",
    by_officer: As = "",
    as_json: AsJson = False,
) -> None:
    """Write the negotiating text to a file, with everybody who holds a bracket."""
    ending = target.suffix.removeprefix(".")
    if ending not in set(PaperForm):
        raise UnknownForm(target.name, known=", ".join(PaperForm))
    here = log_of(officer(by_officer, *ROLES), text_of(text))
    form = PaperForm(ending)
    choice = Choice(read_holder(holder) if holder else "", status)
    with working(target.name) as heard:
        written = take_away(here, form, top=provision, choice=choice, heard=heard)
    if form is PaperForm.AKOMA_NTOSO and (wrong := faults(written)):
        raise NotValid(wrong[0][:200], count=len(wrong))
    replacing(target, written)
    tell({"file": str(target), "bytes": len(written)}, f"{target}: {len(written)} bytes", as_json=as_json)


@app.command("import")
def import_(
    text: Slug,
    file: Annotated[
        Path, typer.Argument(help="Word with tracked changes, bracketed text, or Akoma Ntoso.", **_FILE)
    ],
    *,
    author: Annotated[
        list[str] | None, typer.Option(help="Who an author of the file is: 'J. Doe=XA'. May be given again.")
    ] = None,
    meeting: Meeting = "",
    document: Document = "",
    only_show: Annotated[bool, typer.Option("--only-show", help="Enter nothing; say what would be.")] = False,
    by_officer: As = "",
    as_json: AsJson = False,
) -> None:
    """Enter the changes of FILE, each in the name of its author; tell what stands already and what has no place."""
    actor = officer(by_officer, *ROLES)
    names = {
        name.strip(): holder.strip() for name, _, holder in (each.rpartition("=") for each in author or ())
    }
    row, raw = text_of(text), octets(file)
    if only_show:
        found = weigh(actor, row, raw, names=names)
    else:
        found = bring(actor, row, raw, names=names, meeting=meeting, document=document)
    told = {
        "asked": len(found.asked.made),
        "entered": [entry_to_json(each) for each in found.entered],
        "known": found.asked.known,
        "left": [{"author": each.author, "words": each.words, "why": each.why} for each in found.left],
        "unplaced": dict(found.unplaced),
    }
    said = f"{told['asked']} acts asked for, {len(found.entered)} entered, {told['known']} stood already"
    left = (f"not placed: {each.author}: {each.why}" for each in found.left)
    tell(told, said, *left, as_json=as_json)


@app.command()
def express(
    text: Slug,
    *,
    language: Annotated[str, typer.Option(help="The language of the draft: ar, zh, en, fr, ru or es.")],
    draft: Annotated[int, typer.Option(help="The number of the draft; otherwise the newest.")] = 0,
    of: Annotated[int, typer.Option(help="The draft that it translates; otherwise the newest.")] = 0,
    only_show: Annotated[bool, typer.Option("--only-show", help="Enter nothing; say what would be.")] = False,
    by_officer: As = "",
    as_json: AsJson = False,
) -> None:
    """Let a draft in another language give each provision its words; tell what has no place, line by line."""
    actor, row = officer(by_officer, *ROLES), text_of(text)
    own = log_of(actor, row).text.negotiation.language
    rows = numbered(actor, row, Language(language), draft), numbered(actor, row, own, of)
    found = (weigh_draft if only_show else express_draft)(actor, *rows)
    given = found.given
    told = {
        "gives": len(given.placed),
        "entered": [entry_to_json(each) for each in found.entered],
        "known": given.known,
        "left": [{"line": each.line, "words": each.words, "why": str(each.why)} for each in found.left],
        "without": list(given.without),
    }
    said = (
        f"{len(given.placed)} provisions given words, {len(found.entered)} entered, {given.known} stood already"
    )
    lines = (f"not taken: line {each.line}: {each.why}: {each.words[:_BEGINNING]}" for each in found.left)
    tell(told, said, *lines, f"{len(given.without)} provisions still without words", as_json=as_json)


@app.command()
def propose(
    text: Slug,
    provision: Annotated[str, typer.Argument(help="The provision, by its identity.")],
    words: Annotated[str, typer.Argument(help="Its words as they should read.")],
    *,
    by: By,
    meeting: Meeting = "",
    document: Document = "",
    by_officer: As = "",
    as_json: AsJson = False,
) -> None:
    """Propose that a provision read so; each place that changes is a proposal of its own."""

    def proposals(actor: Actor) -> Iterable[Act]:
        now = log_of(actor, text_of(text)).text.negotiation
        found = now.provisions.get(provision)
        if found is None:
            raise UnknownProvision(provision[:40])
        return proposed(provision, joined(found.words), words, seen=now.entries)

    _enter(text, by_officer, Said(by, meeting, document), proposals, as_json=as_json)


@app.command()
def position(
    text: Slug,
    proposal: Annotated[int, typer.Argument(help="The number of the proposal.")],
    stance: Annotated[Stance, typer.Argument(help="sponsor, support, flexible, reserve or oppose.")],
    *,
    by: By,
    meeting: Meeting = "",
    by_officer: As = "",
    as_json: AsJson = False,
) -> None:
    """Take a position on a proposal."""
    acts = [TakeStance(proposal, stance)]
    _enter(text, by_officer, Said(by, meeting), lambda _actor: acts, as_json=as_json)


@app.command("enter")
def enter_(
    text: Slug,
    act: Annotated[str, typer.Argument(help="The act as the API takes it, in JSON.")],
    *,
    by: By,
    meeting: Meeting = "",
    document: Document = "",
    by_officer: As = "",
    as_json: AsJson = False,
) -> None:
    """Enter any act: '{"act": "accept", "proposal": 12}'."""
    try:
        given = json.loads(act)
    except ValueError as error:
        raise UnreadableEntry("act", expected="JSON") from error
    acts = [act_from_json(given, read_words)]
    _enter(text, by_officer, Said(by, meeting, document), lambda _actor: acts, as_json=as_json)


def _enter(
    text: str, by_officer: str, said: Said, acts: Callable[[Actor], Iterable[Act]], *, as_json: bool
) -> None:
    """Enter acts in the log of ``text`` for the officer who acts, and tell each entry."""
    actor = officer(by_officer, *ROLES)
    entries = [enter(actor, text_of(text), act, said) for act in acts(actor)]
    rows = [{**entry_to_json(entry), "what": name_of(entry.act)} for entry in entries]
    tell_each(rows, "number", "by", "what", as_json=as_json)
