"""How refusals are shown."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from django.utils import translation

from comity import errors
from comity.desks import refusals
from comity.errors.access import NotPermitted, UnknownDeed
from comity.errors.words import UnknownState


def asked(path: str = "/requests/", method: str = "get"):
    request = getattr(RequestFactory(), method)(path)
    request.user = AnonymousUser()
    return request


def middle(request, error: Exception):
    return refusals.Refusals(lambda _request: None).process_exception(request, error)


@pytest.mark.parametrize(
    ("branch", "status"),
    [
        (errors.Malformed, 400),
        (errors.Unproved, 422),
        (errors.Forbidden, 403),
        (errors.Conflicting, 409),
        (errors.Excessive, 413),
        (errors.OperatorError, 503),
        (errors.ProgrammerError, 500),
    ],
)
def test_who_must_act_decides_the_status(branch, status):
    assert refusals.status_of(branch()) == status
    assert refusals.TITLES[status]


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_a_refusal_speaks_the_reader_s_language_with_its_code(language):
    with translation.override(language):
        page = middle(asked(), UnknownState("Q")).content.decode()
    assert "unknown-state" in page
    assert f'lang="{"zh-Hans" if language == "zh-hans" else language}"' in page


def test_to_a_program_a_refusal_is_problem_details():
    answer = middle(asked("/api/requests"), UnknownState("Q"))
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = json.loads(answer.content)
    assert (told["status"], told["code"]) == (400, "unknown-state")
    assert told["type"] == "urn:comity:refusal:unknown-state"


def test_a_visitor_without_permission_is_led_to_the_door_and_back():
    answer = middle(asked("/requests/?page=2"), NotPermitted("requests.read", roles="none"))
    assert answer.headers["Location"] == "/account/login/?next=/requests/%3Fpage%3D2"


def test_what_a_visitor_tried_to_change_is_refused_not_led_elsewhere():
    assert middle(asked(method="post"), NotPermitted("requests.send", roles="none")).status_code == 403


def test_a_mistake_of_ours_shows_a_page_and_reaches_the_log(caplog):
    assert middle(asked(), UnknownDeed("requests.unknown")).status_code == 500
    assert "a mistake of ours" in caplog.text


def test_another_exception_is_left_to_the_framework():
    assert middle(asked(), KeyError("x")) is None


def test_what_is_too_large_for_a_form_is_answered_as_such():
    assert refusals.bad_request(asked(), RequestDataTooBig()).status_code == 413


def test_the_page_of_our_own_fault_needs_nothing_that_may_be_broken():
    page = refusals.server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert b"What is safe" in page.content


@pytest.mark.store
@pytest.mark.django_db
def test_a_page_that_does_not_exist_is_answered_in_the_house_look(client):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert b"comity.css" in page.content


@pytest.mark.store
@pytest.mark.django_db
def test_a_forged_form_is_not_taken():
    page = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x", "password": "y"})
    assert page.status_code == 403
    assert b"does not carry the mark" in page.content
