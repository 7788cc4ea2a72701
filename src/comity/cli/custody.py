"""``comity custody``: the evidence in this node's custody: list it, verify it again, take a copy out, destroy it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from comity.cli import said
from comity.cli.acting import DESK, As, officer
from comity.cli.taking_in import take_in
from comity.cli.telling import AsJson, tell, tell_each
from comity.errors.evidence import DestructionNotOrdered
from comity.foundation.sealing import LEAF
from comity.node.files import making
from comity.regime.evidence import services
from comity.regime.evidence.models import Item

app = typer.Typer(help=__doc__, no_args_is_help=True, rich_markup_mode=None)
Reference = Annotated[str, typer.Argument(help="The item's reference on this node.")]


@app.command(name="list")
def list_items(as_: As = "", *, as_json: AsJson = False) -> None:
    """List the items, the latest first."""
    rows = [_facts(item) for item in services.items(officer(as_, *DESK)).order_by("-pk")]
    tell_each(rows, "reference", "size", "name", as_json=as_json)


@app.command(name="take-in")
def take_in_file(
    file: Annotated[Path, typer.Argument(help="The file.", exists=True, dir_okay=False)],
    *,
    how: Annotated[str, said.also("how it came into our hands")],
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Seal a file at once and take it into custody."""
    _tell(take_in(officer(as_, *DESK), file, how=how), as_json=as_json)


@app.command()
def verify(reference: Reference, as_: As = "", *, as_json: AsJson = False) -> None:
    """Open every MiB of an item, hash it, compare it with the signed manifest, and note how it ended."""
    actor = officer(as_, *DESK)
    _tell(services.verify_item(actor, services.find_item(reference)), as_json=as_json)


@app.command(name="open")
def open_(
    reference: Reference,
    *,
    out: Annotated[Path, typer.Option(help="The file to write; it must not exist.")],
    purpose: Annotated[str, said.also("why it is opened, which stands in the custody")],
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Write the plaintext of an item to a file, for a stated purpose; the access is recorded first."""
    actor = officer(as_, *DESK)
    item = services.find_item(reference)
    with making(out) as sink:
        for number, piece in enumerate(services.open_item(actor, item, purpose=purpose)):
            sink.write_at(memoryview(piece), number * LEAF)
    _tell(item, as_json=as_json)


@app.command(name="order-destruction")
def order_destruction(
    reference: Reference,
    *,
    reason: Annotated[str, said.also("why, which stands in the custody and in the certificate")],
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Order the destruction of an item; nothing is destroyed before another officer does it."""
    item = services.find_item(reference)
    services.order_destruction(officer(as_, *DESK), item, reason=reason)
    _tell(item, as_json=as_json)


@app.command(name="call-off-destruction")
def call_off_destruction(reference: Reference, *, as_: As = "", as_json: AsJson = False) -> None:
    """Call the ordered destruction of an item off."""
    item = services.call_off_destruction(officer(as_, *DESK), services.find_item(reference))
    _tell(item, as_json=as_json)


@app.command()
def destroy(reference: Reference, *, as_: As = "", as_json: AsJson = False) -> None:
    """Destroy an item as another officer has ordered it: everything that could open it goes, for good."""
    _tell(services.destroy(officer(as_, *DESK), services.find_item(reference)), as_json=as_json)


@app.command()
def certificate(
    reference: Reference,
    *,
    out: Annotated[Path | None, typer.Option(help="The file to write the signed certificate to.")] = None,
    as_: As = "",
) -> None:
    """Verify and show the certificate of an item's destruction."""
    item = services.find_item(reference)
    told = services.certificate(officer(as_, *DESK), item)
    row = item.destruction
    if told is None or row is None:
        raise DestructionNotOrdered(item.reference)
    print(told.to_json().decode("utf-8"))
    if out:
        with making(out) as sink:
            sink.write_at(bytes(row.certificate), 0)


def _tell(item: Item, *, as_json: bool) -> None:
    item.refresh_from_db()
    facts = _facts(item)
    steps = (f"  {step['at']}  {step['event']}  {step['by']}  {step['result']}" for step in facts["custody"])
    tell(facts, f"{facts['reference']}  {facts['name']}  {facts['size']} octets", *steps, as_json=as_json)


def _facts(item: Item) -> dict[str, Any]:
    return {
        "reference": item.reference,
        "name": item.name,
        "size": item.size,
        "manifest": item.manifest,
        "thread": item.thread,
        "arrived": str(item.arrived) if item.arrived else None,
        "verified": str(item.verified) if item.verified else None,
        "destroyed": str(item.destroyed) if item.destroyed else None,
        "custody": [
            {
                "event": step.event,
                "at": str(step.at),
                "by": step.authority,
                "office": step.office,
                "result": step.result,
            }
            for step in item.custody.order_by("number")
        ],
    }
