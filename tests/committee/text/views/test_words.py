import pytest
from tests.committee.text.views.desk import named, page, signed_in, words

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated
from comity.committee.text.rules.negotiation.acts import Propose
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter
from comity.committee.text.views.deeds import PART

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.mark.mandate("R16")
def test_selected_words_answer_who_when_at_which_meeting_in_which_document(
    row: Negotiated, secretariat: Actor
) -> None:
    name = named(row, "Each")
    entry = enter(secretariat, row.text, Propose(name, 2, 3, cut("may")), Said("XA", "2/3", "A/AC.291/L.4"))
    client = signed_in(Role.OBSERVER, "")
    path = f"/text/a-text/negotiation/{name}/words/"
    whole = words(page(client, path))
    assert "came with a draft, Chair" in whole
    assert "deletion or replacement proposed, Aldova, meeting 2/3, A/AC.291/L.4" in whole
    one = words(client.get(f"{path}?first=2&last=2", headers={PART: "1"}).content.decode())
    assert one.startswith("shall ")
    assert "Each Party" not in one
    offered = words(
        client.get(f"{path}?on={entry.number}&first=0&last=0", headers={PART: "1"}).content.decode()
    )
    assert offered.startswith("may ")
    assert "proposed, Aldova, meeting 2/3" in offered
