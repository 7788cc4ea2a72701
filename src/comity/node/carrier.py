"""How this node calls another: HTTPS, one pool of kept connections, every request signed as one hop.

What the network or the peer does wrong is raised as a ``PeerError``; a refusal that the peer has signed is an answer.
Nothing is followed that was not configured: no redirection, no proxy of the environment.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO
from ssl import SSLContext
from typing import Any

import orjson
from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError, MaxRetryError

from comity.errors.node import PeerAnswered, PeerRefused, PeerUnreachable
from comity.errors.record import MalformedProof
from comity.foundation.canonical import Json
from comity.foundation.exchange import write_batch
from comity.foundation.fields import Fields
from comity.foundation.identity import SigningKey
from comity.foundation.limits import LIMITS
from comity.foundation.record import Growth
from comity.foundation.trees import HASH_SIZE
from comity.node import hop
from comity.node.clock import now
from comity.words import Digest, StateCode

PREFIX = "/exchange/v1/"
ENVELOPE_TYPE = "application/vnd.comity.envelope"
BATCH_TYPE = "application/vnd.comity.envelopes"
RECEIPTS_TYPE = "application/vnd.comity.receipts+json"
SEEN = "Comity-Seen"  # the sizes at which whoever speaks knows the record of whoever listens
MOST_SEEN = 3
MOST_GROWTHS = 4 * MOST_SEEN
PROBLEM_TYPE = "application/problem+json"
_CONNECT, _READ = 5, 30  # seconds
_SLOWEST = 4096  # bytes a second of what the system still holds when the last piece has been given to it
_PATIENCE = Timeout(connect=_CONNECT, read=_READ)
_LARGEST_ANSWER = 2 * 1024 * 1024
_PIECE = 256 * 1024
_AT_ONCE = 64 * 1024  # more goes out in pieces of this size: patience is for each, however slow the line
_CONNECTIONS = 8  # kept open to one peer
_PEERS = 256
_CODE = 64  # letters


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer said to an act or to receipts: its receipts as JWS, and its problem's code if it refused.

    ``growths`` show how its record grew from the sizes that were named; ``seen`` are those at which it knows ours.
    """

    receipts: tuple[bytes, ...]
    problem: str = ""
    growths: tuple[Growth, ...] = ()
    seen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A span of sealed evidence as it lands, and the size of the whole."""

    pieces: Iterator[bytes]
    size: int


def pool_of(tls: SSLContext | None = None) -> PoolManager:
    """Make the pool of connections; with ``tls`` peers are called with a certificate of our own."""
    return PoolManager(
        num_pools=_PEERS,
        maxsize=_CONNECTIONS,
        timeout=_PATIENCE,
        retries=False,
        ssl_context=tls,
        blocksize=_AT_ONCE,
    )


@dataclass(slots=True)
class Carrier:
    """Requests in the name of one State, under its node's key. Safe to share among threads."""

    state: StateCode
    key: SigningKey
    pool: PoolManager = field(default_factory=pool_of)

    def send_act(self, peer: StateCode, url: str, sealed: bytes, *, seen: str = "") -> Answer:
        """Hand over a sealed act, and say at which sizes the peer's record was ``seen``."""
        return self._post(peer, url, "acts", sealed, {"Content-Type": ENVELOPE_TYPE, SEEN: seen}).answer

    def send_acts(self, peer: StateCode, url: str, sealed: Sequence[bytes], *, seen: str = "") -> list[Answer]:
        """Hand over several sealed acts in one batch; returns the answer to each, in their order.

        Raises PeerRefused where the peer does not take the batch as a whole.
        """
        headers = {"Content-Type": BATCH_TYPE, SEEN: seen}
        reply = self._post(peer, url, "batches", write_batch(sealed), headers)
        if reply.refused:
            raise PeerRefused(peer, code=reply.problem)
        answers = reply.said.get("answers")
        if (
            not isinstance(answers, list)
            or len(answers) != len(sealed)
            or not all(isinstance(one, dict) for one in answers)
        ):
            raise PeerAnswered(reply.status, peer=peer)
        growths = reply.growths(MOST_GROWTHS * LIMITS.batch)
        return [
            Answer(reply.receipts(one), str(one.get("code", ""))[:_CODE], growths, reply.seen)
            for one in answers
        ]

    def send_receipts(
        self,
        peer: StateCode,
        url: str,
        envelope: str,
        receipts: Sequence[bytes],
        growths: Sequence[Growth] = (),
    ) -> Answer:
        """Hand over receipts for ``envelope`` that were given after the answer."""
        told: dict[str, Json] = {
            "envelope": envelope,
            "receipts": [one.decode("ascii") for one in receipts],
            "growth": [growth.to_json() for growth in growths],
        }
        return self._post(peer, url, "receipts", orjson.dumps(told), {"Content-Type": RECEIPTS_TYPE}).answer

    def leaves(self, peer: StateCode, url: str, manifest: Digest, count: int) -> bytes:
        """Fetch the ``count`` leaf hashes of a piece of evidence, one after the other; no more is read."""
        with self._get(peer, url, f"evidence/{manifest}/leaves") as answer:
            content = answer.read(count * HASH_SIZE + 1)
            if len(content) > count * HASH_SIZE:
                raise PeerAnswered(answer.status, peer=peer)
        return content

    @contextmanager
    def evidence(self, peer: StateCode, url: str, manifest: Digest, start: int, end: int) -> Iterator[Span]:
        """Fetch the sealed bytes from ``start`` up to, not including, ``end`` or the true end, as they land."""
        span = f"bytes={start}-{end - 1}"
        with self._get(peer, url, f"evidence/{manifest}", span) as answer:
            size = answer.headers.get("Content-Range", "").rpartition("/")[2]
            if answer.status != HTTPStatus.PARTIAL_CONTENT or not size.isdecimal():
                raise PeerAnswered(answer.status, peer=peer)
            yield Span(answer.stream(_PIECE), int(size))

    def _post(self, peer: StateCode, url: str, door: str, body: bytes, headers: Mapping[str, str]) -> "_Said":
        asked = hop.Asked(peer, "POST", PREFIX + door, "", body)
        headers = {**headers, "Content-Length": str(len(body)), **self._signed(asked)}
        with _reached(peer):
            answer = self.pool.request(
                "POST",
                url.rstrip("/") + asked.path,
                body=BytesIO(body) if len(body) > _AT_ONCE else body,
                headers=headers,
                timeout=_patience(len(body)),
                redirect=False,
                preload_content=False,
            )
            with closing(answer):  # read to its end, its connection goes back to the pool; else it is closed
                content = answer.read(_LARGEST_ANSWER + 1)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise PeerRefused(peer, code=_problem(answer, content))
        return _Said(peer, answer.status, answer.headers.get(SEEN), _json(peer, answer, content))

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


