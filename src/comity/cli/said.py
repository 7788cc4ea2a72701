"""What is said in a case, or is secret, reaches a command through a file or standard input, never as its words.

The command line of a process is shown to everybody on the machine, and the shell keeps it in its history. So whatever
is said to the other State, or stands in the custody or the record, is read from the file that the caller names; ``-``
is standard input. What has parts is JSON, as the API takes it; what is only words is those words, as plain text in
UTF-8. A secret is the one line of its file, as it stands; where standard input is a terminal, it is asked for and not
shown.
"""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.errors.commands import UnreadableWords
from comity.errors.envelopes import NotJson

STANDARD_INPUT = "-"


def words(file: str) -> str:
    """Read words from the file of that name, of which there must be some; no name, no words."""
    told = _content(file).strip() if file else ""
    if file and not told:
        raise typer.BadParameter(f"{file}: says nothing")
    return told


def statement(file: str) -> Any:
    """Read JSON from the file of that name; its parts are checked by who takes it."""
    try:
        return json.loads(_content(file))
    except ValueError as error:
        raise NotJson(f"{Path(file).name}: {error}"[:120]) from error


def secret(file: str) -> str:
    """Read a secret from the file of that name, or ask for it at a terminal; no name, no secret."""
    if file == STANDARD_INPUT and sys.stdin.isatty():
        asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return asked
    told = _content(file).removesuffix("\n").removesuffix("\r") if file else ""
    if file and (not told or "\n" in told):
        raise typer.BadParameter(f"{file}: holds no secret on one line")
    return told


def in_words(told: str) -> Any:
    """Make the argument of a command whose whole statement is words."""
    return typer.Argument(help=f"A file with {told}; - for standard input.", metavar="FILE", parser=words)


def also(told: str) -> Any:
    """Make an option that takes words beside what a command does."""
    return typer.Option(help=f"A file with {told}; - for standard input.", metavar="FILE", parser=words)


def in_parts(told: str) -> Any:
    """Make the argument of a command whose statement has parts."""
    return typer.Argument(
        help=f"A file with {told} as JSON; - for standard input.", metavar="FILE", parser=statement
    )


def _content(file: str) -> str:
    try:
        read = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
        return read.decode("utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableWords(Path(file).name) from error


Password = Annotated[
    str,
    typer.Option(
        "--password-file",
        help="A file with its password, - for standard input or to be asked; else one is made and shown once.",
        metavar="FILE",
        parser=secret,
    ),
]
