"""What is said in a case is read from a file or standard input, and is text."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer

from comity.cli import said
from comity.errors.commands import UnreadableWords
from comity.errors.envelopes import NotJson


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch):
    """Let standard input hold these bytes."""
    return lambda content: monkeypatch.setattr(said.sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))


def file(folder: Path, content: bytes) -> str:
    (folder / "words.txt").write_bytes(content)
    return str(folder / "words.txt")


def test_words_are_those_of_the_file_or_of_standard_input(tmp_path: Path, entered) -> None:
    entered("Передано по приказу.\n".encode())
    assert said.words("-") == "Передано по приказу."
    assert said.words(file(tmp_path, b" Two lines,\nkept.\n")) == "Two lines,\nkept."
    assert said.words("") == ""


def test_a_file_that_is_no_text_is_refused_by_its_name_and_without_its_content(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWords) as refused:
        said.words(file(tmp_path, b"secret \xff"))
    assert refused.value.place == "words.txt"
    assert "secret" not in str(refused.value)


def test_no_words_are_no_statement(tmp_path: Path, entered) -> None:
    entered(b"")
    for empty in ("-", file(tmp_path, b" \n"), str(tmp_path / "none")):
        with pytest.raises(typer.BadParameter):
            said.words(empty)


def test_what_has_parts_is_json(tmp_path: Path) -> None:
    assert said.statement(file(tmp_path, b'{"ground": "discrimination"}')) == {"ground": "discrimination"}
    with pytest.raises(NotJson):
        said.statement(file(tmp_path, b"{"))
