from hashlib import sha256
from pathlib import Path

import pytest

from comity.errors.node import ObjectMissing, ObjectsUnsupported, ObjectTaken
from comity.node.objects import Objects
from comity.words import Digest

CONTENT = b"sealed evidence"
NAME = Digest.of(sha256(CONTENT).digest())


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return Objects.of(tmp_path)


def test_an_object_is_found_whole_once_it_is_put(objects: Objects):
    assert not objects.holds(NAME)
    objects.put_once(NAME, CONTENT)
    assert objects.find(NAME).read_bytes() == CONTENT


def test_putting_the_same_again_changes_nothing(objects: Objects):
    first = objects.put_once(NAME, CONTENT).stat()
    assert objects.put_once(NAME, CONTENT).stat().st_ino == first.st_ino


def test_another_content_under_a_name_that_is_taken_is_refused(objects: Objects):
    objects.put_once(NAME, CONTENT)
    with pytest.raises(ObjectTaken):
        objects.put_once(NAME, b"something else")
    assert objects.find(NAME).read_bytes() == CONTENT


def test_a_lost_object_is_named(objects: Objects):
    with pytest.raises(ObjectMissing):
        objects.find(NAME)
    with pytest.raises(ObjectMissing):
        objects.leaves(NAME)


def test_leaf_hashes_are_kept_beside_the_object(objects: Objects):
    scratch = objects.scratch()
    scratch.write_bytes(CONTENT)
    objects.adopt(NAME, scratch, leaves=[b"a" * 32, b"b" * 32])
    assert objects.leaves(NAME) == b"a" * 32 + b"b" * 32
    assert not scratch.exists()


def test_a_named_scratch_is_the_same_after_a_restart_and_unnamed_ones_differ(objects: Objects):
    assert objects.scratch("x.part") == objects.scratch("x.part")
    assert objects.scratch() != objects.scratch()


def test_a_store_that_this_version_cannot_use_is_refused_by_name(tmp_path: Path):
    with pytest.raises(ObjectsUnsupported) as refused:
        Objects.of(tmp_path, "s3://bucket/prefix")
    assert refused.value.facts == {"setting": "s3"}


def test_an_object_stands_under_a_second_name_without_a_second_copy(objects: Objects):
    scratch, other = objects.scratch(), Digest("cd" * 32)
    scratch.write_bytes(CONTENT)
    objects.adopt(NAME, scratch, leaves=[b"a" * 32])
    objects.share(other, of=NAME)
    objects.share(other, of=NAME)
    assert objects.find(other).stat().st_ino == objects.find(NAME).stat().st_ino
    assert objects.leaves(other) == b"a" * 32
    objects.remove(NAME)
    objects.remove(NAME)
    assert not objects.holds(NAME)
    assert objects.find(other).read_bytes() == CONTENT


def test_what_is_not_here_is_not_shared(objects: Objects):
    with pytest.raises(ObjectMissing):
        objects.share(Digest("cd" * 32), of=NAME)
