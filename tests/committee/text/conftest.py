"""A text under negotiation, and the same in another language."""

import pytest
from tests.committee.text.translation import ENGLISH, FRENCH

from comity.access import Actor
from comity.committee.text.models import Draft
from comity.committee.text.services import import_draft, open_negotiation
from comity.words import Language


@pytest.fixture
def original(secretariat: Actor) -> Draft:
    """A text whose negotiation is open."""
    draft = import_draft(secretariat, source=ENGLISH.encode(), title="A text", language=Language.ENGLISH)
    open_negotiation(secretariat, draft)
    return draft


@pytest.fixture
def french(secretariat: Actor, original: Draft) -> Draft:
    """The same text in French."""
    return import_draft(secretariat, source=FRENCH.encode(), title="A text", language=Language.FRENCH)
