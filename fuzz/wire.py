"""What stands on the wire around the documents: the answers of a peer, and the signature of a hop."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from tests.foundation.parties import NOW, party, profiles
from urllib3 import HTTPResponse

from comity.errors.node import UnknownPeer
from comity.foundation.directory import Profile
from comity.node import hop
from comity.node.carrier import PROBLEM_TYPE, Carrier
from comity.words import StateCode

XA, XB = party("XA"), party("XB")
KNOWN = profiles(XA, XB)
ASKED = hop.Asked(StateCode("XB"), "POST", "/exchange/v1/acts", "", b"body")


def pinned(state: StateCode) -> Profile:
    """Give the pinned profile of a State, or refuse one that is not pinned, as a node does."""
    if state not in KNOWN:
        raise UnknownPeer(state)
    return KNOWN[state]


@dataclass(frozen=True, slots=True)
class Pool:
    """A way to a peer that gives always the same answer."""

    status: int
    body: bytes

    def request(self, *_words: object, **_facts: object) -> HTTPResponse:
        """Answer."""
        return HTTPResponse(
            BytesIO(self.body), {"Content-Type": PROBLEM_TYPE}, self.status, preload_content=False
        )


def problem(status: int) -> Callable[[bytes], object]:
    """Read what a peer answers to an act, as this node's carrier reads it."""
    return lambda body: _asking(status, body).send_act(StateCode("XA"), "http://xa.example", b"sealed")


def answers(body: bytes) -> object:
    """Read what a peer answers to a batch of two."""
    return _asking(200, body).send_acts(StateCode("XA"), "http://xa.example", [b"first", b"second"])


def _asking(status: int, body: bytes) -> Carrier:
    return Carrier(StateCode("XB"), XB.node, Pool(status, body))


def hop_signature(fields: str) -> object:
    """Read the signature of a hop out of the fields of a request, one a line."""
    told = dict(line.partition(": ")[::2] for line in fields.split("\n"))
    return hop.verify(told.get, ASKED, known=lambda state, kid: pinned(state).node_key(kid, NOW), at=NOW)


def signed_hop() -> str:
    """Write the fields of a request that is signed."""
    fields = hop.sign(ASKED, state=StateCode("XA"), key=XA.node, at=NOW)
    return "\n".join(f"{name}: {value}" for name, value in fields.items())
