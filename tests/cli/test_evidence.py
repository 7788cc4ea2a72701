"""``comity evidence``: a file sealed, opened and verified; each attack is named, and nothing partial is kept."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from comity.cli.evidence import app
from comity.errors.identity import MalformedKey
from comity.errors.sealing import (
    ChunkAltered,
    ChunkSwapped,
    EmptyFile,
    FileCut,
    FileUnusable,
    MalformedHeader,
    ManifestRootWrong,
    NoKeys,
    NoRecipients,
    OutputExists,
    TrailingData,
    WrongKey,
)
from comity.foundation.identity import SealingKey
from comity.foundation.sealing import Header, Manifest, seal

SEALED_CHUNK = 64 * 1024 + 16
Comity = Callable[..., Result]


@pytest.fixture
def comity() -> Comity:
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path, comity: Comity) -> Path:
    """A folder with a key, a recipient, a file of evidence, and the same sealed."""
    made = comity("key", "--out", tmp_path / "key")
    (tmp_path / "recipient").write_text(made.stdout)
    (tmp_path / "disk.raw").write_bytes(os.urandom(3 * 1024 * 1024 + 777))
    sealed = comity("seal", tmp_path / "disk.raw", "--to", tmp_path / "recipient", "--out", tmp_path / "sent")
    assert sealed.exit_code == 0, sealed.output
    return tmp_path


def refused(result: Result) -> type[BaseException]:
    assert result.exit_code != 0
    return type(result.exception)


def test_a_key_file_is_only_for_its_owner_and_is_never_overwritten(tmp_path: Path, comity: Comity) -> None:
    made = comity("key", "--out", tmp_path / "key", "--json")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    told = json.loads(made.stdout)
    secret = (tmp_path / "key").read_text().splitlines()[-1]
    assert str(SealingKey.parse(secret).recipient) == told["recipient"]
    assert secret not in made.output
    assert refused(comity("key", "--out", tmp_path / "key")) is OutputExists
    assert secret in (tmp_path / "key").read_text()


def test_what_is_sealed_is_described_and_opens(folder: Path, comity: Comity) -> None:
    manifest = Manifest.parse((folder / "sent/disk.raw.manifest.json").read_bytes())
    assert (manifest.name, manifest.size) == ("disk.raw", 3 * 1024 * 1024 + 777)
    opened = comity(
        "open", folder / "sent/disk.raw.age", "--key", folder / "key", "--out", folder / "back", "--json"
    )
    assert json.loads(opened.stdout) == {
        "opened": str(folder / "back"),
        "size": manifest.size,
        "manifest": manifest.digest,
    }
    assert (folder / "back").read_bytes() == (folder / "disk.raw").read_bytes()


def test_a_folder_takes_the_file_under_its_own_name(folder: Path, comity: Comity) -> None:
    (folder / "in").mkdir()
    (folder / "sent/disk.raw.age").rename(folder / "sent/renamed.age")
    opened = comity(
        "open", folder / "sent/renamed.age", "--key", folder / "key", "--out", folder / "in",
        "--manifest", folder / "sent/disk.raw.manifest.json",
    )  # fmt: skip
    assert opened.exit_code == 0
    assert [path.name for path in (folder / "in").iterdir()] == ["disk.raw"]


def test_several_files_are_sealed_for_several_recipients_with_their_conditions(
    folder: Path, comity: Comity
) -> None:
    (folder / "note.txt").write_bytes(b"")
    second = comity("key", "--out", folder / "second").stdout.strip()
    sealed = comity(
        "seal", folder / "disk.raw", folder / "note.txt", "--to", folder / "recipient", "--to", second,
        "--out", folder / "both", "--condition", "for this case only", "--json",
    )  # fmt: skip
    told = json.loads(sealed.stdout)["sealed"]
    assert [each["manifest"]["media_type"] for each in told] == ["application/octet-stream", "text/plain"]
    assert all(each["manifest"]["conditions"] == ["for this case only"] for each in told)
    for key in ("key", "second"):
        verified = comity("verify", folder / "both/note.txt.age", "--key", folder / key, "--json")
        assert json.loads(verified.stdout)["digest"] == told[1]["digest"]


def test_a_sealed_file_opens_without_its_manifest_too(folder: Path, comity: Comity) -> None:
    (folder / "sent/disk.raw.manifest.json").unlink()
    words = (folder / "sent/disk.raw.age", "--key", folder / "key")
    assert "no manifest" in comity("open", *words, "--out", folder / "back").stdout
    assert refused(comity("verify", *words)) is FileUnusable


def flip(content: bytearray, begin: int) -> None:
    content[begin + 20 * SEALED_CHUNK + 5] ^= 1


def flip_the_end(content: bytearray, _begin: int) -> None:
    content[-1] ^= 1


def cut(content: bytearray, _begin: int) -> None:
    del content[-1000:]


def cut_between_chunks(content: bytearray, begin: int) -> None:
    del content[begin + 16 * SEALED_CHUNK :]


def swap(content: bytearray, begin: int) -> None:
    one, two = begin + 2 * SEALED_CHUNK, begin + 30 * SEALED_CHUNK
    here, there = content[one : one + SEALED_CHUNK], content[two : two + SEALED_CHUNK]
    content[one : one + SEALED_CHUNK], content[two : two + SEALED_CHUNK] = there, here


def add(content: bytearray, _begin: int) -> None:
    content += b"more"


def spoil_the_header(content: bytearray, _begin: int) -> None:
    content[30:31] = b"\n"


def empty(content: bytearray, _begin: int) -> None:
    content.clear()


@pytest.mark.mandate("E4")
@pytest.mark.parametrize(
    ("attack", "name", "facts"),
    [
        (flip, ChunkAltered, {"chunk": 20}),
        (flip_the_end, ChunkAltered, {"chunk": 48}),
        (cut, FileCut, None),
        (cut_between_chunks, FileCut, None),
        (swap, ChunkSwapped, {"chunk": 2, "belongs": 30}),
        (add, TrailingData, None),
        (spoil_the_header, MalformedHeader, None),
        (empty, EmptyFile, None),
    ],
)
def test_each_attack_is_named_and_nothing_partial_is_kept(
    attack: Callable[[bytearray, int], None],
    name: type[Exception],
    facts: dict[str, int] | None,
    folder: Path,
    comity: Comity,
) -> None:
    path = folder / "sent/disk.raw.age"
    content = bytearray(path.read_bytes())
    attack(content, Header.parse(bytes(content)).size + 16)
    path.write_bytes(content)
    (folder / "in").mkdir()
    for word in ("open", "verify"):
        more = ("--out", folder / "in") if word == "open" else ()
        result = comity(word, path, "--key", folder / "key", *more)
        assert refused(result) is name
        assert facts is None or result.exception.facts == facts
    assert list((folder / "in").iterdir()) == []


def test_a_sound_file_that_is_not_the_one_described_is_refused_and_dropped(
    folder: Path, comity: Comity
) -> None:
    key = SealingKey.parse((folder / "key").read_text().splitlines()[-1])
    other = seal(bytes(3 * 1024 * 1024 + 777), recipients=[key.recipient], entropy=os.urandom)
    (folder / "sent/disk.raw.age").write_bytes(other)
    result = comity("open", folder / "sent/disk.raw.age", "--key", folder / "key", "--out", folder / "back")
    assert refused(result) is ManifestRootWrong
    assert not (folder / "back").exists()
    assert not list(folder.glob(".*.part"))


def test_wrong_keys_and_recipients_are_refused_by_name(folder: Path, comity: Comity) -> None:
    comity("key", "--out", folder / "stranger")
    (folder / "nothing").write_text("# only a remark\n\n")
    (folder / "binary").write_bytes(b"\xff\xfe")
    sealed, out = folder / "sent/disk.raw.age", ("--out", folder / "back")
    assert refused(comity("open", sealed, "--key", folder / "stranger", *out)) is WrongKey
    assert refused(comity("open", sealed, "--key", folder / "nothing", *out)) is NoKeys
    assert refused(comity("open", sealed, "--key", folder / "binary", *out)) is MalformedKey
    assert refused(comity("open", sealed, "--key", folder / "recipient", *out)) is MalformedKey
    for to, name in (
        (folder / "nothing", NoRecipients),
        (folder / "absent", FileUnusable),
        ("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj", MalformedKey),
    ):
        assert refused(comity("seal", folder / "disk.raw", "--to", to, "--out", folder / "new")) is name
    assert not (folder / "back").exists()


def test_nothing_is_overwritten_and_a_refused_sealing_leaves_nothing(folder: Path, comity: Comity) -> None:
    before = (folder / "sent/disk.raw.age").read_bytes()
    words = ("seal", folder / "disk.raw", "--to", folder / "recipient", "--out", folder / "sent")
    assert refused(comity(*words)) is OutputExists
    (folder / "sent/disk.raw.manifest.json").unlink()
    assert refused(comity(*words)) is OutputExists
    assert (folder / "sent/disk.raw.age").read_bytes() == before
    assert [path.name for path in (folder / "sent").iterdir()] == ["disk.raw.age"]


def test_the_command_itself_says_the_refusal_as_json_and_ends_with_2(folder: Path, comity: Comity) -> None:
    comity("key", "--out", folder / "stranger")
    words = ["evidence", "verify", folder / "sent/disk.raw.age", "--key", folder / "stranger", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "comity.cli.main", *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert json.loads(done.stderr)["refused"]["code"] == "wrong-key"
    assert done.stdout == ""
