"""Names that a reader sees in place of codes: States, offices, this node, its zone."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy

from comity.access import Actor, Role
from comity.desks.reader import Reader

ROLES = {
    Role.DELEGATE: gettext_lazy("delegate of {state}"),
    Role.CHAIR: gettext_lazy("Chair"),
    Role.SECRETARIAT: gettext_lazy("secretariat"),
    Role.CENTRAL_AUTHORITY: gettext_lazy("central authority of {state}"),
    Role.DUTY_OFFICER: gettext_lazy("duty officer of {state}"),
    Role.OVERSIGHT: gettext_lazy("oversight of {state}"),
    Role.ADMINISTRATOR: gettext_lazy("administrator"),
    Role.NODE: gettext_lazy("this node"),
}


def state(code: str, reader: Reader) -> str:
    """Name a State in the reader's language."""
    return str(reader.locale.territories.get(code, code))


def node(reader: Reader) -> str:
    """Name this node: what its settings say, else its State."""
    return settings.INSTALLATION.name or state(settings.INSTALLATION.state, reader)


def office(actor: Actor, reader: Reader) -> str:
    """Name the office that an officer holds, from the first of the roles held."""
    for role, words in ROLES.items():
        if role in actor.roles:
            return str(words).format(state=state(actor.state or settings.INSTALLATION.state, reader))
    return ""


def place(there: ZoneInfo) -> str:
    """Name a zone by its city."""
    return there.key.rpartition("/")[2].replace("_", " ") or _("local")
