"""The doors of the exchange are those of the paper, each for its own method and no other."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import resolve

from comity.node import urls

DOORS = "comity.node.doors"
PAPER = Path(__file__).parents[2] / "docs" / "protocol" / "carriage-and-receipts.md"
ROW = re.compile(r"^\| `(GET|POST) (/exchange/v1/[^`]+)` \|", re.MULTILINE)
ADDRESSES = ROW.findall(PAPER.read_text(encoding="utf-8"))


def standing_at(address: str) -> str:
    """Name the door of an address of the paper, with a word for each of its blanks."""
    return resolve(re.sub(r"<[a-z]+>", "0", address), urlconf=DOORS).url_name or ""


def test_every_address_of_the_paper_has_its_door_and_every_door_its_address() -> None:
    told = {standing_at(address) for _, address in ADDRESSES}
    assert told == {pattern.name for pattern in urls.urlpatterns}


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_a_door_takes_no_other_method_than_the_papers(method: str, address: str) -> None:
    path = re.sub(r"<[a-z]+>", "0", address)
    found = resolve(path, urlconf=DOORS)
    other = "POST" if method == "GET" else "GET"
    answer = found.func(RequestFactory().generic(other, path), *found.args, **found.kwargs)
    assert (answer.status_code, answer["Allow"]) == (405, method)
