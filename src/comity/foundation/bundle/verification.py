"""Verifying a bundle with nothing but the bundle: no database, no node, no connection.

 1. archive    one file in the one form of a bundle, within its limits; the index names every member and its digest
 2. profiles   one for each State, signed by its root key, whose fingerprint is the one pinned
 3. acts       each is signed by a key that the author's State names for that office, and is of this thread
 4. order      each author's acts follow one another without gap or fork; no act enters from elsewhere
 5. receipts   each is signed by a node of its State, speaks of an envelope and an act in this bundle, and is an entry
               of that State's record under a checkpoint that the record's key signed
 6. keys       each act's keys were valid when the act was witnessed: at the earliest receipt by which another State
               accepted it, that is when it entered that State's record; where none did, at the moment the act itself
               names, and then no key that was ever revoked counts: the act counts as unwitnessed
 7. records    no two checkpoints of one record contradict each other; each proof of growth holds; each time-stamp is
               over a checkpoint that a record of the bundle signed, and that continues one of its receipts
 8. evidence   each manifest is signed by an office of a State in the bundle, and an act names it; where its key was
               revoked, that act was witnessed before

Where no fingerprint is pinned for a State, step 2 proves only that the profile is whole. Those fingerprints are handed
out in ``to_compare``: until the reader has compared them by other means, nothing is proved about who acted. Likewise a
time-stamp proves its moment only under the certificates that the reader trusts; without them it tells what it claims.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from comity.errors import ComityError
from comity.errors.bundle import MalformedIndex, ProfileMissing, StrayManifest
from comity.errors.record import ForkedRecord, StampUnproved
from comity.foundation.bundle.index import BundledAct, Contents, Growth, read_bundle
from comity.foundation.bundle.timeline import Moment, timeline
from comity.foundation.directory import KeyRecord, Profile, authentic_profile, claimed_state
from comity.foundation.envelopes import (
    Act,
    Story,
    VerifiedManifest,
    read_manifest,
    read_signed,
    read_signed_act,
)
from comity.foundation.exchange import Outcome, Receipt, authentic_receipt, record_key
from comity.foundation.identity import KeyId, VerifyingKey
from comity.foundation.record import Checkpoint
from comity.foundation.record.stamps import Stamp, claimed_stamp, verify_stamp
from comity.foundation.trees import verify_consistency
from comity.words import AuthorityId, Digest, Instant, StateCode

STEPS = ("archive", "profiles", "acts", "order", "receipts", "keys", "records", "evidence")


@dataclass(frozen=True, slots=True)
class ProvedAct:
    """An act of the bundle with its envelope, its keys, and when another State witnessed it, or None."""

    act: Act
    document: bytes
    envelope: Digest
    kids: tuple[KeyId, ...]
    witnessed: Instant | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the verification that held, and over how many things."""

    number: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class VerifiedBundle:
    """A bundle in which every step held."""

    thread: str
    made: Instant
    by: AuthorityId
    acts: tuple[ProvedAct, ...]
    receipts: tuple[Receipt, ...]
    manifests: tuple[VerifiedManifest, ...]
    profiles: Mapping[StateCode, Profile]
    steps: tuple[Step, ...]
    timeline: tuple[Moment, ...]
    to_compare: Mapping[StateCode, KeyId]
    stamps: tuple[Stamp, ...] = ()
    stamps_proved: bool = False

    @property
    def unwitnessed(self) -> tuple[Act, ...]:
        """The acts that no receipt of another State in the bundle accepted."""
        return tuple(proved.act for proved in self.acts if proved.witnessed is None)

    @property
    def absent(self) -> frozenset[Digest]:
        """The manifests that acts name and that are not enclosed."""
        named = {digest for proved in self.acts for digest in proved.act.evidence}
        return frozenset(named - {enclosed.manifest.digest for enclosed in self.manifests})


def verify_bundle(
    packed: bytes, *, pins: Mapping[StateCode, KeyId] | None = None, roots: bytes = b""
) -> VerifiedBundle:
    """Return what the bundle proves when every step holds, or raise at the first that does not.

    The refusal names its step in its facts. ``pins`` gives the fingerprints of root keys that the reader knows
    from elsewhere; ``roots`` are the certificates (PEM) of time-stamping authorities that the reader trusts.
    """
    pinned = dict(pins or {})
    with _step("archive"):  # 1
        contents = read_bundle(packed)
    with _step("profiles"):  # 2
        profiles = _profiles(contents.profiles, pinned)
    with _step("acts"):  # 3
        signed = [_act(bundled, profiles) for bundled in contents.acts]
    with _step("order"):  # 4
        _ordered(contents.thread, [proved.act for proved in signed])
    with _step("receipts"):  # 5
        receipts = _receipts(contents, signed, profiles)
    with _step("keys"):  # 6
        acts = tuple(_timely(proved, receipts, profiles) for proved in signed)
    with _step("records"):  # 7
        checkpoints = [receipt.checkpoint for receipt in receipts]
        stamps = _stamps(contents, checkpoints, profiles, roots)
        _records([*checkpoints, *(stamp.checkpoint for stamp in stamps)], contents.growth)
    with _step("evidence"):  # 8
        manifests = _manifests(contents.manifests, acts, profiles)
    counts = (
        len(contents.acts) + len(receipts) + len(profiles) + len(manifests),
        *(len(profiles), len(acts), len(acts), len(receipts), len(acts)),
        len({checkpoint.text for checkpoint in checkpoints}) + len(contents.growth) + len(stamps),
        len(manifests),
    )
    return VerifiedBundle(
        thread=contents.thread,
        made=contents.made,
        by=contents.by,
        acts=acts,
        receipts=receipts,
        manifests=manifests,
        profiles=profiles,
        steps=tuple(
            Step(number, name, count)
            for number, (name, count) in enumerate(zip(STEPS, counts, strict=True), start=1)
        ),
        timeline=timeline([proved.act for proved in acts], receipts, manifests),
        stamps=stamps,
        stamps_proved=bool(stamps and roots),
        to_compare={state: profile.fingerprint for state, profile in profiles.items() if state not in pinned},
    )


