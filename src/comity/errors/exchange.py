"""Refusals of receipts and of the order of a thread."""

from comity.errors import Conflicting, Forbidden, Malformed, Unproved


class MalformedReceipt(Malformed):
    """A field of a receipt is missing, unknown or not in its form."""


class MalformedBatch(Malformed):
    """Several envelopes in one body are not in their form."""


class ReceiptForAnother(Unproved):
    """The receipt speaks of another envelope or another act."""


class Replayed(Conflicting):
    """The act is already part of the thread."""


class SequenceGap(Conflicting):
    """An earlier act of the thread has not arrived."""


class ForkedStory(Conflicting):
    """An author tells two stories: two different acts at one place of the thread."""


class StrangerInThread(Forbidden):
    """The act is not between the States whose thread it claims."""
