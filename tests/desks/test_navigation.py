"""Which items a desk shows to whom."""

import pytest
from django.test import RequestFactory

from comity.access import ANONYMOUS, Actor, Role
from comity.desks import navigation
from comity.words import StateCode


def asked(path: str, actor: Actor) -> object:
    request = RequestFactory().get(path)
    request.actor = actor
    return request


def duty() -> Actor:
    return Actor("duty", StateCode("XA"), frozenset({Role.DUTY_OFFICER}))


def desks(settings, *opened: str) -> None:
    settings.INSTALLATION = settings.INSTALLATION.__class__(
        settings.INSTALLATION.home, state="XA", desks=opened
    )


def test_a_visitor_sees_no_requests(settings):
    desks(settings, "cooperation", "public")
    addresses = [link.href for link in navigation.links(asked("/", ANONYMOUS))]
    assert "/requests/" not in addresses
    assert "/record/" in addresses


def test_a_desk_that_is_not_open_shows_nothing(settings):
    desks(settings, "cooperation")
    assert "/record/" not in [link.href for link in navigation.links(asked("/", ANONYMOUS))]


@pytest.mark.parametrize("path", ["/record/", "/record/12/"])
def test_the_item_of_this_page_is_marked(settings, path):
    desks(settings, "public")
    current = [link.href for link in navigation.links(asked(path, duty())) if link.current]
    assert current == ["/record/"]
