"""The own profile, laid out from ``node.toml`` and the book of this node's keys.

* What ``node.toml`` says of offices, instruments, requests and signatures is taken as it stands now::

      [[instruments]]
      id = "UNCC"
      since = 2026-03-02
      reservations = ["UNCC 42(5)"]

      [requests]
      languages = ["en", "fr"]

      [signatures]
      second = "required"      what we ask of acts addressed to us: not-asked (as without), accepted, required

* What the last profile said of keys is carried on: a key keeps its beginning, what was replaced or revoked stays. Keys
  that sign now count as long as the new profile. A key that the profile does not know takes the place of the newest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from comity.errors.directory import MalformedProfile
from comity.foundation.directory import (
    Authority,
    EarlierRecipient,
    Instrument,
    KeyRecord,
    LogKey,
    Names,
    Node,
    Profile,
    RequestRules,
    SecondSignature,
)
from comity.foundation.directory.keys import OVERLAP, renew, replaced_log, succeed
from comity.foundation.identity import SealingRecipient, Validity, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.node import own
from comity.node.keystore import LOG, NODE, sealing_name, second_name, signing_name
from comity.words import Article, AuthorityId, Instant, Language

LIFE = timedelta(days=365)
BEGINNING = Instant(0)  # a profile does not say since when the key of its record signs


@dataclass(frozen=True, slots=True)
class Recipients:
    """The key for which an office is sealed for, and those before it that still open."""

    newest: SealingRecipient
    earlier: tuple[EarlierRecipient, ...] = ()

    def succeeded(self, recipient: SealingRecipient, *, until: Instant) -> "Recipients":
        """Let ``recipient`` take the place of the newest, which opens until then."""
        return Recipients(recipient, (*self.earlier, EarlierRecipient(self.newest.thumbprint, until)))

    def still(self, at: Instant) -> "Recipients":
        """Leave out what opens nothing any more ``at`` that moment."""
        return replace(self, earlier=tuple(one for one in self.earlier if at < one.until))


@dataclass(frozen=True, slots=True)
class Book:
    """What is said of the keys of this State: those of the node and of each office, the record's, the roots."""

    node: tuple[KeyRecord, ...] = ()
    offices: Mapping[AuthorityId, tuple[KeyRecord, ...]] = field(default_factory=dict)
    recipients: Mapping[AuthorityId, Recipients] = field(default_factory=dict)
    log: LogKey | None = None
    succession: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, profile: Profile | None) -> "Book":
        """Read the book out of the last profile; it is empty before the first."""
        if profile is None:
            return cls()
        offices = {office.id: office.keys for office in profile.authorities}
        recipients = {office.id: Recipients(office.recipient, office.earlier) for office in profile.authorities}
        return cls(profile.nodes[0].keys, offices, recipients, profile.log, profile.succession)

    def records(self, use: str) -> tuple[KeyRecord, ...]:
        """List what is said of the keys of ``use``; of the record's key only what is said of those before it."""
        if use == NODE:
            return self.node
        if use == LOG:
            return self.log.earlier if self.log else ()
        return next((keys for office, keys in self.offices.items() if use in names_of(office)), ())

    def with_records(self, use: str, records: tuple[KeyRecord, ...]) -> "Book":
        """Put ``records`` in the place of those of ``use``."""
        if use == NODE:
            return replace(self, node=records)
        if use == LOG and self.log:
            return replace(self, log=replace(self.log, earlier=records))
        put = {office: records for office in self.offices if use in names_of(office)}
        return replace(self, offices={**self.offices, **put})

    def succeeded(self, use: str, key: VerifyingKey, *, at: Instant, switch: Instant) -> "Book":
        """Let ``key`` take the place of the newest key of ``use``: known ``at``, signing from ``switch`` on.

        The replaced key counts for an overlap after the switch, so that what is under way then still arrives.
        """
        until = switch + OVERLAP
        if use == LOG:
            log = LogKey(own.log_origin(), key)
            return replace(
                self, log=replaced_log(self.log, key, Validity(BEGINNING, until)) if self.log else log
            )
        records = succeed(self.records(use), key, _validity(at), replaced_until=until)
        return self.with_records(use, records)


def names_of(office: AuthorityId) -> tuple[str, str]:
    """Name the uses in which ``office`` signs."""
    return signing_name(office), second_name(office)


