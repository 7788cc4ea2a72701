"""One finished request between two States, ready to be bundled."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from tests.foundation.parties import NOW, Party, conversation, entropy_of, party

from comity.foundation.bundle import BundledAct, Contents, Growth
from comity.foundation.envelopes import Envelope, Story, sign_manifest
from comity.foundation.exchange import authentic_receipt
from comity.foundation.sealing import CustodyStep, Manifest, MemorySink, MemorySource, seal_stream

EVIDENCE = b"2026-11-20T10:00:00Z;198.51.100.7;login\n" * 40_000


@dataclass(frozen=True)
class Case:
    """The parties, what passed between them, and what a bundle of it holds."""

    xa: Party
    xb: Party
    envelopes: tuple[Envelope, ...]
    manifest: Manifest
    contents: Contents

    def with_contents(self, **changes: object) -> Contents:
        return replace(self.contents, **changes)


def manifest_of(content: bytes, owner: Party) -> Manifest:
    draw = entropy_of("evidence")
    sealed = seal_stream(
        MemorySource(content),
        MemorySink(len(content) + 100_000),
        recipients=(owner.sealing.recipient,),
        entropy=draw,
        salt=draw(32),
    )
    custody = (CustodyStep(NOW + timedelta(minutes=30), owner.central, "sealed"),)
    return Manifest.of(sealed, name="logins.csv", media_type="text/csv", custody=custody)


@cache
def case() -> Case:
    """Play the request, its answer with evidence, and the thanks."""
    xa, xb = party("XA"), party("XB")
    manifest = manifest_of(EVIDENCE, xb)
    envelopes, receipts = conversation(xa, xb)
    story = Story("thread-1")
    for envelope in envelopes:
        story = story.told(envelope.act)
    place = story.next(xb.central)
    disclosure = xb.act(
        xa,
        kind="disclose",
        seq=place.seq,
        prev=place.prev,
        evidence=(manifest.digest,),
        at=NOW + timedelta(hours=3),
    )
    envelopes.append(xb.seal(disclosure, xa))
    receipts.append(xa.receives(envelopes[-1], at=disclosure.at + timedelta(seconds=1)))
    contents = Contents(
        thread="thread-1",
        made=NOW + timedelta(hours=4),
        by=xa.central,
        acts=tuple(BundledAct(envelope.document, envelope.digest) for envelope in envelopes),
        receipts=tuple(receipts),
        profiles=(xa.document, xb.document),
        manifests=(sign_manifest(manifest, signing=xb.signing, office=xb.central),),
        growth=(growth_of(xb, receipts[0], receipts[1], envelopes[0]),),
    )
    return Case(xa, xb, tuple(envelopes), manifest, contents)


def growth_of(giver: Party, first: bytes, second: bytes, envelope: Envelope) -> Growth:
    """Prove that the record of ``giver`` at the second receipt continues it at the first."""
    carried = {envelope.digest: envelope.act.digest}
    old, new = (
        authentic_receipt(document, profile=giver.profile, carried=carried).checkpoint.size
        for document in (first, second)
    )
    return Growth(giver.log.origin, old, new, giver.log.consistency(old, new))
