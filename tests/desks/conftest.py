"""What tests of the desks stand on: a node of Borania, and a browser that is signed in to it."""

import pytest
from django.test import Client
from tests.desks import a_node


@pytest.fixture
def borania(db, tmp_path, settings, monkeypatch):
    """A node of Borania with its officers, which has pinned Aldova."""
    a_node.open_desks(tmp_path, settings, monkeypatch)
    return settings.INSTALLATION


@pytest.fixture
def sign_in(borania):
    """Sign an officer in, and give the browser."""

    def signed_in(name: str) -> Client:
        browser = Client()
        browser.force_login(a_node.officer(name))
        return browser

    return signed_in
