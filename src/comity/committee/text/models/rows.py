"""Rows of the text: texts, their drafts, and in each draft the provisions, known by an identity that lasts.

A draft keeps the bytes that were imported; everything else here can be computed from them again. The identity of a
provision stands in ``Provision`` once, however many drafts word it; ``Wording`` says where it stands in one draft.
"""

from typing import ClassVar

from django.db import models

from comity.committee.text.rules.figures import Figures
from comity.node.fields import instant
from comity.words import Instant, Language


class Text(models.Model):
    """A text under negotiation, in all its drafts and languages."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300, unique=True)
    begun: Instant = instant()

    class Meta:
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """One draft of a text in one language: the bytes imported, and the counts of the whole."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    source = models.BinaryField()
    digest = models.CharField(max_length=64)
    at: Instant = instant()
    by = models.CharField(max_length=64)
    published = models.BooleanField(default=False)
    imbalances = models.PositiveIntegerField()
    words = models.PositiveIntegerField()
    in_brackets = models.PositiveIntegerField()
    in_options = models.PositiveIntegerField()
    ad_referendum = models.PositiveIntegerField()
    brackets = models.PositiveIntegerField()
    alternatives = models.PositiveIntegerField()
    placeholders = models.PositiveIntegerField()
    options = models.PositiveIntegerField()
    depth = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["text", "language", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "language", "number"], name="one_draft_a_number"),
            models.UniqueConstraint(fields=["text", "language", "digest"], name="one_draft_a_wording"),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.number})"

    @property
    def figures(self) -> Figures:
        """The counts as a value."""
        return figures_of(self)

    @property
    def spoken(self) -> Language:
        """The language of the draft."""
        return Language(self.language)


class Provision(models.Model):
    """The lasting identity of a provision of one text in one language."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="provisions")
    language = models.CharField(max_length=2)
    key = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "language", "key"], name="one_provision_a_key"),
        ]

    def __str__(self) -> str:
        return self.key


class Wording(models.Model):
    """Where a provision stands in one draft; counts include what stands under it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="wordings")
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="wordings")
    place = models.PositiveIntegerField()  # among all blocks of the draft
    parent = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=24)
    number = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    article = models.BooleanField()  # what a reader opens by itself
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    words = models.PositiveIntegerField()
    in_brackets = models.PositiveIntegerField()
    in_options = models.PositiveIntegerField()
    ad_referendum = models.PositiveIntegerField()
    brackets = models.PositiveIntegerField()
    alternatives = models.PositiveIntegerField()
    placeholders = models.PositiveIntegerField()
    options = models.PositiveIntegerField()
    depth = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "place"], name="one_wording_a_place"),
            models.UniqueConstraint(fields=["draft", "provision"], name="one_wording_a_provision"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()

    @property
    def figures(self) -> Figures:
        """The counts as a value."""
        return figures_of(self)


class Negotiated(models.Model):
    """That a text is under negotiation, and how long its log is; whoever writes the next entry holds this row."""

    text = models.OneToOneField(Text, on_delete=models.PROTECT, related_name="negotiated")
    language = models.CharField(max_length=2)
    begun: Instant = instant()
    entries = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.text} ({self.entries})"


class LogEntry(models.Model):
    """One entry of the log of a negotiation, as it was written: canonical JSON. Nothing changes or deletes it."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="log")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    by = models.CharField(max_length=16)
    entered = models.CharField(max_length=64)
    at: Instant = instant()
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["text", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "number"], name="one_entry_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind}"


class Measured(models.Model):
    """How far a negotiation was when a meeting ended with that entry; it can be computed from the log again.

    Of each cluster the words agreed, free, bracketed, and in alternatives. Should words be counted by another rule one
    day, these rows must be counted anew.
    """

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="measured")
    entry = models.PositiveIntegerField()
    clusters = models.JSONField()

    class Meta:
        ordering: ClassVar = ["text", "entry"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "entry"], name="one_measure_an_end"),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.entry})"


class Taken(models.Model):
    """That a form with acts was taken, by the name its page gave it: sent again, it is not entered again."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="taken")
    by = models.CharField(max_length=64)
    once = models.CharField(max_length=60)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "by", "once"], name="one_form_is_taken_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


def figures_of(row: Draft | Wording) -> Figures:
    """Take the counts of a row."""
    return Figures(
        words=row.words,
        in_brackets=row.in_brackets,
        in_options=row.in_options,
        ad_referendum=row.ad_referendum,
        brackets=row.brackets,
        alternatives=row.alternatives,
        placeholders=row.placeholders,
        options=row.options,
        depth=row.depth,
    )
