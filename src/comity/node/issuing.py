"""Issuing the own profile: signing it anew, rotating keys, revoking them, replacing the root.

* Each of these signs a profile with the next serial, and is one deed with its entry in the record.
* A new key stands in the profile at once and signs from its turn on, a week later unless another moment is given, so
  that peers hold the profile that names it. The replaced key counts for an overlap after that.
* A new key that seals takes its place at once; the replaced one opens what comes by an older profile until its end.
* A revoked key that signs now has a successor in the same deed: an authority is never left without a voice.
* A root that is replaced signs its successor; the profile carries the chain.                    EXCHANGE 1
* The turn is given after the commit. Where the process ends between the two, the next signing gives it.
"""

import os
from dataclasses import replace
from datetime import timedelta

from comity.access import Actor
from comity.errors.directory import UnknownKey
from comity.errors.node import KeyMissing, NoSuchOffice, RootNotRevocable
from comity.foundation.directory import Profile, Reason, authentic_profile, sign_profile, sign_succession
from comity.foundation.directory.keys import newest, revoke as revoked
from comity.foundation.identity import KeyId, SigningKey, Suite, VerifyingKey
from comity.foundation.limits import LIMITS
from comity.node import own
from comity.node.acts import acting
from comity.node.composing import Book, completed, compose, offices
from comity.node.keyring import Turn, generation
from comity.node.keystore import LOG, NODE, ROOT, sealing_name, second_name, signing_name
from comity.node.models import PinnedProfile, ProfileVersion
from comity.node.profiles import keep, own_profile
from comity.words import AuthorityId, Instant

NOTICE = timedelta(days=7)


def sign_own(by: Actor) -> Profile:
    """Make this State's profile from ``node.toml`` and its keys, sign it, and keep it as the newest."""
    with acting(by, "node.sign-profile") as act:
        known = _known()
        if known is not None:
            _give_turns(known, act.at)
        book = completed(Book.of(known), at=act.at)
        profile, document = _issue(book, known, act.at, own.keys().signing(ROOT))
        act.record("node:profile:signed", document, about=profile.state)
    return profile


def rotate(by: Actor, use: str, *, at: Instant | None = None) -> Profile:
    """Make a new key for ``use``, which signs from ``at`` on, and publish it in a new profile.

    ``use`` is ``node``, ``log``, or one of an authority's, as ``use_of_office`` names it.
    """
    with acting(by, "node.rotate-key") as act:
        known = own_profile()
        switch = max(at or act.at + NOTICE, act.at)
        name, key = _make(use)
        book = completed(Book.of(known), at=act.at).succeeded(use, key.public, at=act.at, switch=switch)
        profile, document = _issue(book, known, act.at, own.keys().signing(ROOT))
        act.record("node:key:rotated", document, about=use)
    own.keys().ring.give(use, Turn(name, switch))
    return profile


def rotate_sealing(by: Actor, office: AuthorityId, *, until: Instant | None = None) -> Profile:
    """Make a new key for which ``office`` is sealed for from now on, and publish it in a new profile.

    The replaced one opens what arrives ``until`` then, or for as long as a profile that names it is in force and what
    was sealed under that one is under way. What this node keeps is opened by both.
    """
    with acting(by, "node.rotate-key") as act:
        known, use = own_profile(), sealing_name(office)
        own.keys().make(_next(use), os.urandom)
        new = own.keys().sealing(use).recipient
        book = completed(Book.of(known), at=act.at)
        end = max(until or known.expires + LIMITS.act_age, act.at)
        resealed = book.recipients[office].succeeded(new, until=end).still(act.at)
        book = replace(book, recipients={**book.recipients, office: resealed})
        profile, document = _issue(book, known, act.at, own.keys().signing(ROOT))
        act.record("node:key:rotated", document, about=use)
    return profile


def replace_root(by: Actor) -> Profile:
    """Make a new root key, have the old one sign it as its successor, and sign the profile with it from now on."""
    with acting(by, "node.rotate-key") as act:
        known = own_profile()
        old = own.keys().signing(ROOT)
        name, key = _make(ROOT)
        link = sign_succession(own.state(), old=old, new=key.public, at=act.at)
        book = completed(Book.of(known), at=act.at)
        book = replace(book, succession=(*book.succession, link))
        profile, document = _issue(book, known, act.at, key)
        act.record("node:key:rotated", document, about=ROOT)
    own.keys().ring.give(ROOT, Turn(name, act.at))
    return profile


