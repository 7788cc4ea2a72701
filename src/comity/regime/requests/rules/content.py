"""What a request for expedited preservation must state, checked statement by statement.

A request specifies                                                               UNCC 42(3); BUDAPEST 29(2)
  (a) the authority that seeks the preservation;
  (b) the offence, and a brief summary of the facts;
  (c) the stored electronic data to be preserved, and their relationship to the offence;
  (d) any available information that identifies the custodian or the place of the system;
  (e) the necessity of the preservation;
  (f) that a request for assistance in search, seizure or disclosure is intended;
  (g) as appropriate, that the request is to be kept confidential and the user not notified.     UNCC only

* A statement that is missing, or says too little to act upon, is a fault at its place; all faults are told at once.
* Only data that are stored already can be preserved; what is still to come needs another measure.     UNCC 25, 29
* A draft may be incomplete; ``complete`` alone makes a request of it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address

from comity.errors import ComityError
from comity.errors.requests import (
    DataNotYetStored,
    IncompleteRequest,
    MalformedIdentifier,
    MissingContent,
    RangeReversed,
    RangeTooWide,
    UnknownOffence,
    VagueContent,
)
from comity.reference.offences import OTHER, offences
from comity.words import Article, AuthorityId, Instant, Language

LEAST_WORDS = 8
WIDEST_RANGE = timedelta(days=366)
MOST_DATA = 32


class Stage(StrEnum):
    """What the offence is subject to: UNCC 42(3)(b)."""

    INVESTIGATION = "investigation"
    PROSECUTION = "prosecution"
    JUDICIAL_PROCEEDING = "judicial-proceeding"


class IdentifierKind(StrEnum):
    """By what the data are named."""

    ACCOUNT = "account"
    EMAIL = "email"
    TELEPHONE = "telephone"
    IP_ADDRESS = "ip-address"
    DOMAIN = "domain"
    DEVICE = "device"


class Category(StrEnum):
    """Kinds of electronic data: UNCC 2(c), (d), (f)."""

    SUBSCRIBER = "subscriber"
    TRAFFIC = "traffic"
    CONTENT = "content"


class Measure(StrEnum):
    """The assistance that will be asked: UNCC 42(1), (3)(f)."""

    SEARCH = "search"
    SEIZURE = "seizure"
    DISCLOSURE = "disclosure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """Some stored data: what names them, where, from when to when."""

    kind: IdentifierKind
    value: str
    service: str = ""
    since: Instant | None = None
    until: Instant | None = None
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a draft says so far; every statement may still be missing."""

    to: AuthorityId | None = None
    basis: Article | None = None
    language: Language | None = None
    urgent: bool | None = None
    urgency: str = ""
    stage: Stage | None = None
    offences: tuple[str, ...] = ()
    penalty_years: int | None = None
    facts: str = ""
    data: tuple[Data, ...] = ()
    relation: str = ""
    custodian: str = ""
    custodian_unknown: bool | None = None
    necessity: str = ""
    oldest_lapse: Instant | None = None
    assistance: tuple[Measure, ...] = ()
    confidential: bool | None = None
    silent: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preservation:
    """A request that states all it must; only ``complete`` makes one."""

    reference: str
    authority: AuthorityId  # (a)
    to: AuthorityId
    basis: Article
    language: Language
    content: Content = field(repr=False)


def complete(content: Content, *, reference: str, authority: AuthorityId, at: Instant) -> Preservation:
    """Make the request that ``content`` states, or raise ``IncompleteRequest`` with the number of its faults."""
    found = faults(content, at=at)
    if found or content.to is None or content.basis is None or content.language is None:
        raise IncompleteRequest(", ".join(dict.fromkeys(fault.place for fault in found)), faults=len(found))
    return Preservation(
        reference=reference,
        authority=authority,
        to=content.to,
        basis=content.basis,
        language=content.language,
        content=content,
    )


def faults(content: Content, *, at: Instant) -> tuple[ComityError, ...]:
    """List every fault of ``content``, each at its place, in the order of the statements."""
    budapest = content.basis is not None and content.basis.instrument == "BUDAPEST"
    clause = ("BUDAPEST 29(2)({})" if budapest else "UNCC 42(3)({})").format
    return (
        *_address(content),
        *_offence(content, clause("b")),
        *_data(content, clause("c"), at),
        *_custodian(content, clause("d")),
        *_said("necessity", content.necessity, clause("e")),
        *_intention(content, clause("f")),
        *_secrecy(content, "" if budapest else "UNCC 42(3)(g)"),
    )


