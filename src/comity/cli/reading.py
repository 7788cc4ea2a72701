"""``comity negotiation progress | remaining | waiting``: how far a text is, what would remain, which words wait."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from comity.access import Role
from comity.cli import plain
from comity.cli.acting import As, officer
from comity.cli.telling import AsJson, tell
from comity.committee.text.models import figures, log_of, text_of
from comity.committee.text.rules.negotiation.acts import ROOT
from comity.committee.text.rules.negotiation.expressions import queue
from comity.committee.text.rules.negotiation.lifting import pivotal, remaining
from comity.committee.text.rules.negotiation.meetings import by_session
from comity.committee.text.rules.negotiation.progress import Shares, forecast, progress
from comity.committee.text.rules.words import joined

Slug = Annotated[str, typer.Argument(help="The text, as its address names it.", metavar="TEXT")]
_ROLES = (Role.SECRETARIAT, Role.CHAIR, Role.DELEGATE)
_COLUMNS = ("words", "agreed", "free", "bracketed", "in alternatives")
_BEGINNING = 60  # characters of a provision
Table = tuple[Sequence[str], Sequence[Sequence[object]]]  # the names of the columns, and the rows


def add(app: typer.Typer) -> None:
    """Give ``app`` the commands of this page."""
    for each in (progress_, remaining_, waiting):
        app.command(each.__name__.rstrip("_"))(each)


def _tell(tables: Mapping[str, Table], said: str = "", *, as_json: bool) -> None:
    """Print the tables and what is said below them, or all of it as JSON."""
    if as_json:
        facts: dict[str, object] = {
            name: [dict(zip((each.replace(" ", "_") for each in columns), row, strict=True)) for row in rows]
            for name, (columns, rows) in tables.items()
        }
        tell({**facts, "says": said} if said else facts, as_json=True)
        return
    for columns, rows in tables.values():
        plain.table(columns, rows)
    if said:
        plain.paragraph(said)


def _row(shares: Shares) -> tuple[int, ...]:
    return (shares.words, shares.agreed, shares.free, shares.bracketed, shares.alternatives)


def progress_(text: Slug, *, by_officer: As = "", as_json: AsJson = False) -> None:
    """Tell how far TEXT is: session by session, cluster by cluster, and what may be foreseen."""
    here = log_of(officer(by_officer, *_ROLES), text_of(text))
    counted = figures(here)
    shares, done = counted.shares, counted.meetings
    sessions = [(each.session or "-", *_row(each.shares)) for each in by_session(done)]
    sessions.append(("now", *_row(shares[ROOT])))
    provisions = here.text.negotiation.provisions
    clusters = [name for name in here.text.negotiation.children.get(ROOT, ()) if name in shares]
    parts = [(joined(provisions[name].words)[:_BEGINNING] or name, *_row(shares[name])) for name in clusters]
    found = forecast([each.shares.share_open for each in done])
    said = "The meetings so far do not allow a forecast."
    if found.meetings and found.latest:
        said = (
            f"At the pace of {found.steps} steps nothing would be open after {found.meetings} more meetings; "
            f"four times in five after {found.earliest} to {found.latest}. This is no promise."
        )
    tables = {"sessions": (("session", *_COLUMNS), sessions), "clusters": (("cluster", *_COLUMNS), parts)}
    _tell(tables, said, as_json=as_json)


def remaining_(
    text: Slug,
    by: Annotated[
        list[str] | None, typer.Argument(help="Who gives way: States, groups.", metavar="[BY]...")
    ] = None,
    *,
    by_officer: As = "",
    as_json: AsJson = False,
) -> None:
    """Tell what would remain of TEXT if those named gave way; without names, who alone could free provisions."""
    here = log_of(officer(by_officer, *_ROLES), text_of(text))
    if not by:
        most = sorted(pivotal(here.text).items(), key=lambda each: (-each[1], each[0]))
        _tell({"alone": (("alone", "could free"), most)}, as_json=as_json)
        return
    found = remaining(here.text, by)
    shares = [("now", progress(found.before)[ROOT]), ("then", progress(found.after)[ROOT])]
    rows = [(name, *_row(each)) for name, each in shares]
    said = f"{len(found.changed)} provisions would change, {len(found.freed)} would be free of brackets."
    _tell({"shares": (("when", *_COLUMNS), rows)}, said, as_json=as_json)


def waiting(text: Slug, *, by_officer: As = "", as_json: AsJson = False) -> None:
    """List the agreed provisions of TEXT whose words in another language are not confirmed."""
    now = log_of(officer(by_officer, *_ROLES), text_of(text)).text.negotiation
    rows = [
        (
            each.language,
            each.consistency,
            each.provision,
            joined(now.provisions[each.provision].words)[:_BEGINNING],
        )
        for each in queue(now)
    ]
    _tell({"waiting": (("language", "its words", "provision", "begins"), rows)}, as_json=as_json)
