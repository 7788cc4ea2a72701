"""Appointing the officers of a node."""

from collections.abc import Collection
from secrets import token_urlsafe

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from comity.access import Actor, Role
from comity.errors.node import NameTaken, WeakPassword
from comity.node import own
from comity.node.acts import acting
from comity.node.issuing import office_named
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
    """Make the officer ``name`` who holds ``roles``, and return the password, which is shown once and never again.

    Raises WeakPassword for one that was chosen too easily, and NoSuchOffice for an authority that is none of ours.
    """
    with acting(by, "node.appoint-officer", name) as act:
        require_compatible(roles)
        require_ours(roles, state, own=own.state())
        if authority is not None:
            office_named(authority)
        if Officer.objects.filter(name=name).exists():
            raise NameTaken(name[:64])
        secret = _chosen(password, name=name) if password else token_urlsafe(12)
        officer = Officer(
            name=name, state=state or "", authority=authority or "", roles=sorted(role.value for role in roles)
        )
        officer.set_password(secret)
        officer.save()
        act.record("node:officer:appointed", f"{name} {' '.join(officer.roles)}".encode(), about=name)
    return officer, secret


def _chosen(password: str, *, name: str) -> str:
    """Return a password that was chosen, if it is as good as a page would ask for."""
    try:
        validate_password(password)
    except ValidationError:
        raise WeakPassword(name[:64], least=settings.SHORTEST_PASSWORD) from None
    return password
