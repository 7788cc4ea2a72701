"""Refusals of one installation's machinery."""

from comity.errors import (
    Conflicting,
    Excessive,
    Forbidden,
    Malformed,
    OperatorError,
    PeerError,
    ProgrammerError,
    Unproved,
)


class NodeNotInitialised(OperatorError):
    """The command needs a node, and none was made in this folder."""


class NodeExists(OperatorError):
    """A node stands in this folder already; making another would destroy its keys."""


class SettingsUnreadable(OperatorError):
    """A file that says what this node is cannot be read."""


class SettingInvalid(OperatorError):
    """A value that says what this node is lacks, or is not in its form."""


class SettingUnknown(OperatorError):
    """The settings of this node name something that nobody reads."""


class PlaceTaken(OperatorError):
    """Nothing can be served at this place of the machine: another program is there, or it is no place of it."""


class DatabaseUnusable(OperatorError):
    """The database of this node cannot be reached, read or written."""


class DatabaseUnprepared(OperatorError):
    """The database lacks a table that this version of Comity needs."""


class WeakPassword(OperatorError):
    """A password that was chosen for an officer is too easily guessed."""


class KeyMissing(OperatorError):
    """The key store holds no key under this name."""


class KeyExists(OperatorError):
    """The key store holds a key under this name already."""


class SecretDiffers(OperatorError):
    """The key file does not open under this installation's secret."""


class KeyStoreUnsupported(OperatorError):
    """The setting names a key store that this version cannot use."""


class RingUnreadable(OperatorError):
    """The page that says which keys sign is damaged."""


class TokenPinMissing(OperatorError):
    """The PIN of the token that keeps the keys is nowhere to be found."""


class TokenUnusable(OperatorError):
    """The token that keeps the keys does not do its part."""


class SecondKeyMissing(OperatorError):
    """A peer asks for a second signature, and the authority has no key for it."""


class RootNotRevocable(OperatorError):
    """A root key is replaced, or pinned anew by other means; nobody above it could revoke it."""


class NoSuchOffice(OperatorError):
    """The node acts for no authority of this name."""


class ObjectsUnsupported(OperatorError):
    """The setting names a store of objects that this version cannot use."""


class OwnProfileMissing(OperatorError):
    """This node has not signed its own profile yet."""


class UnknownPeer(OperatorError):
    """The State's profile is not pinned here."""


class FingerprintDiffers(Unproved):
    """The profile's root key is not the one whose fingerprint was expected."""


class HopUnsigned(Forbidden):
    """The request bears no signature of a node."""


class HopRefused(Forbidden):
    """The signature of the request does not hold: wrong key, wrong address, or too old."""


class NotGranted(Forbidden):
    """The evidence was not disclosed to the State that asks."""


class WindowClosed(Conflicting):
    """The window in which the evidence could be fetched is over."""


class RolesConflict(Forbidden):
    """No officer serves the secretariat and a State at once, and no officer is the installation itself."""


class OfAnotherState(Forbidden):
    """Whoever acts for a State in cooperation acts for the State of the node."""


class FingerprintNotCompared(OperatorError):
    """A profile is pinned only after its fingerprint was compared by other means."""


class EvidenceDiffers(Unproved):
    """A piece of evidence is not the one that its signed manifest names."""


class NameTaken(Conflicting):
    """An officer of this name exists."""


class AlreadyRetrieved(Conflicting):
    """The retrieval of this act was certified before."""


class UnknownKind(Malformed):
    """No subject of this node understands acts of this kind."""


class UnknownEnvelope(Malformed):
    """No act was sent or received in an envelope of this digest."""


class MalformedReceipts(Malformed):
    """What should be a list of receipts is not one."""


class RangeUnreadable(Malformed):
    """The range asked for is not one span of bytes within the object."""


class NotMine(Forbidden):
    """The act names an author that is no authority of this node."""


class SentToNobody(Malformed):
    """The act is addressed to no authority of another State."""


class ObjectTaken(Conflicting):
    """An object of this name exists with another content."""


class ObjectMissing(OperatorError):
    """The store of objects has lost an object that the database knows."""


class LeaseLost(Conflicting):
    """Another worker took this over because it was not finished in time."""


class PeerUnreachable(PeerError):
    """The peer's node could not be reached."""


class DeliveryDecided(Conflicting):
    """There is no overdue delivery of that number: perhaps another officer has decided on it."""


class TooManyRequests(Excessive):
    """A State asks more often than one State may."""


class MutualTlsIncomplete(OperatorError):
    """Mutual TLS is configured, and something that it needs is not."""


class LiveIncomplete(OperatorError):
    """Live streams are configured, and something that they need is not."""


class PeerPaused(Conflicting):
    """Nothing is sent to that State already."""


class PeerNotPaused(Conflicting):
    """What goes to that State is not paused."""


class ReasonMissing(Malformed):
    """A decision of this kind states its reason."""


class PeerAnswered(PeerError):
    """The peer's node answered with something else than the protocol foresees."""


class PeerRefused(PeerError):
    """The peer's node does not take this now."""


class ReceiptsMissing(PeerError):
    """The peer's node answered without the receipts that prove it holds the act."""


class LeavesDiffer(PeerError):
    """The peer's list of leaves does not lead to the root in the signed manifest."""


class NotRecordedOnce(ProgrammerError):
    """An act must make exactly one entry in the record."""


class SentTwice(ProgrammerError):
    """One deed sends one act to other States, and a received act is not answered in the same transaction."""


class KindClaimedTwice(ProgrammerError):
    """Two subjects declare the same name."""


class NoFollowUp(ProgrammerError):
    """A clock was started for which no subject declares what follows."""
