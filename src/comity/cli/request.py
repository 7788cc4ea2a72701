"""``comity request``: ask another State to preserve evidence, decide what is asked, and prove how it went."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.access import Actor
from comity.cli import said
from comity.cli.acting import DESK, As, officer
from comity.cli.groups import Asking
from comity.cli.taking_in import take_in
from comity.cli.telling import AsJson, tell, tell_each
from comity.errors.commands import StillWaiting
from comity.node import queries
from comity.regime.evidence.services import items
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules.bodies import Acceptance, read_consultation, read_questions
from comity.regime.requests.rules.reading import Reader
from comity.regime.requests.rules.statements import read_content

app = typer.Typer(cls=Asking, help=__doc__, no_args_is_help=True, rich_markup_mode=None)

Reference = Annotated[str, typer.Argument(help="The reference on this node, such as XA-2026-0001.")]


@app.command()
def preserve(
    content: Annotated[Any, said.in_parts("the statements of art. 42(3)")],
    *,
    send: Annotated[
        bool, typer.Option(help="Send it, if nothing is missing; otherwise keep the draft.")
    ] = True,
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Draft a request for expedited preservation, check it against the addressee's rules, and send it."""
    actor = officer(as_, *DESK)
    request = services.open_draft(actor, read_content(content))
    if send:
        services.send(actor, request)
    _tell(request, as_json=as_json)


@app.command(name="list")
def list_requests(as_: As = "", *, as_json: AsJson = False) -> None:
    """List the requests of this node: drafts, received by clock, sent."""
    actor = officer(as_, *DESK)
    rows = [_facts(row) for row in (*services.drafts(actor), *services.inbox(actor), *services.sent(actor))]
    tell_each(rows, "reference", "side", "state", "theirs", "answer_due", as_json=as_json)


@app.command()
def show(reference: Reference, as_: As = "", *, as_json: AsJson = False) -> None:
    """Show how a request stands, its story with receipts, and its evidence."""
    actor = officer(as_, *DESK)
    request = services.find(actor, reference)
    told = _facts(request) | {"story": _story(actor, request), "evidence": _evidence(actor, request)}
    shown = ("reference", "state", "side", "ours", "theirs", "answer_due", "preserved_until")
    story = (
        f"  {line['at']}  {line['event']}  entry {line['entry']}  {', '.join(line['receipts'])}"
        for line in told["story"]
    )
    evidence = (
        f"  {item['reference']}  {item['name']}  {item['size']} octets  {item['standing']}"
        for item in told["evidence"]
    )
    facts = (f"{name:>16}  {told[name]}" for name in shown)
    tell(told, *facts, *story, *evidence, as_json=as_json)


