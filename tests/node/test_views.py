import json
import os
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from tests.node import letters
from tests.node.letters import SENDER, write
from tests.node.peer import Peer

from comity.errors.record import MalformedProof
from comity.foundation.directory import introduced
from comity.foundation.exchange import ReceiptKind, write_batch
from comity.foundation.fields import Fields
from comity.foundation.limits import LIMITS
from comity.foundation.record import Checkpoint, Growth, Log, MemoryStore, Offer, TileId, read_entries
from comity.foundation.trees import leaf_hash
from comity.node import directory, forks, own, queries, record, views
from comity.node.carrier import PREFIX, SEEN
from comity.node.clock import now
from comity.node.evidence import LONGEST_SPAN
from comity.node.keystore import LOG, sealing_name
from comity.node.models import Envelope, Grant, Receipt, WitnessedCheckpoint
from comity.node.rules import COMMAND_LINE
from comity.node.throttle import Throttle
from comity.words import Digest, StateCode

pytestmark = [pytest.mark.store, pytest.mark.urls("comity.node.doors")]
SEALED = bytes(range(256)) * 8
NAME = Digest.of(sha256(SEALED).digest())


def post(peer: Peer, door: str, body: bytes, *, hop: dict[str, str] | None = None, seen: str = ""):
    signed = peer.asks("POST", PREFIX + door, body=body) if hop is None else hop
    signed = {**signed, SEEN: seen} if seen else signed
    return Client().generic("POST", PREFIX + door, body, "application/octet-stream", headers=signed)


def get(peer: Peer, door: str, span: str = "", *, hop: dict[str, str] | None = None):
    signed = peer.asks("GET", PREFIX + door, span=span) if hop is None else hop
    return Client().get(PREFIX + door, headers={**signed, **({"Range": span} if span else {})})


def letter(peer: Peer, **changes):
    return peer.write(SENDER, own.keys().sealing(sealing_name(SENDER)).recipient, **changes)


def code(answer) -> str:
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], told["type"]) == (answer.status_code, f"urn:comity:refusal:{told['code']}")
    assert told["title"]
    assert told["detail"]
    return told["code"]


@pytest.fixture
def disclosed(peer: Peer) -> Digest:
    scratch = own.objects().scratch()
    scratch.write_bytes(SEALED[10:])
    own.headers().keep(NAME, SEALED[:10])
    own.objects().adopt(NAME, scratch, leaves=[b"l" * 32])
    Grant.objects.create(manifest=NAME, peer=peer.state, until=now() + timedelta(days=1))
    return NAME


def test_an_act_that_is_handed_over_is_answered_with_its_receipts(peer: Peer):
    answer = post(peer, "acts", letter(peer).sealed)
    assert answer.status_code == 200
    (document,) = answer.json()["receipts"]
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert [row.kind for row in Receipt.objects.filter(jws=document.encode())] == ["relay", "delivery"]
    assert len(letters.received) == 1


def test_a_refused_act_is_answered_with_its_code_and_the_signed_rejection(peer: Peer):
    answer = post(peer, "acts", letter(peer, kind="refuse-me").sealed)
    assert (answer.status_code, code(answer)) == (403, "letter-unwelcome")
    assert len(answer.json()["receipts"]) == 1


def test_several_acts_that_are_handed_over_are_answered_one_by_one(peer: Peer):
    missing, before = letter(peer), record.log().size
    several = [
        letter(peer),
        letter(peer, kind="refuse-me"),
        letter(peer, thread=missing.act.thread, seq=2, prev=missing.act.digest),
        letter(peer),
    ]
    answer = post(peer, "batches", write_batch([one.sealed for one in several]), seen=str(before))
    told = answer.json()
    assert answer.status_code == 200
    assert [(len(one["receipts"]), one.get("code", "")) for one in told["answers"]] == [
        (1, ""),
        (1, "letter-unwelcome"),
        (0, "sequence-gap"),
        (1, ""),
    ]
    kept = {bytes(jws).decode() for jws in Receipt.objects.values_list("jws", flat=True)}
    assert kept == {jws for one in told["answers"] for jws in one["receipts"]}
    assert {growth["old"] for growth in told["growth"]} == {before}


@pytest.mark.parametrize(
    ("body", "expected"),
    [(b"", "malformed-batch"), (bytes(4), "malformed-batch"), (b"\x00\x00\x00\x09cut", "malformed-batch")],
)
def test_what_is_no_batch_is_refused_whole(peer: Peer, body: bytes, expected: str):
    answer = post(peer, "batches", body)
    assert (answer.status_code, code(answer)) == (400, expected)


def test_a_gap_is_answered_without_a_receipt(peer: Peer):
    answer = post(peer, "acts", letter(peer, seq=2, prev=Digest("0" * 64)).sealed)
    assert (answer.status_code, code(answer)) == (409, "sequence-gap")
    assert "receipts" not in answer.json()


