"""Rows of evidence: items, their custody, copies and destruction, and the serial numbers of a year."""

from typing import ClassVar

from django.db import models

from comity.foundation.sealing import Manifest
from comity.node.capabilities import held
from comity.node.fields import instant
from comity.regime.evidence.rules import CustodyEvent, Event, HandedOver, Order, Result, verify_custody
from comity.words import AuthorityId, Digest, Instant


class Item(models.Model):
    """A sealed file in the hands of an authority of this State, or on its way to it."""

    reference = models.CharField(max_length=24, unique=True)
    manifest = models.CharField(max_length=64, unique=True)
    described = models.BinaryField()
    signed = models.BinaryField()
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=255)
    size = models.BigIntegerField()
    authority = models.CharField(max_length=64)
    source = models.CharField(max_length=64)  # the authority that sealed it
    thread = models.CharField(max_length=64, blank=True, db_index=True)
    made: Instant = instant()
    arrived: Instant | None = instant(null=True)
    verified: Instant | None = instant(null=True)
    destroyed: Instant | None = instant(null=True)

    class Meta:
        ordering: ClassVar = ["-made", "-id"]

    def __str__(self) -> str:
        return self.reference

    @property
    def digest(self) -> Digest:
        """The digest of the manifest, which names the item everywhere."""
        return Digest(self.manifest)

    @property
    def manifest_value(self) -> Manifest:
        """The manifest."""
        return Manifest.parse(bytes(self.described))

    @property
    def holder(self) -> AuthorityId:
        """The authority that holds it."""
        return AuthorityId(self.authority)

    @property
    def source_state(self) -> str:
        """The State whose authority sealed it."""
        return AuthorityId(self.source).state

    @property
    def is_here(self) -> bool:
        """Whether the sealed file stands on this node, whole."""
        return self.arrived is not None and self.destroyed is None

    @property
    def destruction(self) -> "Destruction | None":
        """The order to destroy it that stands or was carried out, if there is one."""
        return self.destructions.filter(called_off=None).first()

    def chain(self) -> tuple[CustodyEvent, ...]:
        """Return the custody so far, verified from its beginning; none before a sealed file has arrived."""
        events = [row.value for row in self.custody.all()]
        return tuple(verify_custody(events)) if events or self.arrived else ()


class Custody(models.Model):
    """One event of an item's custody."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="custody")
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=64)
    at: Instant = instant()
    authority = models.CharField(max_length=64)
    office = models.CharField(max_length=128)
    how = models.TextField(blank=True)
    result = models.CharField(max_length=8)
    prev = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "number"], name="one_event_a_place")]

    def __str__(self) -> str:
        return self.event

    @property
    def value(self) -> CustodyEvent:
        """The event as the rules read it."""
        return CustodyEvent(
            item=self.item.digest,
            event=Event(self.event),
            at=self.at,
            authority=AuthorityId(self.authority),
            office=self.office,
            how=self.how,
            result=Result(self.result),
            prev=Digest(self.prev) if self.prev else None,
        )


class Copy(models.Model):
    """A header of ours that another authority can open, over the payload of an item; it is named by its manifest."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="copies")
    manifest = models.CharField(max_length=64, unique=True)
    authority = models.CharField(max_length=64)
    made: Instant = instant()
    handed_over: Instant | None = instant(null=True)

    class Meta:
        ordering: ClassVar = ["made", "id"]

    def __str__(self) -> str:
        return self.authority

    @property
    def digest(self) -> Digest:
        """The digest of the copy's manifest."""
        return Digest(self.manifest)

    @property
    def value(self) -> HandedOver:
        """The copy as the certificate tells it."""
        return HandedOver(self.digest, AuthorityId(self.authority))


class Destruction(models.Model):
    """An order to destroy an item, and what became of it: called off, or done and certified."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="destructions")
    ordered: Instant = instant()
    ordered_by = models.CharField(max_length=128)
    reason = models.TextField()
    officers = models.PositiveSmallIntegerField()
    called_off: Instant | None = instant(null=True)
    destroyed: Instant | None = instant(null=True)
    destroyed_by = models.CharField(max_length=128, blank=True)
    certified: Instant | None = instant(null=True)
    certificate = models.BinaryField(default=b"")

    class Meta:
        ordering: ClassVar = ["ordered", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(called_off=None), name="one_standing_order_an_item"
            )
        ]

    def __str__(self) -> str:
        return self.item.reference

    @property
    def value(self) -> Order:
        """The order as the rules read it."""
        return Order(
            item=self.item.digest,
            holder=self.item.holder,
            ordered=self.ordered,
            ordered_by=self.ordered_by,
            reason=self.reason,
            officers=self.officers,
        )


class Serial(models.Model):
    """The last number given in a series of a year; whoever takes the next holds the row until the commit."""

    series = models.CharField(max_length=16)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["series", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"


def next_number(series: str, at: Instant) -> int:
    """Take the next number of ``series`` in the year of ``at``; call it inside a transaction."""
    year = at.moment.year
    Serial.objects.get_or_create(series=series, year=year)
    row = held(Serial.objects.filter(series=series, year=year)).get()
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
