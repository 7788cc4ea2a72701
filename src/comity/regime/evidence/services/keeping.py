"""Taking evidence in, keeping it, opening it, and handing it over.

Sealing, copying and verifying a large file take time: they are done before the deed's transaction begins, so that
nobody waits for a disk; the transaction only writes down what was done.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import QuerySet

from comity.access import Actor, require
from comity.errors import ComityError
from comity.errors.evidence import EmptyEvidence, ItemDestroyed, ManifestMismatch, NotYetArrived, UnknownItem
from comity.foundation.envelopes import read_manifest, sign_manifest
from comity.foundation.identity import SealingKey, SealingRecipient, SigningKey
from comity.foundation.sealing import (
    LEAF,
    SALT,
    CustodyStep,
    Manifest,
    SealedFile,
    Source,
    readdress,
    seal_stream,
)
from comity.node import own, profiles, subjects
from comity.node.acts import Writer, acting
from comity.node.clock import now
from comity.node.fetching import Fetched
from comity.node.files import making, reading
from comity.node.keystore import sealing_name, signing_name
from comity.regime.evidence.models import Copy, Custody, Item, next_number
from comity.regime.evidence.rules import Event, Result, clean_name, require_purpose
from comity.words import AuthorityId, Digest, Instant

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Intake:
    """What is said of a file that is taken in: its name, kind, case, and how it came into our hands."""

    name: str
    media_type: str
    how: str
    event: Event = Event.COLLECTED
    thread: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SealedCopy:
    """A sealed copy that an authority of another State can open, not yet handed over."""

    item: Item
    manifest: Manifest
    signed: bytes
    to: AuthorityId


def take_in(
    actor: Actor,
    source: Source,
    intake: Intake,
    *,
    authority: AuthorityId,
    progress: Progress | None = None,
) -> Item:
    """Seal ``source`` for our own ``authority`` at once, and take it into custody."""
    require(subjects.access(), actor, "evidence.take-in")
    name, how = clean_name(intake.name), require_purpose(intake.how)
    if source.size == 0:
        raise EmptyEvidence("file")
    began = now()
    custody = tuple(CustodyStep(began, authority, event) for event in (intake.event, Event.SEALED))
    manifest = _seal(source, name, intake, custody, _recipient(authority), progress)
    with acting(actor, "evidence.take-in") as act:
        item = _keep(act, manifest, authority=authority, source=authority, thread=intake.thread)
        item.arrived = item.verified = act.at
        item.save(update_fields=["arrived", "verified"])
        note(act, item, intake.event, how, at=began)
        note(act, item, Event.SEALED, "", at=began)
        act.record(Event.SEALED, manifest.to_json(), about=item.digest)
    return item


def copy_for(actor: Actor, item: Item, *, to: AuthorityId, conditions: Sequence[str]) -> SealedCopy:
    """Make a sealed copy that ``to`` can open, under a manifest that tells the custody so far; hand nothing over."""
    require(subjects.access(), actor, "evidence.open", item)
    require_here(item)
    recipient = profiles.in_force(to.state, now()).authority(to).recipient
    steps = tuple(CustodyStep(event.at, event.authority, event.event) for event in item.chain())
    known = item.manifest_value
    manifest = Manifest(
        name=known.name,
        media_type=known.media_type,
        size=known.size,
        sealed_size=known.sealed_size,
        salt=known.salt,
        root=known.root,
        conditions=tuple(conditions),
        custody=(*steps, CustodyStep(now(), item.holder, Event.TRANSFERRED)),
    )
    header = readdress(own.headers().find(item.digest), keys=_keys(item), add=[recipient], keep=False)
    told = {"item": item, "authority": to, "made": now()}
    Copy.objects.get_or_create(manifest=manifest.digest, defaults=told)  # before its header exists
    own.objects().share(manifest.digest, of=item.digest)
    own.headers().keep(manifest.digest, header)
    return SealedCopy(item, manifest, _sign(manifest, item.holder), to)


def hand_over(act: Writer, copy: SealedCopy) -> None:
    """Note in custody, within the deed that discloses it, that ``copy`` goes to another State."""
    note(act, copy.item, Event.TRANSFERRED, copy.to)
    Copy.objects.filter(manifest=copy.manifest.digest).update(handed_over=act.at)


def expect(act: Writer, signed: bytes, *, sender: AuthorityId, ours: AuthorityId, thread: str) -> Item:
    """Verify a signed manifest that a peer disclosed to ``ours``, and have the sealed file fetched."""
    manifest = verify_manifest(signed, sender=sender, at=act.at)
    item = _keep(act, manifest, authority=ours, source=sender, thread=thread, signed=signed)
    act.fetch(manifest, by=ours, source=sender.state, thread=thread)
    return item


def take_custody(fetched: Fetched, act: Writer) -> None:
    """Note that a sealed file has arrived whole, every MiB verified as it landed."""
    item = _find(fetched.manifest.digest)
    item.arrived = item.verified = act.at
    item.save(update_fields=["arrived", "verified"])
    note(act, item, Event.RECEIVED, AuthorityId(item.source))
    note(act, item, Event.VERIFIED, "", result=Result.MATCHES)
    act.record(Event.RECEIVED, item.digest.raw, about=item.digest)


def open_item(actor: Actor, item: Item, *, purpose: str) -> "Opening":
    """Open ``item`` for a stated purpose: the access is recorded before the first byte is given out."""
    with acting(actor, "evidence.open", item) as act:
        require_here(item)
        note(act, item, Event.ACCESSED, require_purpose(purpose))
        act.record(Event.ACCESSED, item.digest.raw, about=item.digest)
    return Opening(item)


def verify_item(actor: Actor, item: Item, *, progress: Progress | None = None) -> Item:
    """Open every MiB of ``item``, hash it, compare it with the manifest, and note how it ended."""
    require(subjects.access(), actor, "evidence.verify", item)
    require_here(item)
    failure: ComityError | None = None
    try:
        with _sealed(item) as opened:
            opened.verify(progress=progress)
    except ComityError as error:
        failure = error
    with acting(actor, "evidence.verify", item) as act:
        note(act, item, Event.VERIFIED, "", result=Result.DIFFERS if failure else Result.MATCHES)
        if failure is None:
            item.verified = act.at
            item.save(update_fields=["verified"])
        act.record(Event.VERIFIED, item.digest.raw, about=item.digest)
    if failure is not None:
        raise failure
    return item


def verify_manifest(signed: bytes, *, sender: AuthorityId, at: Instant) -> Manifest:
    """Return the manifest that ``sender`` signed, or raise why it is not proved."""
    state = profiles.peer(sender.state)
    verified = read_manifest(signed, key_of=lambda office, kid: state.verifying_key(kid, at, office=office))
    if verified.office != sender:
        raise ManifestMismatch("manifest", sender=sender)
    return verified.manifest


def find_item(reference: str) -> Item:
    """Return the item of that reference, or raise UnknownItem."""
    item = Item.objects.filter(reference=reference).first()
    if item is None:
        raise UnknownItem(reference[:24])
    return item


def own_authority(actor: Actor) -> AuthorityId:
    """Return the authority that ``actor`` keeps evidence for: the one of the account, else the State's 24/7 point."""
    return actor.authority or profiles.own_profile().competent("24-7-network")[0].id


