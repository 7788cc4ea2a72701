"""The secretariat, and nobody else, points the room screen; nothing of it is recorded."""

import pytest

from comity.access import Actor, Role
from comity.committee.text.models import Display, LogEntry, Negotiated, negotiating
from comity.committee.text.services import import_draft, open_negotiation, show_in_room
from comity.errors.access import NotPermitted
from comity.errors.text import NotUnderNegotiation, UnknownProvision
from comity.node.models import RecordEntry
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
SOURCE = "## Article 1. Scope\n\n1. Each Party shall act.\n\n## Article 2. Costs\n\n1. Each bears its own.\n"


@pytest.fixture
def row(secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


def named(row: Negotiated, beginning: str) -> str:
    found = negotiating(row).text.negotiation.provisions.values()
    return next(each.id for each in found if "".join(each.words).startswith(beginning))


def test_to_point_is_no_entry_of_the_log_and_none_of_the_record(row: Negotiated, secretariat: Actor) -> None:
    before = LogEntry.objects.count(), RecordEntry.objects.count()
    for _ in range(2):
        show_in_room(secretariat, row.text, named(row, "Costs"))
    assert (LogEntry.objects.count(), RecordEntry.objects.count()) == before
    assert Display.objects.get(text=row.text).turn == 2


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECRETARIAT])
def test_nobody_but_the_secretariat_points(row: Negotiated, role: Role) -> None:
    with pytest.raises(NotPermitted):
        show_in_room(Actor("office", None, frozenset({role})), row.text, named(row, "Costs"))
    assert not Display.objects.exists()


def test_what_does_not_stand_and_a_text_without_negotiation_are_refused_by_name(
    row, secretariat: Actor
) -> None:
    with pytest.raises(UnknownProvision):
        show_in_room(secretariat, row.text, "0" * 16)
    other = import_draft(secretariat, source=b"Words.", title="Another", language=Language.ENGLISH)
    with pytest.raises(NotUnderNegotiation):
        show_in_room(secretariat, other.text, "0" * 16)
