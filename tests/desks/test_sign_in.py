"""How officers sign in."""

import pytest
from django.test import Client
from tests.desks.a_node import PASSWORD, officer

from comity.node import queries
from comity.node.models import Officer

pytestmark = pytest.mark.store


def entries(event: str) -> int:
    return queries.entries().filter(event=event).count()


def enter(browser: Client, name: str, password: str = PASSWORD):
    return browser.post("/account/login/", {"login": name, "password": password})


def test_an_officer_signs_in_and_the_record_says_so(borania, client):
    assert enter(client, "duty").headers["Location"] == "/"
    assert client.get("/").context["user"] == officer("duty")
    assert entries("desks:officer:signed-in") == 1


def test_a_wrong_password_opens_nothing_and_is_told_above_the_form(borania, client):
    page = enter(client, "duty", "a wrong password")
    assert page.status_code == 200
    assert b"errors-on-top" in page.content
    assert entries("desks:officer:signed-in") == 0


def test_an_officer_without_an_office_stays_outside_and_unrecorded(borania, client):
    stranger = Officer(name="stranger")
    stranger.set_password(PASSWORD)
    stranger.save()
    assert enter(client, "stranger").status_code == 403
    assert not client.get("/").context["user"].is_authenticated
    assert entries("desks:officer:signed-in") == 0


def test_a_retired_officer_stays_outside(borania, client):
    Officer.objects.filter(name="duty").update(is_active=False)
    enter(client, "duty")
    assert not client.get("/").context["user"].is_authenticated


def test_nobody_signs_up_by_themselves(borania, client):
    before = Officer.objects.count()
    told = {"username": "stranger", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/account/signup/", told)
    assert Officer.objects.count() == before


def test_a_changed_password_is_entered_in_the_record(borania, sign_in):
    browser = sign_in("duty")
    told = {"oldpassword": PASSWORD, "password1": "another long password", "password2": "another long password"}
    browser.post("/account/password/change/", told)
    assert officer("duty").check_password("another long password")
    assert entries("desks:password:changed") == 1


def test_a_node_mails_nobody_and_says_so(borania, client):
    page = client.get("/account/password/reset/")
    assert page.status_code == 200
    assert client.post("/account/password/reset/", {"email": "duty@borania.example"}).status_code == 405


@pytest.mark.parametrize("name", ["duty", "court"])
def test_signing_out_ends_the_session(borania, sign_in, name):
    browser = sign_in(name)
    browser.post("/account/logout/")
    assert not browser.get("/").context["user"].is_authenticated


def test_a_sign_in_ends_with_the_browser(borania, client, settings):
    cookie = enter(client, "duty").cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
