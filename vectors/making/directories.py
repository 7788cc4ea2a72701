"""Directories of several States: the files that a client is given, and what it may believe of one State."""

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from tuf.api.metadata import Metadata
from vectors.making.forms import Case, File, Group
from vectors.making.parties import DAY, NOW, SECOND, Party, borania, cordia, signing
from vectors.making.union import Change, Directory, begun, directory_key, holder, holders

from comity.foundation.directory.charter import profile_path
from comity.foundation.directory.repository import add_signature, key_of, written
from comity.foundation.identity import SigningKey
from comity.words import StateCode

XB = StateCode("XB")


def file() -> File:
    """Give the file."""
    whole = begun()
    shared = {"root": whole.files["metadata/1.root.json"], "state": "XB", "at": str(NOW), "seen": {}}
    cases = (*_whole(whole), *_roots(), *_centre(), *_mixed(), *_members())
    values = {
        name.removeprefix("metadata/").removeprefix("targets/"): data for name, data in whole.files.items()
    }
    return File("directories", "identity-and-directory", (Group("directory", cases, shared),), values)


def _case(comment: str, made: Directory, flag: str, refused: str = "", **given: Any) -> Case:
    return Case(comment, {"files": dict(sorted(made.files.items()))} | given, (flag,), refused)


def _whole(whole: Directory) -> list[Case]:
    later = begun()
    later.offer(_newer(borania()))
    later.stamp(2)
    return [
        _case("a State that published its profile", whole, "Directory"),
        _case("another State", whole, "Directory", state="XA"),
        _case("looked at again, and nothing is new", whole, "Directory", seen=whole.seen()),
        _case("a newer profile since the last look", later, "Directory", seen=whole.seen()),
        _case("a State that published nothing", whole, "NotThere", "not-in-directory", state="XC"),
        _case("a State that does not stand in it", whole, "NotThere", "not-in-directory", state="XD"),
    ]


def _newer(party: Party) -> Party:
    return party.changed(serial=party.profile.serial + 1)


def _replaced(*versions: int, skip: int = 0, **changes: Any) -> Directory:
    """Publish a directory whose holders replaced their keys with each version of its root."""
    made = begun()
    for version in versions:
        by = holders(*(one for one in (version - 1, version) if one != skip))
        made.root(version, by=by, **changes)
    newest = versions[-1]
    made.targets(2, by=holders(newest), generation=newest)
    made.stamp(2)
    return made


def _roots() -> list[Case]:
    first = begun().files["metadata/1.root.json"]
    alone, wrong = Directory(), Directory()
    alone.root(by=holders(1, codes=("XA",)))
    wrong.root(3, by=holders(1), generation=1)
    wrong.files = begun().files | {"metadata/2.root.json": wrong.files["metadata/3.root.json"]}
    gap, late, low = _replaced(2, 3), _replaced(2), begun()
    del gap.files["metadata/2.root.json"]
    late.root(2, by=holders(1, 2), change=_expired)
    low.root(2, by=holders(1), change=_threshold_of_one, generation=1)
    low.root(3, by=holders(1), generation=1)
    return [
        _case("the root was replaced once", _replaced(2), "RootChain"),
        _case("the root was replaced twice between two looks", _replaced(2, 3), "RootChain"),
        _case("a root on the way that has expired, under a newer one", _replaced_late(), "RootChain"),
        _case(
            "begun from a later root",
            _replaced(2, 3),
            "RootChain",
            root=_replaced(2, 3).files["metadata/2.root.json"],
        ),
        _case("not signed under the root before", _replaced(2, skip=1), "Threshold", "directory-unsigned"),
        _case("not signed under itself", _replaced(2, skip=2), "Threshold", "directory-unsigned"),
        _case(
            "the second step not signed under the first",
            _replaced(2, 3, skip=2),
            "Threshold",
            "directory-unsigned",
        ),
        _case("a root that is left out", gap, "RootChain", "directory-unsigned"),
        _case("the root after the next in place of the next", wrong, "RootChain", "directory-rolled-back"),
        _case("the last root has expired", late, "Frozen", "directory-frozen"),
        _case(
            "the first root, signed by one holder of the two it needs",
            begun(),
            "Threshold",
            "directory-unsigned",
            root=alone.files["metadata/1.root.json"],
        ),
        _case("a threshold of one on the way", low, "Threshold", "directory-unsound"),
        *(
            _case(comment, begun(), flag, refused, root=_signed_anew(first, change))
            for comment, change, flag, refused in _FIRST
        ),
    ]