@pytest.mark.parametrize("door", ["acts", "batches", "receipts"])
def test_a_stranger_is_refused_and_nothing_is_written(peer: Peer, door: str):
    stranger = Peer(state=StateCode("XC"))
    body = letter(peer).sealed
    signed = stranger.asks("POST", PREFIX + door, body=body)
    assert code(post(peer, door, body, hop=signed)) == "unknown-peer"
    assert code(post(peer, door, body, hop={})) == "hop-unsigned"
    assert code(post(peer, door, body + b"x", hop=peer.asks("POST", PREFIX + door, body=body))) == "hop-refused"
    assert not Receipt.objects.exists()
    assert not Envelope.objects.exists()


def test_an_oversized_act_is_refused_before_it_is_read_to_its_end(peer: Peer):
    answer = post(peer, "acts", bytes(LIMITS.envelope + 1))
    assert (answer.status_code, code(answer)) == (413, "too-large")
    assert code(post(peer, "acts", bytes(LIMITS.envelope))) != "too-large"


def test_receipts_given_later_are_taken(peer: Peer):
    act = write()
    envelope = queries.envelopes(act.thread).get().digest
    receipt = peer.receipt(ReceiptKind.RETRIEVAL, envelope=Digest(envelope), act=act.digest, at=now()).decode()
    answer = post(peer, "receipts", json.dumps({"envelope": envelope, "receipts": [receipt]}).encode())
    assert answer.status_code == 200
    assert queries.receipts(act.thread).filter(kind="retrieval").count() == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"envelope": 1, "receipts": []}',
        b'{"envelope": "x", "receipts": []}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_list_of_receipts_is_refused(peer: Peer, body: bytes):
    assert code(post(peer, "receipts", body)) in {"malformed-receipts", "malformed-digest"}


def test_anyone_may_read_the_profile_the_checkpoint_and_the_tiles(peer: Peer):
    write()
    ours = introduced(Client().get(PREFIX + "profile").content, at=now())
    assert ours == directory.own_profile()
    shown = Checkpoint.parse(Client().get(PREFIX + "checkpoint").content).verify(
        ours.log.key, origin=ours.log.origin
    )
    tile = Client().get(PREFIX + TileId(0, 0).path(shown.size))
    assert len(tile.content) == shown.size * 32
    first = queries.entry(0)
    assert first is not None
    assert tile.content[:32] == leaf_hash(first.to_bytes())


@pytest.mark.parametrize("place", ["tile/0/000", "tile/0/001.p/1", "tile/9/000", "tile/x", "tile/0/000.p/255"])
def test_a_tile_that_is_not_there_is_no_tile(peer: Peer, place: str):
    assert code(Client().get(PREFIX + place)) in {"object-missing", "malformed-tile-path"}


def test_disclosed_evidence_is_given_by_ranges(peer: Peer, disclosed: Digest):
    answer = get(peer, f"evidence/{disclosed}", "bytes=10-19")
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes 10-19/{len(SEALED)}")
    assert answer.getvalue() == SEALED[10:20]
    end = get(peer, f"evidence/{disclosed}", f"bytes={len(SEALED) - 5}-{len(SEALED) + 5}")
    assert end.getvalue() == SEALED[-5:]
    assert get(peer, f"evidence/{disclosed}/leaves").content == b"l" * 32


@pytest.mark.parametrize(
    "span", ["", "bytes=-5", "bytes=5-", "bytes=9-5", "bytes=99999-100000", "bytes=0-1,3-4"]
)
def test_any_other_range_is_refused(peer: Peer, disclosed: Digest, span: str):
    assert code(get(peer, f"evidence/{disclosed}", span)) == "range-unreadable"


def test_one_answer_never_holds_more_than_its_limit(peer: Peer, disclosed: Digest):
    with own.objects().find(disclosed).open("ab") as file:
        file.truncate(LONGEST_SPAN + 10)
    answer = get(peer, f"evidence/{disclosed}", f"bytes=0-{LONGEST_SPAN + 5}")
    assert int(answer["Content-Length"]) == LONGEST_SPAN == len(answer.getvalue())


def test_evidence_is_for_the_state_it_was_disclosed_to_and_for_its_window_only(peer: Peer, disclosed: Digest):
    stranger = Peer(state=StateCode("XC"), url="http://other.example")
    directory.pin(COMMAND_LINE, stranger.document(now()))
    place = f"evidence/{disclosed}"
    assert code(get(stranger, place, "bytes=0-1")) == "not-granted"
    assert code(get(stranger, place + "/leaves")) == "not-granted"
    assert code(get(peer, place, "bytes=0-1", hop={})) == "hop-unsigned"
    signed = peer.asks("GET", PREFIX + place, span="bytes=0-1")
    assert code(get(peer, place, "bytes=0-9", hop=signed)) == "hop-refused"
    Grant.objects.update(until=now())
    assert code(get(peer, place, "bytes=0-1")) == "window-closed"


