"""How officers sign in: accounts are made by the administrator, so the door for strangers is closed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Say no."""
        return False


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Name and password; labels stand above the fields, where they stay while one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the way out stands below the form, for passkeys too
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
