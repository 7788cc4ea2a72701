"""A finished request as one file, which a court verifies offline."""

from comity.access import Actor, require
from comity.errors.requests import NotNow
from comity.foundation.bundle import BundledAct, Contents, write_bundle
from comity.node import own, queries, subjects
from comity.node.clock import now
from comity.node.models import PinnedProfile
from comity.regime.requests.models import Line, Request
from comity.regime.requests.rules.bodies import read_disclosure
from comity.regime.requests.rules.life import Event
from comity.words import AuthorityId, Digest


def bundle(actor: Actor, request: Request) -> bytes:
    """Bundle the acts, receipts, profiles and manifests of ``request``, with nothing that only this node knows."""
    require(subjects.access(), actor, "requests.bundle", request.standing)
    if not request.thread:
        raise NotNow("act", act="bundle", state=request.state)
    envelopes = list(queries.envelopes(request.thread))
    states = sorted({own.state(), AuthorityId(request.theirs).state})
    contents = Contents(
        thread=request.thread,
        made=now(),
        by=AuthorityId(request.ours),
        acts=tuple(
            BundledAct(queries.open_envelope(row.digest).document, Digest(row.digest)) for row in envelopes
        ),
        receipts=tuple(bytes(row.jws) for row in queries.receipts(request.thread)),
        profiles=tuple(bytes(PinnedProfile.objects.get(state=state).jws) for state in states),
        manifests=_manifests(request),
    )
    return write_bundle(contents)


def _manifests(request: Request) -> tuple[bytes, ...]:
    """Return the signed manifests as they stand in the acts that disclosed them."""
    lines = Line.objects.filter(request=request, event=Event.DISCLOSED)
    return tuple(
        signed.encode("ascii") for line in lines for signed in read_disclosure(dict(line.told)).manifests
    )