def test_a_name_that_is_no_digest_names_nothing(peer: Peer):
    assert code(get(peer, "evidence/secret", "bytes=0-1")) == "malformed-digest"
    assert code(get(peer, f"evidence/{os.urandom(32).hex()}", "bytes=0-1")) == "not-granted"


def test_an_answer_shows_how_the_record_grew_from_where_the_peer_saw_it(peer: Peer, client) -> None:
    size = record.log().size
    known = Checkpoint(own.log_origin(), size, record.log().root(size))
    told = post(peer, "acts", letter(peer).sealed, seen=str(size)).json()
    (growth,) = (Growth.read(Fields(one, path="", refusal=MalformedProof)) for one in told["growth"])
    shown = record.checkpoint()
    assert (growth.old, growth.new, growth.root) == (size, shown.size, known.root)
    growth.verify(shown)


def test_the_same_act_again_shows_the_growth_between_what_was_seen_and_its_receipts(peer: Peer) -> None:
    envelope = letter(peer).sealed
    first = post(peer, "acts", envelope).json()
    given = record.log().size
    post(peer, "acts", letter(peer).sealed)
    seen = record.log().size
    again = post(peer, "acts", envelope, seen=str(seen)).json()
    assert again["receipts"] == first["receipts"]
    assert [(one["old"], one["new"]) for one in again["growth"]] == [(given, seen)]


def test_a_node_restored_from_an_old_copy_refuses_for_the_time_being(peer: Peer) -> None:
    answer = post(peer, "acts", letter(peer).sealed, seen=str(record.log().size + 50))
    assert (answer.status_code, code(answer)) == (503, "record-behind")


def test_a_peer_whose_record_was_forked_is_heard_by_no_signed_door(peer: Peer) -> None:
    shown = []
    for word in (b"one", b"other"):
        log = Log(MemoryStore(), peer.log.origin)
        log.append([word])
        shown.append(log.checkpoint(peer.log_key))
    forks.note(peer.state, *shown, (), at=now())
    answer = post(peer, "acts", letter(peer).sealed)
    assert (answer.status_code, code(answer)) == (503, "exchange-held")


def test_a_witness_answers_as_the_published_format_says(peer: Peer, client) -> None:
    def offered(old: int) -> bytes:
        shown = peer.log.checkpoint(peer.log_key)
        return Offer(old, peer.log.consistency(old, shown.size), shown).to_bytes()

    def asked(body: bytes):
        return client.post("/exchange/v1/add-checkpoint", body, content_type="text/plain")

    peer.log.append([b"a", b"b", b"c"])
    answer = asked(offered(0))
    note = peer.log.checkpoint(peer.log_key).text.encode() + answer.content
    Checkpoint.parse(note).witnessed_at(own.keys().signing(LOG).public, name=own.log_origin())
    peer.log.append([b"d"])
    again = asked(offered(1))
    assert (again.status_code, again.content, again["Content-Type"]) == (409, b"3\n", "text/x.tlog.size")
    assert asked(offered(3)).status_code == 200
    assert asked(b"nothing").status_code == 400
    peer.log = Log(MemoryStore(), "example.org/unknown")
    peer.log.append([b"a"])
    assert asked(offered(0)).status_code == 404


def test_the_newest_witnessed_checkpoint_and_the_entries_are_given_to_anyone(peer: Peer, client) -> None:
    assert client.get("/exchange/v1/checkpoint/witnessed").status_code == 404
    note = record.checkpoint().cosigned(peer.log_key, name=peer.log.origin, at=now())
    WitnessedCheckpoint.objects.create(size=note.size, text=note.text, at=now())
    assert client.get("/exchange/v1/checkpoint/witnessed").content.decode() == note.text
    assert client.get("/exchange/v1/checkpoint").content.decode() == note.text
    entries = client.get(f"/exchange/v1/tile/entries/000.p/{note.size}")
    assert len(read_entries(entries.content)) == note.size
    assert "immutable" in entries["Cache-Control"]


def test_a_state_that_asks_too_often_is_told_when_to_come_again(peer: Peer, monkeypatch: pytest.MonkeyPatch):
    few = replace(LIMITS, rate=1, burst=2)
    monkeypatch.setattr(views, "THROTTLE", Throttle(lambda: 100.0, few))
    body = letter(peer).sealed
    assert [post(peer, "acts", body).status_code for _ in range(2)] == [200, 200]
    answer = post(peer, "acts", body)
    assert (answer.status_code, code(answer), answer["Retry-After"]) == (429, "too-many-requests", "1")


def test_each_envelope_of_a_batch_counts_as_a_request_of_its_state(peer: Peer, monkeypatch: pytest.MonkeyPatch):
    few = replace(LIMITS, rate=1, burst=3)
    monkeypatch.setattr(views, "THROTTLE", Throttle(lambda: 100.0, few))
    body = write_batch([letter(peer).sealed for _ in range(2)])
    assert post(peer, "batches", body).status_code == 200
    assert code(post(peer, "batches", body)) == "too-many-requests"