def _patience(size: int) -> Timeout:
    """Wait longer for the answer to a long body: it may still be on its way."""
    return Timeout(connect=_CONNECT, read=_READ + size / _SLOWEST) if size > _AT_ONCE else _PATIENCE


@contextmanager
def _reached(peer: StateCode) -> Iterator[None]:
    """Name what the network does wrong."""
    try:
        yield
    except HTTPError as error:
        cause = error.reason if isinstance(error, MaxRetryError) and error.reason else error
        raise PeerUnreachable(peer, reason=type(cause).__name__) from error


@dataclass(frozen=True, slots=True)
class _Said:
    """What a peer answered: the status, the sizes that it names, and the object."""

    peer: StateCode
    status: int
    sizes: str | None
    said: Mapping[str, Any]

    @property
    def refused(self) -> bool:
        """Whether the status says no."""
        return self.status >= HTTPStatus.BAD_REQUEST

    @property
    def problem(self) -> str:
        """The code of the refusal, or the status where none is told."""
        return str(self.said.get("code", self.status))[:_CODE] if self.refused else ""

    def growths(self, most: int = MOST_GROWTHS) -> tuple[Growth, ...]:
        """Read how the peer's record grew; raises MalformedProof."""
        told = Fields({"growth": self.said.get("growth", [])}, path="answer", refusal=MalformedProof)
        return tuple(told.each("growth", Growth.read, most=most))

    @property
    def seen(self) -> tuple[int, ...]:
        """The sizes at which the peer knows our record."""
        return sizes_seen(self.sizes)

    @property
    def answer(self) -> Answer:
        """The answer to one act, or to receipts."""
        return Answer(self.receipts(self.said), self.problem, self.growths(), self.seen)

    def receipts(self, of: Mapping[str, Any]) -> tuple[bytes, ...]:
        """Give the receipts that stand in the answer or in one ``of`` its parts; raises PeerAnswered."""
        told = of.get("receipts", [])
        if not isinstance(told, list) or not all(isinstance(receipt, str) for receipt in told):
            raise PeerAnswered(self.status, peer=self.peer)
        return tuple([receipt.encode() for receipt in told])


def sizes_seen(header: str | None) -> tuple[int, ...]:
    """Read the sizes that whoever speaks has seen; what is no size is passed over, and nobody is shown more for it."""
    words = (header or "")[:128].split()[:MOST_SEEN]
    return tuple(
        int(word) for word in words if word.isascii() and word.isdecimal() and int(word) <= LIMITS.record
    )


def _problem(answer: BaseHTTPResponse, content: bytes) -> str:
    if answer.headers.get("Content-Type", "").startswith(PROBLEM_TYPE):
        try:
            return str(orjson.loads(content).get("code", ""))[:_CODE]
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
