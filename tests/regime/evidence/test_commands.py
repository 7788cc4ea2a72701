"""``comity custody``: evidence goes in, is ordered destroyed, destroyed by another officer, and certified."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from comity.access import Role
from comity.cli.custody import app
from comity.errors.evidence import DestructionNotOrdered, SecondOfficerNeeded
from comity.node.models import Officer

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]
REFERENCE = "XA-E-2026-0001"
ORDERED = "The court has ordered it."


@pytest.fixture
def custody(node, tmp_path: Path):
    for name, role in (("duty", Role.DUTY_OFFICER), ("central", Role.CENTRAL_AUTHORITY)):
        Officer(name=name, state="XA", authority=f"XA/{name}", roles=[role]).save()
    (tmp_path / "log.csv").write_bytes(b"rows\n" * 1000)

    def run(*words: object, by: str, said: str = ""):
        return CliRunner().invoke(app, [*map(str, words), "--as", by], input=said)

    assert run("take-in", tmp_path / "log.csv", "--how", "-", by="duty", said="Handed over.").exit_code == 0
    return run


def test_two_officers_destroy_an_item_and_its_certificate_is_written(custody, tmp_path: Path):
    ordered = custody("order-destruction", REFERENCE, "--reason", "-", by="duty", said=ORDERED)
    assert ordered.exit_code == 0, ordered.output
    assert isinstance(custody("destroy", REFERENCE, by="duty").exception, SecondOfficerNeeded)
    done = json.loads(custody("destroy", REFERENCE, "--json", by="central").stdout)
    assert done["destroyed"]
    assert [step["event"].rpartition(":")[2] for step in done["custody"]][-2:] == ["ordered", "destroyed"]
    told = json.loads(custody("certificate", REFERENCE, "--out", tmp_path / "c.jws", by="duty").stdout)
    assert (told["ordered_by"], told["destroyed_by"], told["opened"]) == ("duty", "central", 0)
    assert b"signatures" in (tmp_path / "c.jws").read_bytes()


def test_an_order_is_called_off_and_what_is_not_destroyed_has_no_certificate(custody):
    custody("order-destruction", REFERENCE, "--reason", "-", by="duty", said=ORDERED)
    assert custody("call-off-destruction", REFERENCE, by="central").exit_code == 0
    for words in (("destroy", REFERENCE), ("certificate", REFERENCE)):
        assert isinstance(custody(*words, by="central").exception, DestructionNotOrdered)
