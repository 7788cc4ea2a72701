"""The profile of a State: who speaks for it, with which keys, where, and under which rules.

* It names the State's nodes, the log of its record, its authorities with their competences, languages, hours and
  keys, the instruments the State is party to, and its rules for requests.                      EXCHANGE 1
* Each key has a validity. A key that was replaced names its successor and stays in the profile, so that what it
  signed can still be verified. A revoked key verifies only what was witnessed before its revocation.
* What is sealed for an authority is sealed for its one recipient. One that was replaced is named until it opens nothing
  any more.
* A root key that was replaced signed its successor; the chain of such links stands in the profile.
* It says what the State asks of the acts addressed to it beside a signature in Ed25519. Nodes, records and roots sign
  in Ed25519 alone; an authority may have keys of both suites, and has one of Ed25519.
* A profile has a serial, which never decreases, and an expiry. Past it, it is shown as stale and proves nothing new.
* A State without a node, an authority or a log has no profile: empty is never permission.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from comity.errors.directory import (
    MalformedProfile,
    NoCompetentAuthority,
    ProfileNotYetIssued,
    StaleProfile,
    UnknownAuthority,
    UnknownKey,
)
from comity.foundation.directory.authorities import Authorities, Authority, Names
from comity.foundation.directory.keys import KeyRecord, LogKey, SecondSignature, require_succession
from comity.foundation.identity import KeyId, Suite, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.words import Article, AuthorityId, Instant, Language, StateCode

VERSION = 1


@dataclass(frozen=True, slots=True)
class Node:
    """One installation of the State: its address and the keys with which it signs receipts."""

    url: str
    keys: tuple[KeyRecord, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument the State is party to: since when, and the provisions it made exceptions for."""

    id: str
    since: Instant
    reservations: tuple[Article, ...] = ()
    declarations: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestRules:
    """What the State asks of the requests it receives."""

    languages: tuple[Language, ...] = (Language.ENGLISH,)
    dual_criminality: tuple[Article, ...] = ()
    attachments: tuple[str, ...] = ()
    urgent_channels: tuple[str, ...] = ("exchange",)
    least_penalty_months: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """What a State publishes of itself, under its root key."""

    state: StateCode
    names: Names
    serial: int
    issued: Instant
    expires: Instant
    root: VerifyingKey
    nodes: tuple[Node, ...]
    log: LogKey
    authorities: Sequence[Authority]
    instruments: tuple[Instrument, ...] = ()
    rules: RequestRules = field(default_factory=RequestRules)
    second_signature: SecondSignature = SecondSignature.NOT_ASKED
    succession: tuple[bytes, ...] = ()
    v: int = VERSION
    _offices: Authorities = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", MappingProxyType(dict(self.names)))
        offices = Authorities.of(self.authorities)
        object.__setattr__(self, "_offices", offices)
        together = offices.together
        for name, wanted in (
            ("names", bool(self.names)),
            ("nodes", bool(self.nodes) and all(node.keys for node in self.nodes)),
            ("authorities", bool(offices) and all(together.uses)),
            ("serial", 1 <= self.serial <= LIMITS.record),
            ("expires", self.issued < self.expires <= self.issued + LIMITS.profile_span),
        ):
            if not wanted:
                raise MalformedProfile(f"profile.{name}", expected="at least one, within its limits")
        for earlier in together.earlier:
            if len({one.name for one in earlier}) != len(earlier):
                raise MalformedProfile("profile.authorities.earlier", expected="each key once")
        names = set(together.ids)
        if len(names) != len(offices) or {name[:2] for name in names} != {self.state}:
            raise MalformedProfile("profile.authorities", expected=f"each once, of {self.state}")
        self._require_keys()

    @property
    def fingerprint(self) -> KeyId:
        """The fingerprint of the root key, which two States compare by other means."""
        return self.root.thumbprint

    @property
    def offices(self) -> tuple[AuthorityId, ...]:
        """The names of its authorities, in the State's own order."""
        return self._offices.together.ids

    @property
    def suite_asked(self) -> Suite:
        """The suite without which the State refuses an act that is addressed to it."""
        required = self.second_signature is SecondSignature.REQUIRED
        return Suite.ML_DSA_65 if required else Suite.ED25519

    def require_current(self, at: Instant) -> None:
        """Return when the profile is in force at ``at``, or raise StaleProfile or ProfileNotYetIssued."""
        if at >= self.expires:
            raise StaleProfile(self.state, expired=self.expires)
        if self.issued - at > LIMITS.clock_skew:
            raise ProfileNotYetIssued(self.state, issued=self.issued)

    def authority(self, name: AuthorityId) -> Authority:
        """Give the authority of that name, or raise UnknownAuthority."""
        found = self._offices.named(name)
        if found is None:
            raise UnknownAuthority(name, state=self.state)
        return found

    def competent(self, competence: str) -> tuple[Authority, ...]:
        """Give the authorities competent for ``competence``, in the State's own order, or raise that there is none."""
        found = tuple(office for office in self.authorities if competence in office.competences)
        if not found:
            raise NoCompetentAuthority(self.state, competence=competence)
        return found

    def office_record(self, kid: KeyId, office: AuthorityId | None = None) -> KeyRecord:
        """Give what is said of a key of ``office``, or of any office, whenever it counts, or raise UnknownKey."""
        offices = self.authorities if office is None else (self.authority(office),)
        return _find(kid, [record for one in offices for record in one.keys], state=self.state)

    def verifying_key(self, kid: KeyId, at: Instant, *, office: AuthorityId | None = None) -> VerifyingKey:
        """Give the key with which ``office``, or any office, spoke at ``at``; the profile itself may be stale by now.

        Raises UnknownKey, KeyNotYetValid, KeyExpired or KeyRevoked.
        """
        return self.office_record(kid, office).require(at)

    def claimed_key(self, kid: KeyId, at: Instant, *, office: AuthorityId) -> VerifyingKey:
        """Give the key with which ``office`` spoke when nobody but itself says that this was ``at``.

        Raises UnknownKey, KeyNotYetValid, KeyExpired, or Unwitnessed for a key that was revoked.
        """
        return self.office_record(kid, office).require_claimed(at)

    def speaking_key(self, kid: KeyId, *, office: AuthorityId, at: Instant) -> VerifyingKey:
        """Give the key with which ``office`` speaks at ``at``, for new acts: the profile must be in force then."""
        self.require_current(at)
        return self.verifying_key(kid, at, office=office)

    def node_record(self, kid: KeyId) -> KeyRecord:
        """Give what the profile says of the key of a node, whenever it counts, or raise UnknownKey."""
        return _find(kid, [record for node in self.nodes for record in node.keys], state=self.state)

    def node_key(self, kid: KeyId, at: Instant) -> VerifyingKey:
        """Give the key with which a node of the State signed a receipt at ``at``."""
        return self.node_record(kid).require(at)

    def _require_keys(self) -> None:
        together = self._offices.together
        uses = [*(node.keys for node in self.nodes), *together.uses]
        for records in uses:
            require_succession(records)
            if all(record.key.suite is not Suite.ED25519 for record in records):
                raise MalformedProfile("profile.keys", expected=f"at least one of {Suite.ED25519}")
        of_nodes = [record.key for node in self.nodes for record in node.keys]
        plain = [*of_nodes, self.log.key, *(record.key for record in self.log.earlier)]
        if any(key.suite is not Suite.ED25519 for key in [*plain, self.root]):
            raise MalformedProfile("profile.keys", expected=f"{Suite.ED25519} for nodes, record and root")
        raw = [*(key.raw for key in plain), *together.keys]
        if len(set(raw)) != len(raw):  # one key, one use: a node's key never speaks for an office
            raise MalformedProfile("profile.keys", expected="each key for one use")


def _find(kid: KeyId, records: Iterable[KeyRecord], *, state: StateCode) -> KeyRecord:
    for record in records:
        if record.key.thumbprint == kid:
            return record
    raise UnknownKey(kid, state=state)
