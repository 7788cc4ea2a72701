"""Every request says who acts: the officer who signed in, and otherwise nobody in particular."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from comity.access import ANONYMOUS, Actor, Role
from comity.node.middleware import ActorMiddleware, actor_of
from comity.node.models import Officer
from comity.words import AuthorityId, StateCode


def actor_set_for(user: object) -> Actor:
    seen: list[Actor] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(request.actor)
        return HttpResponse()

    request = RequestFactory().get("/")
    if user is not None:
        request.user = user
    ActorMiddleware(page)(request)
    return seen[0]


@pytest.mark.parametrize("user", [None, AnonymousUser()])
def test_a_stranger_is_anonymous(user: object) -> None:
    assert actor_set_for(user) == ANONYMOUS


def test_an_officer_acts_in_the_roles_that_the_row_holds() -> None:
    officer = Officer(name="duty", state="XB", authority="XB/duty", roles=["duty-officer"])
    assert actor_set_for(officer) == Actor(
        "duty", StateCode("XB"), frozenset({Role.DUTY_OFFICER}), AuthorityId("XB/duty")
    )


def test_a_request_that_failed_before_sign_in_was_read_comes_from_nobody_in_particular() -> None:
    assert actor_of(None) is ANONYMOUS
    assert actor_of(RequestFactory().get("/")) is ANONYMOUS
