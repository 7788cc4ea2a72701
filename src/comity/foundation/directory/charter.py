"""Who holds a directory of several States together, and who stands in it: read out of its TUF metadata, and judged.

The directory is a TUF repository. TUF proves who signed; these rules say whose signatures are worth something:

* A directory is held by at least two States, and its threshold is at least two: no State, and no centre, decides
  alone who is who.
* Each State holds one key. Keys bear their own thumbprints as names and their State; a key under two names, or two keys
  of one State, would count twice, and is refused.                              TUF 1.0, 4.2 and 5.3.4
* ``root`` and ``targets`` are signed by the same holders under the same threshold: letting a State in is as grave as
  changing the holders. ``snapshot`` and ``timestamp`` are the centre's; they can delay, but say nothing of who is who.
* Snapshots are consistent: a reader sees one state of the directory, never half of two.                TUF 1.0, 7
* Each State has one role, named by its code, signed by its own key alone, for the one file of its profile. Beside the
  role stands the fingerprint of the State's root key, so that the holders vouch for it.
* Keys are Ed25519. Empty is never permission: no holders, no States, no threshold is no directory.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tuf.api.metadata import DelegatedRole, Key, Root, Targets

from comity.errors import ComityError
from comity.errors.directory import DirectoryUnsound, MalformedDirectory
from comity.foundation.identity import KeyId, VerifyingKey
from comity.words import StateCode

LEAST = 2  # States that must agree
STATE, FINGERPRINT = "x-comity-state", "x-comity-fingerprint"
_ED25519 = "ed25519"


@dataclass(frozen=True, slots=True)
class Member:
    """A State that stands in the directory: the fingerprint of its root key, and the key of its role."""

    state: StateCode
    fingerprint: KeyId
    role: VerifyingKey


@dataclass(frozen=True, slots=True)
class Charter:
    """The holders by State, how many of them must sign, the centre's two keys, and the States that stand in it."""

    holders: Mapping[StateCode, VerifyingKey]
    threshold: int
    snapshot: VerifyingKey
    timestamp: VerifyingKey
    members: tuple[Member, ...]

    def __post_init__(self) -> None:
        require_across_states(self.threshold, self.holders)
        if not self.members:
            raise DirectoryUnsound("members", expected="at least one State")
        states = [member.state for member in self.members]
        if len(set(states)) != len(states):
            raise DirectoryUnsound("members", expected="each State once")
        keys = [key.raw for key in (*self.holders.values(), self.snapshot, self.timestamp)]
        keys += [member.role.raw for member in self.members]
        if len(set(keys)) != len(keys):
            raise DirectoryUnsound("keys", expected="each key for one use")

    def member(self, state: StateCode) -> Member | None:
        """Give what the directory says of ``state``, or none."""
        return next((member for member in self.members if member.state == state), None)


def profile_path(state: StateCode) -> str:
    """Name the file of a State's profile in the directory."""
    return f"{state}/profile.jws"


def require_across_states(threshold: int, holders: Mapping[StateCode, VerifyingKey]) -> None:
    """Return when no State can reach ``threshold`` alone and all together can, or raise DirectoryUnsound."""
    if not LEAST <= threshold <= len(holders):
        raise DirectoryUnsound("threshold", expected=f"{LEAST} to {len(holders)}")


def read_holders(root: Root) -> Mapping[StateCode, VerifyingKey]:
    """Give the holders that ``root`` names when they are sound, or raise DirectoryUnsound.

    1. snapshots are consistent
    2. each holder's key is one key of one State, under its own name
    3. the threshold is across States
    4. the same holders under the same threshold sign who stands in the directory
    """
    if root.consistent_snapshot is not True:  # 1
        raise DirectoryUnsound("consistent_snapshot", expected="true")
    role, targets = root.roles[Root.type], root.roles[Targets.type]
    holders: dict[StateCode, VerifyingKey] = {}
    for name in role.keyids:
        key = _given(root.keys, name)
        state = _state(key)
        if state in holders:  # 2
            raise DirectoryUnsound(f"root.{state}", expected="one key of each State")
        holders[state] = _verifying(key)
    require_across_states(role.threshold, holders)  # 3
    if (sorted(targets.keyids), targets.threshold) != (sorted(role.keyids), role.threshold):  # 4
        raise DirectoryUnsound("targets", expected="the holders and the threshold of root")
    return holders


def read_members(targets: Targets) -> tuple[Member, ...]:
    """Give the States that stand in the directory, or raise MalformedDirectory."""
    delegations = targets.delegations
    if targets.targets or delegations is None or not delegations.roles:
        raise MalformedDirectory("targets", expected="one role for each State, and no file of its own")
    return tuple(_member(role, delegations.keys) for role in delegations.roles.values())


def read_charter(root: Root, targets: Targets) -> Charter:
    """Read the whole charter out of metadata whose signatures were verified."""
    holders = read_holders(root)
    snapshot, timestamp = (_only(root, name) for name in ("snapshot", "timestamp"))
    return Charter(holders, root.roles[Root.type].threshold, snapshot, timestamp, read_members(targets))


def _member(role: DelegatedRole, keys: Mapping[str, Key]) -> Member:
    try:
        state = StateCode(str(role.name))  # the library reads a name of any type
        fingerprint = KeyId(str(role.unrecognized_fields.get(FINGERPRINT, "")))
    except ComityError as error:
        raise MalformedDirectory(
            f"targets.{str(role.name)[:16]}", expected="a State and its fingerprint"
        ) from error
    alone = len(role.keyids) == 1 and role.threshold == 1
    if not alone or role.paths != [profile_path(state)] or not role.terminating:
        raise MalformedDirectory(f"targets.{state}", expected="its own key, for its own profile")
    key = _given(keys, role.keyids[0])
    if _state(key) != state:
        raise MalformedDirectory(f"targets.{state}", expected="its own key")
    return Member(state, fingerprint, _verifying(key))


def _only(root: Root, role: str) -> VerifyingKey:
    names: Iterable[str] = root.roles[role].keyids
    keys = [_verifying(_given(root.keys, name)) for name in names]
    if len(keys) != 1:
        raise DirectoryUnsound(role, expected="one key")
    return keys[0]


def _given(keys: Mapping[str, Key], name: str) -> Key:
    """Return the key of that name, or raise DirectoryUnsound: a role may name one that is not given."""
    if name not in keys:
        raise DirectoryUnsound(f"keys.{str(name)[:32]}", expected="the key itself")
    return keys[name]


def _state(key: Key) -> StateCode:
    try:
        return StateCode(str(key.unrecognized_fields.get(STATE, "")))
    except ComityError as error:
        raise DirectoryUnsound(f"keys.{key.keyid[:32]}", expected="the State that holds it") from error


def _verifying(key: Key) -> VerifyingKey:
    try:
        found = VerifyingKey(bytes.fromhex(str(key.keyval["public"])))
    except (KeyError, ValueError, ComityError) as error:
        raise DirectoryUnsound(f"keys.{key.keyid[:32]}", expected=_ED25519) from error
    if (key.keytype, key.scheme) != (_ED25519, _ED25519) or key.keyid != found.thumbprint:
        raise DirectoryUnsound(f"keys.{key.keyid[:32]}", expected="Ed25519, under its own thumbprint")
    return found
