"""Refusals of the record: its entries, its checkpoints and its proofs."""

from comity.errors import Conflicting, Malformed, OperatorError, ProgrammerError, Unproved


class MalformedCheckpoint(Malformed):
    """Not a checkpoint as a signed note."""


class MalformedEntry(Malformed):
    """Not an entry of a record."""


class MalformedFork(Malformed):
    """Not the evidence of a fork."""


class MalformedOffer(Malformed):
    """Not a checkpoint offered to a witness."""


class MalformedEntries(Malformed):
    """Not a bundle of entries."""


class MalformedProof(Malformed):
    """A field of a proof is missing, unknown or not in its form."""


class MalformedTilePath(Malformed):
    """Not the path of a tile."""


class MalformedStamp(Malformed):
    """Not a time-stamp that was granted."""


class StampUnproved(Unproved):
    """The time-stamp is not for this checkpoint, or no trusted authority gave it."""


class RootsMissing(OperatorError):
    """There is no certificate of a time-stamping authority to trust."""


class CheckpointUnsigned(Unproved):
    """The checkpoint bears no signature by the record's key."""


class WrongRecord(Unproved):
    """The checkpoint is of another record."""


class ForkedRecord(Unproved):
    """Two checkpoints of one record cannot both be true."""


class ForkUnproved(Unproved):
    """The two checkpoints may both be true."""


class GrowthMissing(Unproved):
    """Nothing shows how the record grew from what was seen of it before."""


class OldSizeDiffers(Conflicting):
    """The record was seen at another size than the one from which its growth is shown."""


class ContentUnproved(Unproved):
    """The content is not the one that the entry stands for."""


class TileDamaged(OperatorError):
    """A tile of the record is missing or cut short in the store."""


class OutsideTheRecord(ProgrammerError):
    """A proof is asked for a place that the record does not have."""
