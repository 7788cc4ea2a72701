"""The requester's desk after sending: supplying more, announcing the request for assistance, withdrawing."""

from comity.access import Actor
from comity.errors.requests import ReasonsMissing
from comity.regime.requests.models import Request
from comity.regime.requests.rules.bodies import (
    About,
    Information,
    Withdrawal,
    print_information,
    print_withdrawal,
    read_withdrawal,
)
from comity.regime.requests.rules.life import Deed
from comity.regime.requests.services.writing import doing


def supply(actor: Actor, request: Request, *, text: str) -> Request:
    """Answer what was asked; the other side's clock runs on (UNCC 40(15))."""
    with doing(actor, Deed.SUPPLY, request) as deed:
        if not text.strip():
            raise ReasonsMissing("text", words=1)
        deed.tell(print_information(Information(about=About.SUPPLEMENT, text=text)))
    return request


def announce_assistance(actor: Actor, request: Request, *, assistance: str, text: str = "") -> Request:
    """Tell that the request for assistance is made, by its reference: the data stay preserved (UNCC 42(8))."""
    with doing(actor, Deed.ANNOUNCE, request) as deed:
        if not assistance.strip():
            raise ReasonsMissing("assistance", words=1)
        deed.request.assistance = assistance
        deed.tell(print_information(Information(about=About.ASSISTANCE, assistance=assistance, text=text)))
    return request


def withdraw(actor: Actor, request: Request, *, reasons: str) -> Request:
    """Withdraw the request: what was asked is no longer needed (UNCC 40(26))."""
    with doing(actor, Deed.WITHDRAW, request) as deed:
        body = print_withdrawal(Withdrawal(reasons=reasons))
        read_withdrawal(body)
        deed.tell(body)
    return request
