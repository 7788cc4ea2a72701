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


class UnknownRecord(Malformed):
    """The checkpoint is of no record that this node follows."""


class UnknownEntry(Malformed):
    """No entry of the record stands at this place or is about this."""


class RecordBehind(OperatorError):
    """A peer has seen more of this node's record than there is."""


class ExchangeHeld(OperatorError):
    """The record of that State was forked, and no officer has decided yet."""


class ForkDecided(Conflicting):
    """Somebody has decided on this fork already."""


class SaltGone(Conflicting):
    """The salt was destroyed before."""


class SaltGiven(Conflicting):
    """A receipt that was given carries the salt of this entry."""


class TileDamaged(OperatorError):
    """A tile of the record is missing or cut short in the store."""


class OutsideTheRecord(ProgrammerError):
    """A proof is asked for a place that the record does not have."""