@app.command()
def wait(
    reference: Reference,
    *,
    until: Annotated[str, typer.Option(help="delivered, assistance, evidence, or a state such as accepted.")],
    patience: Annotated[float, typer.Option(help="Seconds to wait at most.", min=0)] = 600,
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Wait until a request stands as told, then show it; what has happened already is not waited for."""
    actor = officer(as_, *DESK)
    come: Callable[[Actor, Request], bool] = _AWAITED.get(until, lambda _by, it: it.state == until)
    end = time.monotonic() + patience
    while not come(actor, services.find(actor, reference)):
        if time.monotonic() > end:
            raise StillWaiting(until, seconds=f"{patience:.0f}")
        time.sleep(_PAUSE)
    show(reference, as_, as_json=as_json)


@app.command(name="open")
def open_(reference: Reference, as_: As = "", *, as_json: AsJson = False) -> None:
    """Open a received request; its sender gets a receipt of retrieval."""
    _do(reference, as_, services.open_request, as_json=as_json)


@app.command()
def accept(
    reference: Reference,
    *,
    order: Annotated[str, said.also("the order of our own law under which data are preserved")] = "",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Accept a request."""
    _do(reference, as_, lambda by, it: services.accept(by, it, Acceptance(order=order)), as_json=as_json)


@app.command(name="ask-more")
def ask_more(
    reference: Reference,
    questions: Annotated[Any, said.in_parts("the questions, each about one statement,")],
    as_: As = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Ask the requester for more; our clock stands still until the answer comes."""
    _do(reference, as_, lambda by, it: services.ask_more(by, it, read_questions(questions)), as_json=as_json)


@app.command()
def supply(
    reference: Reference,
    text: Annotated[str, said.in_words("the answer")],
    as_: As = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Answer what the requested State asked."""
    _do(reference, as_, lambda by, it: services.supply(by, it, text=text), as_json=as_json)


@app.command()
def consult(
    reference: Reference,
    text: Annotated[str, said.in_words("what the requester is asked to consider")],
    *,
    ground: Annotated[str, typer.Option(help="The ground on which a refusal is thought of.")],
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Consult the requester, as must be done before a request is refused."""
    _do(reference, as_, lambda by, it: services.consult(by, it, ground=ground, text=text), as_json=as_json)


@app.command()
def refuse(
    reference: Reference,
    refusal: Annotated[Any, said.in_parts("the ground, the reasons and the consultation before it,")],
    as_: As = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Refuse a request on a ground that the instrument knows."""
    reader = Reader(refusal, "refusal")
    ground, reasons = reader.line("ground"), reader.text("reasons")
    consultation = read_consultation(reader.inner("consultation"))
    reader.done()
    _do(
        reference,
        as_,
        lambda by, it: services.refuse(by, it, ground=ground, reasons=reasons, consultation=consultation),
        as_json=as_json,
    )


@app.command()
def warn(
    reference: Reference,
    text: Annotated[str, said.in_words("what may go wrong")],
    as_: As = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Warn the requester that preservation would not keep the data, or would endanger the investigation."""
    _do(reference, as_, lambda by, it: services.warn(by, it, text=text), as_json=as_json)


@app.command()
def preserved(reference: Reference, as_: As = "", *, as_json: AsJson = False) -> None:
    """Record and tell that the data are preserved, for at least sixty days."""
    _do(reference, as_, services.record_preservation, as_json=as_json)


@app.command()
def announce(
    reference: Reference,
    assistance: Annotated[str, typer.Argument(help="The reference of the request for assistance.")],
    as_: As = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Tell that the request for assistance is made: preservation continues, disclosure becomes possible."""
    _do(
        reference,
        as_,
        lambda by, it: services.announce_assistance(by, it, assistance=assistance),
        as_json=as_json,
    )


@app.command()
def disclose(
    reference: Reference,
    files: Annotated[list[Path], typer.Argument(help="What is disclosed.", exists=True, dir_okay=False)],
    *,
    how: Annotated[str, said.also("how it came into our hands, which stands in the custody")],
    conditions: Annotated[str, said.also("the conditions of use")] = "",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """Take files into custody, seal them for the requester, and disclose them."""
    actor = officer(as_, *DESK)
    request = services.find(actor, reference)
    taken = [take_in(actor, file, how=how, thread=request.thread) for file in files]
    services.disclose(actor, request, taken, conditions=conditions)
    _tell(request, as_json=as_json)


@app.command()
def withdraw(
    reference: Reference,
    reasons: Annotated[str, said.in_words("why it is no longer needed")],
    as_: As = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Withdraw a request."""
    _do(reference, as_, lambda by, it: services.withdraw(by, it, reasons=reasons), as_json=as_json)


def _delivered(actor: Actor, request: Request) -> bool:
    """Say whether the addressee's node has certified every act of ours that stands in the story."""
    return all(told.waiting is None for told in services.story(actor, request))


def _all_here(actor: Actor, request: Request) -> bool:
    found = list(items(actor, thread=request.thread)) if request.thread else []
    return bool(found) and all(item.verified for item in found)


_PAUSE = 0.1
_AWAITED: Mapping[str, Callable[[Actor, Request], bool]] = {
    "delivered": _delivered,
    "assistance": lambda _actor, request: bool(request.assistance),
    "evidence": _all_here,
}


def _do(reference: str, as_: str, act: Callable[[Actor, Request], Request], *, as_json: bool) -> None:
    actor = officer(as_, *DESK)
    _tell(act(actor, services.find(actor, reference)), as_json=as_json)


def _tell(request: Request, *, as_json: bool) -> None:
    request.refresh_from_db()
    tell(_facts(request), f"{request.reference}  {request.state}", as_json=as_json)


def _facts(request: Request) -> dict[str, Any]:
    moments = ("opened", "sent", "answer_due", "answered", "preserved_since", "preserved_until", "changed")
    words = ("reference", "thread", "side", "state", "ours", "theirs")
    return {name: getattr(request, name) for name in words} | {
        name: str(moment) if (moment := getattr(request, name)) is not None else None for name in moments
    }


def _story(actor: Actor, request: Request) -> list[dict[str, Any]]:
    return [
        {
            "event": told.line.event,
            "at": str(told.line.at),
            "entry": told.entry,
            "receipts": [f"{receipt.kind} by {receipt.state}" for receipt in told.receipts],
            "waiting": told.waiting is not None,
        }
        for told in services.story(actor, request)
    ]


def _evidence(actor: Actor, request: Request) -> list[dict[str, Any]]:
    if not request.thread:
        return []
    coming = {transfer.manifest: transfer for transfer in queries.transfers(request.thread)}
    return [
        {
            "reference": item.reference,
            "manifest": item.manifest,
            "name": item.name,
            "size": item.size,
            "standing": "verified" if item.verified else "arriving" if item.manifest in coming else "awaited",
            "custody": [
                {"event": step.event, "at": str(step.at), "by": step.authority} for step in item.custody.all()
            ],
        }
        for item in items(actor, thread=request.thread)
    ]
