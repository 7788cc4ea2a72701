"""Other people's implementation of age opens what we seal, and we open what it seals."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.errors.sealing import UnknownStanza
from comity.foundation.identity import SealingKey, SealingRecipient
from comity.foundation.sealing import MemorySource, SealedFile, header_of, readdress, seal, unseal

OPEN = """
import * as age from "age-encryption"; import fs from "fs";
const [key, sealed, out] = process.argv.slice(2);
const opener = new age.Decrypter(); opener.addIdentity(key);
fs.writeFileSync(out, await opener.decrypt(fs.readFileSync(sealed)));
"""
SEAL = """
import * as age from "age-encryption"; import fs from "fs";
const [plain, out, ...recipients] = process.argv.slice(2);
const sealer = new age.Encrypter(); recipients.forEach(each => sealer.addRecipient(each));
fs.writeFileSync(out, await sealer.encrypt(fs.readFileSync(plain)));
"""
MAKE_KEY = """
import * as age from "age-encryption";
const key = await age.generateHybridIdentity();
console.log(key + " " + await age.identityToRecipient(key));
"""
CLASSICAL = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
SIZES = [0, 1, 65535, 65536, 65537, 3 * 65536, 1024 * 1024 + 5]

Program = Callable[..., bytes]


def test_its_keys_are_our_keys(node_program: Program) -> None:
    secret, recipient = node_program(MAKE_KEY).decode().split()
    assert str(SealingKey.parse(secret).recipient) == recipient
    assert str(SealingKey.parse(secret)) == secret
    assert str(SealingRecipient.parse(recipient)) == recipient


@pytest.mark.mandate("E4")
@pytest.mark.parametrize("size", SIZES)
def test_it_opens_what_we_seal(
    size: int, node_program: Program, key: SealingKey, stranger: SealingKey, tmp_path: Path
) -> None:
    plain = os.urandom(size)
    sealed, opened = tmp_path / "sealed.age", tmp_path / "opened"
    sealed.write_bytes(seal(plain, recipients=[stranger.recipient, key.recipient], entropy=os.urandom))
    node_program(OPEN, str(key), str(sealed), str(opened))
    assert opened.read_bytes() == plain


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_it_seals(size: int, node_program: Program, key: SealingKey, tmp_path: Path) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed.age"
    plain.write_bytes(os.urandom(size))
    node_program(SEAL, str(plain), str(sealed), str(key.recipient))
    assert unseal(sealed.read_bytes(), keys=[key]) == plain.read_bytes()
    part = SealedFile(MemorySource(sealed.read_bytes()), [key]).read(size // 3, size // 2)
    assert part == plain.read_bytes()[size // 3 : size // 3 + size // 2]


def test_it_opens_what_was_sealed_for_another_and_readdressed(
    node_program: Program, key: SealingKey, stranger: SealingKey, tmp_path: Path
) -> None:
    plain = os.urandom(200_000)
    sealed = seal(plain, recipients=[stranger.recipient], entropy=os.urandom)
    header = header_of(MemorySource(sealed))
    written = readdress(header, keys=[stranger], add=[key.recipient], remove=[1])
    file, opened = tmp_path / "sealed.age", tmp_path / "opened"
    file.write_bytes(written + sealed[len(header) :])
    node_program(OPEN, str(key), str(file), str(opened))
    assert opened.read_bytes() == plain


def test_a_header_it_wrote_is_readdressed_by_us(
    node_program: Program, key: SealingKey, stranger: SealingKey, tmp_path: Path
) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed.age"
    plain.write_bytes(os.urandom(100_000))
    node_program(SEAL, str(plain), str(sealed), str(key.recipient))
    header = header_of(MemorySource(sealed.read_bytes()))
    written = readdress(header, keys=[key], add=[stranger.recipient], keep=False)
    payload = sealed.read_bytes()[len(header) :]
    assert unseal(written + payload, keys=[stranger]) == plain.read_bytes()


def test_a_file_it_seals_for_a_classical_recipient_too_is_refused(
    node_program: Program, key: SealingKey, tmp_path: Path
) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed.age"
    plain.write_bytes(b"evidence")
    node_program(SEAL, str(plain), str(sealed), str(key.recipient), CLASSICAL)
    with pytest.raises(UnknownStanza) as refused:
        unseal(sealed.read_bytes(), keys=[key])
    assert refused.value.facts["kind"] == "X25519"
