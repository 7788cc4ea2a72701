"""What stands on a node of Borania so that each kind of page has something to show.

Three drafts of a text, the last in two languages, and its negotiation, two instruments, a request that is drafted, one
that was sent, one that was received and one of which more is asked, and one piece of evidence. Cordia is a peer in
memory, with keys of its own.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.resources import files

from tests.committee.instruments.treaties import OLD, OTHER
from tests.desks.a_node import PASSWORD, officer
from tests.regime.peer import Peer
from tests.regime.states import WHOLE, profile, signing

from comity.access import Actor, Role
from comity.committee.documents.rules.symbols import Symbol
from comity.committee.documents.services import import_document
from comity.committee.instruments.services import import_instrument
from comity.committee.text.models import Draft, negotiating
from comity.committee.text.rules.negotiation.acts import CHAIR, Agree, Comment, Express, Propose
from comity.committee.text.rules.words import cut, joined
from comity.committee.text.services import Said, enter, import_draft, issue_draft, open_negotiation
from comity.foundation.directory import KeyRecord, Profile, sign_profile
from comity.foundation.identity import Validity
from comity.foundation.sealing import MemorySource
from comity.node import directory, officers, overdue
from comity.node.clock import now
from comity.node.rules import COMMAND_LINE
from comity.regime.evidence.services import Intake, take_in
from comity.regime.requests import services
from comity.regime.requests.models import Request
from comity.regime.requests.rules import bodies
from comity.regime.requests.rules.content import complete
from comity.words import AuthorityId, Instant, Language, StateCode

HERE, CORDIA = AuthorityId("XB/duty"), StateCode("XC")
OBLIGATIONS = "States Parties shall ensure that the implementation of their obligations"
IN_ARABIC = (
    "تكفل الدول الأطراف أن يكون تنفيذ التزاماتها بمقتضى هذه الاتفاقية متسقا مع التزاماتها "
    "بموجب القانون الدولي لحقوق الإنسان."
)
THREAD = "01a2b3c4-5d6e-7f80-9a0b-1c2d3e4f5a6b"


@dataclass
class Clock:
    """The moment at which the peer speaks."""

    at: Instant


def seed() -> None:
    """Fill the node."""
    directory.pin(COMMAND_LINE, sign_profile(_cordia(), signing("XC root")))
    secretariat, _secret = officers.appoint(
        COMMAND_LINE, name="secretariat", roles=[Role.SECRETARIAT], password=PASSWORD
    )
    drafts = []
    for number in (1, 2, 3):
        source = files("comity.reference").joinpath(f"demonstration/draft-{number}.md").read_bytes()
        drafts.append(
            import_draft(
                secretariat.actor,
                source=source,
                title="Draft convention",
                language=Language.ENGLISH,
                published=True,
            )
        )
    arabic = files("comity.reference").joinpath("demonstration/draft-3.ar.md").read_bytes()
    import_draft(
        secretariat.actor, source=arabic, title="Draft convention", language=Language.ARABIC, published=True
    )
    _negotiate(secretariat.actor, drafts[0], drafts[1])
    for short, treaty in (("UNCAC", OLD), ("UNTOC", OTHER)):
        import_instrument(secretariat.actor, source=treaty, short=short, language=Language.ENGLISH)
    paper = files("comity.reference").joinpath("demonstration/draft-1.md").read_bytes()
    symbol = Symbol.parse("A/AC.291/22")
    import_document(secretariat.actor, source=paper, symbol=symbol, language=Language.ENGLISH)
    duty = officer("duty").actor
    to_cordia = replace(WHOLE, to=AuthorityId("XC/duty"))
    services.open_draft(duty, to_cordia)
    services.send(duty, services.open_draft(duty, to_cordia))
    overdue.state_due(overdue.waiting().get().overdue)
    overdue.pause(COMMAND_LINE, StateCode("XA"), reason="Its operator asked for it.")
    services.open_request(duty, _received())
    take_in(
        duty, MemorySource(b"a log" * 999), Intake("connection-log.csv", "text/csv", "Given"), authority=HERE
    )


def _received() -> Request:
    peer = Peer(CORDIA, directory.own_profile(), Clock(now()))
    whole = complete(
        replace(WHOLE, to=HERE), reference="XC-2026-0007", authority=AuthorityId("XC/duty"), at=peer.clock.at
    )
    reply = peer.say("preserve", bodies.print_request(whole), thread=THREAD, to=HERE)
    assert reply.code == "", reply
    return Request.objects.get(thread=THREAD)


def _negotiate(secretariat: Actor, draft: Draft, revised: Draft) -> None:
    """Open the negotiation of a draft, revise it, and let it have proposals, a comment, and agreed words in Arabic.

    One of the proposals stands on a provision that the revised draft leaves out.
    """
    before = negotiating(open_negotiation(secretariat, draft)).text.negotiation.provisions.values()
    gone = next(each.id for each in before if joined(each.words).startswith("No measure shall be taken"))
    enter(secretariat, draft.text, Propose(gone, 0, 2, cut("No such measure")), Said("XA", "1/4"))
    negotiated, _left = issue_draft(secretariat, revised)
    found = negotiated.text.negotiation.provisions.values()
    free = [
        each.id
        for each in found
        if each.is_free and not (each.agreed or each.agreed_words) and len(each.words) > 20
    ]
    said = Said("XA", "2/3", "A/AC.291/L.4")
    enter(secretariat, draft.text, Propose(free[0], 1, 3, cut("may, where needed,")), said)
    enter(secretariat, draft.text, Comment(free[0], "Compare the earlier instruments."), said)
    agreed = next(each.id for each in found if joined(each.words).startswith(OBLIGATIONS))
    enter(secretariat, draft.text, Agree(agreed), Said(CHAIR, "2/3"))
    enter(secretariat, draft.text, Express(agreed, Language.ARABIC, cut(IN_ARABIC)), Said(CHAIR))


def _cordia() -> Profile:
    """Cordia's profile, in force whenever the test runs."""
    at = now()
    valid = Validity(at + timedelta(days=-1), at + timedelta(days=300))
    plain = profile(CORDIA, issued=at + timedelta(days=-1), expires=at + timedelta(days=300))

    def fresh(keys: tuple[KeyRecord, ...]) -> tuple[KeyRecord, ...]:
        return tuple(KeyRecord(record.key, valid) for record in keys)

    return replace(
        plain,
        nodes=tuple(replace(node, keys=fresh(node.keys)) for node in plain.nodes),
        authorities=tuple(replace(office, keys=fresh(office.keys)) for office in plain.authorities),
    )
