"""What a node needs once its folder stands, and after each update: its tables, its profile, its administrator."""

from django.core.management import call_command

from comity.access import Role
from comity.node import directory, officers, own
from comity.node.models import Officer, PinnedProfile
from comity.node.rules import COMMAND_LINE


def prepare() -> None:
    """Bring the tables up to date, and sign the first profile if there is none."""
    call_command("migrate", verbosity=0, interactive=False)
    if not PinnedProfile.objects.filter(state=own.state()).exists():
        directory.sign_own(COMMAND_LINE)


def administrator(name: str, password: str | None) -> str:
    """Appoint the administrator, and return the password that is shown once; empty if the officer exists."""
    if Officer.objects.filter(name=name).exists():
        return ""
    _, secret = officers.appoint(COMMAND_LINE, name=name, roles=[Role.ADMINISTRATOR], password=password)
    return secret
