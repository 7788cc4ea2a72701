"""The operations of the library."""

import pytest
from django.test import Client
from tests.committee.instruments.treaties import DRAFT, OLD, OTHER
from tests.committee.text.views.test_pages import signed_in

from comity.access import Role
from comity.committee.instruments.services import import_instrument
from comity.committee.text.services import import_draft
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.fixture
def shelf(node, secretariat) -> None:
    import_instrument(secretariat, source=OLD, short="OLD", language=Language.ENGLISH)
    import_instrument(secretariat, source=OTHER, short="OTHER", language=Language.ENGLISH)


@pytest.mark.mandate("R11")
def test_a_program_reads_the_library_and_what_is_nearest(shelf, secretariat):
    row = import_draft(
        secretariat, source=DRAFT.encode(), title="A text", language=Language.ENGLISH, published=True
    )
    key = row.wordings.get(article=True, heading__contains="Sovereignty").provision.key
    client = Client()
    assert [one["short"] for one in client.get("/api/instruments/").json()] == ["OLD", "OTHER"]
    assert client.get("/api/instruments/en/old").json()["contents"][1]["title"] == "Protection of sovereignty"
    nearest = client.get(f"/api/instruments/nearest/a-text/en/1/{key}").json()
    assert [one["citation"] for one in nearest][:2] == ["OLD 2", "OTHER 1"]


def test_a_program_measures_the_matching(shelf):
    told = Client().get("/api/instruments/measure/en/old/other").json()
    assert (told["labels"], told["precision"], told["recall"]) == (1, 1.0, 1.0)


def test_only_the_secretariat_adds_by_program():
    given = {"short": "OLD", "source": OLD.decode()}
    post = {"path": "/api/instruments/", "data": given, "content_type": "application/json"}
    assert Client().post(**post).status_code == 403
    assert signed_in(Role.SECRETARIAT).post(**post).status_code == 201
