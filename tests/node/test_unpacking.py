"""What is no parcel for this node changes nothing here; whole journeys by hand stand in test_forwarding."""

from hashlib import sha256
from pathlib import Path

import pytest

from comity.access import ANONYMOUS
from comity.errors import ComityError
from comity.errors.access import NotPermitted
from comity.errors.forwarding import NotABag
from comity.errors.sealing import OutputExists
from comity.node import bags, unpacking
from comity.node.models import RecordEntry
from comity.node.rules import COMMAND_LINE
from comity.words import Digest, StateCode

pytestmark = pytest.mark.store


def test_only_who_may_carry_parcels_imports_one(node: Path, tmp_path: Path):
    with pytest.raises(NotPermitted):
        unpacking.take(ANONYMOUS, tmp_path / "parcel.zip")


def test_a_file_that_is_no_parcel_is_refused_and_nothing_is_entered(node: Path, tmp_path: Path):
    before = RecordEntry.objects.count()
    (tmp_path / "parcel.zip").write_bytes(b"a letter")
    with pytest.raises(NotABag):
        unpacking.take(COMMAND_LINE, tmp_path / "parcel.zip")
    members = {"statement.jws": b"nobody signed this"}
    bags.write(tmp_path / "bag", members, bags.digests(members), {})
    with pytest.raises(ComityError):
        unpacking.take(COMMAND_LINE, tmp_path / "bag")
    assert RecordEntry.objects.count() == before


def test_an_answer_never_overwrites_what_stands(node: Path, tmp_path: Path):
    (tmp_path / "answer.zip").write_bytes(b"")
    with pytest.raises(OutputExists):
        unpacking.take(COMMAND_LINE, tmp_path / "parcel.zip", answer=tmp_path / "answer.zip")


def test_what_stands_against_an_envelope_is_told_apart_from_what_was_taken():
    taken, hindered = (Digest.of(sha256(name).digest()) for name in (b"one", b"other"))
    told = unpacking.Imported(
        StateCode("XA"), taken, answers=False, codes={taken: "", hindered: "not-addressed"}
    )
    assert told.hindered == {hindered: "not-addressed"}