def _address(content: Content) -> Iterator[ComityError]:
    if content.to is None:
        yield MissingContent("to", clause="UNCC 40(12)")
    if content.basis is None:
        yield MissingContent("basis", clause="UNCC 42(1)")
    if content.language is None:
        yield MissingContent("language", clause="UNCC 40(13)")
    if content.urgent is None:
        yield MissingContent("urgent", clause="UNCC 41")
    if content.urgent:
        yield from _said("urgency", content.urgency, "UNCC 41")


def _offence(content: Content, clause: str) -> Iterator[ComityError]:
    if content.stage is None:
        yield MissingContent("stage", clause=clause)
    if not content.offences:
        yield MissingContent("offences", clause=clause)
    for name in content.offences:
        if name not in offences():
            yield UnknownOffence("offences", offence=name[:64])
    if OTHER in content.offences and content.penalty_years is None:
        yield MissingContent("penalty_years", clause="UNCC 2(h)")
    yield from _said("facts", content.facts, clause)


def _data(content: Content, clause: str, at: Instant) -> Iterator[ComityError]:
    if not content.data:
        yield MissingContent("data", clause=clause)
    for index, data in enumerate(content.data):
        yield from data_faults(data, place=f"data.{index}", clause=clause, at=at)
    yield from _said("relation", content.relation, clause)


def data_faults(data: Data, *, place: str, clause: str, at: Instant) -> Iterator[ComityError]:
    """Yield the faults of one description of data."""
    if not _IDENTIFIERS[data.kind](data.value):
        yield MalformedIdentifier(f"{place}.value", kind=data.kind)
    if data.kind is IdentifierKind.ACCOUNT and not data.service:
        yield MissingContent(f"{place}.service", clause=clause)  # an account is a name at some service
    if not data.categories:
        yield MissingContent(f"{place}.categories", clause=clause)
    for name, moment in (("since", data.since), ("until", data.until)):
        if moment is None:
            yield MissingContent(f"{place}.{name}", clause=clause)
        elif moment > at:
            yield DataNotYetStored(f"{place}.{name}", until=at)  # what is to come needs UNCC 29 or 45
    if data.since and data.until:
        if data.until < data.since:
            yield RangeReversed(f"{place}.until")
        elif data.until - data.since > WIDEST_RANGE:
            yield RangeTooWide(f"{place}.until", days=WIDEST_RANGE.days)


def _custodian(content: Content, clause: str) -> Iterator[ComityError]:
    if not content.custodian and not content.custodian_unknown:  # "any available information"
        yield MissingContent("custodian", clause=clause)


def _intention(content: Content, clause: str) -> Iterator[ComityError]:
    if not content.assistance:
        yield MissingContent("assistance", clause=clause)


def _secrecy(content: Content, clause: str) -> Iterator[ComityError]:
    if not clause:
        return
    if content.confidential is None:
        yield MissingContent("confidential", clause=clause)
    if content.silent is None:
        yield MissingContent("silent", clause=clause)


def _said(place: str, text: str, clause: str) -> Iterator[ComityError]:
    if not text:
        yield MissingContent(place, clause=clause)
    elif count_words(text) < LEAST_WORDS:
        yield VagueContent(place, clause=clause, words=LEAST_WORDS)


def count_words(text: str) -> int:
    """Count different words; where a script sets no blanks between words, two signs count as one."""
    signs = re.findall(r"[\u3400-\u9fff]", text)
    words = re.findall(r"[^\W\d_]+", re.sub(r"[\u3400-\u9fff]", " ", text).casefold())
    return len(set(words)) + len(set(signs)) // 2


def _address_of_a_host(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text) is not None


_IDENTIFIERS: dict[IdentifierKind, Callable[[str], bool]] = {
    IdentifierKind.ACCOUNT: _matches(r"\S(.{0,126}\S)?"),
    IdentifierKind.EMAIL: _matches(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+"),
    IdentifierKind.TELEPHONE: _matches(r"\+[1-9]\d{6,14}"),  # ITU-T E.164
    IdentifierKind.IP_ADDRESS: _address_of_a_host,
    IdentifierKind.DOMAIN: _matches(r"(?!-)[\w-]{1,63}(\.[\w-]{1,63})+"),
    IdentifierKind.DEVICE: _matches(r"\d{15}|[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}"),  # IMEI or MAC
}