def _replaced_late() -> Directory:
    made = begun()
    made.root(2, by=holders(1, 2), change=_expired)
    made.root(3, by=holders(2, 3))
    made.targets(2, by=holders(3), generation=3)
    made.stamp(2)
    return made


def _expired(signed: Any) -> None:
    signed.expires = (NOW + -SECOND).moment.replace(microsecond=0)


def _threshold_of_one(signed: Any) -> None:
    for role in ("root", "targets"):
        signed.roles[role].threshold = 1


def _signed_anew(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """Change a root as JSON, and let all three holders sign it again."""
    told = json.loads(data)["signed"]
    change(told)
    metadata = Metadata[Any].from_dict({"signed": told, "signatures": []})
    for key in holders(1, codes=("XA", "XB", "XC")):
        add_signature(metadata, key)
    return written(metadata)


def _of_aldova(told: dict[str, Any]) -> None:
    for key in told["keys"].values():
        if "x-comity-state" in key:
            key["x-comity-state"] = "XA"


def _nameless(told: dict[str, Any]) -> None:
    for key in told["keys"].values():
        key.pop("x-comity-state", None)


def _renamed(told: dict[str, Any]) -> None:
    name = str(holder("XA").public.thumbprint)
    told["keys"][name[::-1]] = told["keys"].pop(name)
    for role in told["roles"].values():
        role["keyids"] = [one[::-1] if one == name else one for one in role["keyids"]]


def _inconsistent(told: dict[str, Any]) -> None:
    told["consistent_snapshot"] = False


def _low(*roles: str) -> Callable[[dict[str, Any]], None]:
    def change(told: dict[str, Any]) -> None:
        for role in roles:
            told["roles"][role]["threshold"] = 1

    return change


_FIRST = (
    ("a threshold of one", _low("root", "targets"), "Threshold", "directory-unsound"),
    ("who stands in it under a lower threshold", _low("targets"), "Threshold", "directory-unsound"),
    ("one State with every key", _of_aldova, "Threshold", "directory-unsound"),
    ("keys of no State", _nameless, "WrongState", "directory-unsound"),
    ("a key under another name than its own", _renamed, "WrongKey", "directory-unsound"),
    ("snapshots that are not consistent", _inconsistent, "MixAndMatch", "directory-unsound"),
)


def _centre() -> list[Case]:
    seen, old = begun(), begun()
    seen.stamp(2)
    behind, gone = begun(), begun()
    behind.stamp(2)
    seen_newer = begun()
    seen_newer.offer(_newer(borania()))
    seen_newer.stamp(2)
    behind.stamp(3)
    gone.roles.pop("XA")
    gone.stamp(2)
    lost = begun()
    del lost.files["metadata/1.snapshot.json"]
    return [
        _case(
            "a timestamp older than the last one seen",
            old,
            "Rollback",
            "directory-rolled-back",
            seen=seen.seen(),
        ),
        _case(
            "a newer timestamp that names an older snapshot",
            _stamped(2, change_stamp=_version(9)),
            "Rollback",
            "directory-rolled-back",
            seen=seen.seen(),
        ),
        _case(
            "a newer snapshot that names an older profile",
            behind,
            "Rollback",
            "directory-rolled-back",
            seen=seen_newer.seen(),
        ),
        _case(
            "a newer snapshot that names a State no more",
            gone,
            "Rollback",
            "malformed-directory",
            seen=begun().seen(),
        ),
        _case("the last moment of the timestamp", begun(), "Frozen", at=str(NOW + 2 * DAY + -SECOND)),
        _case("the timestamp at its end", begun(), "Frozen", "directory-frozen", at=str(NOW + 2 * DAY)),
        _case("a snapshot that has expired", _stamped(change=_expired), "Frozen", "directory-frozen"),
        _case(
            "a timestamp signed by another key",
            _stamped(timestamp_by="snapshot"),
            "WrongKey",
            "directory-unsigned",
        ),
        _case(
            "a snapshot signed by another key",
            _stamped(snapshot_by="timestamp"),
            "WrongKey",
            "directory-unsigned",
        ),
        _case(
            "a flipped byte in the timestamp",
            _flipped("metadata/timestamp.json"),
            "FlippedByte",
            "directory-unsigned",
        ),
        _case("a snapshot that is not given", lost, "NotThere", "directory-unreachable"),
        _case(
            "a timestamp that is none", _put("metadata/timestamp.json", b"{}"), "NotJson", "malformed-directory"
        ),
    ]


def _stamped(version: int = 1, **changes: Any) -> Directory:
    made = begun()
    made.stamp(version, **changes)
    return made


def _version(version: int) -> Change:
    """Let a timestamp have that version, and name the first snapshot."""

    def change(signed: Any) -> None:
        signed.version, signed.snapshot_meta.version = version, 1

    return change


def _put(name: str, data: bytes) -> Directory:
    made = begun()
    made.files[name] = data
    return made


def _flipped(name: str) -> Directory:
    data = begun().files[name]
    place = data.index(b'"version":1') + len(b'"version":')
    return _put(name, data[:place] + b"2" + data[place + 1 :])


def _mixed() -> list[Case]:
    whole, later = begun(), begun()
    later.offer(_newer(borania()))
    later.stamp(2)
    roles = "metadata/3.XB.json", f"targets/XB/{sha256(borania().document).hexdigest()}.profile.jws"
    other = _put(roles[0], begun().files["metadata/3.XA.json"])
    newer = whole.files | {"metadata/timestamp.json": later.files["metadata/timestamp.json"]}
    newer["metadata/2.snapshot.json"] = whole.files["metadata/1.snapshot.json"]
    changed, short, long = (
        _put(roles[1], data)
        for document in [borania().document]
        for data in (document.replace(b"Borania", b"Boronia", 1), document[:-1], document + b" ")
    )
    return [
        _case(
            "the snapshot of an older state under a newer timestamp",
            Directory(files=newer),
            "MixAndMatch",
            "directory-mixed",
        ),
        _case("a State's role in place of another's", other, "MixAndMatch", "directory-mixed"),
        _case(
            "a role longer than the snapshot says",
            _put(roles[0], begun().files[roles[0]] + b" "),
            "MixAndMatch",
            "directory-too-large",
        ),
        _case(
            "a role shorter than the snapshot says",
            _put(roles[0], begun().files[roles[0]][:-1]),
            "MixAndMatch",
            "directory-mixed",
        ),
        _case("a profile that differs from the one named", changed, "MixAndMatch", "directory-mixed"),
        _case("a profile shorter than its role says", short, "MixAndMatch", "directory-mixed"),
        _case("a profile longer than its role says", long, "MixAndMatch", "directory-too-large"),
    ]


def _members() -> list[Case]:
    stranger = Party(**{name: getattr(borania(), name) for name in Party.__dataclass_fields__})
    impostor = replace(stranger, root=signing("a stranger's root"))
    impostor = impostor.changed(root=impostor.root.public)
    facts: tuple[tuple[str, Directory, str, str], ...] = (
        (
            "a role signed by another State",
            _offered(by=directory_key("XA role")),
            "WrongState",
            "directory-unsigned",
        ),
        (
            "a role signed by the centre",
            _offered(by=directory_key("snapshot")),
            "WrongKey",
            "directory-unsigned",
        ),
        ("a role signed by a holder", _offered(by=holder("XB")), "KeyReuse", "directory-unsigned"),
        ("a role that has expired", _offered(change=_expired), "Frozen", "directory-frozen"),
        ("another version than the snapshot says", _offered(change=_next), "Rollback", "directory-rolled-back"),
        ("another State's profile in a State's own place", _of_another(), "WrongState", "speaks-for-another"),
        (
            "a profile under a root that nobody vouches for",
            _offered(impostor),
            "WrongKey",
            "fingerprint-differs",
        ),
        (
            "a profile whose serial is not the version of its role",
            _misnumbered(),
            "Rollback",
            "malformed-directory",
        ),
        ("a role that names another path", _offered(change=_elsewhere), "NotThere", "not-in-directory"),
        (
            "targets signed by one holder",
            _chartered(by=holders(1, codes=("XA",))),
            "Threshold",
            "directory-unsigned",
        ),
        ("targets with two signatures of one holder", _twice(), "DuplicateName", "malformed-directory"),
        (
            "targets signed by the centre",
            _chartered(by=(directory_key("snapshot"), directory_key("timestamp"))),
            "WrongKey",
            "directory-unsigned",
        ),
        (
            "a State whose role another State signs",
            _chartered(change=_role(keys="XA")),
            "WrongState",
            "malformed-directory",
        ),
        (
            "a State that may publish for another",
            _chartered(change=_role(paths=["XA/profile.jws"])),
            "WrongState",
            "malformed-directory",
        ),
        (
            "a role that lets others speak after it",
            _chartered(change=_role(terminating=False)),
            "WrongState",
            "malformed-directory",
        ),
        (
            "a State without a fingerprint",
            _chartered(change=_role(unrecognized_fields={})),
            "Cut",
            "malformed-directory",
        ),
        (
            "a key of a holder that signs a role too",
            _chartered(change=_reused),
            "KeyReuse",
            "directory-unsound",
        ),
    )
    return [_case(comment, made, flag, refused) for comment, made, flag, refused in facts]


def _offered(party: Party | None = None, **changes: Any) -> Directory:
    made = begun()
    made.offer(party or borania(), **changes)
    made.stamp()
    return made


def _next(signed: Any) -> None:
    signed.version += 1


def _elsewhere(signed: Any) -> None:
    signed.targets["XB/other.jws"] = signed.targets.pop(profile_path(XB))


def _of_another() -> Directory:
    return _offered(document=cordia().document)


def _misnumbered() -> Directory:
    return _offered(document=_newer(borania()).document)


def _chartered(by: tuple[SigningKey, ...] = holders(1), **changes: Any) -> Directory:
    made = begun()
    made.targets(by=by, **changes)
    made.stamp()
    return made


def _twice() -> Directory:
    made = _chartered(by=holders(1, codes=("XA",)))
    told = json.loads(made.files["metadata/1.targets.json"])
    data = json.dumps(told | {"signatures": told["signatures"] * 2}).encode()
    made.files["metadata/1.targets.json"], made.roles["targets"] = data, (1, data)
    made.stamp()
    return made


def _role(*, keys: str = "", **changes: Any) -> Change:
    """Change Borania's role in the charter."""

    def change(signed: Any) -> None:
        roles = signed.delegations.roles
        if keys:
            roles["XB"].keyids = list(roles[keys].keyids)
        for name, value in changes.items():
            setattr(roles["XB"], name, value)

    return change


def _reused(signed: Any) -> None:
    """Let Borania sign its role with its holder's key."""
    key = key_of(holder("XB").public, XB)
    signed.delegations.keys[key.keyid] = key
    signed.delegations.roles["XB"].keyids = [key.keyid]
