"""Names that a reader sees in place of codes: States, offices, competences, events, this node, its zone."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _, gettext_lazy

from comity.access import Actor, Role
from comity.desks.happenings import ACTS, HAPPENINGS
from comity.desks.reader import Reader
from comity.errors.directory import UnknownAuthority
from comity.errors.node import UnknownPeer
from comity.node import own, profiles
from comity.reference import states
from comity.words import AuthorityId, Language

ROLES = {
    Role.DELEGATE: gettext_lazy("delegate of {state}"),
    Role.CHAIR: gettext_lazy("Chair"),
    Role.SECRETARIAT: gettext_lazy("secretariat"),
    Role.CENTRAL_AUTHORITY: gettext_lazy("central authority of {state}"),
    Role.DUTY_OFFICER: gettext_lazy("duty officer of {state}"),
    Role.OBSERVER: gettext_lazy("observer"),
    Role.OVERSIGHT: gettext_lazy("oversight of {state}"),
    Role.ADMINISTRATOR: gettext_lazy("administrator"),
    Role.NODE: gettext_lazy("this node"),
}
COMPETENCES = {
    "central-authority": gettext_lazy("central authority"),
    "24-7-network": gettext_lazy("24/7 network"),
    "secretariat": gettext_lazy("secretariat"),
}


def state(code: str, reader: Reader) -> str:
    """Name a State, or a group that speaks as one, in the reader's language."""
    return states.holder_name(code, reader.language)


def node(reader: Reader) -> str:
    """Name this node in the reader's language: what its settings say, else its State's code."""
    here = own.installation()
    names = here.extra.get("names") or {}
    return str(names.get(str(reader.language)) or here.name or state(here.state, reader))


def authority(name: str, reader: Reader) -> str:
    """Name an office with its State, as the profile of that State names it; the bare id where none is pinned."""
    office = AuthorityId(name)
    try:
        return authority_from(profiles.peer(office.state).authority(office).names, office, reader)
    except (UnknownPeer, UnknownAuthority):
        return name


def authority_from(names: Mapping[Language, str] | None, office: AuthorityId, reader: Reader) -> str:
    """Name an office with its State from the names that its own profile gives."""
    if not names:
        return office
    called = names.get(reader.language) or names.get(Language.ENGLISH) or next(iter(names.values()))
    return _("{office}, {state}").format(office=called, state=state(office.state, reader))


def office(actor: Actor, reader: Reader) -> str:
    """Name the office that an officer holds, from the first of the roles held."""
    for role, words in ROLES.items():
        if role in actor.roles:
            return str(words).format(state=state(actor.state or own.state(), reader))
    return ""


def competence(code: str) -> str:
    """Name what an office is competent for."""
    return str(COMPETENCES.get(code, code))


def event(code: str) -> str:
    """Name a class of entries in the record."""
    return str(HAPPENINGS.get(code, code))


def act(kind: str) -> str:
    """Name a kind of act; one that no subject here has words for by its code."""
    return str(ACTS.get(kind, kind))


def place(there: ZoneInfo) -> str:
    """Name a zone by its city."""
    return there.key.rpartition("/")[2].replace("_", " ")
