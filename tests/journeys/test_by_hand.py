"""Two real nodes between which no line exists: a whole request, with its evidence, is carried by hand."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.test_two_processes import asked, delivered, require_one_story, rows, thread_of
from tests.two_nodes import RealNode, two_nodes

pytestmark = pytest.mark.journey
MIB = 1024 * 1024


def carried(source: RealNode, target: RealNode, folder: Path, name: str) -> dict[str, Any]:
    """Carry what is due from ``source`` to ``target``, and the answer back; returns what the target said."""
    out, back = folder / f"{name}.zip", folder / f"{name}.answer.zip"
    courier = ("--as", "administrator", "--json")
    source.do("export", target.state, str(out), *courier)
    told = target.do("import", str(out), "--answer", str(back), *courier)
    settled = source.do("import", str(back), *courier)
    assert (told["hindered"], told["refused"], settled["hindered"]) == ({}, {}, {})
    assert settled["answers"]
    return told


def test_a_request_and_its_evidence_go_by_hand_and_both_sides_hold_one_story(tmp_path: Path):
    with two_nodes(tmp_path) as (aldova, borania):
        reference = asked(aldova, tmp_path)
        thread = thread_of(aldova, reference)
        carried(aldova, borania, tmp_path, "asked")
        assert delivered(aldova, thread)
        theirs = rows(borania, "SELECT reference FROM requests_request WHERE thread = ?", thread)[0][0]
        for deed in ("open", "accept", "preserved"):
            borania.do("request", deed, theirs)
        carried(borania, aldova, tmp_path, "preserved")
        aldova.do("request", "announce", reference, "MLA-2026-17")
        carried(aldova, borania, tmp_path, "announced")
        image = tmp_path / "mailbox.img"
        image.write_bytes(os.urandom(MIB) * 3 + b"the end")
        borania.do(
            "request",
            "disclose",
            theirs,
            str(image),
            "--how",
            "-",
            said="Copied by the provider under order 12.",
        )
        assert len(carried(borania, aldova, tmp_path, "disclosed")["evidence"]) == 1
        assert delivered(borania, thread)
        require_one_story(aldova, borania, thread)
        (item,) = aldova.do("request", "show", reference, "--json")["evidence"]
        opened = tmp_path / "opened.img"
        purpose = "To see that it is whole."
        aldova.do("custody", "open", item["reference"], "--out", str(opened), "--purpose", "-", said=purpose)
        assert opened.read_bytes() == image.read_bytes()
        assert not [path for path in tmp_path.glob("*.zip") if image.read_bytes()[:64] in path.read_bytes()]
        with sqlite3.connect(borania.home / "comity.sqlite3") as database:
            assert database.execute("SELECT held FROM node_grant").fetchall() == [(1,)]
