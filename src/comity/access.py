"""Who may do what: one table, read by every door.

* A deed is named ``subject.verb``. A deed that no table knows is a programmer's mistake, never a permission.
* A table gives each deed its alternatives; an alternative is a set of predicates, all of which must hold.
* A deed with no alternatives is permitted to nobody: empty is never permission.

Each subject keeps its own rows in its ``rules.py``; the node lays them together into one table when it starts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from comity.errors.access import NotPermitted, UnknownDeed
from comity.words import AuthorityId, StateCode


class Role(StrEnum):
    """What an officer is to a node. No officer holds SECRETARIAT together with a State's role."""

    DELEGATE = "delegate"
    CHAIR = "chair"
    SECRETARIAT = "secretariat"
    CENTRAL_AUTHORITY = "central-authority"
    DUTY_OFFICER = "duty-officer"
    OBSERVER = "observer"  # a stakeholder in the room: reads and comments
    OVERSIGHT = "oversight"
    ADMINISTRATOR = "administrator"
    NODE = "node"  # the installation itself, when it acts on a verified act of a peer or on a clock


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an officer of a State in the roles held, for an authority where the role has one."""

    name: str
    state: StateCode | None = None
    roles: frozenset[Role] = frozenset()
    authority: AuthorityId | None = None


ANONYMOUS = Actor("anonymous")

Predicate = Callable[[Actor, object], bool]
Alternative = tuple[Predicate, ...]
AccessTable = Mapping[str, tuple[Alternative, ...]]


def anyone(_actor: Actor, _subject: object) -> bool:
    """Everybody, signed in or not."""
    return True


def holds(role: Role) -> Predicate:
    """Make the predicate "the actor holds ``role``"."""

    def predicate(actor: Actor, _subject: object) -> bool:
        return role in actor.roles

    predicate.__name__ = f"holds {role}"
    return predicate


def permits(table: AccessTable, actor: Actor, deed: str, subject: object = None) -> bool:
    """Say whether ``table`` lets ``actor`` do ``deed`` to ``subject``. For showing or hiding a button only."""
    if deed not in table:
        raise UnknownDeed(deed)
    return any(alternative and all(rule(actor, subject) for rule in alternative) for alternative in table[deed])


def require(table: AccessTable, actor: Actor, deed: str, subject: object = None) -> None:
    """Return if ``table`` lets ``actor`` do ``deed``; otherwise raise ``NotPermitted``."""
    if not permits(table, actor, deed, subject):
        raise NotPermitted(deed, roles=", ".join(sorted(actor.roles)) or "none")
