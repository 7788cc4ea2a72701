"""Profiles: pinned, renewed, rolled back, stale; and the key with which an office speaks."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from vectors.making.forms import Case, File, Group
from vectors.making.parties import DAY, NOW, SECOND, Party, aldova, borania, seed, signing

from comity.foundation.canonical import canonical
from comity.foundation.directory import PROFILE, KeyRecord, print_profile
from comity.foundation.envelopes import sign_payload
from comity.foundation.identity import SigningKey, Validity
from comity.foundation.limits import LIMITS
from comity.words import AuthorityId, Instant

_MOMENT = Instant(1)


def file() -> File:
    """Give the file."""
    xa = aldova()
    return File(
        "profiles",
        "identity-and-directory",
        (
            Group("profile", (*_pinned(xa), *_forms(xa))),
            Group("speaking-key", _speaking(xa)),
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
        Case("the last moment before expiry", _given(xa, good, at=str(Instant(expiry.milliseconds - 1))), ("Clock",)),
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
    return sign_payload(canonical(told), **(facts | changes))


def _forms(xa: Party) -> list[Case]:
    told = json.loads(print_profile(xa.profile))
    office, node = told["authorities"][0], told["nodes"][0]
    stranger = signing("a stranger's root")
    other_root = str(stranger.public)
    long = str(xa.profile.issued + LIMITS.profile_span + SECOND)
    facts: tuple[tuple[str, Mapping[str, Any], str, str], ...] = (
        ("an unknown version", told | {"v": 2}, "UnknownVersion", "unknown-version"),
        ("an unknown version and an unknown member: the version is told", told | {"v": 2, "x": 1}, "UnknownVersion", "unknown-version"),
        ("an unknown member", told | {"remark": "none"}, "UnknownMember", "malformed-profile"),
        ("no nodes", told | {"nodes": []}, "Empty", "malformed-profile"),
        ("a node without keys", told | {"nodes": [node | {"keys": []}]}, "Empty", "malformed-profile"),
        ("no authorities", told | {"authorities": []}, "Empty", "malformed-profile"),
        ("an authority without keys", told | {"authorities": [office | {"keys": []}]}, "Empty", "malformed-profile"),
        ("no name", told | {"names": {}}, "Empty", "malformed-profile"),
        ("a name in a language that is not one of the six", told | {"names": {"de": "Aldova"}}, "UnknownMember", "malformed-profile"),
        ("the serial zero", told | {"serial": 0}, "Edge", "malformed-profile"),
        ("it expires when it is issued", told | {"expires": told["issued"]}, "Edge", "malformed-profile"),
        ("it promises more than 366 days", told | {"expires": long}, "Edge", "malformed-profile"),
        ("an office of another State", told | {"authorities": [office | {"id": "XB/central"}]}, "WrongState", "malformed-profile"),
        ("an office twice", told | {"authorities": [office, office]}, "DuplicateName", "malformed-profile"),
        ("the node's key speaks for an office", told | {"authorities": [office | {"keys": node["keys"]}]}, "KeyReuse", "malformed-profile"),
        ("a weak key", told | {"log": told["log"] | {"key": "ed25519:" + "A" * 43}}, "WeakKey", "weak-key"),
        ("the profile names another root", told | {"root": other_root}, "WrongKey", "wrong-pin"),
        ("the profile names another State", told | {"state": "XC", "authorities": [office | {"id": "XC/central"}]}, "WrongState", "wrong-pin"),
    )
    without_root = sign_payload(canonical(told), typ=PROFILE, keys=(xa.root,), issuer=xa.code)
    cases = [
        Case(comment, _given(xa, _signed(xa, one)), (flag,), code) for comment, one, flag, code in facts
    ]
    return [
        *cases,
        Case("the root key is not brought along", _given(xa, without_root), ("Empty",), "malformed-signed"),
        Case("signed as another type", _given(xa, _signed(xa, told, typ="comity-act")), ("WrongType",), "wrong-type"),
        Case(
            "a second signature by a stranger stands beside the good one",
            _given(xa, _signed(xa, told, keys=(xa.root, stranger))),
            ("WeakestSignature",),
            "unknown-signer",
        ),
    ]


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
        Case("both keys count while one follows the other: the first", given(replaced, first.thumbprint, NOW + DAY), ("Rotation",)),
        Case("both keys count while one follows the other: the second", given(replaced, second.thumbprint, NOW + DAY), ("Rotation",)),
        Case("the first key after its end", given(replaced, first.thumbprint, NOW + 2 * DAY), ("Rotation",), "key-expired"),
        Case("the second key before its beginning", given(replaced, second.thumbprint, NOW + -DAY // 2), ("Rotation",), "key-not-yet-valid"),
        Case("before the revocation", given(revoked, first.thumbprint, Instant(NOW.milliseconds - 1)), ("Revoked",)),
        Case("from the revocation on", given(revoked, first.thumbprint), ("Revoked",), "key-revoked"),
        Case("a key that the profile does not name", given(xa, strange), ("UnknownKey",), "unknown-key"),
        Case("the key of the node", given(xa, xa.node.public.thumbprint), ("KeyReuse",), "unknown-key"),
        Case("an office that the profile does not name", given(xa, first.thumbprint, office="XA/court"), ("UnknownKey",), "unknown-authority"),
        Case("the profile is stale", given(xa, first.thumbprint, xa.profile.expires), ("Stale",), "stale-profile"),
    ]
