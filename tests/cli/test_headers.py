"""``comity evidence`` on headers: taken off, put back, shown, and written for other recipients."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from comity.cli.evidence import app
from comity.errors.sealing import (
    EmptyFile,
    FileCut,
    MalformedHeader,
    NoRecipients,
    NoSuchPlace,
    OutputExists,
    WrongKey,
)

Comity = Callable[..., Result]


@pytest.fixture
def comity() -> Comity:
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path, comity: Comity) -> Path:
    """Two keys, a file, and the same sealed for the first key: whole, and with its header apart."""
    for name in ("first", "second"):
        (tmp_path / f"{name}.pub").write_text(comity("key", "--out", tmp_path / name).stdout)
    (tmp_path / "mail.tar").write_bytes(os.urandom(300_000))
    done(comity("seal", tmp_path / "mail.tar", "--to", tmp_path / "first.pub", "--out", tmp_path / "whole"))
    done(
        comity(
            "seal", tmp_path / "mail.tar", "--to", tmp_path / "first.pub", "--out", tmp_path / "apart", "--detached"
        )
    )  # fmt: skip
    return tmp_path


def done(result: Result) -> Result:
    assert result.exit_code == 0, result.output
    return result


def refused(result: Result) -> type[BaseException]:
    assert result.exit_code != 0
    return type(result.exception)


def opens(comity: Comity, folder: Path, sealed: Path, key: str, *words: object) -> bool:
    out = folder / f"opened {os.urandom(4).hex()}"
    result = comity("open", sealed, "--key", folder / key, "--out", out, *words)
    if result.exit_code:
        assert refused(result) is WrongKey
        return False
    return out.read_bytes() == (folder / "mail.tar").read_bytes()


def test_a_file_is_sealed_with_its_header_apart_and_opened_and_verified_by_both(
    folder: Path, comity: Comity
) -> None:
    payload = folder / "apart/mail.tar.age.payload"
    assert sorted(path.name for path in (folder / "apart").iterdir()) == [
        "mail.tar.age.header",
        "mail.tar.age.payload",
        "mail.tar.manifest.json",
    ]
    assert opens(comity, folder, payload, "first")
    done(comity("verify", payload, "--key", folder / "first"))
    (folder / "apart/mail.tar.age.header").rename(folder / "elsewhere")
    assert refused(comity("verify", payload, "--key", folder / "first")) is MalformedHeader
    done(comity("verify", payload, "--key", folder / "first", "--header", folder / "elsewhere"))


def test_a_sealed_file_taken_apart_and_put_together_is_the_same(folder: Path, comity: Comity) -> None:
    sealed = folder / "whole/mail.tar.age"
    done(comity("detach", sealed, "--out", folder / "parts"))
    header, payload = folder / "parts/mail.tar.age.header", folder / "parts/mail.tar.age.payload"
    done(comity("join", header, payload, "--out", folder / "again.age"))
    assert (folder / "again.age").read_bytes() == sealed.read_bytes()
    assert header.read_bytes() + payload.read_bytes() == sealed.read_bytes()


def test_a_header_is_shown_and_says_which_places_are_ours(folder: Path, comity: Comity) -> None:
    sealed = folder / "whole/mail.tar.age"
    plain = json.loads(done(comity("header", sealed, "--json")).stdout)
    assert (plain["recipients"], plain["yours"], plain["proved"]) == (1, [], False)
    mine = json.loads(done(comity("header", sealed, "--key", folder / "first", "--json")).stdout)
    assert (mine["yours"], mine["proved"]) == ([1], True)
    assert refused(comity("header", sealed, "--key", folder / "second")) is WrongKey


@pytest.mark.mandate("E4")
def test_recipients_come_and_go_and_the_payload_is_not_touched(folder: Path, comity: Comity) -> None:
    payload, header = folder / "apart/mail.tar.age.payload", folder / "apart/mail.tar.age.header"
    before = payload.read_bytes()
    both, other = folder / "both", folder / "other"
    done(comity("readdress", header, "--key", folder / "first", "--add", folder / "second.pub", "--out", both))
    assert opens(comity, folder, payload, "first", "--header", both)
    assert opens(comity, folder, payload, "second", "--header", both)
    told = done(comity("readdress", both, "--key", folder / "second", "--remove", "1", "--out", other))
    assert "kept the earlier header" in told.stderr
    assert not opens(comity, folder, payload, "first", "--header", other)
    assert opens(comity, folder, payload, "second", "--header", other)
    assert opens(comity, folder, payload, "first", "--header", both)  # who kept it: as the command says
    assert payload.read_bytes() == before


def test_a_whole_sealed_file_is_written_for_one_alone_with_its_payload_copied(
    folder: Path, comity: Comity
) -> None:
    sealed, alone = folder / "whole/mail.tar.age", folder / "mail.tar.age"
    done(
        comity("readdress", sealed, "--key", folder / "first", "--only", folder / "second.pub", "--out", alone)
    )
    assert opens(comity, folder, alone, "second")
    assert not opens(comity, folder, alone, "first")
    assert alone.read_bytes()[-300_000:] == sealed.read_bytes()[-300_000:]


def test_a_header_is_not_rewritten_for_nobody_nor_at_a_place_it_has_not_nor_over_a_file(
    folder: Path, comity: Comity
) -> None:
    words = ["readdress", folder / "apart/mail.tar.age.header", "--key", folder / "first", "--out"]
    assert refused(comity(*words, folder / "new")) is NoRecipients
    assert refused(comity(*words, folder / "new", "--remove", 1)) is NoRecipients
    assert refused(comity(*words, folder / "new", "--remove", 2)) is NoSuchPlace
    assert not (folder / "new").exists()
    assert refused(comity(*words, folder / "first", "--add", folder / "second.pub")) is OutputExists


def test_what_is_no_header_and_what_is_no_payload_are_not_joined(folder: Path, comity: Comity) -> None:
    header, payload = folder / "apart/mail.tar.age.header", folder / "apart/mail.tar.age.payload"
    out = folder / "joined.age"
    assert refused(comity("join", payload, header, "--out", out)) is MalformedHeader
    (folder / "empty").touch()
    assert refused(comity("join", header, folder / "empty", "--out", out)) is FileCut
    assert refused(comity("header", folder / "empty")) is EmptyFile
    assert not out.exists()
