"""``comity profile``: show, sign and export this State's profile; rotate and revoke its keys; pin a peer's."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.telling import AsJson
from comity.errors.node import FingerprintNotCompared
from comity.foundation.directory import Profile, Reason
from comity.foundation.identity import KeyId, VerifyingKey
from comity.node import directory, issuing
from comity.node.clock import now
from comity.node.files import replacing
from comity.node.keystore import LOG, NODE
from comity.node.rules import COMMAND_LINE
from comity.words import Instant, StateCode

app = typer.Typer(
    help="Show, sign and export this State's profile and its keys; pin a peer's.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_NAMED = ("of", "since", "until", "successor", "revoked")


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to write it; otherwise standard output.")] = None,
) -> None:
    """Write this State's signed profile, to be handed to peers."""
    document = directory.export()
    if file is None:
        typer.echo(document, nl=False)  # nothing may stand behind the profile
    else:
        replacing(file, document)


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
def rotate(
    office: Annotated[str | None, typer.Argument(help="The authority whose key it is, such as duty.")] = None,
    second: Annotated[
        bool, typer.Option("--second", help="Its key of ML-DSA-65; the first one is made so too.")
    ] = False,
    sealing: Annotated[
        bool,
        typer.Option("--sealing", help="The key for which others seal; the new one is sealed for at once."),
    ] = False,
    node: Annotated[bool, typer.Option("--node", help="The node's key.")] = False,
    log: Annotated[bool, typer.Option("--log", help="The key of the record.")] = False,
    root: Annotated[bool, typer.Option("--root", help="The State's root key, at once.")] = False,
    at: Annotated[
        str | None, typer.Option(help="From when on the new key signs: a moment, or now; otherwise in a week.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            help="Until when a replaced key still opens what arrives: a moment, or now; see the guide."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a new key in the place of one that signs or opens, and publish it in a new profile."""
    if sum((office is not None, node, log, root)) != 1 or ((second or sealing) and office is None):
        raise typer.BadParameter("name one: an authority, --node, --log or --root", param_hint="OFFICE")
    if sum((second, sealing)) > 1 or (until is not None and not sealing) or (at is not None and sealing):
        raise typer.BadParameter("a key that seals has --until, any other has --at", param_hint="--sealing")
    if sealing and office:
        name = issuing.office_named(office)
        _tell(issuing.rotate_sealing(COMMAND_LINE, name, until=_moment(until)), as_json=as_json)
        return
    if root:
        _tell(issuing.replace_root(COMMAND_LINE), as_json=as_json)
        return
    use = issuing.use_of_office(office, second=second) if office else NODE if node else LOG
    _tell(issuing.rotate(COMMAND_LINE, use, at=_moment(at)), as_json=as_json)


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(help="The name of the key, as `comity profile show` tells it.")],
    reason: Annotated[Reason, typer.Option(help="Why.")],
    at: Annotated[
        str | None, typer.Option(help="From when on nothing it signed counts: a moment; otherwise now.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Revoke one of this State's keys; where it signs now, a new one takes its place at once."""
    _tell(issuing.revoke(COMMAND_LINE, KeyId(key), reason=reason, at=_moment(at)), as_json=as_json)


@app.command()
def show(
    state: Annotated[str | None, typer.Argument(help="A pinned State; otherwise our own.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a profile: its fingerprint, its authorities, its keys, until when it is in force."""
    _tell(directory.peer(StateCode(state)) if state else directory.own_profile(), as_json=as_json)


def _moment(text: str | None) -> Instant | None:
    return now() if text == "now" else Instant.parse(text) if text else None


def _tell(profile: Profile, *, as_json: bool) -> None:
    facts = {
        "state": str(profile.state),
        "names": {str(language): name for language, name in profile.names.items()},
        "fingerprint": str(profile.fingerprint),
        "serial": profile.serial,
        "expires": str(profile.expires),
        "nodes": [node.url for node in profile.nodes],
        "authorities": list(map(str, profile.offices)),
        "asks for a second signature": str(profile.second_signature),
    }
    keys, recipients = list(_keys(profile)), list(_recipients(profile))
    if as_json:
        print(json.dumps({**facts, "keys": keys, "recipients": recipients}, ensure_ascii=False))
        return
    for name, fact in facts.items():
        print(f"{name:>12}  {fact if not isinstance(fact, list) else ', '.join(fact)}")
    for key in [*keys, *recipients]:
        print("  ".join(f"{name} {fact}" if name in _NAMED else fact for name, fact in key.items() if fact))


def _keys(profile: Profile) -> Iterator[dict[str, str]]:
    """List what the profile says of each key; of the root and the record's newest it says no validity."""
    yield _told("root", profile.root)
    yield _told("log", profile.log.key)
    uses = [("log", profile.log.earlier), *(("node", node.keys) for node in profile.nodes)]
    uses += [(str(office.id), office.keys) for office in profile.authorities]
    for use, records in uses:
        for record in records:
            yield _told(use, record.key) | {
                "since": str(record.validity.since),
                "until": str(record.validity.until),
                "successor": str(record.successor or ""),
                "revoked": str(record.revoked or ""),
                "reason": str(record.reason) if record.revoked else "",
            }


def _recipients(profile: Profile) -> Iterator[dict[str, str]]:
    """List for which key each authority is sealed for, and those before it that open until their end."""
    for office in profile.authorities:
        yield {"key": str(office.recipient.thumbprint), "of": str(office.id), "until": ""}
        for one in office.earlier:
            yield {"key": str(one.name), "of": str(office.id), "until": str(one.until)}


def _told(use: str, key: VerifyingKey) -> dict[str, str]:
    return {"key": str(key.thumbprint), "of": use, "suite": str(key.suite)}
