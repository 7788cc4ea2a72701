"""Manifests: one written form, and any one MiB proved alone."""

import json
import os

import pytest
from hypothesis import given, strategies as st

from comity.errors.sealing import MalformedManifest, ManifestRootWrong, ManifestSizeWrong
from comity.errors.trees import InclusionUnproved
from comity.foundation import trees
from comity.foundation.identity import SealingKey
from comity.foundation.sealing import (
    LEAF,
    CustodyStep,
    Manifest,
    MemorySink,
    MemorySource,
    salted_leaf,
    seal_stream,
)
from comity.foundation.sealing.payload import Layout
from comity.words import AuthorityId, Instant

KEY = SealingKey.from_seed(bytes(32))
STEP = CustodyStep(Instant.parse("2026-11-21T20:00:00.000Z"), AuthorityId("XB/duty-desk"), "preserved")
NAMES = st.text(min_size=1, max_size=60).filter(
    lambda name: name.isprintable() and not {"/", "\\"} & set(name) and name not in {".", ".."}
)


def manifest_of(size: int = 5, **facts: object) -> Manifest:
    stated = {
        "name": "ext2.E01",
        "media_type": "application/octet-stream",
        "size": size,
        "sealed_size": Layout(size).sealed_size,
        "salt": bytes(range(32)),
        "root": bytes(32),
        "conditions": ("not to be used for another purpose",),
        "custody": (STEP,),
    }
    return Manifest(**{**stated, **facts})


@given(NAMES, st.integers(0, 2**52), st.lists(NAMES, max_size=3))
def test_a_manifest_prints_and_reads_back(name: str, size: int, conditions: list[str]) -> None:
    manifest = manifest_of(size, name=name, conditions=tuple(conditions))
    assert Manifest.parse(manifest.to_json()) == manifest
    assert Manifest.parse(manifest.to_json()).digest == manifest.digest


def test_any_difference_gives_another_digest() -> None:
    manifests = [
        manifest_of(),
        manifest_of(6),
        manifest_of(name="other"),
        manifest_of(conditions=()),
        manifest_of(custody=()),
    ]
    assert len({manifest.digest for manifest in manifests}) == len(manifests)


def test_its_members_are_those_of_the_paper() -> None:
    told = json.loads(manifest_of().to_json())
    assert told == {
        "v": 1,
        "name": "ext2.E01",
        "media_type": "application/octet-stream",
        "size": 5,
        "sealed_size": 16 + 5 + 16,
        "leaf_size": 1048576,
        "salt": bytes(range(32)).hex(),
        "root": "00" * 32,
        "conditions": ["not to be used for another purpose"],
        "custody": [{"at": "2026-11-21T20:00:00.000Z", "by": "XB/duty-desk", "deed": "preserved"}],
    }


def changed(**members: object) -> bytes:
    told = json.loads(manifest_of().to_json())
    told.update(members)
    kept = {name: value for name, value in sorted(told.items()) if value is not ...}
    return json.dumps(kept, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("raw", "member"),
    [
        (b"", "JSON"),
        (b"[]", "JSON"),
        (b"{", "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"{}", "v"),
        (changed(v=2), "v"),
        (changed(v=True), "v"),
        (changed(v=1.0), "v"),
        (changed(name=""), "name"),
        (changed(name=...), "name"),
        (changed(name=7), "name"),
        (changed(name="a/b"), "name"),
        (changed(name="a\\b"), "name"),
        (changed(name=".."), "name"),
        (changed(name="x" * 256), "name"),
        (changed(name="a\u202eb"), "name"),
        (changed(media_type=None), "media_type"),
        (changed(size="5"), "size"),
        (changed(size=-1), "size"),
        (changed(size=2**53), "size"),
        (changed(sealed_size=38), "sealed_size"),
        (changed(leaf_size=65536), "leaf_size"),
        (changed(salt="00"), "salt"),
        (changed(salt="zz" * 32), "salt"),
        (changed(root="00" * 31), "root"),
        (changed(root=("AB" * 32)), "canonical form"),
        (changed(conditions="all"), "conditions"),
        (changed(conditions=[1]), "conditions"),
        (changed(conditions=[""]), "conditions"),
        (changed(conditions=["two\nlines"]), "conditions"),
        (changed().replace(b'["not', b'["\\ud800not'), "conditions"),
        (changed(custody=[{"at": str(STEP.at), "by": "XB/desk", "deed": ""}]), "custody"),
        (changed(size=2**53 - 1, sealed_size=Layout(2**53 - 1).sealed_size), "sealed_size"),
        (changed(custody=[[]]), "custody"),
        (changed(custody=[{"at": "yesterday", "by": "XB/desk", "deed": "kept"}]), "custody"),
        (changed(custody=[{"at": str(STEP.at), "by": "nobody", "deed": "kept"}]), "custody"),
        (changed(custody=[{"at": str(STEP.at), "by": "XB/desk"}]), "deed"),
        (changed(more="members"), "canonical form"),
        (manifest_of().to_json() + b"\n", "canonical form"),
        (b" " + manifest_of().to_json(), "canonical form"),
        (manifest_of().to_json().replace(b'"v":1', b'"v":1,"v":1'), "canonical form"),
        (b" " * (1024 * 1024 + 1), "size of the manifest"),
    ],
)
def test_any_other_writing_is_refused_with_its_member(raw: bytes, member: str) -> None:
    with pytest.raises(MalformedManifest) as refused:
        Manifest.parse(raw)
    assert refused.value.place == member


def test_another_file_is_refused_by_size_and_by_root() -> None:
    manifest = manifest_of()
    manifest.require(5, bytes(32))
    with pytest.raises(ManifestSizeWrong):
        manifest.require(6, bytes(32))
    for root in (b"\x01" + bytes(31), None):
        with pytest.raises(ManifestRootWrong):
            manifest.require(5, root)


@pytest.mark.mandate("E4")
def test_one_mib_is_proved_alone_and_only_at_its_place() -> None:
    plain = os.urandom(3 * LEAF + 10)
    sealed = seal_stream(
        MemorySource(plain),
        MemorySink(4 * LEAF),
        recipients=[KEY.recipient],
        entropy=os.urandom,
        salt=os.urandom(32),
    )
    manifest = Manifest.of(sealed, name="disk.raw", media_type="application/octet-stream")
    pieces = [plain[at : at + LEAF] for at in range(0, len(plain), LEAF)]
    for index, piece in enumerate(pieces):
        path = trees.inclusion_path(sealed.leaves, index)
        manifest.require_piece(index, piece, path)
        for lie in (
            (index, piece[:-1], path),
            ((index + 1) % 4, piece, path),
            (index, piece, path[1:]),
            (9, piece, path),
        ):
            with pytest.raises(InclusionUnproved):
                manifest.require_piece(*lie)


def test_a_root_tells_nothing_of_a_suspected_file_without_its_salt() -> None:
    suspected = b"the file one suspects"
    assert salted_leaf(os.urandom(32), 0, suspected) != trees.leaf_hash(suspected)
    assert salted_leaf(os.urandom(32), 0, suspected) != salted_leaf(os.urandom(32), 0, suspected)
