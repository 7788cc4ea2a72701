"""Manifests of evidence, their tree, and one piece verified alone."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from vectors.making.forms import Case, File, Group
from vectors.making.parties import DAY, HOUR, NOW, aldova, borania, seed

from comity.foundation import trees
from comity.foundation.canonical import canonical
from comity.foundation.envelopes import MANIFEST, sign_manifest, sign_payload
from comity.foundation.sealing import LEAF, CustodyStep, Manifest, salted_leaf

_SALT = sha256(b"the salt of the evidence").digest()
_PIECES = (b"a" * LEAF, b"b" * LEAF, b"a" * LEAF, b"the rest of the evidence")
_SIZE = sum(map(len, _PIECES))
_CHUNK, _TAG, _NONCE = 65536, 16, 16


def file() -> File:
    """Give the file."""
    leaves = [salted_leaf(_SALT, place, piece) for place, piece in enumerate(_PIECES)]
    manifest = made(leaves)
    values = {"manifest": manifest.to_json(), "borania": borania().document}
    pieces = {"manifest": manifest.to_json()}
    return File(
        "evidence",
        "evidence-manifest",
        (
            Group("evidence-tree", list(_trees()), {"salt": _SALT}),
            Group("manifest", list(_manifests(manifest))),
            Group(
                "signed-manifest", list(_signed(manifest)), {"profiles": [borania().document], "at": str(NOW)}
            ),
            Group("piece", list(_pieces(leaves)), pieces),
        ),
        values,
    )


def made(leaves: list[bytes]) -> Manifest:
    """Describe the evidence of the vectors."""
    return Manifest(
        name="logins.csv",
        media_type="text/csv",
        size=_SIZE,
        sealed_size=sealed_size(_SIZE),
        salt=_SALT,
        root=trees.root(leaves),
        conditions=("Only for the case named in the request.",),
        custody=(CustodyStep(NOW + -HOUR, borania().office, "sealed"),),
    )


def sealed_size(size: int) -> int:
    """Say how long the payload of a sealed file is: nonce, and a tag for each chunk, of which there is one at least."""
    return _NONCE + size + _TAG * max(1, -(-size // _CHUNK))


def _trees() -> Iterator[Case]:
    for comment, pieces in (
        ("nothing has no leaf", ()),
        ("less than a MiB", (b"the rest of the evidence",)),
        ("a whole MiB", (b"a" * LEAF,)),
        ("two equal pieces show different leaves", (b"a" * LEAF, b"a" * LEAF)),
        ("three and a rest", _PIECES),
    ):
        yield Case(comment, {"pieces": list(pieces)}, ("Evidence",))


def _manifests(manifest: Manifest) -> Iterator[Case]:
    good = manifest.to_json()
    told = json.loads(good)
    yield Case("a manifest", {"document": good}, ("Evidence",))
    nothing = told | {"size": 0, "sealed_size": sealed_size(0), "custody": [], "conditions": []}
    yield Case(
        "of an empty file, no conditions, no custody yet", {"document": canonical(nothing)}, ("Evidence",)
    )
    largest = 2**53 - 1
    fits = largest - _NONCE - _TAG * -(-largest // (_CHUNK + _TAG))
    facts: tuple[tuple[str, Mapping[str, Any], str], ...] = (
        ("an unknown version", told | {"v": 2}, "UnknownVersion"),
        ("a member that no paper names", told | {"remark": "none"}, "UnknownMember"),
        ("no salt", {name: value for name, value in told.items() if name != "salt"}, "Empty"),
        ("an empty name", told | {"name": ""}, "Empty"),
        ("a name that is a path", told | {"name": "../logins.csv"}, "Path"),
        ("a name that is a path of another system", told | {"name": "a\\b"}, "Path"),
        ("a name that is the folder above", told | {"name": ".."}, "Path"),
        ("a name of two lines", told | {"name": "logins\n.csv"}, "Path"),
        (
            "a mark in the name that turns the direction of writing",
            told | {"name": "logins\u202evsc.exe"},
            "Path",
        ),
        ("a name of 256 characters", told | {"name": "n" * 256}, "Edge"),
        ("another size of leaf", told | {"leaf_size": LEAF // 2}, "Edge"),
        (
            "a sealed size that does not follow from the size",
            told | {"sealed_size": told["sealed_size"] + 1},
            "Edge",
        ),
        ("a size below nothing", told | {"size": -1}, "Edge"),
        (
            "a sealed size over the largest whole number",
            told | {"size": fits + 1, "sealed_size": largest},
            "Edge",
        ),
        ("a salt of 31 bytes", told | {"salt": told["salt"][:-2]}, "Cut"),
        ("a root in capitals", told | {"root": told["root"].upper()}, "SecondForm"),
        ("a root of 31 bytes", told | {"root": told["root"][:-2]}, "Cut"),
        (
            "a step of custody that names no office",
            told | {"custody": [{"at": str(NOW), "by": "Borania", "deed": "sealed"}]},
            "Word",
        ),
        (
            "a step of custody with no deed",
            told | {"custody": [{"at": str(NOW), "by": "XB/central", "deed": ""}]},
            "Empty",
        ),
        ("an empty condition", told | {"conditions": [""]}, "Empty"),
    )
    for comment, one, flag in facts:
        yield Case(comment, {"document": canonical(one)}, (flag,), "malformed-manifest")
    twice = good.replace(b'"size":', b'"size":1,"size":', 1)
    for comment, document, flag in (
        ("nothing at all", b"", "Empty"),
        ("a list", b"[]", "Word"),
        ("a member twice", twice, "DuplicateName"),
        ("a blank after a colon", good.replace(b'"name":', b'"name": '), "SecondForm"),
        ("a size with a fraction", good.replace(b'"size":', b'"size":1.0,"siz":'), "Number"),
    ):
        yield Case(comment, {"document": document}, (flag,), "malformed-manifest")


def _signed(manifest: Manifest) -> Iterator[Case]:
    xb, written = borania(), manifest.to_json()
    good = sign_manifest(manifest, signing=xb.signing, office=xb.office)
    yield Case("signed by the office that answers for it", {"document": good}, ("Evidence",))
    by_node = sign_payload(written, typ=MANIFEST, keys=(xb.node,), issuer=xb.office)
    as_act = sign_payload(written, typ="comity-act", keys=(xb.signing,), issuer=xb.office)
    no_office = sign_payload(written, typ=MANIFEST, keys=(xb.signing,))
    other_office = sign_payload(written, typ=MANIFEST, keys=(xb.signing,), issuer="XB/court")
    other = sign_payload(b"{}", typ=MANIFEST, keys=(xb.signing,), issuer=xb.office)
    for comment, document, flag, code in (
        ("signed by the node", by_node, "KeyReuse", "unknown-key"),
        ("signed as another type", as_act, "WrongType", "wrong-type"),
        ("signed for no office", no_office, "Empty", "malformed-authority"),
        (
            "signed for an office that the profile does not name",
            other_office,
            "UnknownKey",
            "unknown-authority",
        ),
        ("what is signed is no manifest", other, "Word", "malformed-manifest"),
        (
            "signed by another State",
            sign_manifest(manifest, signing=aldova().signing, office=xb.office),
            "WrongKey",
            "unknown-key",
        ),
    ):
        yield Case(comment, {"document": document}, (flag,), code)
    late = {"document": good, "at": str(NOW + 300 * DAY)}
    yield Case("the key has ended", late, ("KeyValidity",), "key-expired")


def _pieces(leaves: list[bytes]) -> Iterator[Case]:
    for place, piece in enumerate(_PIECES):
        path = trees.inclusion_path(leaves, place)
        yield Case(f"piece {place}", {"index": place, "piece": piece, "path": list(path)}, ("Evidence",))
    path = list(trees.inclusion_path(leaves, 0))
    for comment, place, piece, steps, flag in (
        ("a flipped byte", 0, b"b" + _PIECES[0][1:], path, "FlippedByte"),
        ("the same bytes, which stand at another place too", 2, _PIECES[0], path, "Swapped"),
        ("a place outside the file", 4, _PIECES[0], path, "Edge"),
        ("one step is missing", 0, _PIECES[0], path[:-1], "Cut"),
        ("one step too many", 0, _PIECES[0], [*path, seed("step")], "Trailing"),
        ("a step of 31 bytes", 0, _PIECES[0], [path[0][:-1], *path[1:]], "Cut"),
    ):
        given = {"index": place, "piece": piece, "path": steps}
        yield Case(comment, given, (flag,), "inclusion-unproved")
