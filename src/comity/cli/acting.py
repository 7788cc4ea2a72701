"""For whom a command acts: an officer of this node, named by the caller, in the roles that the node knows."""

import os
from typing import Annotated

import typer

from comity.access import Actor, Role
from comity.errors.commands import OfficerNotNamed
from comity.node.models import Officer

DESK = (Role.DUTY_OFFICER, Role.CENTRAL_AUTHORITY)  # who acts in requests and handles evidence
As = Annotated[
    str, typer.Option("--as", help="The officer who acts; otherwise COMITY_OFFICER, or the only one there is.")
]


def officer(name: str, *roles: Role) -> Actor:
    """Return the active officer ``name``, or the only one who holds one of ``roles``."""
    wanted = name or os.environ.get("COMITY_OFFICER", "")
    known = list(Officer.objects.filter(is_active=True).order_by("name"))
    able = [each for each in known if each.actor.roles & set(roles)]
    found = [each for each in known if each.name == wanted] if wanted else able
    if len(found) != 1:
        raise OfficerNotNamed("--as", known=", ".join(each.name for each in able) or "none")
    return found[0].actor
