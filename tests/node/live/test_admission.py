import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from comity.access import Role
from comity.node.live.admission import Admission, admit, renewed, session_of
from comity.node.models import Officer

pytestmark = [pytest.mark.store, pytest.mark.django_db]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FOLLOW, READ = "text.follow", "text.list"


@pytest.fixture
def officer() -> Officer:
    made = Officer(name="delegation of Aldova", state="XA", roles=[Role.DELEGATE])
    made.set_password("long enough for a test")
    made.save()
    return made


@pytest.fixture
def session(officer: Officer) -> str:
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def admitted(session: str) -> Admission:
    found = admit(session, FOLLOW)
    assert found is not None
    return found


def test_a_session_is_taken_from_its_cookie_and_no_other() -> None:
    assert session_of(f"csrftoken=a; {settings.SESSION_COOKIE_NAME}=the key; b=c") == "the key"
    assert session_of("sessionid=another") == ""


def test_whoever_is_not_signed_in_is_let_in_only_where_everybody_is() -> None:
    assert admit("", FOLLOW) is None
    assert admit("0" * 32, FOLLOW) is None
    assert admit("", READ) == Admission(READ)


def test_an_officer_without_the_role_is_not_let_in(officer: Officer, session: str) -> None:
    Officer.objects.filter(pk=officer.pk).update(roles=[Role.DUTY_OFFICER])
    assert admit(session, FOLLOW) is None


def test_what_is_as_it_was_holds_without_being_decided_anew(admitted, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        assert renewed([admitted]) == {admitted: admitted}


def test_a_session_that_ended_admits_nobody(admitted, session) -> None:
    Session.objects.filter(session_key=session).delete()
    assert renewed([admitted]) == {admitted: None}


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": []}, {"password": "!"}], ids=str)
def test_an_officer_dismissed_without_the_role_or_with_another_password_is_let_go(
    admitted, officer, change
) -> None:
    Officer.objects.filter(pk=officer.pk).update(**change)
    assert renewed([admitted]) == {admitted: None}


def test_what_changed_and_still_permits_is_remembered_as_it_is_now(admitted, officer) -> None:
    Officer.objects.filter(pk=officer.pk).update(roles=[Role.CHAIR])
    now = renewed([admitted])[admitted]
    assert now is not None
    assert now != admitted
    assert renewed([now]) == {now: now}
