"""Adding an instrument to the library."""

import pytest
from tests.committee.instruments.treaties import OLD

from comity.access import ANONYMOUS
from comity.committee.instruments.models import Instrument, contents, library
from comity.committee.instruments.services import import_instrument, own_title
from comity.committee.text.rules.draft import parse
from comity.errors.access import NotPermitted
from comity.errors.comparison import InstrumentAlreadyStands, MalformedShortName, NoArticles
from comity.errors.documents import NotUtf8
from comity.node.models import RecordEntry
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.mark.mandate("R11")
def test_an_instrument_is_kept_article_by_article_and_recorded(secretariat):
    before = RecordEntry.objects.count()
    row = import_instrument(secretariat, source=OLD, short="old", language=Language.ENGLISH)
    assert (row.short, row.slug, row.articles) == ("OLD", "old", 3)
    assert row.title == "Convention on Example Matters"
    assert [article.title for article in contents(row).articles][1] == "Protection of sovereignty"
    assert RecordEntry.objects.count() == before + 1


def test_an_instrument_once_kept_is_not_replaced(secretariat):
    import_instrument(secretariat, source=OLD, short="old", language=Language.ENGLISH)
    with pytest.raises(InstrumentAlreadyStands):
        import_instrument(secretariat, source=OLD + b"\n", short="OLD", language=Language.ENGLISH)
    assert import_instrument(secretariat, source=OLD, short="old", language=Language.FRENCH).language == "fr"


@pytest.mark.parametrize(
    ("source", "short", "refusal"),
    [
        (OLD, "not a name", MalformedShortName),
        (b"Words without any article.", "X1", NoArticles),
        (b"### Article 1\n\n\xff", "X1", NotUtf8),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(secretariat, source, short, refusal):
    with pytest.raises(refusal):
        import_instrument(secretariat, source=source, short=short, language=Language.ENGLISH)
    assert not Instrument.objects.exists()


def test_nobody_but_the_secretariat_adds():
    with pytest.raises(NotPermitted):
        import_instrument(ANONYMOUS, source=OLD, short="OLD", language=Language.ENGLISH)


def test_the_library_of_a_language_grows_with_what_is_added(secretariat):
    assert library("en").instruments == ()
    import_instrument(secretariat, source=OLD, short="OLD", language=Language.ENGLISH)
    assert [each.short for each in library("en").instruments] == ["OLD"]
    assert library("fr").instruments == ()


def test_the_heading_nearest_to_the_text_is_the_title():
    assert own_title(parse(OLD.decode())) == "Convention on Example Matters"