def revoke(by: Actor, kid: KeyId, *, reason: Reason, at: Instant | None = None) -> Profile:
    """Revoke the key ``kid`` of this State as of ``at``, or now; where it signs now, its successor does at once."""
    with acting(by, "node.revoke-key") as act:
        known = own_profile()
        use, head = _use(known, kid)
        moment, turn = at or act.at, None
        book = completed(Book.of(known), at=act.at)
        signs = own.keys().signing(use).public.thumbprint == kid
        switch = max(moment, act.at) if signs else act.at + NOTICE
        if head == kid:
            name, key = _make(use)
            book = book.succeeded(use, key.public, at=act.at, switch=switch)
            turn = Turn(name, switch)
        elif signs:
            turn = Turn(_name(use, head), switch)
        records = revoked(book.records(use), kid, at=moment, reason=reason, state=own.state())
        book = book.with_records(use, records)
        profile, document = _issue(book, known, act.at, own.keys().signing(ROOT))
        act.record("node:key:revoked", document, about=kid)
    if turn is not None:
        own.keys().ring.give(use, turn, instead_of=_name(use, kid))
    return profile


def use_of_office(office: str, *, second: bool = False) -> str:
    """Name the use in which our authority ``office`` signs, or raise NoSuchOffice; ``duty`` or ``XA/duty``."""
    return (second_name if second else signing_name)(office_named(office))


def office_named(office: str) -> AuthorityId:
    """Find our authority ``office``, or raise NoSuchOffice; ``duty`` or ``XA/duty``."""
    name = office if "/" in office else f"{own.state()}/{office}"
    known = offices()
    if name not in known:
        raise NoSuchOffice(office[:40], known=", ".join(known))
    return AuthorityId(name)


def _known() -> Profile | None:
    return own_profile() if PinnedProfile.objects.filter(state=own.state()).exists() else None


def _issue(book: Book, known: Profile | None, at: Instant, root: SigningKey) -> tuple[Profile, bytes]:
    profile = compose(book, root=root.public, serial=known.serial + 1 if known else 1, at=at)
    document = sign_profile(profile, root)
    authentic_profile(document, pinned=profile.fingerprint)  # what every peer would refuse is not kept either
    keep(profile, document, at, ProfileVersion.Source.OWN)
    return profile, document


def _make(use: str) -> tuple[str, SigningKey]:
    """Make the next key of ``use``."""
    keys, name = own.keys(), _next(use)
    keys.make(name, os.urandom)
    return name, keys.named(name)


def _next(use: str) -> str:
    """Name the next key of ``use``, of which there is one at least."""
    number = 2
    while own.keys().holds(generation(use, number)):
        number += 1
    return generation(use, number)


def _name(use: str, kid: KeyId) -> str:
    """Find under which name of ``use`` the key ``kid`` is kept, or raise KeyMissing."""
    keys, number = own.keys(), 1
    while number == 1 or keys.holds(generation(use, number)):
        name = generation(use, number)
        if keys.holds(name) and keys.named(name).public.thumbprint == kid:
            return name
        number += 1
    raise KeyMissing(f"{use} {kid}")


def _use(known: Profile, kid: KeyId) -> tuple[str, KeyId]:
    """Find what a key of the profile is used for, and the newest key of that use and suite."""
    if kid == known.fingerprint:
        raise RootNotRevocable(kid)
    for use, suite in _uses(known):
        records = Book.of(known).records(use)
        mine = {record.key.thumbprint for record in records if record.key.suite is suite}
        head = _head(known, use, suite)
        if head is not None and kid in mine | {head.thumbprint}:
            return use, head.thumbprint
    raise UnknownKey(kid, state=known.state)


def _uses(known: Profile) -> list[tuple[str, Suite]]:
    named = known.offices
    firsts = [NODE, LOG, *(signing_name(office) for office in named)]
    return [(use, Suite.ED25519) for use in firsts] + [(second_name(one), Suite.ML_DSA_65) for one in named]


def _head(known: Profile, use: str, suite: Suite) -> VerifyingKey | None:
    if use == LOG:
        return known.log.key
    head = newest(Book.of(known).records(use), suite)
    return head.key if head else None


def _give_turns(known: Profile, at: Instant) -> None:
    """Give the keys that the last profile names their turn, where the process that made them ended before it did."""
    keys = own.keys()
    heads = [(ROOT, known.root), *((use, _head(known, use, suite)) for use, suite in _uses(known))]
    for use, head in heads:
        if head is None:
            continue
        turns = [use, *(turn.name for turn in keys.ring.turns(use))]
        if head not in [keys.named(name).public for name in turns if keys.holds(name)]:
            keys.ring.give(use, Turn(_name(use, head.thumbprint), at))
