"""Two real nodes, one of which is killed as a power cut kills, at each place where something could be lost."""

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.regime.states import WHOLE
from tests.two_nodes import RealNode, two_nodes

from comity.foundation.directory import Profile, introduced
from comity.foundation.exchange import verify_receipt
from comity.node.clock import now
from comity.node.faults import Fault
from comity.regime.requests.rules.statements import print_content
from comity.words import AuthorityId, Digest

pytestmark = pytest.mark.journey
MIB = 1024 * 1024
THREADS = "SELECT thread FROM requests_request"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RealNode, RealNode]]:
    with two_nodes(tmp_path_factory.mktemp("nodes")) as nodes:
        yield nodes


@pytest.fixture
def nodes(pair: tuple[RealNode, RealNode]) -> Iterator[tuple[RealNode, RealNode]]:
    yield pair
    for node in pair:
        node.stop()


def asked(node: RealNode, folder: Path, *, fault: str = "") -> str:
    """Send a request from ``node``, in a process that dies at its ``fault``; return its reference there."""
    file = folder / "request.json"
    content = print_content(replace(WHOLE, to=AuthorityId("XB/duty")))
    file.write_text(json.dumps(content), encoding="utf-8")
    return node.do("request", "preserve", str(file), "--json", fault=fault)["reference"]


def rows(node: RealNode, statement: str, *values: str) -> list[tuple]:
    with sqlite3.connect(node.home / "comity.sqlite3") as database:
        return database.execute(statement, values).fetchall()


def thread_of(node: RealNode, reference: str) -> str:
    return rows(node, "SELECT thread FROM requests_request WHERE reference = ?", reference)[0][0]


def profile_of(node: RealNode) -> Profile:
    return introduced(node.profile.read_bytes(), at=now())


def delivered(node: RealNode, thread: str) -> bool:
    standing = rows(node, "SELECT state FROM node_dispatch WHERE thread = ?", thread)
    assert ("refused",) not in standing
    return bool(standing) and set(standing) == {("delivered",)}


def require_one_story(one: RealNode, other: RealNode, thread: str) -> None:
    """Both sides hold the same acts, each once, and every receipt that one has of the other verifies."""
    acts = "SELECT act_digest FROM node_envelope WHERE thread = ? ORDER BY sender, seq"
    assert rows(one, acts, thread) == rows(other, acts, thread)
    for node, peer in ((one, other), (other, one)):
        assert len(rows(node, "SELECT 1 FROM requests_request WHERE thread = ?", thread)) == 1
        sent = rows(
            node, "SELECT digest, act_digest FROM node_envelope WHERE thread = ? AND way = 'out'", thread
        )
        for envelope, act in sent:
            theirs = "SELECT jws, kind FROM node_receipt WHERE envelope = ? AND state = ?"
            known = rows(node, theirs, envelope, peer.state)
            assert {"relay", "delivery"} <= {kind for _, kind in known}
            for jws, _ in known:
                verify_receipt(
                    bytes(jws), profile=profile_of(peer), envelope=Digest(envelope), act=Digest(act), at=now()
                )


@pytest.mark.parametrize("fault", [Fault.BEFORE_COMMIT, Fault.AFTER_COMMIT], ids=str)
def test_a_receiver_that_is_killed_has_exactly_one_request_after_its_restart(
    nodes, fault: Fault, tmp_path: Path
):
    aldova, borania = nodes
    borania.start(fault=fault)
    aldova.start()
    thread = thread_of(aldova, asked(aldova, tmp_path))
    borania.until(borania.died, "the node dies at its fault")
    held = len(rows(borania, "SELECT 1 FROM node_envelope WHERE thread = ?", thread))
    assert held == (1 if fault is Fault.AFTER_COMMIT else 0)
    assert not delivered(aldova, thread)
    borania.kill()
    borania.start()
    aldova.until(lambda: delivered(aldova, thread), "the act is delivered")
    require_one_story(aldova, borania, thread)


