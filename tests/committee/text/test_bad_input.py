"""What is broken or means harm, at every door by which a text comes in: refused by name, and nothing is kept.

Two who edit one range, and what was agreed, reopened or struck meanwhile, stand with their forms in
``views/test_deeds.py``.
"""

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.committee.text.services.test_coming import BAD, SOURCE, by_three
from tests.committee.text.views.desk import named, page, signed_in, words
from tests.committee.text.views.test_deeds import hidden

from comity.access import Actor, Role
from comity.committee.text.models import Draft, LogEntry, Negotiated
from comity.committee.text.rules.markup import LARGEST
from comity.committee.text.services import import_draft, open_negotiation
from comity.errors import ComityError
from comity.errors.interchange import FileTooLarge
from comity.errors.text import SignsThatMislead, UnknownHolder
from comity.node.models import RecordEntry
from comity.reference.refusals import sentence
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node"), pytest.mark.mandate("R16")]
MEMORY = 512 * 2**20  # octets that a command may take, whatever it is given
SECONDS = 60
API = "/api/text/a-text/negotiation"
MISLEADING = [
    "Аldova",
    "Aldova\u202e",
    "Al\u200bdova",
]  # a Cyrillic letter, a turned direction, a sign without width


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


@pytest.fixture
def desk(row: Negotiated) -> Client:
    return signed_in(Role.SECRETARIAT)


def kept() -> tuple[int, int, int]:
    return Draft.objects.count(), LogEntry.objects.count(), RecordEntry.objects.count()


def brought(client: Client, raw: bytes, **fields: str):
    return client.post(
        "/text/a-text/negotiation/bring/", {"file": SimpleUploadedFile("paper.docx", raw), **fields}
    )


def says(refusal: type[ComityError]) -> re.Pattern[str]:
    """What a reader is told, whatever the place and the figures in it."""
    told = sentence(refusal(""), Language.ENGLISH).says  # an ellipsis stands for what is not given
    return re.compile(re.escape(told).replace("…", ".+?"))


@pytest.mark.parametrize("name", BAD)
def test_no_door_takes_a_bad_file_and_each_says_why(desk: Client, name: str) -> None:
    written, refusal = BAD[name]
    raw, before = written(), kept()
    why = re.compile("too large to be") if len(raw) > LARGEST else says(refusal)
    given = {"title": "A file", "language": "en", "words": "", "file": SimpleUploadedFile("draft.docx", raw)}
    for answer in (desk.post("/text/import/", given), brought(desk, raw)):
        assert answer.status_code == 422
        assert why.search(words(answer.content.decode()))
    answer = desk.post(f"{API}/papers", {"file": SimpleUploadedFile("paper.docx", raw)})
    refused = FileTooLarge if len(raw) > LARGEST else refusal
    assert answer.status_code in {400, 413, 422}
    assert answer.json()["type"].endswith(refused("x").code)
    assert kept() == before


@pytest.mark.parametrize("name", ["a package that unfolds to a gibibyte", "a text of fifty megabytes"])
def test_the_command_refuses_a_bad_file_in_little_memory(tmp_path: Path, name: str) -> None:
    written, refusal = BAD[name]
    raw, file = written(), tmp_path / "paper.docx"
    file.write_bytes(raw)
    done = subprocess.run(
        [sys.executable, "-m", "comity.cli.main", "text", "import", str(file)],
        env={**os.environ, "COMITY_HOME": str(tmp_path / "none"), "LANG": "en_GB.UTF-8"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    refused = FileTooLarge if len(raw) > LARGEST else refusal
    assert done.returncode == 2
    assert done.stderr.startswith(refused("x").code)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", [*MISLEADING, "Atlantis"])
def test_no_door_lets_anybody_speak_in_the_name_of_no_state(desk: Client, row: Negotiated, name: str) -> None:
    before, refusal = kept(), UnknownHolder if name == "Atlantis" else SignsThatMislead
    path = f"/text/a-text/negotiation/{named(row, 'Each')}/do/words/"
    typed = {"step": "enter", **hidden(page(desk, path)), "how": "delete", "first": 2, "last": 2, "by": name}
    for answer in (desk.post(path, typed), brought(desk, by_three(), authors=f"J. Doe = {name}")):
        assert answer.status_code == 422
        assert says(refusal).search(words(answer.content.decode()))
    act = {"act": "comment", "provision": named(row, "Each"), "text": "Words."}
    paper = {"file": SimpleUploadedFile("paper.docx", by_three()), "authors": json.dumps({"J. Doe": name})}
    for answer in (
        desk.post(f"{API}/log", json.dumps({"by": name, "act": act}), content_type="application/json"),
        desk.post(f"{API}/papers", paper),
    ):
        assert answer.status_code in {400, 422}
        assert answer.json()["type"].endswith(refusal("x").code)
    assert kept() == before


@pytest.mark.parametrize("name", MISLEADING)
def test_an_author_in_a_file_whose_name_misleads_is_told_and_the_others_are_entered(
    desk: Client, row: Negotiated, name: str
) -> None:
    last = LogEntry.objects.count()
    shown = brought(desk, by_three(name), meeting="2/3").content.decode()
    assert says(SignsThatMislead).search(words(shown))
    assert list(LogEntry.objects.filter(number__gt=last).values_list("by", flat=True)) == ["XA", "XB", "XC"]
