"""The duty officer's desk: a request that was sent, one that came in, and what the record says of them."""

from tests.regime.states import WHOLE

from comity.node.models import RecordEntry
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules.refusal import Consultation, Means

THREAD = "01a2b3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b"
REASONS = "Execution would reveal an operation on which the security of the State depends."


def events() -> list[str]:
    """What the record says of requests and evidence, in order."""
    rows = RecordEntry.objects.order_by("index").values_list("event", flat=True)
    return [event for event in rows if event.startswith(("requests:", "evidence:"))]


def sent(duty, peer, content=WHOLE) -> Request:
    request = services.send(duty, services.open_draft(duty, content))
    peer.take()
    return request


def received(duty, peer) -> Request:
    assert peer.ask().code == ""
    return services.open_request(duty, Request.objects.get())


def talk(ticking) -> Consultation:
    return Consultation(
        at=ticking.at, means=Means.TELEPHONE, office="24/7 point", outcome="No condition helps."
    )
