"""What follows when a clock of a request runs out. The node notes and tells it; it decides nothing."""

from comity.node.acts import Writer
from comity.node.capabilities import held
from comity.node.models import Deadline
from comity.regime.requests.models import Request
from comity.regime.requests.rules.bodies import About, Information, print_information
from comity.regime.requests.rules.clocks import lapses
from comity.regime.requests.rules.life import Deed, Event, Side, State, advance
from comity.regime.requests.services.writing import Doing, write_line


def answer_overdue(deadline: Deadline, act: Writer) -> None:
    """Note that the desk's own time to answer has passed; the request stays open, and stands first in the inbox."""
    request = Request.objects.filter(thread=deadline.about).first()
    if request is not None:
        write_line(act, request, Event.OVERDUE, {}, authority=request.ours)
    act.record(Event.OVERDUE, deadline.about.encode(), about=deadline.about)


def preservation_over(deadline: Deadline, act: Writer) -> None:
    """Let the preservation lapse and tell the requester, unless an announced request keeps it alive (UNCC 42(8))."""
    request = held(Request.objects.filter(thread=deadline.about, side=Side.REQUESTED)).first()
    until = request.preserved_until if request is not None else None
    if request is None or until is None or request.state != State.PRESERVED:
        act.record(Event.CONTINUED, deadline.about.encode(), about=deadline.about)
    elif lapses(until, assistance_announced=bool(request.assistance), at=act.at):
        request.state = advance(State.PRESERVED, Deed.LAPSE, side=Side.REQUESTED)
        Doing(act, request, Deed.LAPSE).tell(print_information(Information(about=About.LAPSED, until=until)))
    else:
        write_line(act, request, Event.CONTINUED, {}, authority=request.ours)
        act.record(Event.CONTINUED, deadline.about.encode(), about=deadline.about)
