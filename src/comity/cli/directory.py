"""``comity directory``: hold a directory together with other States, publish in it, follow it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from tuf.api.metadata import Root

from comity.cli.telling import AsJson
from comity.errors.directory import DirectoryNotFollowed, DirectoryRootNotCompared, FingerprintsNotCompared
from comity.foundation.directory.applications import read_application
from comity.foundation.directory.charter import Charter, read_holders
from comity.foundation.directory.repository import read
from comity.foundation.identity import KeyId
from comity.node import followed, following, holding
from comity.node.clock import now
from comity.node.files import replacing
from comity.node.holding import Draft, Folder
from comity.node.rules import COMMAND_LINE
from comity.words import StateCode

app = typer.Typer(
    help="Hold a directory together with other States, publish in it, follow it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Where = Annotated[Path, typer.Argument(help="The folder of the directory.")]
Files = Annotated[list[Path] | None, typer.Argument(help="What States have handed over.", exists=True)]
Compared = Annotated[
    bool,
    typer.Option("--compared", help="Every fingerprint and holder was compared by other means: do not ask."),
]
Threshold = Annotated[int, typer.Option(help="How many of the holders, each of another State, must sign.")]


@app.command()
def join(
    file: Annotated[Path, typer.Argument(help="Where to write the application.")],
    holder: Annotated[
        bool, typer.Option("--holder", help="This State would also hold the directory together with others.")
    ] = False,
) -> None:
    """Sign this State's application to a directory, to be handed over to whoever founds or keeps it."""
    replacing(file, holding.apply(COMMAND_LINE, holder=holder))


@app.command()
def init(
    folder: Where,
    applications: Files = None,
    threshold: Threshold = 2,
    compared: Compared = False,
    as_json: AsJson = False,
) -> None:
    """Draft a new directory of those who applied; it counts once the holders have signed it."""
    documents = _compared(applications or [], compared=compared)
    _tell(
        _charter(holding.draft(COMMAND_LINE, Folder(folder), documents, threshold=threshold)), as_json=as_json
    )


@app.command()
def revise(
    folder: Where,
    applications: Files = None,
    threshold: Annotated[int, typer.Option(help="Another threshold; otherwise the one in force stays.")] = 0,
    leave: Annotated[list[str] | None, typer.Option(help="A State that leaves; once a State.")] = None,
    compared: Compared = False,
    as_json: AsJson = False,
) -> None:
    """Draft the next version: States that join, change their keys or leave; or the same again, for another year."""
    documents = _compared(applications or [], compared=compared)
    leaving = [StateCode(state) for state in leave or []]
    charter = holding.draft(COMMAND_LINE, Folder(folder), documents, threshold=threshold, leaving=leaving)
    _tell(_charter(charter), as_json=as_json)


@app.command()
def sign_root(folder: Where, compared: Compared = False, as_json: AsJson = False) -> None:
    """Sign what is drafted, as one of the holders; shows it and asks first."""
    shown = holding.drafted(Folder(folder))
    if not compared:
        _tell(_charter(shown.charter), as_json=False)
        if not typer.confirm("Does your State vouch for these holders and these fingerprints?", err=True):
            raise FingerprintsNotCompared("draft")
    _tell(_draft(holding.sign(COMMAND_LINE, Folder(folder))), as_json=as_json)


@app.command()
def offer(file: Annotated[Path, typer.Argument(help="Where to write it.")]) -> None:
    """Sign this State's role over its newest profile, to be handed over to the centre and published."""
    replacing(file, holding.offer(COMMAND_LINE))


@app.command()
def publish(folder: Where, offers: Files = None, as_json: AsJson = False) -> None:
    """Publish what the holders have signed and what States offer, as files that any web server may give out."""
    documents = [file.read_bytes() for file in offers or []]
    _tell(_charter(holding.publish(COMMAND_LINE, Folder(folder), documents)), as_json=as_json)


@app.command()
def renew(folder: Where) -> None:
    """Renew what the centre vouches for where less than two days of it are left; for a timer."""
    print(json.dumps({"renewed": holding.renew(Folder(folder))}))


@app.command()
def show(folder: Where, as_json: AsJson = False) -> None:
    """Show the directory in a folder: what is drafted, else what is published."""
    place = Folder(folder)
    drafted = (folder / "draft").exists()
    _tell(_draft(holding.drafted(place)) if drafted else _charter(place.charter()), as_json=as_json)


@app.command()
def follow(
    url: Annotated[str, typer.Argument(help="The address under which its folder is given out.")],
    root: Annotated[
        Path, typer.Option(help="A root of the directory, handed over by other means.", exists=True)
    ],
    compared: Compared = False,
    as_json: AsJson = False,
) -> None:
    """Follow a directory: pin from it what its holders vouch for, now and from then on."""
    document = root.read_bytes()
    head = read(document, Root).signed
    if not compared:
        holders = ", ".join(f"{state} {key.thumbprint}" for state, key in read_holders(head).items())
        print(f"{head.roles[Root.type].threshold} of: {holders}")
        if not typer.confirm(
            "Has one of these States confirmed holders and threshold by other means?", err=True
        ):
            raise DirectoryRootNotCompared("root")
    following.follow(COMMAND_LINE, url, document)
    taken = followed.refresh()
    _tell(_standing() | {"taken": taken}, as_json=as_json)


@app.command()
def refresh(as_json: AsJson = False) -> None:
    """Look at the followed directory now, and say how many profiles were taken."""
    taken = followed.refresh()
    _tell(_standing() | {"taken": taken}, as_json=as_json)


@app.command()
def standing(as_json: AsJson = False) -> None:
    """Say which directory is followed, how fresh it is, and what of it was refused."""
    _tell(_standing(), as_json=as_json)


def _compared(files: list[Path], *, compared: bool) -> list[bytes]:
    documents = [file.read_bytes() for file in files]
    for document in documents:
        found = read_application(document)
        if compared:
            continue
        told = {
            "state": str(found.state),
            "fingerprint": str(found.fingerprint),
            "holder": str(bool(found.holder)),
        }
        _tell(told, as_json=False)
        if not typer.confirm(f"Has {found.state} confirmed this fingerprint by other means?", err=True):
            raise FingerprintsNotCompared(found.state)
    return documents


def _charter(charter: Charter) -> dict[str, object]:
    members: Mapping[str, KeyId] = {str(member.state): member.fingerprint for member in charter.members}
    return {
        "holders": {str(state): str(key.thumbprint) for state, key in charter.holders.items()},
        "threshold": charter.threshold,
        "states": dict(members),
    }


def _draft(draft: Draft) -> dict[str, object]:
    return _charter(draft.charter) | {
        "signed": [str(state) for state in draft.signed],
        "missing": draft.missing,
    }


def _standing() -> dict[str, object]:
    row = followed.followed()
    if row is None:
        raise DirectoryNotFollowed("directory")
    told = {str(state): entry.refused or "taken" for state, entry in followed.entries().items()}
    return {
        "url": row.url,
        "fresh": str(followed.how_fresh(row, now())),
        "refreshed": str(row.refreshed_at or ""),
        "expires": str(row.expires or ""),
        "states": told,
    }


def _tell(facts: Mapping[str, object], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    for name, fact in facts.items():
        shown = (
            fact if not isinstance(fact, dict) else ", ".join(f"{key} {value}" for key, value in fact.items())
        )
        print(f"{name:>12}  {shown}")
