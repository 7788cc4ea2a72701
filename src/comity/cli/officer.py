"""``comity node officer``: appoint officers and list them."""

from typing import Annotated

import typer

from comity.access import Role
from comity.cli import said
from comity.cli.telling import AsJson, tell, tell_each
from comity.node import officers, own
from comity.node.models import Officer
from comity.node.rules import COMMAND_LINE, OF_A_STATE
from comity.words import AuthorityId, StateCode

app = typer.Typer(help="Appoint officers and list them.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The office's name, with which it signs in; never a person's.")],
    role: Annotated[list[str], typer.Option("--role", help="Each role it holds: " + ", ".join(Role))],
    authority: Annotated[str, typer.Option(help="The authority it acts for, such as XA/duty.")] = "",
    of: Annotated[
        str, typer.Option("--of", help="The State for which a delegate speaks; otherwise that of the node.")
    ] = "",
    password: said.Password = "",
    as_json: AsJson = False,
) -> None:
    """Appoint an officer."""
    roles = {_role(word) for word in role}
    _, secret = officers.appoint(
        COMMAND_LINE,
        name=name,
        roles=roles,
        state=(StateCode(of) if of else own.state()) if roles & OF_A_STATE else None,
        authority=AuthorityId(authority) if authority else None,
        password=password or None,
    )
    shown = "" if password else secret
    facts = {"name": name, "roles": sorted(roles), "of": of, "authority": authority, "password": shown}
    tell(facts, f"{name}  {shown}".rstrip(), as_json=as_json)


@app.command(name="list")
def list_officers(as_json: AsJson = False) -> None:
    """List the officers of this node."""
    rows = [
        {
            "name": officer.name,
            "roles": officer.roles,
            "of": officer.state,
            "authority": officer.authority,
            "active": officer.is_active,
        }
        for officer in Officer.objects.order_by("name")
    ]
    tell_each(rows, "name", "roles", "of", "authority", as_json=as_json)


def _role(word: str) -> Role:
    try:
        return Role(word)
    except ValueError:
        raise typer.BadParameter(f"one of {', '.join(Role)}", param_hint="--role") from None
