"""Errands: one request to somebody outside, of which the exchange never depends, with patience and within limits."""

from collections.abc import Collection
from dataclasses import dataclass

import urllib3

from comity.errors.node import PeerAnswered, PeerUnreachable

LARGEST_ANSWER = 64 * 1024
_PATIENCE = urllib3.Timeout(connect=3, read=10)
_POOL = urllib3.PoolManager(num_pools=16, maxsize=2, retries=False, timeout=_PATIENCE)
_GOOD = range(200, 300)


@dataclass(frozen=True, slots=True)
class Errand:
    """What is sent, to whom, and where."""

    to: str
    url: str
    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back."""

    status: int
    body: bytes


def post(errand: Errand, *, expected: Collection[int] = ()) -> Answered:
    """Run an errand; raises PeerUnreachable, or PeerAnswered for a status that is neither good nor ``expected``."""
    headers = {"Content-Type": errand.media_type}
    try:
        answer = _POOL.request(
            "POST", errand.url, body=errand.body, headers=headers, preload_content=False, redirect=False
        )
        try:
            body = answer.read(LARGEST_ANSWER + 1)
        finally:
            answer.release_conn()
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise PeerUnreachable(errand.to, reason=type(error).__name__) from error
    if len(body) > LARGEST_ANSWER or (answer.status not in _GOOD and answer.status not in expected):
        raise PeerAnswered(answer.status, peer=errand.to)
    return Answered(answer.status, body)
