"""How this node calls another: HTTPS, one pool of kept connections, every request signed as one hop.

What the network or the peer does wrong is raised as a ``PeerError``; a refusal that the peer has signed is an answer.
Nothing is followed that was not configured: no redirection, no proxy of the environment.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError, MaxRetryError

from comity.errors.node import PeerAnswered, PeerRefused, PeerUnreachable
from comity.foundation.identity import SigningKey
from comity.node import hop
from comity.node.clock import now
from comity.words import Digest, StateCode

PREFIX = "/exchange/v1/"
ENVELOPE_TYPE = "application/vnd.comity.envelope"
RECEIPTS_TYPE = "application/vnd.comity.receipts+json"
PROBLEM_TYPE = "application/problem+json"
_PATIENCE = Timeout(connect=5, read=30)
_LARGEST_ANSWER = 2 * 1024 * 1024
_PIECE = 256 * 1024
_CONNECTIONS = 8  # kept open to one peer


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer said to an act or to receipts: its receipts as JWS, and its problem's code if it refused."""

    receipts: tuple[bytes, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A span of sealed evidence as it lands, and the size of the whole."""

    pieces: Iterator[bytes]
    size: int


def _pool() -> PoolManager:
    return PoolManager(num_pools=256, maxsize=_CONNECTIONS, timeout=_PATIENCE, retries=False)


@dataclass(slots=True)
class Carrier:
    """Requests in the name of one State, under its node's key. Safe to share among threads."""

    state: StateCode
    key: SigningKey
    pool: PoolManager = field(default_factory=_pool)

    def send_act(self, peer: StateCode, url: str, sealed: bytes) -> Answer:
        """Hand over a sealed act."""
        return self._post(peer, url, "acts", sealed, ENVELOPE_TYPE)

    def send_receipts(self, peer: StateCode, url: str, envelope: str, receipts: Sequence[bytes]) -> Answer:
        """Hand over receipts for ``envelope`` that were given after the answer."""
        told = {"envelope": envelope, "receipts": [one.decode("ascii") for one in receipts]}
        return self._post(peer, url, "receipts", orjson.dumps(told), RECEIPTS_TYPE)

    def leaves(self, peer: StateCode, url: str, manifest: Digest) -> bytes:
        """Fetch the leaf hashes of a piece of evidence, one after the other."""
        with self._get(peer, url, f"evidence/{manifest}/leaves") as answer:
            return b"".join(answer.stream(_PIECE))

    @contextmanager
    def evidence(self, peer: StateCode, url: str, manifest: Digest, start: int, end: int) -> Iterator[Span]:
        """Fetch the sealed bytes from ``start`` up to, not including, ``end`` or the true end, as they land."""
        span = f"bytes={start}-{end - 1}"
        with self._get(peer, url, f"evidence/{manifest}", span) as answer:
            size = answer.headers.get("Content-Range", "").rpartition("/")[2]
            if answer.status != HTTPStatus.PARTIAL_CONTENT or not size.isdecimal():
                raise PeerAnswered(answer.status, peer=peer)
            yield Span(answer.stream(_PIECE), int(size))

    def _post(self, peer: StateCode, url: str, door: str, body: bytes, media_type: str) -> Answer:
        asked = hop.Asked(peer, "POST", PREFIX + door, "", body)
        headers = {"Content-Type": media_type, **self._signed(asked)}
        with _reached(peer):
            answer = self.pool.request(
                "POST",
                url.rstrip("/") + asked.path,
                body=body,
                headers=headers,
                redirect=False,
                preload_content=False,
            )
            with closing(answer):  # read to its end, its connection goes back to the pool; else it is closed
                content = answer.read(_LARGEST_ANSWER + 1)
        return _read(peer, answer, content)

    @contextmanager
    def _get(self, peer: StateCode, url: str, door: str, span: str = "") -> Iterator[BaseHTTPResponse]:
        asked = hop.Asked(peer, "GET", PREFIX + door, span)
        with _reached(peer):
            answer = self.pool.request(
                "GET",
                url.rstrip("/") + asked.path,
                headers=self._signed(asked),
                redirect=False,
                preload_content=False,
            )
            with closing(answer):
                if answer.status >= HTTPStatus.BAD_REQUEST:
                    raise PeerRefused(peer, code=_problem(answer, answer.read(_LARGEST_ANSWER)))
                yield answer

    def _signed(self, asked: hop.Asked) -> dict[str, str]:
        return hop.sign(asked, state=self.state, key=self.key, at=now())


@contextmanager
def _reached(peer: StateCode) -> Iterator[None]:
    """Name what the network does wrong."""
    try:
        yield
    except HTTPError as error:
        cause = error.reason if isinstance(error, MaxRetryError) and error.reason else error
        raise PeerUnreachable(peer, reason=type(cause).__name__) from error


def _read(peer: StateCode, answer: BaseHTTPResponse, content: bytes) -> Answer:
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise PeerRefused(peer, code=_problem(answer, content))
    said = _json(peer, answer, content)
    receipts = said.get("receipts", [])
    if not isinstance(receipts, list) or not all(isinstance(receipt, str) for receipt in receipts):
        raise PeerAnswered(answer.status, peer=peer)
    refused = answer.status >= HTTPStatus.BAD_REQUEST
    problem = str(said.get("code", answer.status))[:64] if refused else ""
    return Answer(tuple(receipt.encode() for receipt in receipts), problem)


def _problem(answer: BaseHTTPResponse, content: bytes) -> str:
    if answer.headers.get("Content-Type", "").startswith(PROBLEM_TYPE):
        try:
            return str(orjson.loads(content).get("code", ""))[:64]
        except (ValueError, AttributeError):
            pass
    return str(answer.status)


def _json(peer: StateCode, answer: BaseHTTPResponse, content: bytes) -> Mapping[str, Any]:
    try:
        said = orjson.loads(content) if len(content) <= _LARGEST_ANSWER else None
    except ValueError as error:
        raise PeerAnswered(answer.status, peer=peer) from error
    if not isinstance(said, dict):
        raise PeerAnswered(answer.status, peer=peer)
    return said
