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

    def enter(content: bytes, *, terminal: bool = False) -> None:
        stdin = SimpleNamespace(buffer=io.BytesIO(content), isatty=lambda: terminal)
        monkeypatch.setattr(said.sys, "stdin", stdin)

    return enter


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


def test_a_secret_is_the_one_line_of_its_file_as_it_stands(tmp_path: Path, entered) -> None:
    assert said.secret(file(tmp_path, " pass word é \r\n".encode())) == " pass word é "
    entered(b"from a pipe")
    assert said.secret("-") == "from a pipe"
    assert said.secret("") == ""


@pytest.mark.parametrize("content", [b"", b"\n", b"one\ntwo", b"one\ntwo\n"])
def test_no_line_or_several_are_no_secret_and_are_not_shown(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(typer.BadParameter) as refused:
        said.secret(file(tmp_path, content))
    assert "one\n" not in str(refused.value)


def test_at_a_terminal_a_secret_is_asked_for_and_not_shown(entered, monkeypatch) -> None:
    entered(b"", terminal=True)
    asked = {}
    monkeypatch.setattr(said.typer, "prompt", lambda _text, **how: asked.update(how) or "chosen")
    assert said.secret("-") == "chosen"
    assert (asked["hide_input"], asked["confirmation_prompt"], asked["err"]) == (True, True, True)
