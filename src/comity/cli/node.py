"""``comity node``: make, run and staff a node."""

import os
from importlib import import_module
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from comity.cli import said
from comity.cli.groups import Staff, enter
from comity.cli.telling import AsJson, tell
from comity.errors.node import DatabaseUnusable, NodeExists, NodeNotInitialised
from comity.node import founding, installation, server, sheet
from comity.words import Language, StateCode

app = typer.Typer(cls=Staff, no_args_is_help=True, help="Make, run and staff a node.", rich_markup_mode=None)

_PATIENCE = 10  # seconds in which a database that is there has answered


@app.command()
def init(
    state: Annotated[str, typer.Option(help="The State's code; ZZ for the secretariat.")],
    name: Annotated[str, typer.Option(help="The State's name in English.")],
    url: Annotated[str, typer.Option(help="The address at which peers and officers reach this node.")],
    kind: Annotated[str, typer.Option(help="state or secretariat.")] = founding.STATE,
    database: Annotated[str, typer.Option(help="postgresql://...; SQLite in the folder if absent.")] = "",
    names: Annotated[list[str] | None, typer.Option("--also-named", help="fr=..., once a language.")] = None,
    administrator: Annotated[
        str, typer.Option(help="The name with which the administrator signs in.")
    ] = "administrator",
    password: said.Password = "",
    as_json: AsJson = False,
) -> None:
    """Make a node: folder, secret, keys, database, profile, administrator."""
    home = installation.here().home
    if kind not in {founding.STATE, founding.SECRETARIAT}:
        raise typer.BadParameter("state or secretariat", param_hint="--kind")
    if urlsplit(database).password:
        raise typer.BadParameter(
            "name the user alone; the password belongs in ~/.pgpass or PGPASSWORD", param_hint="--database"
        )
    if not all("=" in word for word in names or []):
        raise typer.BadParameter("a language and the name in it, such as fr=Aldovie", param_hint="--also-named")
    more = dict(word.split("=", 1) for word in names or [])
    named = {"en": name} | {str(Language(tag)): text for tag, text in more.items()}
    plan = founding.Plan(StateCode(state), named, url, kind, database)
    secret = _make(home, plan, administrator, password)
    fingerprint = import_module("comity.node.directory").own_profile().fingerprint
    made = {
        "state": state,
        "home": str(home),
        "url": url,
        "fingerprint": fingerprint,
        "administrator": administrator,
    }
    _tell(made | {"password": "" if password else secret}, as_json=as_json)


def _make(home: Path, plan: founding.Plan, administrator: str, password: str) -> str:
    """Make the node, or nothing of it; returns the administrator's password."""
    _require_reachable(plan.database)
    whole = not home.exists() and not (plan.database or os.environ.get("COMITY_DATABASE"))
    try:
        founding.found(home, plan)
        enter(needs_node=True)
        first_day = import_module("comity.node.first_day")
        first_day.prepare()
        secret: str = first_day.administrator(administrator, password or None)
    except NodeExists:
        raise
    except BaseException:
        founding.undo(home, whole=whole)
        raise
    return secret


def _require_reachable(database: str) -> None:
    """Return when nothing is named or somebody answers there, or raise SettingInvalid or DatabaseUnusable."""
    if not database:
        return
    sheet.require(database, sheet.DATABASE, "--database")
    psycopg = import_module("psycopg")  # loaded only by nodes that use it
    try:
        psycopg.connect(database, connect_timeout=_PATIENCE).close()
    except psycopg.Error as error:
        raise DatabaseUnusable("--database", reason=str(error).strip().splitlines()[0]) from None


@app.command()
def prepare() -> None:
    """Bring the tables of the node up to date after an update of Comity."""
    enter(needs_node=True)
    import_module("comity.node.first_day").prepare()


@app.command()
def run(
    bind: Annotated[str, typer.Option(help="HOST:PORT to serve at, if it is not the one of the address.")] = "",
) -> None:
    """Serve the desks and the exchange, and run the worker, until stopped."""
    node = installation.here()
    if not node.exists:
        raise NodeNotInitialised("COMITY_HOME")
    raise typer.Exit(server.run(node, bind=bind))


@app.command()
def show(as_json: AsJson = False) -> None:
    """Say which node stands in the folder."""
    node = installation.here()
    if not node.exists:
        raise NodeNotInitialised("COMITY_HOME")
    told = {"state": node.state, "kind": node.kind, "name": node.name, "url": node.url, "home": str(node.home)}
    _tell(told, as_json=as_json)


def _tell(facts: dict[str, str], *, as_json: bool) -> None:
    tell(facts, *(f"{name:>14}  {fact}" for name, fact in facts.items()), as_json=as_json)
