"""Profiles as canonical JSON: printed, and read field by field."""

from collections.abc import Mapping, Sequence

from comity.errors import ComityError
from comity.errors.directory import MalformedProfile
from comity.errors.envelopes import TooLarge, UnknownVersion
from comity.foundation.canonical import Json, canonical, parse_canonical
from comity.foundation.directory.authorities import Authorities, Authority, Names
from comity.foundation.directory.keys import EarlierRecipient, KeyRecord, LogKey, Reason, SecondSignature
from comity.foundation.directory.offices import AUTHORITIES, LONGEST_NAME, MANY, part_offices
from comity.foundation.directory.profile import (
    VERSION,
    Instrument,
    Node,
    Profile,
    RequestRules,
)
from comity.foundation.fields import Fields
from comity.foundation.identity import KeyId, SealingRecipient, Validity, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.words import Article, AuthorityId, Instant, Language, StateCode

_LANGUAGES = tuple(Language)


def print_profile(profile: Profile) -> bytes:
    """Write ``profile`` as the canonical bytes that are signed."""
    return canonical(
        {
            "v": profile.v,
            "state": profile.state,
            "names": _names(profile.names),
            "serial": profile.serial,
            "issued": str(profile.issued),
            "expires": str(profile.expires),
            "root": str(profile.root),
            "nodes": [{"url": node.url, "keys": _records(node.keys)} for node in profile.nodes],
            "log": _log(profile.log),
            "authorities": [_authority(office) for office in profile.authorities],
            "instruments": [_instrument(instrument) for instrument in profile.instruments],
            "rules": {
                "languages": profile.rules.languages,
                "dual_criminality": [str(article) for article in profile.rules.dual_criminality],
                "attachments": profile.rules.attachments,
                "urgent_channels": profile.rules.urgent_channels,
                "least_penalty_months": profile.rules.least_penalty_months,
            },
            **_asked(profile),
        }
    )


def parse_profile(written: bytes) -> Profile:
    """Read the canonical bytes of a profile; raises MalformedProfile with the field."""
    if len(written) > LIMITS.profile:
        raise TooLarge("profile", size=len(written), limit=LIMITS.profile)
    parted = part_offices(written)
    if parted is not None:
        try:
            return _read(*parted)
        except ComityError:
            pass  # it is read again as a whole, which says what is wrong and where
    return _read(written, None)


def _read(written: bytes, offices: Authorities | None) -> Profile:
    """Read a profile whose authorities were read already, or stand in it still."""
    fields = Fields(parse_canonical(written, limit=LIMITS.profile), path="profile", refusal=MalformedProfile)
    version = fields.integer("v")
    if version != VERSION:
        raise UnknownVersion(version, known=VERSION)
    profile = Profile(
        state=fields.word("state", StateCode),
        names=_read_names(fields),
        serial=fields.integer("serial", least=1),
        issued=fields.instant("issued"),
        expires=fields.instant("expires"),
        root=fields.word("root", VerifyingKey.parse),
        nodes=fields.each("nodes", _read_node, most=MANY),
        log=fields.one("log", _read_log),
        authorities=_read_offices(fields, offices),
        instruments=fields.each("instruments", _read_instrument, most=MANY),
        rules=fields.one("rules", _read_rules),
        second_signature=fields.optional("second_signature", SecondSignature) or SecondSignature.NOT_ASKED,
        succession=_read_succession(fields),
    )
    fields.close()
    return profile


def _names(names: Names) -> Mapping[str, Json]:
    return {str(language): name for language, name in names.items()}


def _records(records: tuple[KeyRecord, ...]) -> list[Json]:
    return [
        {
            "key": str(record.key),
            "since": str(record.validity.since),
            "until": str(record.validity.until),
            **({"revoked": str(record.revoked), "reason": record.reason} if record.revoked else {}),
            **({"successor": record.successor} if record.successor else {}),
        }
        for record in records
    ]


def _log(log: LogKey) -> Mapping[str, Json]:
    earlier: Mapping[str, Json] = {"earlier": _records(log.earlier)} if log.earlier else {}
    return {"origin": log.origin, "key": str(log.key), **earlier}


