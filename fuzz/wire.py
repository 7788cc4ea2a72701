"""What stands on the wire around the documents: problem documents, and the signature of a hop."""

from collections.abc import Callable

import httpx
from tests.foundation.parties import NOW, party, profiles

from comity.node import hop
from comity.node.carrier import PROBLEM_TYPE, Carrier
from comity.words import StateCode

XB = party("XB")
KNOWN = profiles(party("XA"), XB)


def problem(status: int) -> Callable[[bytes], object]:
    """Read what a peer answers to an act, as this node's carrier reads it."""

    def read(body: bytes) -> object:
        answer = httpx.Response(status, content=body, headers={"Content-Type": PROBLEM_TYPE})
        client = httpx.Client(transport=httpx.MockTransport(lambda _request: answer))
        return Carrier(StateCode("XB"), XB.node, client).send_act(
            StateCode("XA"), "http://xa.example", b"sealed"
        )

    return read


def hop_signature(signature: str) -> object:
    """Read the signature of a hop."""
    asked = hop.Asked(StateCode("XB"), "POST", "/exchange/v1/acts", "", b"body")
    return hop.verify(signature, asked, known=lambda state, kid: KNOWN[state].node_key(kid, NOW), at=NOW)
