"""A peer State in memory: it opens what our node sends it, and hands our node what it says in return."""

import os
from dataclasses import dataclass, field, replace

from tests.regime.states import UNCC_42, WHOLE, sealing, signing

from comity.foundation.directory import Profile
from comity.foundation.envelopes import Act, Story, VerifiedAct, act_id, open_act, seal_act, sign_manifest
from comity.foundation.sealing import SALT, CustodyStep, Manifest, MemorySink, MemorySource, seal_stream
from comity.foundation.sealing.payload import Layout
from comity.node import reception
from comity.node.models import Dispatch
from comity.regime.requests.rules import bodies
from comity.regime.requests.rules.content import complete
from comity.words import AuthorityId, Digest, StateCode


@dataclass
class Peer:
    """One peer State with one duty office."""

    state: StateCode
    ours: Profile  # the profile of the node under test
    clock: object
    stories: dict[str, Story] = field(default_factory=dict)
    objects: dict[Digest, bytes] = field(default_factory=dict)

    @property
    def office(self) -> AuthorityId:
        return AuthorityId(f"{self.state}/duty")

    def take(self) -> list[VerifiedAct]:
        """Open every act that the node has for us, in order, as our own node would."""
        taken = []
        waiting = Dispatch.objects.filter(peer=self.state, receipt=None, state=Dispatch.State.WAITING)
        for dispatch in waiting.order_by("id"):
            verified = open_act(
                bytes(dispatch.envelope.sealed),
                me=frozenset({self.office}),
                keys=[sealing(self.office)],
                profiles=lambda _state: self.ours,
                at=self.clock.at,
                story=self.story,
            )
            self.stories[verified.act.thread] = self.story(verified.act.thread).told(verified.act)
            taken.append(verified)
            Dispatch.objects.filter(pk=dispatch.pk).update(state=Dispatch.State.DELIVERED)
        return taken

    def story(self, thread: str) -> Story:
        return self.stories.get(thread, Story(thread))

    def say(
        self, kind: str, body: dict, *, thread: str, evidence=(), basis=(UNCC_42,), to="XA/duty", sender=None
    ):
        """Say something to the node, and return its answer."""
        place = self.story(thread).next(sender or self.office)
        act = Act(
            id=act_id(self.clock.at, os.urandom),
            kind=kind,
            sender=sender or self.office,
            to=(AuthorityId(to),),
            by="duty officer",
            at=self.clock.at,
            thread=thread,
            seq=place.seq,
            prev=place.prev,
            basis=tuple(basis),
            body=body,
            evidence=tuple(evidence),
        )
        envelope = seal_act(
            act,
            signing=signing(act.sender),
            recipients=[self.ours.authority(AuthorityId(to)).recipient],
            entropy=os.urandom,
        )
        self.stories[thread] = self.story(thread).told(act)  # what is refused keeps its place too
        return reception.receive(envelope.sealed)

    def ask(
        self,
        content=None,
        *,
        reference="XB-2026-0007",
        thread="01a2b3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b",
        body=None,
    ):
        """Ask the node to preserve; by default with everything that a request must state."""
        whole = content or replace(WHOLE, to=AuthorityId("XA/duty"))
        if body is None:
            made = complete(whole, reference=reference, authority=self.office, at=self.clock.at)
            body = bodies.print_request(made)
        return self.say("preserve", body, thread=thread)

    def seal(self, content: bytes, *, name="connection-log.csv", sender=None) -> tuple[Manifest, bytes]:
        """Seal something for the node's duty office, and sign its manifest."""
        office = sender or self.office
        sink = MemorySink(0)
        sink.content = bytearray(Layout(len(content)).sealed_size + 8192)
        sealed = seal_stream(
            MemorySource(content),
            sink,
            recipients=[self.ours.authority(AuthorityId("XA/duty")).recipient],
            entropy=os.urandom,
            salt=os.urandom(SALT),
        )
        custody = [CustodyStep(self.clock.at, office, "evidence:item:collected")]
        manifest = Manifest.of(sealed, name=name, media_type="text/csv", custody=custody)
        whole = bytes(sink.content[: len(sealed.header) + sealed.sealed_size])
        self.objects[manifest.digest] = whole
        return manifest, sign_manifest(manifest, signing=signing(office), office=office)
