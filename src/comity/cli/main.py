"""The command ``comity``: one file per group of commands, each loaded only when it is called.

Exit codes: 0 done; 1 done, and the answer is no; 2 refused, with the refusal's code and sentence on standard error, or
as JSON when ``--json`` was asked for. What is not a refusal of ours is a fault, and is shown whole.
"""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from comity import __version__
from comity.cli.groups import Root
from comity.cli.hindrances import hindrance
from comity.errors import ComityError
from comity.reference.refusals import sentence
from comity.words import Language

app = typer.Typer(
    cls=Root,
    name="comity",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _at_home(home: Path | None) -> Path | None:
    """Choose the node while the words are still being read: the group that comes next may load its settings."""
    if home is not None:
        os.environ["COMITY_HOME"] = str(home.expanduser().resolve())
    return home


def _version(asked: bool) -> None:
    """Print the version and end."""
    if asked:
        print(__version__)
        raise typer.Exit


@app.callback()
def comity(
    home: Annotated[
        Path | None,
        typer.Option(
            "--home", help="The node's folder; otherwise COMITY_HOME.", metavar="FOLDER", callback=_at_home
        ),
    ] = None,
    _asked: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Keep a treaty through its whole life: negotiate it, then cooperate under it."""


def main() -> None:
    """Run the command line."""
    try:
        app()
    except Exception as error:
        refusal = hindrance(error)
        if refusal is None:
            raise
        refuse(refusal, as_json="--json" in sys.argv)
        raise SystemExit(2) from None


def refuse(error: ComityError, *, as_json: bool) -> None:
    """Print a refusal on standard error: its code, its place, what is wrong and what to do."""
    told = sentence(error, language())
    if as_json:
        refusal = {"code": told.code, "place": error.place, "says": told.says, "do": told.do}
        print(json.dumps({"refused": refusal}, ensure_ascii=False), file=sys.stderr)
    else:
        print(f"{told.code}: {told.says}\n{told.do}", file=sys.stderr)


def language() -> Language:
    """Take the language of the terminal when it is one of the six, otherwise English."""
    tag = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "en")[:2]
    return Language(tag) if tag in set(Language) else Language.ENGLISH


if __name__ == "__main__":
    main()