def items(actor: Actor, *, thread: str | None = None) -> QuerySet[Item]:
    """List the items of this node, or those of one case."""
    require(subjects.access(), actor, "evidence.list")
    found = Item.objects.all()
    return found if thread is None else found.filter(thread=thread)


def require_here(item: Item) -> Item:
    """Return ``item`` if its sealed file stands here, or raise that it is still coming or gone."""
    if item.destroyed is not None:
        raise ItemDestroyed(item.reference, since=item.destroyed)
    if item.arrived is None:
        raise NotYetArrived(item.reference)
    return item


def note(
    act: Writer,
    item: Item,
    event: Event,
    how: str,
    *,
    result: Result = Result.DONE,
    at: Instant | None = None,
) -> Custody:
    """Write the next event of custody, in the name of the office that acts."""
    before = item.custody.last()
    moment = at or act.at
    return Custody.objects.create(
        item=item,
        number=1 if before is None else before.number + 1,
        event=event,
        at=moment if before is None else max(moment, before.at),  # a clock may be set back; custody may not
        authority=item.authority,
        office=act.actor.name,
        how=how,
        result=result,
        prev="" if before is None else before.value.digest,
    )


class Opening:
    """The plaintext of an item, a MiB at a time; each was authenticated before it is given out."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.size = item.size

    def __iter__(self) -> Iterator[bytes]:
        with _sealed(self.item) as opened:
            for start in range(0, opened.size, LEAF):
                yield opened.read(start, min(LEAF, opened.size - start))


def _seal(
    source: Source,
    name: str,
    intake: Intake,
    custody: Sequence[CustodyStep],
    recipient: SealingRecipient,
    progress: Progress | None,
) -> Manifest:
    """Seal ``source`` into this node's objects, its header apart, under the digest of its manifest."""
    scratch = own.objects().scratch()
    with making(scratch) as sink:
        sealed = seal_stream(
            source,
            sink,
            recipients=[recipient],
            entropy=os.urandom,
            salt=os.urandom(SALT),
            detached=True,
            progress=progress,
        )
    manifest = Manifest.of(
        sealed, name=name, media_type=intake.media_type, conditions=intake.conditions, custody=custody
    )
    own.headers().keep(manifest.digest, sealed.header)
    own.objects().adopt(manifest.digest, scratch, leaves=sealed.leaves)
    return manifest


@contextmanager
def _sealed(item: Item) -> Iterator[SealedFile]:
    """Open the sealed file of ``item``: its header and its payload."""
    header = own.headers().find(item.digest)
    with reading(own.objects().find(item.digest)) as payload:
        yield SealedFile(payload, _keys(item), header=header, manifest=item.manifest_value)


def _keep(
    act: Writer,
    manifest: Manifest,
    *,
    authority: AuthorityId,
    source: AuthorityId,
    thread: str,
    signed: bytes = b"",
) -> Item:
    return Item.objects.create(
        reference=f"{authority.state}-E-{act.at.moment.year}-{next_number('evidence', act.at):04d}",
        manifest=manifest.digest,
        described=manifest.to_json(),
        signed=signed or _sign(manifest, authority),
        name=manifest.name,
        media_type=manifest.media_type,
        size=manifest.size,
        authority=authority,
        source=source,
        thread=thread,
        made=act.at,
    )


def _sign(manifest: Manifest, authority: AuthorityId) -> bytes:
    return sign_manifest(manifest, signing=signing_key(authority), office=authority)


def signing_key(authority: AuthorityId) -> SigningKey:
    """Return the key that ``authority`` of this State signs with."""
    return own.keys().signing(signing_name(authority))


def _recipient(authority: AuthorityId) -> SealingRecipient:
    return own.keys().sealing(sealing_name(authority)).recipient


def _keys(item: Item) -> Sequence[SealingKey]:
    return own.keys().opening(sealing_name(item.holder))


def _find(digest: Digest) -> Item:
    item = Item.objects.filter(manifest=digest).first()
    if item is None:
        raise UnknownItem(digest[:16])
    return item
