"""Programs order, do and call off a destruction as pages do, and read its signed certificate."""

import pytest
from tests.regime.evidence.test_views import officer, send

from comity.access import Role
from comity.regime.evidence import services
from comity.regime.evidence.models import Item
from comity.regime.evidence.rules import read_certificate

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]
PLACE = "/api/evidence/XA-E-2026-0001"
WHY = {"purpose": "The court has ordered it."}


@pytest.fixture
def desk(node):
    desk = officer(Role.DUTY_OFFICER)
    send(desk)
    return desk


@pytest.fixture
def second(desk):
    return officer(Role.CENTRAL_AUTHORITY, "central")


def post(client, path: str, body=None):
    return client.post(f"{PLACE}/{path}", body or {}, content_type="application/json")


def test_what_one_officer_ordered_another_destroys_and_the_certificate_reads(desk, second):
    ordered = post(desk, "destruction", WHY).json()
    assert (ordered["ordered_by"], ordered["officers"], ordered["certificate"]) == ("duty", 2, None)
    assert post(desk, "destroy").json()["code"] == "second-officer-needed"
    done = post(second, "destroy").json()
    assert done["destroyed_by"] == "central"
    assert done["item"]["destroyed"] == done["destroyed"]
    assert desk.get(f"{PLACE}/destruction").json() == done
    ours = services.destroying.profiles.own_profile()
    told = read_certificate(
        done["certificate"].encode(),
        key_of=lambda office, kid: ours.verifying_key(kid, Item.objects.get().destroyed, office=office),
    )
    assert told.order.reason == WHY["purpose"]


def test_an_order_is_called_off_and_then_there_is_none(desk, second):
    post(desk, "destruction", WHY)
    assert second.delete(f"{PLACE}/destruction").json()["destroyed"] is None
    assert desk.get(f"{PLACE}/destruction").json()["code"] == "destruction-not-ordered"
    assert post(second, "destroy").json()["code"] == "destruction-not-ordered"


@pytest.mark.mandate("E12")
def test_oversight_neither_orders_nor_reads_nor_calls_off(desk):
    stranger = officer(Role.OVERSIGHT, "oversight")
    for answer in (
        post(stranger, "destruction", WHY),
        post(stranger, "destroy"),
        stranger.get(f"{PLACE}/destruction"),
        stranger.delete(f"{PLACE}/destruction"),
    ):
        assert answer.status_code == 403
