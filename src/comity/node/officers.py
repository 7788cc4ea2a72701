"""Appointing the officers of a node."""

from collections.abc import Collection
from secrets import token_urlsafe

from comity.access import Actor, Role
from comity.errors.node import NameTaken
from comity.node import own
from comity.node.acts import acting
from comity.node.models import Officer
from comity.node.rules import require_compatible, require_ours
from comity.words import AuthorityId, StateCode


def appoint(
    by: Actor,
    *,
    name: str,
    roles: Collection[Role],
    state: StateCode | None = None,
    authority: AuthorityId | None = None,
    password: str | None = None,
) -> tuple[Officer, str]:
    """Make the officer ``name`` who holds ``roles``, and return the password, which is shown once and never again."""
    with acting(by, "node.appoint-officer", name) as act:
        require_compatible(roles)
        require_ours(roles, state, own=own.state())
        if Officer.objects.filter(name=name).exists():
            raise NameTaken(name[:64])
        secret = password or token_urlsafe(12)
        officer = Officer(
            name=name, state=state or "", authority=authority or "", roles=sorted(role.value for role in roles)
        )
        officer.set_password(secret)
        officer.save()
        act.record("node:officer:appointed", f"{name} {' '.join(officer.roles)}".encode(), about=name)
    return officer, secret