def offices() -> tuple[AuthorityId, ...]:
    """Name the authorities for which ``node.toml`` says that this node acts."""
    told = own.installation().extra.get("authorities", ())
    return tuple(AuthorityId(f"{own.state()}/{office['office']}") for office in told)


def completed(book: Book, *, at: Instant) -> Book:
    """Add to ``book`` the keys that sign now and that it does not know, and let the others count for another year."""
    keys = own.keys()
    public = keys.signing(LOG).public
    if book.log is None or public not in (book.log.key, *(one.key for one in book.log.earlier)):
        book = book.succeeded(LOG, public, at=at, switch=at)
    book = replace(
        book,
        offices={office: book.offices.get(office, ()) for office in offices()},
        recipients={office: _recipients(office, book).still(at) for office in offices()},
    )
    uses = [NODE, *(signing_name(office) for office in book.offices)]
    for use in uses:
        public = keys.signing(use).public
        if public not in {record.key for record in book.records(use)}:
            book = book.succeeded(use, public, at=at, switch=at)
        book = book.with_records(use, renew(book.records(use), at + LIFE))
    return book


def compose(book: Book, *, root: VerifyingKey, serial: int, at: Instant) -> Profile:
    """Lay out the profile that ``root`` is to sign as the State's ``serial``-th."""
    node = own.installation()
    told = node.extra
    log = book.log or LogKey(own.log_origin(), own.keys().signing(LOG).public)
    return Profile(
        state=own.state(),
        names=_names(told.get("names") or {"en": node.name}),
        serial=serial,
        issued=at,
        expires=at + LIFE,
        root=root,
        nodes=(Node(node.url, book.node),),
        log=replace(log, origin=own.log_origin()),
        authorities=tuple(_authority(office, book) for office in told.get("authorities", ())),
        instruments=tuple(_instrument(held) for held in told.get("instruments", ())),
        rules=_rules(told.get("requests", {})),
        second_signature=_second(told.get("signatures", {})),
        succession=book.succession,
    )


def _recipients(office: AuthorityId, book: Book) -> Recipients:
    """Give what the last profile says ``office`` is sealed for; where this node has no such key, its newest."""
    keys, known = own.keys().opening(sealing_name(office)), book.recipients.get(office)
    held = known is not None and known.newest in [key.recipient for key in keys]
    return known if known is not None and held else Recipients(keys[0].recipient)


def _second(told: dict[str, Any]) -> SecondSignature:
    try:
        return SecondSignature(told.get("second", SecondSignature.NOT_ASKED))
    except ValueError:
        raise MalformedProfile("signatures.second", expected=", ".join(SecondSignature)) from None


def _validity(at: Instant) -> Validity:
    """Let a key count at once everywhere: also where the clock is behind ours."""
    return Validity(at + -LIMITS.clock_skew, at + LIFE)


def _authority(told: dict[str, Any], book: Book) -> Authority:
    name = AuthorityId(f"{own.state()}/{told['office']}")
    return Authority(
        id=name,
        names=_names(told["name"]),
        competences=frozenset(told["competences"]),
        languages=tuple(Language(tag) for tag in told["languages"]),
        hours=told["hours"],
        keys=book.offices[name],
        recipient=book.recipients[name].newest,
        earlier=book.recipients[name].earlier,
    )


def _instrument(told: dict[str, Any]) -> Instrument:
    since = datetime.combine(told["since"], time(), tzinfo=UTC)
    reservations, declarations = (
        tuple(Article.parse(text) for text in told.get(name, ())) for name in ("reservations", "declarations")
    )
    return Instrument(told["id"], Instant.at(since), reservations, declarations)


def _rules(told: dict[str, Any]) -> RequestRules:
    """Take what the State asks of requests; what it does not mention stays as ``RequestRules`` has it."""
    asked: dict[str, Any] = dict(told)
    if "languages" in told:
        asked["languages"] = tuple(Language(tag) for tag in told["languages"])
    if "dual_criminality" in told:
        asked["dual_criminality"] = tuple(Article.parse(text) for text in told["dual_criminality"])
    for name in ("attachments", "urgent_channels"):
        if name in told:
            asked[name] = tuple(told[name])
    return RequestRules(**asked)


def _names(told: dict[str, str]) -> Names:
    return {Language(tag): name for tag, name in told.items()}