@pytest.mark.parametrize("fault", [Fault.BEFORE_DELIVERY, Fault.AFTER_DELIVERY], ids=str)
def test_a_worker_that_is_killed_loses_no_act_and_sends_none_twice(nodes, fault: Fault, tmp_path: Path):
    aldova, borania = nodes
    thread = thread_of(aldova, asked(aldova, tmp_path))  # nobody answers, and the worker must try again
    borania.start()
    aldova.start(fault=fault)
    aldova.until(aldova.died, "the node dies at its fault")
    aldova.kill()
    aldova.start()
    aldova.until(lambda: delivered(aldova, thread), "the act is delivered by the next worker")
    require_one_story(aldova, borania, thread)


@pytest.mark.parametrize("fault", [Fault.BEFORE_DELIVERY, Fault.AFTER_DELIVERY], ids=str)
def test_a_sender_that_is_killed_loses_no_act_and_sends_none_twice(nodes, fault: Fault, tmp_path: Path):
    aldova, borania = nodes
    borania.start()
    known = {thread for (thread,) in rows(aldova, THREADS)}
    with pytest.raises(AssertionError):  # the command that sends dies while it delivers
        asked(aldova, tmp_path, fault=fault)
    (thread,) = {thread for (thread,) in rows(aldova, THREADS)} - known
    assert not delivered(aldova, thread)
    aldova.start()
    aldova.until(lambda: delivered(aldova, thread), "the act is delivered by the worker")
    require_one_story(aldova, borania, thread)


@pytest.mark.parametrize(
    ("killed", "fault"), [("xb", Fault.DURING_EVIDENCE), ("xa", Fault.DURING_TRANSFER)], ids=["giver", "taker"]
)
def test_a_transfer_of_evidence_that_is_killed_goes_on_and_arrives_whole(
    nodes, killed: str, fault: Fault, tmp_path: Path
):
    aldova, borania = nodes
    aldova.start(fault=fault if killed == "xa" else "")
    borania.start()
    reference = asked(aldova, tmp_path)
    thread = thread_of(aldova, reference)
    borania.until(
        lambda: bool(rows(borania, "SELECT 1 FROM requests_request WHERE thread = ?", thread)), "it arrives"
    )
    theirs = rows(borania, "SELECT reference FROM requests_request WHERE thread = ?", thread)[0][0]
    for deed in ("open", "accept", "preserved"):
        borania.do("request", deed, theirs)
    aldova.do("request", "wait", reference, "--until", "preserved", "--patience", "100")
    aldova.do("request", "announce", reference, "MLA-2026-17")
    borania.do("request", "wait", theirs, "--until", "assistance", "--patience", "100")
    if killed == "xb":
        borania.stop()
        borania.start(fault=fault)
    image = tmp_path / "mailbox.img"
    image.write_bytes(os.urandom(MIB) * 20 + b"the end")
    borania.do(
        "request", "disclose", theirs, str(image), "--how", "-", said="Copied by the provider under order 12."
    )
    dying = aldova if killed == "xa" else borania
    dying.until(dying.died, "the node dies in the middle of the transfer")
    transfer = "SELECT leaves, state, of FROM node_transfer WHERE thread = ?"
    leaves, state, of = rows(aldova, transfer, thread)[0]
    assert (state, of) == ("running", 21)
    assert leaves < 21
    dying.kill()
    dying.start()
    aldova.until(lambda: rows(aldova, transfer, thread)[0][1] == "complete", "the evidence arrives")
    aldova.until(lambda: delivered(aldova, thread) and delivered(borania, thread), "all acts are delivered")
    require_one_story(aldova, borania, thread)
    (item,) = aldova.do("request", "show", reference, "--json")["evidence"]
    opened = tmp_path / "opened.img"
    aldova.do(
        "custody",
        "open",
        item["reference"],
        "--out",
        str(opened),
        "--purpose",
        "-",
        said="To see that it is whole.",
    )
    assert opened.read_bytes() == image.read_bytes()
