"""Rows of the machinery: officers, the record, profiles, the directory, envelopes, deliveries, receipts, clocks."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from comity.access import Actor, Role
from comity.node.fields import instant
from comity.words import AuthorityId, Instant, StateCode


class Officers(BaseUserManager["Officer"]):
    """Officers are made by services only."""


class Officer(AbstractBaseUser):
    """Somebody who signs in to this node: an office, never a person's name."""

    name = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=2, blank=True)
    authority = models.CharField(max_length=64, blank=True)
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    email = models.EmailField(blank=True)  # allauth looks for it; a node mails nobody

    USERNAME_FIELD: ClassVar[str] = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Officers()

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        """The value that the access table and the services take."""
        return Actor(
            self.name,
            StateCode(self.state) if self.state else None,
            frozenset(Role(role) for role in self.roles),
            AuthorityId(self.authority) if self.authority else None,
        )


class LogHead(models.Model):
    """The one row that says how far the record reaches; whoever appends holds it until the commit."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    edge = models.BinaryField()


class LogTile(models.Model):
    """One tile of the record's tree: up to 256 hashes of a level, at a place that names level and index."""

    place = models.BigIntegerField(primary_key=True)
    hashes = models.BinaryField()


class RecordEntry(models.Model):
    """One entry of the record. Without its salt nobody can tell any more what the digest was taken of."""

    index = models.BigIntegerField(primary_key=True)
    event = models.CharField(max_length=64)
    at: Instant = instant()
    salt = models.BinaryField(null=True)
    digest = models.CharField(max_length=64)
    about = models.CharField(max_length=64, blank=True, db_index=True)
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["index"]


class UnlinkingDecision(models.Model):
    """Why salts were destroyed, and of which entries: with its ``by``, what the digest of its entry was taken of."""

    entry = models.OneToOneField(
        RecordEntry, on_delete=models.PROTECT, primary_key=True, related_name="unlinking"
    )
    reason = models.TextField()
    entries = models.JSONField()


class PinnedProfile(models.Model):
    """The newest profile of a State that this node has pinned; its own stands here too."""

    state = models.CharField(max_length=2, primary_key=True)
    serial = models.BigIntegerField()
    jws = models.BinaryField()
    fingerprint = models.CharField(max_length=80)
    pinned_at: Instant = instant()


class ProfileVersion(models.Model):
    """Every profile that this node ever believed, the newest too: its history, and by which way each came."""

    class Source(models.TextChoices):
        """By which way a profile came."""

        OWN = "own"
        HAND = "hand"  # an officer compared the fingerprint by other means
        DIRECTORY = "directory"  # the holders of the directory vouch for the fingerprint

    state = models.CharField(max_length=2)
    serial = models.BigIntegerField()
    jws = models.BinaryField()
    fingerprint = models.CharField(max_length=80)
    source = models.CharField(max_length=9, choices=Source.choices)
    pinned_at: Instant = instant()

    class Meta:
        ordering: ClassVar = ["state", "-serial"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["state", "serial"], name="a_serial_names_one_profile"),
        ]


class FollowedDirectory(models.Model):
    """The one directory that this node follows: where, from which root, and how the last look at it went."""

    id = models.SmallIntegerField(primary_key=True)
    url = models.CharField(max_length=256)
    root = models.BinaryField()  # as it was handed over by other means
    since: Instant = instant()
    root_version = models.PositiveBigIntegerField(default=0)
    expires: Instant | None = instant(null=True)  # when what was fetched last is too old to be believed
    tried_at: Instant | None = instant(null=True)
    refreshed_at: Instant | None = instant(null=True)
    next_refresh: Instant = instant()
    lease_until: Instant | None = instant(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=64, blank=True)


class DirectoryEntry(models.Model):
    """What the directory said of one State when it was last looked at, and whether that was taken."""

    state = models.CharField(max_length=2, primary_key=True)
    fingerprint = models.CharField(max_length=80)
    serial = models.BigIntegerField(default=0)
    refused = models.CharField(max_length=64, blank=True)  # the code of the refusal; empty where it was taken
    at: Instant = instant()


class Envelope(models.Model):
    """A sealed act that has its place in a thread, kept verbatim."""

    class Way(models.TextChoices):
        """Which way it went."""

        OUT = "out"
        IN = "in"
        REFUSED = "refused"  # it came in, and its subject refused it: it keeps its place and has no effect

    digest = models.CharField(max_length=64, primary_key=True)
    sealed = models.BinaryField()  # empty where it is long and stands as an object; see archive
    way = models.CharField(max_length=7, choices=Way.choices)
    act = models.CharField(max_length=36, unique=True)
    act_digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=48)
    thread = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    prev = models.CharField(max_length=64, blank=True)
    sender = models.CharField(max_length=64)
    to = models.TextField()  # the authorities addressed, a space between them
    at: Instant = instant()
    entry = models.ForeignKey(RecordEntry, on_delete=models.PROTECT, related_name="envelopes")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["thread", "seq"], name="story")]


class Receipt(models.Model):
    """What a node certified of an envelope: one of the four pairs of evidence, kept verbatim."""

    envelope = models.CharField(max_length=64)
    kind = models.CharField(max_length=12)
    outcome = models.CharField(max_length=8)
    code = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=2)
    jws = models.BinaryField()
    at: Instant = instant()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["envelope", "kind", "state"], name="one_receipt_of_a_kind"),
        ]


