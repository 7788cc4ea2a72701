"""Who is who, as this node knows it: its own profile, and those of the States it has pinned.

* The own profile is made from ``node.toml`` and the keys, signed by the State's root key, and given a new serial
  whenever it is signed anew.
* ``node.toml`` says which instruments the State is party to, and what it asks of requests::

      [[instruments]]
      id = "UNCC"
      since = 2026-03-02
      reservations = ["UNCC 42(5)"]

      [requests]
      languages = ["en", "fr"]

* A peer is pinned once, after an officer has compared its fingerprint by other means. A later profile must be signed by
  the same root key and must not be older than the newest one seen.
* A directory that this node follows may bring a later profile, or a State that is not pinned yet: its holders then
  vouch for the fingerprint. What an officer compared goes before: another root key, or another profile under a serial
  that is known, is refused and shown.
* What is read from the rows was verified when it was pinned; whether it is still in force is asked at each use.
* Every profile that was ever believed is kept, so that what it proved can be told later.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from comity.access import Actor
from comity.errors.directory import RootKeyDisputed, SpeaksForAnother
from comity.errors.node import FingerprintDiffers, OwnProfileMissing
from comity.foundation.directory import (
    Authority,
    Instrument,
    KeyRecord,
    LogKey,
    Names,
    Node,
    Profile,
    RequestRules,
    introduced,
    sign_profile,
    verify_profile,
)
from comity.foundation.identity import KeyId, Validity
from comity.node import own
from comity.node.acts import acting
from comity.node.clock import now
from comity.node.keystore import LOG, NODE, ROOT, sealing_name, signing_name
from comity.node.models import PinnedProfile, ProfileVersion
from comity.node.profiles import address, in_force, own_authorities, own_profile, peer, peers
from comity.node.rules import NODE_ACTOR
from comity.words import Article, AuthorityId, Instant, Language, StateCode

__all__ = [
    "address",
    "compared",
    "export",
    "history",
    "in_force",
    "introduce",
    "own_authorities",
    "own_profile",
    "peer",
    "peers",
    "pin",
    "sign_own",
    "take",
]

LIFE = timedelta(days=365)


def export() -> bytes:
    """Return the signed own profile, to be handed to peers."""
    row = PinnedProfile.objects.filter(state=own.state()).first()
    if row is None:
        raise OwnProfileMissing(own.state())
    return bytes(row.jws)


def introduce(document: bytes) -> Profile:
    """Read a profile that is to be pinned, so that its fingerprint can be shown and compared first."""
    return introduced(document, at=now())


def pin(by: Actor, document: bytes, *, fingerprint: str | None = None) -> Profile:
    """Pin the profile in ``document``; with ``fingerprint`` only if its root key has that one.

    A State that is pinned already keeps its root key, and its serial never goes back.
    """
    profile = introduced(document, at=now())
    if fingerprint is not None and fingerprint != profile.fingerprint:
        raise FingerprintDiffers(profile.state, expected=fingerprint[:40], found=profile.fingerprint)
    with acting(by, "node.pin-profile", profile) as act:
        _require_newer(profile.state, document, act.at)
        _keep(profile, document, act.at, ProfileVersion.Source.HAND)
        act.record("node:profile:pinned", document, about=profile.state)
    return profile


def take(document: bytes, *, state: StateCode, fingerprint: KeyId) -> Profile:
    """Pin the profile that the followed directory gives for ``state``, whose ``fingerprint`` its holders vouch for.

    1. the profile is that State's, and in force
    2. it is signed by the root key that the holders vouch for
    3. a State that is pinned already keeps its root key
    4. its serial never goes back, and a serial names one profile
    """
    profile = introduced(document, at=now())
    if profile.state != state:  # 1
        raise SpeaksForAnother(profile.state)
    if profile.fingerprint != fingerprint:  # 2
        raise FingerprintDiffers(state, expected=fingerprint, found=profile.fingerprint)
    with acting(NODE_ACTOR, "node.take-profile", profile) as act:
        known = PinnedProfile.objects.filter(state=state).first()
        if known is not None and known.fingerprint != fingerprint:  # 3
            raise RootKeyDisputed(state, pinned=known.fingerprint, told=fingerprint)
        _require_newer(state, document, act.at)  # 4
        _keep(profile, document, act.at, ProfileVersion.Source.DIRECTORY)
        act.record("node:profile:renewed", document, about=state)
    return profile


def history(state: StateCode) -> list[ProfileVersion]:
    """List every profile of ``state`` that this node believed, the newest first."""
    return list(ProfileVersion.objects.filter(state=state).order_by("-serial"))


def compared(state: StateCode) -> bool:
    """Say whether an officer of this node compared the State's fingerprint by other means."""
    return ProfileVersion.objects.filter(state=state, source=ProfileVersion.Source.HAND).exists()


def sign_own(by: Actor) -> Profile:
    """Make this State's profile from ``node.toml`` and its keys, sign it, and keep it as the newest."""
    with acting(by, "node.sign-profile") as act:
        known = PinnedProfile.objects.filter(state=own.state()).first()
        profile = _compose(serial=1 if known is None else known.serial + 1, at=act.at)
        document = sign_profile(profile, own.keys().signing(ROOT))
        _keep(profile, document, act.at, ProfileVersion.Source.OWN)
        act.record("node:profile:signed", document, about=profile.state)
    return profile


def _require_newer(state: StateCode, document: bytes, at: Instant) -> None:
    known = PinnedProfile.objects.filter(state=state).first()
    if known is not None:
        newest = (
            known.serial if bytes(known.jws) == document else known.serial + 1
        )  # a serial names one profile
        verify_profile(document, pinned=KeyId(known.fingerprint), at=at, newest_serial=newest)


def _keep(profile: Profile, document: bytes, at: Instant, source: ProfileVersion.Source) -> None:
    kept = {"jws": document, "fingerprint": profile.fingerprint, "pinned_at": at}
    PinnedProfile.objects.update_or_create(state=profile.state, defaults={"serial": profile.serial, **kept})
    ProfileVersion.objects.update_or_create(
        state=profile.state, serial=profile.serial, defaults={**kept, "source": source}
    )


def _compose(*, serial: int, at: Instant) -> Profile:
    node, keys = own.installation(), own.keys()
    told = node.extra
    key = KeyRecord(keys.signing(NODE).public, Validity(at, at + LIFE))
    return Profile(
        state=own.state(),
        names=_names(told.get("names") or {"en": node.name}),
        serial=serial,
        issued=at,
        expires=at + LIFE,
        root=keys.signing(ROOT).public,
        nodes=(Node(node.url, (key,)),),
        log=LogKey(own.log_origin(), keys.signing(LOG).public),
        authorities=tuple(_authority(office, at) for office in told.get("authorities", ())),
        instruments=tuple(_instrument(held) for held in told.get("instruments", ())),
        rules=_rules(told.get("requests", {})),
    )


def _authority(told: dict[str, Any], at: Instant) -> Authority:
    keys, name = own.keys(), AuthorityId(f"{own.state()}/{told['office']}")
    return Authority(
        id=name,
        names=_names(told["name"]),
        competences=frozenset(told["competences"]),
        languages=tuple(Language(tag) for tag in told["languages"]),
        hours=told["hours"],
        keys=(KeyRecord(keys.signing(signing_name(name)).public, Validity(at, at + LIFE)),),
        recipient=keys.sealing(sealing_name(name)).recipient,
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
