"""Profiles: pinned, renewed, rolled back, stale; and the key with which an office speaks."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from vectors.making.forms import Case, File, Group
from vectors.making.parties import DAY, NOW, SECOND, Party, aldova, borania, seed, signing, signing_too

from comity.foundation.canonical import canonical
from comity.foundation.directory import (
    PROFILE,
    EarlierRecipient,
    KeyRecord,
    SecondSignature,
    print_profile,
    sign_succession,
)
from comity.foundation.directory.applications import APPLICATION, Application, sign_application
from comity.foundation.envelopes import sign_payload, sign_stated
from comity.foundation.identity import SealingKey, SigningKey, Validity
from comity.foundation.limits import LIMITS
from comity.words import AuthorityId, Instant, StateCode

_MOMENT = Instant(1)


def file() -> File:
    """Give the file."""
    xa = aldova()
    return File(
        "profiles",
        "identity-and-directory",
        (
            Group("profile", (*_pinned(xa), *_forms(xa))),
            Group("profile", list(_succeeded(xa))),
            Group("succession", list(_chains())),
            Group("speaking-key", _speaking(xa)),
            Group("application", list(_applications(xa))),
        ),
        {"aldova": xa.document, "borania": borania().document},
    )


def _given(xa: Party, document: bytes, **changes: Any) -> dict[str, Any]:
    facts = {
        "document": document,
        "pinned": str(xa.profile.fingerprint),
        "at": str(NOW),
        "newest_serial": xa.profile.serial,
    }
    return facts | changes


def _pinned(xa: Party) -> list[Case]:
    other, good, profile = signing("a stranger's root"), xa.document, xa.profile
    skew, expiry = LIMITS.clock_skew, xa.profile.expires
    early = Instant((profile.issued + -skew).milliseconds)
    taken_over = xa.changed(root=other.public)
    impostor = Party(**{**_parts(taken_over), "root": other})
    return [
        Case("a profile as pinned", _given(xa, good), ("Profile",)),
        Case("the serial last seen", _given(xa, good, newest_serial=3), ("Profile",)),
        Case("a newer serial", _given(xa, xa.changed(serial=4).document), ("Profile",)),
        Case("an older serial", _given(xa, good, newest_serial=4), ("Rollback",), "profile-rolled-back"),
        Case(
            "the last moment before expiry",
            _given(xa, good, at=str(Instant(expiry.milliseconds - 1))),
            ("Clock",),
        ),
        Case("at its expiry", _given(xa, good, at=str(expiry)), ("Stale",), "stale-profile"),
        Case("issued five minutes ahead", _given(xa, good, at=str(early)), ("Clock",)),
        Case(
            "issued more than five minutes ahead",
            _given(xa, good, at=str(Instant(early.milliseconds - 1))),
            ("Clock",),
            "profile-not-yet-issued",
        ),
        Case("another State's profile", _given(xa, borania().document), ("WrongKey",), "wrong-pin"),
        Case("signed by a root that was not pinned", _given(xa, impostor.document), ("WrongKey",), "wrong-pin"),
        Case("a flipped byte in the payload", _given(xa, _flipped(good)), ("FlippedByte",), "signature-wrong"),
    ]


def _parts(party: Party) -> dict[str, Any]:
    return {name: getattr(party, name) for name in Party.__dataclass_fields__}


def _flipped(document: bytes) -> bytes:
    place = document.index(b'","signatures"') - 40
    letter = b"B" if document[place : place + 1] != b"B" else b"C"
    return document[:place] + letter + document[place + 1 :]


def _signed(xa: Party, told: Mapping[str, Any], key: SigningKey | None = None, **changes: Any) -> bytes:
    facts = {"typ": PROFILE, "keys": (key or xa.root,), "issuer": xa.code, "introduce": True}
    return sign_stated("profile", canonical(told), **(facts | changes))


def _forms(xa: Party) -> list[Case]:
    told = json.loads(print_profile(xa.profile))
    office, node = told["authorities"][0], told["nodes"][0]
    earlier = {"recipient": "ab" * 16, "until": told["expires"]}
    stranger = signing("a stranger's root")
    other_root, second = str(stranger.public), str(signing_too("XA central").public)
    long = str(xa.profile.issued + LIMITS.profile_span + SECOND)
    facts: tuple[tuple[str, Mapping[str, Any], str, str], ...] = (
        ("an unknown version", told | {"v": 2}, "UnknownVersion", "unknown-version"),
        (
            "an unknown version and an unknown member: the version is told",
            told | {"v": 2, "x": 1},
            "UnknownVersion",
            "unknown-version",
        ),
        ("an unknown member", told | {"remark": "none"}, "UnknownMember", "malformed-profile"),
        ("no nodes", told | {"nodes": []}, "Empty", "malformed-profile"),
        ("a node without keys", told | {"nodes": [node | {"keys": []}]}, "Empty", "malformed-profile"),
        ("no authorities", told | {"authorities": []}, "Empty", "malformed-profile"),
        (
            "an authority without keys",
            told | {"authorities": [office | {"keys": []}]},
            "Empty",
            "malformed-profile",
        ),
        (
            "a competence without a word",
            told | {"authorities": [office | {"competences": [""]}]},
            "Empty",
            "malformed-profile",
        ),
        (
            "a competence of 257 letters",
            told | {"authorities": [office | {"competences": ["a" * 257]}]},
            "Edge",
            "malformed-profile",
        ),
        (
            "an urgent channel without a word",
            told | {"rules": told["rules"] | {"urgent_channels": [""]}},
            "Empty",
            "malformed-profile",
        ),
        (
            "an earlier recipient named twice",
            told | {"authorities": [office | {"earlier": [earlier, earlier]}]},
            "DuplicateName",
            "malformed-profile",
        ),
        (
            "an earlier recipient without its end",
            told | {"authorities": [office | {"earlier": [{"recipient": earlier["recipient"]}]}]},
            "Cut",
            "malformed-profile",
        ),
        (
            "an earlier recipient by its key",
            told | {"authorities": [office | {"earlier": [earlier | {"recipient": office["recipient"]}]}]},
            "Word",
            "malformed-key-id",
        ),
        ("no name", told | {"names": {}}, "Empty", "malformed-profile"),
        (
            "a name in a language that is not one of the six",
            told | {"names": {"de": "Aldova"}},
            "UnknownMember",
            "malformed-profile",
        ),
        ("the serial zero", told | {"serial": 0}, "Edge", "malformed-profile"),
        ("it expires when it is issued", told | {"expires": told["issued"]}, "Edge", "malformed-profile"),
        ("it promises more than 366 days", told | {"expires": long}, "Edge", "malformed-profile"),
        (
            "an office of another State",
            told | {"authorities": [office | {"id": "XB/central"}]},
            "WrongState",
            "malformed-profile",
        ),
        ("an office twice", told | {"authorities": [office, office]}, "DuplicateName", "malformed-profile"),
        (
            "the node's key speaks for an office",
            told | {"authorities": [office | {"keys": node["keys"]}]},
            "KeyReuse",
            "malformed-profile",
        ),
        ("a weak key", told | {"log": told["log"] | {"key": "ed25519:" + "A" * 43}}, "WeakKey", "weak-key"),
        (
            "a second signature that no paper knows",
            told | {"second_signature": "perhaps"},
            "Word",
            "malformed-profile",
        ),
        (
            "a node signs in ML-DSA-65",
            told | {"nodes": [node | {"keys": [node["keys"][0] | {"key": second}]}]},
            "Suite",
            "malformed-profile",
        ),
        (
            "an authority has no key of Ed25519",
            told | {"authorities": [office | {"keys": [office["keys"][0] | {"key": second}]}]},
            "Suite",
            "malformed-profile",
        ),
        (
            "the record's key signs for the node too",
            told | {"log": told["log"] | {"key": node["keys"][0]["key"]}},
            "KeyReuse",
            "malformed-profile",
        ),
        (
            "a key's successor is not there",
            told | {"authorities": [_naming(office, "0" * 32)]},
            "UnknownKey",
            "malformed-profile",
        ),
        (
            "a key succeeds itself",
            told | {"authorities": [_naming(office, str(xa.signing.public.thumbprint))]},
            "Replay",
            "malformed-profile",
        ),
        (
            "a reason that no paper knows",
            told | {"authorities": [office | {"keys": [office["keys"][0] | {"reason": "boredom"}]}]},
            "Word",
            "malformed-profile",
        ),
        ("the profile names another root", told | {"root": other_root}, "WrongKey", "wrong-pin"),
        (
            "the profile names another State",
            told | {"state": "XC", "authorities": [office | {"id": "XC/central"}]},
            "WrongState",
            "wrong-pin",
        ),
    )
    without_root = _signed(xa, told, introduce=False)
    statement, _, written = xa.document.partition(b"\n")
    other = borania().document.partition(b"\n")[2]
    of_an_act = sign_stated("act", written, typ=PROFILE, keys=(xa.root,), issuer=xa.code, introduce=True)
    below = (
        ("another profile below the statement", statement + b"\n" + other, "other-profile-signed"),
        ("nothing below the statement", statement, "malformed-signed"),
        ("the statement names an act", of_an_act, "malformed-signed"),
        ("a line feed at the end", xa.document + b"\n", "other-profile-signed"),
    )
    cases = [Case(comment, _given(xa, _signed(xa, one)), (flag,), code) for comment, one, flag, code in facts]
    return [
        *cases,
        *(Case(comment, _given(xa, document), ("Binding",), code) for comment, document, code in below),
        Case("the root key is not brought along", _given(xa, without_root), ("Empty",), "malformed-signed"),
        Case(
            "signed as another type",
            _given(xa, _signed(xa, told, typ="comity-act")),
            ("WrongType",),
            "wrong-type",
        ),
        Case(
            "a second signature by a stranger stands beside the good one",
            _given(xa, _signed(xa, told, keys=(xa.root, stranger))),
            ("WeakestSignature",),
            "malformed-signed",
        ),
    ]


def _naming(office: Mapping[str, Any], successor: str) -> dict[str, Any]:
    return {**office, "keys": [{**office["keys"][0], "successor": successor}]}


def _succeeded(xa: Party) -> Iterator[Case]:
    """The root was replaced; who pinned the old one follows the chain to the new one."""
    new = signing("XA root, second")
    link = sign_succession(xa.code, old=xa.root, new=new.public, at=NOW + -DAY)
    renewed = replace(xa.changed(root=new.public, succession=(link,), serial=4), root=new)
    unlinked = replace(xa.changed(root=new.public, serial=4), root=new)
    pinned_new = {"pinned": str(new.public.thumbprint)}
    yield Case("the old root is pinned, and signed its successor", _given(xa, renewed.document), ("Rotation",))
    yield Case("the new root is pinned", _given(xa, renewed.document, **pinned_new), ("Rotation",))
    yield Case("the old root signed no successor", _given(xa, unlinked.document), ("Rotation",), "wrong-pin")
    other = signing("a stranger's root")
    usurped = replace(xa.changed(root=other.public, succession=(link,), serial=4), root=other)
    yield Case(
        "the chain ends at another root", _given(xa, usurped.document), ("Rotation",), "broken-succession"
    )
    old = {"pinned": str(new.public.thumbprint)}
    yield Case(
        "an old profile after the new root was pinned",
        _given(xa, xa.document, **old),
        ("Rollback",),
        "wrong-pin",
    )
    replaced = EarlierRecipient(xa.profile.authorities[0].recipient.thumbprint, NOW + 30 * DAY)
    resealed = replace(
        xa.profile.authorities[0],
        recipient=SealingKey.from_seed(seed("XA central, second")).recipient,
        earlier=(replaced,),
    )
    yield Case(
        "an authority's recipient was replaced",
        _given(xa, xa.changed(authorities=(resealed,)).document),
        ("Rotation",),
    )
    asked = xa.changed(second_signature=SecondSignature.REQUIRED)
    yield Case("it asks for a second signature", _given(xa, asked.document), ("Suite",))


def _chains() -> Iterator[Case]:
    roots = [signing(f"root {number}") for number in range(3)]
    state = StateCode("XA")

    def link(old: int, new: int, at: Instant = NOW, code: StateCode = state) -> bytes:
        return sign_succession(code, old=roots[old], new=roots[new].public, at=at)

    first, second = link(0, 1), link(1, 2)
    for comment, links, end, flag, code in (
        ("no link", [], 0, "Rotation", ""),
        ("one link", [first], 1, "Rotation", ""),
        ("two links", [first, second], 2, "Rotation", ""),
        ("it ends at another root", [first], 2, "Rotation", "broken-succession"),
        ("a link is missing", [second], 1, "Cut", "broken-succession"),
        ("the links changed places", [second, first], 1, "Swapped", "broken-succession"),
        ("it runs in a circle", [first, link(1, 0)], 0, "Replay", "broken-succession"),
        (
            "a link is dated before the one before it",
            [link(0, 1, NOW + DAY), second],
            2,
            "Clock",
            "broken-succession",
        ),
        ("a link of another State", [link(0, 1, code=StateCode("XB"))], 1, "WrongState", "broken-succession"),
        ("a flipped byte", [_flipped(first)], 1, "FlippedByte", "signature-wrong"),
    ):
        yield Case(comment, {"links": links, "state": "XA", "root": str(roots[end].public)}, (flag,), code)


def _applications(xa: Party) -> Iterator[Case]:
    role, holder = signing("XA role").public, signing("XA holder").public
    good = sign_application(Application(xa.code, xa.profile.fingerprint, role, holder, NOW), xa.root)
    bare = sign_application(Application(xa.code, xa.profile.fingerprint, role, None, NOW), xa.root)
    told = {"v": 1, "state": "XA", "role": str(role), "at": str(NOW)}

    def signed(one: Mapping[str, Any], **changes: Any) -> bytes:
        return sign_payload(
            canonical(one),
            **({"typ": APPLICATION, "keys": (xa.root,), "issuer": xa.code, "introduce": True} | changes),
        )

    yield Case("an application of a State that holds the directory too", {"document": good}, ("Profile",))
    yield Case("an application", {"document": bare}, ("Profile",))
    for comment, document, flag, code in (
        ("the root key is not brought along", signed(told, introduce=False), "Empty", "malformed-signed"),
        (
            "the role's key is the root key",
            signed(told | {"role": str(xa.root.public)}),
            "KeyReuse",
            "malformed-application",
        ),
        (
            "the role's key is the holder's key",
            signed(told | {"holder": str(role)}),
            "KeyReuse",
            "malformed-application",
        ),
        (
            "the role signs in ML-DSA-65",
            signed(told | {"role": str(signing_too("XA central").public)}),
            "Suite",
            "malformed-application",
        ),
        (
            "of another State than the one that signed",
            signed(told | {"state": "XB"}),
            "WrongState",
            "wrong-pin",
        ),
        ("an unknown version", signed(told | {"v": 2}), "UnknownVersion", "unknown-version"),
        (
            "a member that no paper names",
            signed(told | {"remark": "none"}),
            "UnknownMember",
            "malformed-application",
        ),
        ("signed as another type", signed(told, typ=PROFILE), "WrongType", "wrong-type"),
    ):
        yield Case(comment, {"document": document}, (flag,), code)


def _speaking(xa: Party) -> list[Case]:
    first, second = xa.signing.public, signing("XA central, second").public
    replaced = xa.with_keys(
        KeyRecord(first, Validity(NOW + -30 * DAY, NOW + 2 * DAY), successor=second.thumbprint),
        KeyRecord(second, Validity(NOW, NOW + 60 * DAY)),
    )
    record = replace(xa.profile.authorities[0].keys[0], revoked=NOW)
    revoked = xa.with_keys(record)
    strange = SigningKey.from_seed(seed("nobody")).public.thumbprint

    def given(party: Party, name: object, at: Instant = NOW, office: str = "XA/central") -> dict[str, Any]:
        return {"profile": party.document, "name": str(name), "office": str(AuthorityId(office)), "at": str(at)}

    return [
        Case("the key of the office", given(xa, first.thumbprint), ("KeyValidity",)),
        Case(
            "both keys count while one follows the other: the first",
            given(replaced, first.thumbprint, NOW + DAY),
            ("Rotation",),
        ),
        Case(
            "both keys count while one follows the other: the second",
            given(replaced, second.thumbprint, NOW + DAY),
            ("Rotation",),
        ),
        Case(
            "the first key after its end",
            given(replaced, first.thumbprint, NOW + 2 * DAY),
            ("Rotation",),
            "key-expired",
        ),
        Case(
            "the second key before its beginning",
            given(replaced, second.thumbprint, NOW + -DAY // 2),
            ("Rotation",),
            "key-not-yet-valid",
        ),
        Case(
            "before the revocation",
            given(revoked, first.thumbprint, Instant(NOW.milliseconds - 1)),
            ("Revoked",),
        ),
        Case("from the revocation on", given(revoked, first.thumbprint), ("Revoked",), "key-revoked"),
        Case("a key that the profile does not name", given(xa, strange), ("UnknownKey",), "unknown-key"),
        Case("the key of the node", given(xa, xa.node.public.thumbprint), ("KeyReuse",), "unknown-key"),
        Case(
            "an office that the profile does not name",
            given(xa, first.thumbprint, office="XA/court"),
            ("UnknownKey",),
            "unknown-authority",
        ),
        Case(
            "the profile is stale", given(xa, first.thumbprint, xa.profile.expires), ("Stale",), "stale-profile"
        ),
    ]
