"""A short text under negotiation, for every page that stands on one."""

import pytest
from tests.committee.text.views.desk import SOURCE

from comity.access import Actor
from comity.committee.text.models import Negotiated
from comity.committee.text.services import import_draft, open_negotiation
from comity.words import Language


@pytest.fixture
def row(node, secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)
