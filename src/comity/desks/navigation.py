"""Which items a desk shows to whom: one table, in the order in which they stand in the masthead.

* An item belongs to a desk; a node shows it only where its settings open that desk.
* An item without roles is for everybody, signed in or not; any other shows to officers in one of its roles.
* Showing is courtesy: what an officer may do is decided by the access table behind each page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.access import Role
from comity.node.middleware import actor_of

COMMITTEE = frozenset({Role.DELEGATE, Role.CHAIR, Role.SECRETARIAT})
AUTHORITIES = frozenset({Role.CENTRAL_AUTHORITY, Role.DUTY_OFFICER})
EVERYBODY: frozenset[Role] = frozenset()


class Item(NamedTuple):
    """One entry of the masthead, and what it says of itself on the first page."""

    desk: str
    words: str | Promise
    about: str | Promise
    address: str
    roles: frozenset[Role]


ITEMS = (
    Item(
        "committee",
        _("Text"),
        _("The convention under negotiation, with every bracket and who holds it."),
        "text:list",
        EVERYBODY,
    ),
    Item(
        "committee",
        _("Documents"),
        _("The committee's papers by their symbols, in six languages."),
        "documents:list",
        EVERYBODY,
    ),
    Item(
        "committee",
        _("Instruments"),
        _("Treaties in force, article by article, and what the text has in common with them."),
        "instruments:list",
        EVERYBODY,
    ),
    Item(
        "cooperation",
        _("Requests"),
        _("What other States ask of us, by the clock, and what we ask of them."),
        "requests:inbox",
        AUTHORITIES,
    ),
    Item(
        "cooperation",
        _("Evidence"),
        _("Files of any size, sealed, with an unbroken chain of custody."),
        "evidence:list",
        AUTHORITIES,
    ),
    Item(
        "cooperation",
        _("Deliveries"),
        _("What is on its way to other States, and what could not be delivered."),
        "desks:deliveries",
        AUTHORITIES | {Role.ADMINISTRATOR},
    ),
    Item(
        "public",
        _("Directory"),
        _("Which offices speak for each State, with which keys, at which hours."),
        "desks:directory",
        EVERYBODY,
    ),
    Item(
        "public",
        _("Record"),
        _("Everything this node did, in order, with proofs and without content."),
        "desks:record",
        EVERYBODY,
    ),
    Item(
        "public",
        _("Verify"),
        _("Check the bundle of a finished request, step by step."),
        "desks:verify",
        EVERYBODY,
    ),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An item as one reader sees it on one page."""

    words: str
    about: str
    href: str
    current: bool


def links(request: HttpRequest | None) -> Iterator[Link]:
    """Give the items that this node shows to whoever asks, the current one marked."""
    actor = actor_of(request)
    here = request.path if request is not None else ""
    for item in ITEMS:
        if item.desk in settings.INSTALLATION.desks and (not item.roles or item.roles & actor.roles):
            href = reverse(item.address)
            yield Link(str(item.words), str(item.about), href, here.startswith(href))
