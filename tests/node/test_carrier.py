"""Whatever the network or a peer does wrong is named, and a refusal that the peer has signed is an answer."""

import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from threading import Thread
from time import sleep

import pytest
from urllib3 import HTTPResponse, PoolManager, Timeout
from urllib3.exceptions import NewConnectionError

from comity.errors.node import PeerAnswered, PeerRefused, PeerUnreachable
from comity.foundation.identity import SigningKey
from comity.foundation.limits import LIMITS
from comity.node import hop
from comity.node.carrier import Carrier
from comity.node.clock import now
from comity.words import Digest, StateCode

XA, XB = StateCode("XA"), StateCode("XB")
KEY = SigningKey.from_seed(b"\x01" * 32)
URL = "https://b.example/"
NAME = Digest("ab" * 32)


@dataclass
class Request:
    method: str
    url: str
    body: bytes
    headers: Mapping[str, str]


Peer = Callable[[Request], HTTPResponse]


@dataclass
class Pool:
    """Connections whose other end is a function."""

    peer: Peer

    def request(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"", **_how: object):
        return self.peer(Request(method, url, body, headers))


def response(status: int, content: bytes = b"", **headers: str) -> HTTPResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTPResponse(BytesIO(content), headers=named, status=status, preload_content=False)


def carrier(peer: Peer) -> Carrier:
    return Carrier(XA, KEY, Pool(peer))


def answers(status: int, content: bytes = b"", media_type: str = "application/json") -> Peer:
    return lambda _request: response(status, content, Content_Type=media_type)


def test_an_act_goes_to_its_door_signed_as_one_hop_for_this_peer() -> None:
    seen: list[Request] = []

    def peer(request: Request) -> HTTPResponse:
        seen.append(request)
        return response(200, b'{"receipts": ["one"]}')

    assert carrier(peer).send_act(XB, URL, b"sealed").receipts == (b"one",)
    (request,) = seen
    assert (request.method, request.url, request.body) == (
        "POST",
        "https://b.example/exchange/v1/acts",
        b"sealed",
    )
    asked = hop.Asked(XB, "POST", "/exchange/v1/acts", "", b"sealed")
    assert hop.verify(request.headers.get, asked, known=lambda *_: KEY.public, at=now()) == XA


def test_a_refusal_with_receipts_is_an_answer_with_its_code() -> None:
    told = json.dumps({"code": "not-addressed", "receipts": ["one"]}).encode()
    answer = carrier(answers(403, told, "application/problem+json")).send_act(XB, URL, b"x")
    assert (answer.problem, answer.receipts) == ("not-addressed", (b"one",))


def test_a_peer_that_cannot_be_reached_is_named() -> None:
    def gone(_request: Request) -> HTTPResponse:
        raise NewConnectionError(None, "no route")

    with pytest.raises(PeerUnreachable) as refused:
        carrier(gone).send_act(XB, URL, b"x")
    assert (refused.value.place, refused.value.facts["reason"]) == ("XB", "NewConnectionError")


def test_a_peers_own_fault_is_tried_again_later() -> None:
    with pytest.raises(PeerRefused) as refused:
        carrier(answers(503)).send_act(XB, URL, b"x")
    assert refused.value.facts["code"] == "503"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"receipts": "one"}',
        b'{"receipts": [1]}',
        b'{"receipts": ["%s"]}' % (b"a" * 2**21),
    ],
)
def test_an_answer_in_no_form_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(PeerAnswered):
        carrier(answers(200, content)).send_act(XB, URL, b"x")


def test_a_span_of_evidence_comes_with_the_size_of_the_whole() -> None:
    def peer(request: Request) -> HTTPResponse:
        assert request.headers["Range"] == "bytes=2-4"
        return response(206, b"cde", Content_Range="bytes 2-4/9")

    with carrier(peer).evidence(XB, URL, NAME, 2, 5) as span:
        assert (b"".join(span.pieces), span.size) == (b"cde", 9)


@pytest.mark.parametrize(
    "answer",
    [
        response(200, b"all of it"),
        response(206, b"x", Content_Range="?"),
    ],
)
def test_a_peer_that_does_not_keep_to_the_span_is_refused(answer: HTTPResponse) -> None:
    with pytest.raises(PeerAnswered), carrier(lambda _request: answer).evidence(XB, URL, NAME, 0, 5):
        pass


def test_evidence_that_is_not_granted_is_refused_with_the_peers_code() -> None:
    told = b'{"code": "not-granted"}'
    with pytest.raises(PeerRefused) as refused:
        carrier(answers(403, told, "application/problem+json")).leaves(XB, URL, NAME, 1)
    assert refused.value.facts["code"] == "not-granted"


class Endless(BytesIO):
    """An answer without an end, which counts how much of it is read."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size >= 0
        self.taken += size
        return bytes(size)


def test_leaves_come_as_the_peer_gives_them_up_to_their_number() -> None:
    for given in (b"", b"l" * 31, b"l" * 64):
        assert carrier(answers(200, given)).leaves(XB, URL, NAME, 2) == given


def test_of_more_leaves_than_the_evidence_has_no_more_is_read_and_they_are_refused() -> None:
    for more in (b"l" * 65, b"l" * 2**20):
        with pytest.raises(PeerAnswered):
            carrier(answers(200, more)).leaves(XB, URL, NAME, 2)
    endless = Endless()
    answer = HTTPResponse(endless, headers={}, status=200, preload_content=False)
    with pytest.raises(PeerAnswered):
        carrier(lambda _request: answer).leaves(XB, URL, NAME, 2)
    assert endless.taken <= 65


def test_a_long_act_over_a_slow_line_may_take_longer_than_the_patience_for_any_piece_of_it() -> None:
    long, took = b"s" * LIMITS.envelope, []
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        door.bind(("127.0.0.1", 0))
        door.listen()
        slow = Thread(target=_take_slowly, args=(door, took), daemon=True)
        slow.start()
        narrow = [(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)]  # as little on its way as over a slow line
        pool = PoolManager(timeout=Timeout(connect=0.3, read=30), retries=False, socket_options=narrow)
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        answer = Carrier(XA, KEY, pool).send_act(XB, address, long)
        slow.join(30)
    assert answer.receipts == ()
    assert took[0].endswith(b"s" * 1000)
    assert len(took[0]) > len(long)


def _take_slowly(door: socket.socket, took: list[bytes]) -> None:
    """Read a request a little at a time, and answer it."""
    line, _ = door.accept()
    with line:
        head, whole = b"", LIMITS.envelope
        while b"\r\n\r\n" not in head:
            head += line.recv(4096)
        whole += head.index(b"\r\n\r\n") + 4
        while len(head) < whole:
            head += line.recv(8192)
            sleep(0.005)
        took.append(head)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
