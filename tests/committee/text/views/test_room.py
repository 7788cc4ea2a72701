import pytest
from django.test import Client

from comity.access import Actor, Role
from comity.committee.text.models import Display, Negotiated, negotiating
from comity.committee.text.services import import_draft, open_negotiation
from comity.node.models import Officer
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SOURCE = "## Article 1. Scope\n\n1. Each Party shall [may (XB)] act.\n\n## Article 2. Costs\n\n1. Each bears its own.\n"
ROOM = "/text/a-text/negotiation/room/"


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(Officer.objects.create(name=str(role), state="XA", roles=[role]), backend=BACKEND)
    return client


def named(row: Negotiated, beginning: str) -> str:
    found = negotiating(row).text.negotiation.provisions.values()
    return next(each.id for each in found if "".join(each.words).startswith(beginning))


def shown(client: Client) -> str:
    answer = client.get(ROOM)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.mandate("R16")
def test_the_room_sees_what_the_secretariat_points_at_with_brackets_and_holders(row: Negotiated) -> None:
    secretariat, delegate, place = (
        signed_in(Role.SECRETARIAT),
        signed_in(Role.DELEGATE),
        named(row, "Each Party"),
    )
    assert "Nothing is on the screen now." in shown(delegate)
    assert secretariat.post(f"{ROOM}point/", {"first": place}).status_code == 302
    page = shown(delegate)
    assert f'id="p-{place}"' in page
    assert "Article 1" in page
    assert '<span class="by" title="words offered by Borania">XB</span>' in page
    assert "<dd>Borania</dd>" in page
    assert f'id="p-{named(row, "Costs")}"' not in page


def test_the_secretariat_steps_to_the_next_provision_of_the_same_kind(row: Negotiated) -> None:
    client = signed_in(Role.SECRETARIAT)
    client.post(f"{ROOM}point/", {"first": named(row, "Each Party")})
    following = named(row, "Each bears")
    assert f'name="first" value="{following}"' in shown(client)


def test_whoever_may_not_point_is_shown_no_way_to_and_told_so_when_trying(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    assert 'id="point"' not in shown(client)
    client.post(f"{ROOM}point/", {"first": named(row, "Costs")})
    assert 'class="error"' in shown(client)
    assert not Display.objects.exists()


def test_whoever_may_not_follow_sees_no_room(row: Negotiated) -> None:
    assert signed_in(Role.DUTY_OFFICER).get(ROOM).status_code == 403
    assert Client().get(ROOM).status_code == 302
