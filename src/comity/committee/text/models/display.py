"""What the room sees of a text: the secretariat's cursor."""

from django.db import models

from comity.committee.text.models.rows import Text
from comity.node.fields import instant
from comity.words import Instant


class Display(models.Model):
    """Where the secretariat's cursor stands: a provision with all under it, or up to another one.

    It is no entry of the log and none of the record: it changes nothing, and only the newest is kept.
    """

    text = models.OneToOneField(Text, on_delete=models.PROTECT, related_name="display")
    first = models.CharField(max_length=16)
    last = models.CharField(max_length=16, blank=True)
    turn = models.PositiveIntegerField(default=0)  # how often it was moved
    at: Instant = instant()

    def __str__(self) -> str:
        return f"{self.text}: {self.first}"
