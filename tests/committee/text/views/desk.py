"""A text under negotiation, and who sits at its desk, for tests that look at pages."""

import html
import re

from django.test import Client

from comity.access import Role
from comity.committee.text.models import Negotiated, negotiating
from comity.node.models import Officer

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SOURCE = "## Article 1. Scope\n\n1. Each Party shall act on any request.\n\n2. It [may (XB; del. XC)] refuse.\n"


def signed_in(role: Role, state: str = "XA") -> Client:
    officer = Officer.objects.create(
        name=f"{role} {state}", state="ZZ" if role is Role.SECRETARIAT else state, roles=[role]
    )
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client


def named(row: Negotiated, beginning: str) -> str:
    found = negotiating(Negotiated.objects.get(pk=row.pk)).text.negotiation.provisions
    return next(name for name, each in found.items() if "".join(each.words).startswith(beginning))


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def rolling(row: Negotiated) -> str:
    return f"/text/a-text/negotiation/{named(row, 'Scope')}/"


def send(client: Client, row: Negotiated, beginning: str, **fields: object):
    path = f"{rolling(row)}act/{named(row, beginning)}/"
    return client.post(path, {"by": "XA", "provision": named(row, beginning), **fields})


def words(source: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", source)).split())