def _asked(profile: Profile) -> Mapping[str, Json]:
    """Give the members that stand only where they say something."""
    second, chain = profile.second_signature, profile.succession
    asked: Mapping[str, Json] = {} if second is SecondSignature.NOT_ASKED else {"second_signature": second}
    return {**asked, **({"succession": [link.decode("ascii") for link in chain]} if chain else {})}


def _authority(office: Authority) -> Mapping[str, Json]:
    return {
        "id": office.id,
        "names": _names(office.names),
        "competences": sorted(office.competences),
        "languages": office.languages,
        "hours": office.hours,
        "keys": _records(office.keys),
        "recipient": str(office.recipient),
        **({"earlier": [_earlier(one) for one in office.earlier]} if office.earlier else {}),
    }


def _earlier(one: EarlierRecipient) -> Mapping[str, Json]:
    return {"recipient": one.name, "until": str(one.until)}


def _instrument(instrument: Instrument) -> Mapping[str, Json]:
    return {
        "id": instrument.id,
        "since": str(instrument.since),
        "reservations": [str(article) for article in instrument.reservations],
        "declarations": [str(article) for article in instrument.declarations],
    }


def _read_names(fields: Fields) -> Names:
    def read(inner: Fields) -> Names:
        return {
            language: inner.text(language, most=LONGEST_NAME) for language in _LANGUAGES if inner.has(language)
        }

    return fields.one("names", read)


def _read_record(fields: Fields) -> KeyRecord:
    return KeyRecord(
        key=fields.word("key", VerifyingKey.parse),
        validity=Validity(fields.instant("since"), fields.instant("until")),
        revoked=fields.optional("revoked", Instant.parse),
        successor=fields.optional("successor", KeyId),
        reason=fields.optional("reason", Reason) or Reason.UNSTATED,
    )


def _read_node(fields: Fields) -> Node:
    return Node(fields.text("url", most=LONGEST_NAME), fields.each("keys", _read_record, most=MANY))


def _read_log(fields: Fields) -> LogKey:
    return LogKey(
        fields.text("origin", most=LONGEST_NAME),
        fields.word("key", VerifyingKey.parse),
        fields.each("earlier", _read_record, most=MANY) if fields.has("earlier") else (),
    )


def _read_succession(fields: Fields) -> tuple[bytes, ...]:
    if not fields.has("succession"):
        return ()
    return tuple(link.encode("utf-8") for link in fields.texts("succession", most=MANY))


def _read_offices(fields: Fields, offices: Authorities | None) -> Sequence[Authority]:
    left = fields.each("authorities", _read_authority, most=AUTHORITIES)
    return left if offices is None else offices


def _read_authority(fields: Fields) -> Authority:
    return Authority(
        id=fields.word("id", AuthorityId),
        names=_read_names(fields),
        competences=frozenset(fields.words("competences", short_text, most=MANY)),
        languages=fields.words("languages", Language, most=len(Language)),
        hours=fields.text("hours", most=LONGEST_NAME),
        keys=fields.each("keys", _read_record, most=MANY),
        recipient=fields.word("recipient", SealingRecipient.promised),
        earlier=fields.each("earlier", _read_earlier, most=MANY) if fields.has("earlier") else (),
    )


def short_text(text: str) -> str:
    """Read a text of a list, not empty and no longer than any other of a profile."""
    if not 0 < len(text) <= LONGEST_NAME:
        raise ValueError
    return text


def _read_earlier(fields: Fields) -> EarlierRecipient:
    return EarlierRecipient(fields.word("recipient", KeyId), fields.instant("until"))


def _read_instrument(fields: Fields) -> Instrument:
    return Instrument(
        id=fields.text("id", most=LONGEST_NAME),
        since=fields.instant("since"),
        reservations=fields.words("reservations", Article.parse, most=MANY),
        declarations=fields.words("declarations", Article.parse, most=MANY),
    )


def _read_rules(fields: Fields) -> RequestRules:
    return RequestRules(
        languages=fields.words("languages", Language, most=len(Language)),
        dual_criminality=fields.words("dual_criminality", Article.parse, most=MANY),
        attachments=fields.words("attachments", short_text, most=MANY),
        urgent_channels=fields.words("urgent_channels", short_text, most=MANY),
        least_penalty_months=fields.integer("least_penalty_months"),
    )
