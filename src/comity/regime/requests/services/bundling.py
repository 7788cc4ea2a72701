"""A finished request as one file, which a court verifies offline."""

from dataclasses import replace

from comity.access import Actor, require
from comity.errors.requests import NotNow
from comity.foundation.bundle import BundledAct, BundledStamp, Contents, Growth, write_bundle
from comity.foundation.record import Checkpoint
from comity.node import own, queries, receipts, record, subjects, timestamps
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
        receipts=receipts.documents(queries.receipts(request.thread)),
        profiles=tuple(bytes(PinnedProfile.objects.get(state=state).jws) for state in states),
        manifests=_manifests(request),
    )
    return write_bundle(_stamped(contents, request))


def _stamped(contents: Contents, request: Request) -> Contents:
    """Add the earliest time-stamp that covers our receipts, where there is one, and how the record grew till then."""
    ours = queries.receipts(request.thread).filter(state=own.state())
    sizes = receipts.sizes_shown(receipts.documents(ours))
    row = timestamps.first_after(sizes[-1]) if sizes else None
    if row is None or row.token is None:
        return contents
    log = record.log()
    growth = tuple(
        Growth(log.origin, size, row.size, log.consistency(size, row.size)) for size in sizes if size < row.size
    )
    return replace(
        contents, growth=growth, stamps=(BundledStamp(Checkpoint.parse(row.text), bytes(row.token)),)
    )


def _manifests(request: Request) -> tuple[bytes, ...]:
    """Return the signed manifests as they stand in the acts that disclosed them."""
    lines = Line.objects.filter(request=request, event=Event.DISCLOSED)
    return tuple(
        signed.encode("ascii") for line in lines for signed in read_disclosure(dict(line.told)).manifests
    )
