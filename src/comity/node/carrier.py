"""How this node calls another: HTTPS, one pool of kept connections, every request signed as one hop.

What the network or the peer does wrong is raised as a ``PeerError``; a refusal that the peer has signed is an answer.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from comity.errors.node import PeerAnswered, PeerRefused, PeerUnreachable
from comity.foundation.identity import SigningKey
from comity.node import hop
from comity.node.clock import now
from comity.words import Digest, StateCode

PREFIX = "/exchange/v1/"
ENVELOPE_TYPE = "application/vnd.comity.envelope"
RECEIPTS_TYPE = "application/vnd.comity.receipts+json"
PROBLEM_TYPE = "application/problem+json"
_PATIENCE = httpx.Timeout(30, connect=5)
_LARGEST_ANSWER = 2 * 1024 * 1024


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


@dataclass(slots=True)
class Carrier:
    """Requests in the name of one State, under its node's key. Safe to share among threads."""

    state: StateCode
    key: SigningKey
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=_PATIENCE, trust_env=False))

    def send_act(self, peer: StateCode, url: str, sealed: bytes) -> Answer:
        """Hand over a sealed act."""
        return self._post(peer, url, "acts", sealed, ENVELOPE_TYPE)

    def send_receipts(self, peer: StateCode, url: str, envelope: str, receipts: Sequence[bytes]) -> Answer:
        """Hand over receipts for ``envelope`` that were given after the answer."""
        body = json.dumps(
            {"envelope": envelope, "receipts": [one.decode("ascii") for one in receipts]}
        ).encode()
        return self._post(peer, url, "receipts", body, RECEIPTS_TYPE)

    def leaves(self, peer: StateCode, url: str, manifest: Digest) -> bytes:
        """Fetch the leaf hashes of a piece of evidence, one after the other."""
        with self._get(peer, url, f"evidence/{manifest}/leaves") as answer:
            return b"".join(answer.iter_raw())

    @contextmanager
    def evidence(self, peer: StateCode, url: str, manifest: Digest, start: int, end: int) -> Iterator[Span]:
        """Fetch the sealed bytes from ``start`` up to, not including, ``end`` or the true end, as they land."""
        span = f"bytes={start}-{end - 1}"
        with self._get(peer, url, f"evidence/{manifest}", span) as answer:
            size = answer.headers.get("Content-Range", "").rpartition("/")[2]
            if answer.status_code != httpx.codes.PARTIAL_CONTENT or not size.isdecimal():
                raise PeerAnswered(answer.status_code, peer=peer)
            yield Span(answer.iter_raw(), int(size))

    def _post(self, peer: StateCode, url: str, door: str, body: bytes, media_type: str) -> Answer:
        asked = hop.Asked(peer, "POST", PREFIX + door, "", body)
        headers = {"Content-Type": media_type, hop.HEADER: self._signed(asked)}
        try:
            answer = self.client.post(url.rstrip("/") + asked.path, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise PeerUnreachable(peer, reason=type(error).__name__) from error
        return _read(peer, answer)

    @contextmanager
    def _get(self, peer: StateCode, url: str, door: str, span: str = "") -> Iterator[httpx.Response]:
        asked = hop.Asked(peer, "GET", PREFIX + door, span)
        headers = {hop.HEADER: self._signed(asked), **({"Range": span} if span else {})}
        try:
            with self.client.stream("GET", url.rstrip("/") + asked.path, headers=headers) as answer:
                if answer.is_error:
                    answer.read()
                    raise PeerRefused(peer, code=_problem(answer))
                yield answer
        except httpx.HTTPError as error:
            raise PeerUnreachable(peer, reason=type(error).__name__) from error

    def _signed(self, asked: hop.Asked) -> str:
        return hop.sign(asked, state=self.state, key=self.key, at=now())


def _read(peer: StateCode, answer: httpx.Response) -> Answer:
    if answer.is_server_error:
        raise PeerRefused(peer, code=_problem(answer))
    said = _json(peer, answer)
    receipts = said.get("receipts", [])
    if not isinstance(receipts, list) or not all(isinstance(receipt, str) for receipt in receipts):
        raise PeerAnswered(answer.status_code, peer=peer)
    problem = str(said.get("code", answer.status_code))[:64] if answer.is_error else ""
    return Answer(tuple(receipt.encode() for receipt in receipts), problem)


def _problem(answer: httpx.Response) -> str:
    if answer.headers.get("Content-Type", "").startswith(PROBLEM_TYPE):
        try:
            return str(answer.json().get("code", ""))[:64]
        except (ValueError, AttributeError):
            pass
    return str(answer.status_code)


def _json(peer: StateCode, answer: httpx.Response) -> Mapping[str, Any]:
    try:
        said = answer.json()
    except ValueError as error:
        raise PeerAnswered(answer.status_code, peer=peer) from error
    if not isinstance(said, dict) or len(answer.content) > _LARGEST_ANSWER:
        raise PeerAnswered(answer.status_code, peer=peer)
    return said
