"""How officers sign in: accounts are made by the administrator, so the door for strangers is closed.

* Each sign-in, and each change of what an officer signs in with, is one entry in the record.    PROTOCOL: the record
* Where allauth would send a mail about a change, the node enters it in its record instead: a node mails nobody.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest

from comity.desks.rules import SIGN_IN
from comity.node.acts import acting
from comity.node.models import Officer

CHANGES = {
    "account/email/password_changed": "desks:password:changed",
    "account/email/password_set": "desks:password:changed",
    "mfa/email/totp_activated": "desks:authenticator:added",
    "mfa/email/webauthn_added": "desks:authenticator:added",
    "mfa/email/totp_deactivated": "desks:authenticator:removed",
    "mfa/email/webauthn_removed": "desks:authenticator:removed",
    "mfa/email/recovery_codes_generated": "desks:recovery-codes:made",
}


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up by themselves, and nobody signs in unrecorded."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Say no."""
        return False

    def login(self, request: HttpRequest, user: Officer) -> None:
        """Sign the officer in and enter it, or neither."""
        with acting(user.actor, SIGN_IN, user.name) as act:
            super().login(request, user)
            act.record("desks:officer:signed-in", user.name.encode(), about=user.name)

    def send_notification_mail(self, template_prefix: str, user: Officer, *_args: Any, **_facts: Any) -> None:
        """Enter a change of what the officer signs in with."""
        with acting(user.actor, SIGN_IN, user.name) as act:
            act.record(CHANGES[template_prefix], user.name.encode(), about=user.name)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Name and password; labels stand above the fields, where they stay while one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the way out stands below the form, for passkeys too
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
