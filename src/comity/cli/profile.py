"""``comity profile``: show and export this State's profile; pin a peer's."""

import json
from pathlib import Path
from typing import Annotated

import typer

from comity.errors.node import FingerprintNotCompared
from comity.foundation.directory import Profile
from comity.node import directory
from comity.node.rules import COMMAND_LINE
from comity.words import StateCode

app = typer.Typer(
    help="Show and export this State's profile; pin a peer's.", no_args_is_help=True, rich_markup_mode=None
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to write it; otherwise standard output.")] = None,
) -> None:
    """Write this State's signed profile, to be handed to peers."""
    document = directory.export()
    if file is None:
        print(document.decode("ascii"))
    else:
        file.write_bytes(document)


@app.command()
def pin(
    file: Annotated[
        Path, typer.Argument(help="The signed profile that the peer has handed over.", exists=True)
    ],
    fingerprint: Annotated[
        str | None,
        typer.Option(help="The fingerprint that the peer has given by other means, such as by telephone."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Pin a peer's profile after comparing its fingerprint; shows it and asks if none is given."""
    document = file.read_bytes().strip()
    if fingerprint is None:
        shown = directory.introduce(document)
        _tell(shown, as_json=False)
        if not typer.confirm(f"Has {shown.state} confirmed this fingerprint by other means?", err=True):
            raise FingerprintNotCompared(shown.state)
        fingerprint = shown.fingerprint
    _tell(directory.pin(COMMAND_LINE, document, fingerprint=fingerprint), as_json=as_json)


@app.command()
def sign(as_json: AsJson = False) -> None:
    """Sign this State's profile anew, with the next serial, after node.toml was changed."""
    _tell(directory.sign_own(COMMAND_LINE), as_json=as_json)


@app.command()
def show(
    state: Annotated[str | None, typer.Argument(help="A pinned State; otherwise our own.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a profile: its fingerprint, its authorities, until when it is in force."""
    _tell(directory.peer(StateCode(state)) if state else directory.own_profile(), as_json=as_json)


def _tell(profile: Profile, *, as_json: bool) -> None:
    facts = {
        "state": str(profile.state),
        "names": {str(language): name for language, name in profile.names.items()},
        "fingerprint": str(profile.fingerprint),
        "serial": profile.serial,
        "expires": str(profile.expires),
        "nodes": [node.url for node in profile.nodes],
        "authorities": [str(office.id) for office in profile.authorities],
    }
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    for name, fact in facts.items():
        print(f"{name:>12}  {fact if not isinstance(fact, list) else ', '.join(fact)}")
