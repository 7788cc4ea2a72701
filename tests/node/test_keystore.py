import os
import stat
from pathlib import Path

import pytest

from comity.errors.node import KeyExists, KeyMissing, SecretDiffers
from comity.node.keystore import FileKeyStore, sealing_name, signing_name
from comity.words import AuthorityId

SECRET = b"the installation's secret"


@pytest.fixture
def store(tmp_path: Path) -> FileKeyStore:
    store = FileKeyStore(tmp_path / "keys", SECRET)
    store.make("root", os.urandom)
    return store


def test_a_key_that_was_made_is_the_same_in_every_process(store: FileKeyStore, tmp_path: Path):
    again = FileKeyStore(tmp_path / "keys", SECRET)
    assert again.signing("root").public == store.signing("root").public


def test_a_key_is_never_overwritten(store: FileKeyStore):
    before = store.signing("root").public
    with pytest.raises(KeyExists):
        store.make("root", os.urandom)
    assert store.signing("root").public == before


def test_a_key_file_is_for_its_owner_alone_and_shows_no_seed(store: FileKeyStore, tmp_path: Path):
    file = tmp_path / "keys" / "root.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert store.signing("root").seed not in file.read_bytes()


def test_a_missing_key_is_named(store: FileKeyStore):
    with pytest.raises(KeyMissing) as refused:
        store.signing("node")
    assert refused.value.place == "node"


def test_another_secret_opens_nothing(store: FileKeyStore, tmp_path: Path):
    with pytest.raises(SecretDiffers):
        FileKeyStore(tmp_path / "keys", b"another secret").signing("root")


def test_a_key_file_under_another_name_does_not_open(store: FileKeyStore, tmp_path: Path):
    (tmp_path / "keys" / "root.key").rename(tmp_path / "keys" / "node.key")
    with pytest.raises(SecretDiffers):
        store.signing("node")


@pytest.mark.parametrize("place", [0, 11, 12, 40, -1])
def test_a_flipped_byte_in_a_key_file_is_refused(store: FileKeyStore, tmp_path: Path, place: int):
    file = tmp_path / "keys" / "root.key"
    sealed = bytearray(file.read_bytes())
    sealed[place] ^= 1
    file.write_bytes(sealed)
    with pytest.raises(SecretDiffers):
        store.signing("root")


def test_an_emptied_key_file_is_refused(store: FileKeyStore, tmp_path: Path):
    (tmp_path / "keys" / "root.key").write_bytes(b"")
    with pytest.raises(SecretDiffers):
        store.signing("root")


def test_a_sealing_key_that_was_replaced_opens_beside_the_newer_ones(store: FileKeyStore):
    store.make("duty.sealing", os.urandom)
    first = store.sealing("duty.sealing")
    assert store.opening("duty.sealing") == (first,)
    store.make("duty.sealing.2", os.urandom)
    newest, oldest = store.opening("duty.sealing")
    assert (store.sealing("duty.sealing"), oldest) == (newest, first)
    assert newest != oldest
    with pytest.raises(KeyMissing):
        store.opening("court.sealing")


def test_an_authority_signs_and_opens_with_keys_of_its_own_name():
    assert signing_name(AuthorityId("XA/duty")) == "duty.signing"
    assert sealing_name(AuthorityId("XA/duty")) == "duty.sealing"
