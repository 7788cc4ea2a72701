"""Operations on what is on its way to other States, at ``/api/deliveries``."""

from django.http import HttpRequest
from ninja import Router, Schema, Status

from comity.access import require
from comity.node import overdue, subjects
from comity.node.middleware import actor_of
from comity.node.models import Dispatch, Pause
from comity.words import StateCode

router = Router(tags=["deliveries"])
A_PAGE = 200


class DeliveryTold(Schema):
    """One delivery: what goes to whom, and how it stands."""

    number: int
    peer: str
    kind: str
    thread: str
    state: str
    attempts: int
    next_attempt: str
    overdue: str
    last_error: str


class PauseTold(Schema):
    """A State to which nothing is sent."""

    state: str
    since: str
    by: str
    reason: str


class ReasonGiven(Schema):
    """Why."""

    reason: str


class StateNamed(Schema):
    """A State, and why nothing is to be sent to it."""

    state: str
    reason: str


def told(row: Dispatch) -> dict[str, object]:
    """Tell a delivery to a program."""
    return {
        "number": row.pk,
        "peer": row.peer,
        "kind": row.envelope.kind,
        "thread": row.thread,
        "state": row.state,
        "attempts": row.attempts,
        "next_attempt": str(row.next_attempt),
        "overdue": str(row.overdue),
        "last_error": row.last_error,
    }


def pause_told(row: Pause) -> dict[str, object]:
    """Tell a pause to a program."""
    return {"state": row.state, "since": str(row.since), "by": row.by, "reason": row.reason}


@router.get("", response=list[DeliveryTold], summary="What is on its way to other States, overdue first")
def deliveries(request: HttpRequest) -> list[dict[str, object]]:
    """List what waits and what is overdue."""
    require(subjects.access(), actor_of(request), "node.see-deliveries")
    return [told(row) for rows in (overdue.overdue(), overdue.waiting()) for row in rows[:A_PAGE]]


@router.post("/{int:number}/again", response=DeliveryTold, summary="Try an overdue delivery again")
def again(request: HttpRequest, number: int) -> dict[str, object]:
    """Attempt it for another 72 hours."""
    return told(overdue.try_again(actor_of(request), number))


@router.post("/{int:number}/give-up", response=DeliveryTold, summary="Give an overdue delivery up")
def give_up(request: HttpRequest, number: int, said: ReasonGiven) -> dict[str, object]:
    """Give it up for good."""
    return told(overdue.give_up(actor_of(request), number, reason=said.reason))


@router.get("/pauses", response=list[PauseTold], summary="The States to which nothing is sent")
def pauses(request: HttpRequest) -> list[dict[str, object]]:
    """List the pauses."""
    require(subjects.access(), actor_of(request), "node.see-deliveries")
    return [pause_told(row) for row in overdue.pauses()]


@router.post("/pauses", response=PauseTold, summary="Send nothing to a State")
def pause(request: HttpRequest, said: StateNamed) -> dict[str, object]:
    """Pause what goes to a State."""
    return pause_told(overdue.pause(actor_of(request), StateCode(said.state), reason=said.reason))


@router.delete("/pauses/{code}", response={204: None}, summary="Send to a State again")
def resume(request: HttpRequest, code: str) -> Status[None]:
    """Resume what goes to a State."""
    overdue.resume(actor_of(request), StateCode(code))
    return Status(204, None)
