"""``comity verify``: what a bundle proves, on any machine, with no node, no database and no connection.

A fingerprint given with ``--pin`` is one that the reader had from the State by other means. Without it the bundle is
checked all the same, and the fingerprints that are still to be compared are printed: until then nothing is proved
about who acted. Exit code 0: every step held; 2: refused, with the step's own error.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from comity.errors.bundle import NotABundle
from comity.foundation.bundle import VerifiedBundle, prove_file, verify_bundle
from comity.foundation.identity import KeyId
from comity.foundation.limits import LIMITS
from comity.foundation.sealing import Manifest
from comity.node.files import reading
from comity.words import StateCode

app = typer.Typer(help="Verify the bundle of a finished request, offline.")

_READABLE = {"exists": True, "dir_okay": False}
_GROUP = 4
_SECOND_OF_WORK = 256 * 1024 * 1024


@app.command()
def verify(
    bundle: Annotated[Path, typer.Argument(help="The bundle.", metavar="BUNDLE", **_READABLE)],
    pin: Annotated[
        list[str] | None,
        typer.Option("--pin", help="A State's root key, known from elsewhere.", metavar="XA=FINGERPRINT"),
    ] = None,
    evidence: Annotated[
        list[Path] | None,
        typer.Option("--evidence", help="An opened file that a manifest should describe.", **_READABLE),
    ] = None,
    roots: Annotated[
        Path | None,
        typer.Option("--roots", help="Certificates of time-stamping authorities to trust, PEM.", **_READABLE),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")] = False,
) -> None:
    """Verify BUNDLE in eight steps, and each FILE of evidence against the manifests in it."""
    trusted = _read(roots) if roots else b""
    verified = verify_bundle(_read(bundle), pins=_pins(pin or []), roots=trusted)
    manifests = [enclosed.manifest for enclosed in verified.manifests]
    files = {str(path): _prove(path, manifests, quiet=as_json) for path in evidence or []}
    if as_json:
        typer.echo(json.dumps(told(verified, files), ensure_ascii=False))
    else:
        _show(verified, files)


def told(verified: VerifiedBundle, files: Mapping[str, Manifest]) -> dict[str, object]:
    """Say what a bundle proves, for machines."""
    return {
        "verified": True,
        "thread": verified.thread,
        "made": str(verified.made),
        "by": verified.by,
        "steps": [{"number": step.number, "name": step.name, "count": step.count} for step in verified.steps],
        "timeline": [
            {
                "at": str(moment.at),
                "what": moment.what,
                "who": moment.who,
                "act": moment.act,
                "entry": moment.entry,
                "evidence": moment.evidence,
            }
            for moment in verified.timeline
        ],
        "fingerprints": {state: profile.fingerprint for state, profile in verified.profiles.items()},
        "to_compare": dict(verified.to_compare),
        "unwitnessed": [act.id for act in verified.unwitnessed],
        "absent": sorted(verified.absent),
        "stamps": [
            {
                "at": str(stamp.at),
                "authority": stamp.authority,
                "origin": stamp.checkpoint.origin,
                "size": stamp.checkpoint.size,
                "proved": verified.stamps_proved,
            }
            for stamp in verified.stamps
        ],
        "evidence": {path: manifest.digest for path, manifest in files.items()},
    }


def _pins(given: list[str]) -> dict[StateCode, KeyId]:
    pins = {}
    for pin in given:
        state, _, fingerprint = pin.partition("=")
        letters = fingerprint.replace(" ", "").replace("-", "").lower()
        pins[StateCode(state)] = KeyId(letters)
    return pins


def _read(path: Path) -> bytes:
    with reading(path) as source:
        size = min(source.size, LIMITS.bundle + 1)  # one byte over the limit is enough to be refused for it
        content = bytearray(size)
        if source.read_at(memoryview(content), 0) != size:
            raise NotABundle("file", expected=f"{size} bytes")
        return bytes(content)


def _prove(path: Path, manifests: list[Manifest], *, quiet: bool) -> Manifest:
    with (
        reading(path) as source,
        Progress(transient=True, disable=quiet or source.size < _SECOND_OF_WORK) as bar,
    ):
        task = bar.add_task(path.name, total=source.size)
        return prove_file(source, manifests, progress=lambda done: bar.advance(task, done))


def _show(verified: VerifiedBundle, files: Mapping[str, Manifest]) -> None:
    console = Console(highlight=False)
    console.print(Text(f"Thread {verified.thread}, bundle made {verified.made} by {verified.by}"))
    for step in verified.steps:
        console.print(Text(f" {step.number}. {step.name:<9} holds for {step.count}"))
    moments = Table("at", "what", "who", "entry", box=None)
    for moment in verified.timeline:
        entry = "" if moment.entry is None else str(moment.entry)
        moments.add_row(str(moment.at), Text(moment.what), Text(moment.who), entry)
    console.print(moments)
    for path, manifest in files.items():
        console.print(Text(f"{path} is {manifest.name}, {manifest.digest}"), soft_wrap=True)
    for act in verified.unwitnessed:
        console.print(
            Text(f"No other State accepted the act {act.id}: only its author's signature stands for it.")
        )
    for digest in sorted(verified.absent):
        console.print(Text(f"Not enclosed: manifest {digest}"), soft_wrap=True)
    for stamp in verified.stamps:
        claims = (
            "was shown" if verified.stamps_proved else "claims (give --roots to prove it) that it was shown"
        )
        words = f"{stamp.authority} {claims} {stamp.checkpoint.origin} at size {stamp.checkpoint.size} on {stamp.at}"
        console.print(Text(words), soft_wrap=True)
    for state, fingerprint in verified.to_compare.items():
        shown = " ".join(fingerprint[at : at + _GROUP] for at in range(0, len(fingerprint), _GROUP))
        console.print(Text(f"Compare with {state} by other means: {shown}"), soft_wrap=True)
    console.print(
        "Every step holds."
        + (" Who acted is proved once the fingerprints agree." if verified.to_compare else "")
    )