@contextmanager
def _step(name: str) -> Iterator[None]:
    """Let a refusal say at which step it came."""
    try:
        yield
    except ComityError as refusal:
        refusal.facts.setdefault("step", name)
        raise


def _profiles(documents: Iterable[bytes], pins: Mapping[StateCode, KeyId]) -> dict[StateCode, Profile]:
    profiles: dict[StateCode, Profile] = {}
    for document in documents:
        profile = authentic_profile(document, pinned=pins.get(claimed_state(document)))
        if profile.state in profiles:
            raise MalformedIndex("index.profiles", expected="one of each State")
        profiles[profile.state] = profile
    return profiles


def _profile(state: StateCode, profiles: Mapping[StateCode, Profile]) -> Profile:
    if state not in profiles:
        raise ProfileMissing(state)
    return profiles[state]


def _act(bundled: BundledAct, profiles: Mapping[StateCode, Profile]) -> ProvedAct:
    signed = read_signed_act(bundled.document)
    office, profile = signed.office, _profile(signed.office.state, profiles)
    act, verified = signed.verify(lambda kid: profile.office_record(kid, office).key)
    return ProvedAct(act, bundled.document, bundled.envelope, verified.kids, witnessed=None)


def _ordered(thread: str, acts: Sequence[Act]) -> None:
    story = Story(thread)
    for act in acts:
        story = story.told(act)


def _receipts(
    contents: Contents, acts: Sequence[ProvedAct], profiles: Mapping[StateCode, Profile]
) -> tuple[Receipt, ...]:
    digests = {proved.envelope: proved.act.digest for proved in acts}
    receipts = []
    for document in contents.receipts:
        profile = _profile(StateCode(read_signed(document).issuer), profiles)
        receipt = authentic_receipt(document, profile=profile, carried=digests)
        receipts.append(receipt)
    return tuple(receipts)


def _timely(proved: ProvedAct, receipts: Iterable[Receipt], profiles: Mapping[StateCode, Profile]) -> ProvedAct:
    """Take the keys as they were when another State witnessed the act; its author's own State is no witness."""
    author = proved.act.sender
    accepted = [
        said.at
        for receipt in receipts
        for said in receipt.statements
        if said.envelope == proved.envelope and said.outcome is Outcome.ACCEPTED and said.state != author.state
    ]
    witnessed = min(accepted, default=None)
    profile = _profile(author.state, profiles)
    for kid in proved.kids:
        if witnessed is None:
            profile.claimed_key(kid, proved.act.at, office=author)
        else:
            profile.verifying_key(kid, witnessed, office=author)
    return ProvedAct(proved.act, proved.document, proved.envelope, proved.kids, witnessed)


def _stamps(
    contents: Contents,
    checkpoints: Iterable[Checkpoint],
    profiles: Mapping[StateCode, Profile],
    roots: bytes,
) -> tuple[Stamp, ...]:
    records = {profile.log.origin: profile for profile in profiles.values()}
    receipts = {(checkpoint.origin, checkpoint.size) for checkpoint in checkpoints}
    grown = {(step.origin, step.new) for step in contents.growth if (step.origin, step.old) in receipts}
    stamps = []
    for stamp in contents.stamps:
        shown = stamp.checkpoint
        if shown.origin not in records or (shown.origin, shown.size) not in receipts | grown:
            raise StampUnproved(shown.origin, size=shown.size, reason="of no receipt in the bundle")
        proved = verify_stamp(stamp.token, shown, roots=roots) if roots else claimed_stamp(stamp.token, shown)
        shown.verify(record_key(records[shown.origin], shown, proved.at))
        stamps.append(proved)
    return tuple(stamps)


def _records(checkpoints: Iterable[Checkpoint], growth: Iterable[Growth]) -> None:
    roots: dict[tuple[str, int], bytes] = {}
    for checkpoint in checkpoints:
        root = roots.setdefault((checkpoint.origin, checkpoint.size), checkpoint.root)
        if root != checkpoint.root:
            raise ForkedRecord(checkpoint.origin, older=checkpoint.size, newer=checkpoint.size)
    for step in growth:
        old, new = roots.get((step.origin, step.old)), roots.get((step.origin, step.new))
        if old is None or new is None:
            raise MalformedIndex("index.growth", expected="between checkpoints of the receipts")
        verify_consistency(old_size=step.old, old_root=old, new_size=step.new, new_root=new, path=step.path)


def _manifests(
    documents: Iterable[bytes], acts: Sequence[ProvedAct], profiles: Mapping[StateCode, Profile]
) -> tuple[VerifiedManifest, ...]:
    return tuple(_manifest(document, acts, profiles) for document in documents)


def _manifest(
    document: bytes, acts: Sequence[ProvedAct], profiles: Mapping[StateCode, Profile]
) -> VerifiedManifest:
    records: list[KeyRecord] = []

    def key_of(office: AuthorityId, kid: KeyId) -> VerifyingKey:
        records.append(_profile(office.state, profiles).office_record(kid, office))
        return records[-1].key

    verified = read_manifest(document, key_of=key_of)
    naming = [proved for proved in acts if verified.manifest.digest in proved.act.evidence]
    if not naming:
        raise StrayManifest(verified.manifest.digest[:16])
    witnessed = min((one.witnessed for one in naming if one.witnessed is not None), default=None)
    for record in records:
        record.require_unrevoked(witnessed)
    return verified