class Dispatch(models.Model):
    """Something that must reach a peer: an act, or a receipt given later. It stays until the peer has answered."""

    class State(models.TextChoices):
        """How the delivery stands."""

        WAITING = "waiting"
        OVERDUE = "overdue"  # not delivered in the stated time: an officer decides
        DELIVERED = "delivered"
        REFUSED = "refused"
        GIVEN_UP = "given-up"

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="dispatches")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True)
    peer = models.CharField(max_length=2)
    thread = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt: Instant = instant()
    lease_until: Instant | None = instant(null=True)
    lease_token = models.BigIntegerField(default=0)
    last_error = models.CharField(max_length=64, blank=True)
    overdue: Instant = instant()  # when it is stated that it could not be delivered
    delivered_at: Instant | None = instant(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(
                fields=["peer", "thread"],
                condition=models.Q(state__in=["waiting", "overdue"]),
                name="open_dispatch",
            ),
        ]


class Pause(models.Model):
    """A peer to which nothing is sent until an officer resumes it."""

    state = models.CharField(max_length=2, primary_key=True)
    since: Instant = instant()
    by = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)


class Grant(models.Model):
    """A State may fetch one sealed piece of evidence until the window closes."""

    manifest = models.CharField(max_length=64)
    peer = models.CharField(max_length=2)
    until: Instant = instant()
    held = models.BooleanField(default=False)  # the State says that it holds it, in the answer to a parcel

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["manifest", "peer"], name="one_grant_a_peer")]


class Transfer(models.Model):
    """Evidence that is being fetched from a peer; ``leaves`` of it are verified and on disk."""

    class State(models.TextChoices):
        """How the transfer stands."""

        RUNNING = "running"
        COMPLETE = "complete"
        REFUSED = "refused"

    manifest = models.CharField(max_length=64, primary_key=True)
    described = models.BinaryField()
    peer = models.CharField(max_length=2)
    thread = models.CharField(max_length=64)
    authority = models.CharField(max_length=64)
    leaves = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt: Instant = instant()
    lease_until: Instant | None = instant(null=True)
    lease_token = models.BigIntegerField(default=0)
    last_error = models.CharField(max_length=64, blank=True)
    completed_at: Instant | None = instant(null=True)


class PeerCheckpoint(models.Model):
    """The newest checkpoint of a peer's record that this node has seen; an older or forked one is an alarm."""

    state = models.CharField(max_length=2, primary_key=True)
    size = models.BigIntegerField()
    text = models.TextField()
    seen_at: Instant = instant()


class LooseCheckpoint(models.Model):
    """A checkpoint of a peer that came while a newer one came too: the two are still to be shown of one history."""

    state = models.CharField(max_length=2)
    size = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["state", "size"], name="one_loose_of_a_size")]


class Witness(models.Model):
    """How a peer stands as a witness of this node's record: the size that it saw last, and how the last try ended."""

    state = models.CharField(max_length=2, primary_key=True)
    size = models.BigIntegerField(default=0)
    cosigned_at: Instant | None = instant(null=True)
    tried_at: Instant = instant()
    last_error = models.CharField(max_length=64, blank=True)


class WitnessedCheckpoint(models.Model):
    """A checkpoint of this node's record that at least one witness has cosigned, with all cosignatures."""

    size = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    at: Instant = instant()


class TimeStamp(models.Model):
    """A checkpoint of this node's record shown to a time-stamping authority, and its answer, kept verbatim."""

    size = models.BigIntegerField(primary_key=True)
    text = models.TextField()  # the checkpoint as it is stamped
    token = models.BinaryField(null=True)  # none while the authority has not answered
    at: Instant | None = instant(null=True)  # as the token says
    authority = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt: Instant = instant()
    last_error = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-size"]


class Fork(models.Model):
    """Evidence that a record was forked, and what an officer decided; until then the exchange with it is held."""

    state = models.CharField(max_length=2)
    evidence = models.BinaryField()
    digest = models.CharField(max_length=64, unique=True)
    older = models.BigIntegerField()
    newer = models.BigIntegerField()
    found_at: Instant = instant()
    decided_at: Instant | None = instant(null=True)
    decided_by = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-found_at"]
        indexes: ClassVar = [
            models.Index(fields=["state"], condition=models.Q(decided_at__isnull=True), name="undecided_fork")
        ]


class Deadline(models.Model):
    """A clock that runs: what follows when it is due, and whether it was met in time."""

    class State(models.TextChoices):
        """How the clock stands."""

        RUNNING = "running"
        MET = "met"
        EXPIRED = "expired"

    what = models.CharField(max_length=64)
    about = models.CharField(max_length=64, db_index=True)
    started: Instant = instant()
    due: Instant = instant()
    state = models.CharField(max_length=7, choices=State.choices, default=State.RUNNING)
    ended: Instant | None = instant(null=True)

    class Meta:
        ordering: ClassVar = ["due"]
        indexes: ClassVar = [
            models.Index(fields=["due"], condition=models.Q(state="running"), name="due_clock")
        ]
