"""The statements of a request cross JSON unchanged, complete or not."""

import pytest
from hypothesis import given, strategies as st

from comity.errors.requests import MalformedBody
from comity.foundation.envelopes import canonical, parse_canonical
from comity.regime.requests.rules.content import Category, Content, Data, IdentifierKind, Measure, Stage
from comity.regime.requests.rules.statements import print_content, read_content
from comity.words import Article, AuthorityId, Instant, Language

LETTERS = st.characters(exclude_categories=["Cc", "Cs"])
TEXTS = st.text(LETTERS, max_size=60).map(str.strip)
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60).map(str.strip)
INSTANTS = st.none() | st.integers(0, 4_000_000_000_000).map(Instant)
DATA = st.builds(
    Data,
    kind=st.sampled_from(IdentifierKind),
    value=LINES,
    service=LINES,
    since=INSTANTS,
    until=INSTANTS,
    categories=st.lists(st.sampled_from(Category), unique=True).map(tuple),
)
CONTENTS = st.builds(
    Content,
    to=st.none() | st.just(AuthorityId("XB/duty")),
    basis=st.none() | st.sampled_from(["UNCC 42", "BUDAPEST 29"]).map(Article.parse),
    language=st.none() | st.sampled_from(Language),
    urgent=st.none() | st.booleans(),
    urgency=TEXTS,
    stage=st.none() | st.sampled_from(Stage),
    offences=st.lists(st.sampled_from(["illegal-access", "forgery"]), unique=True).map(tuple),
    penalty_years=st.none() | st.integers(0, 99),
    facts=TEXTS,
    data=st.lists(DATA, max_size=3).map(tuple),
    relation=TEXTS,
    custodian=TEXTS,
    custodian_unknown=st.none() | st.booleans(),
    necessity=TEXTS,
    oldest_lapse=INSTANTS,
    assistance=st.lists(st.sampled_from(Measure), unique=True).map(tuple),
    confidential=st.none() | st.booleans(),
    silent=st.none() | st.booleans(),
)


@given(CONTENTS)
def test_any_content_crosses_canonical_json_unchanged(content):
    carried = parse_canonical(canonical(print_content(content)))
    assert read_content(carried) == content


def test_a_draft_that_says_nothing_is_an_empty_object():
    assert print_content(Content()) == {}
    assert read_content({}) == Content()


def test_a_plain_no_is_written_and_is_not_the_same_as_silence():
    assert print_content(Content(urgent=False)) == {"urgent": False}
    assert read_content({"urgent": False}).urgent is False
    assert read_content({}).urgent is None


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"surprise": 1}, "surprise"),
        ({"data": [{"kind": "account", "value": "a", "surprise": 1}]}, "data.0.surprise"),
        ({"data": [{}, {}]}, "data.0.kind"),
        ({"penalty_years": -1}, "penalty_years"),
        ({"penalty_years": True}, "penalty_years"),
        ({"urgent": "yes"}, "urgent"),
    ],
)
def test_what_is_wrong_is_named_at_its_place(told, place):
    with pytest.raises(MalformedBody) as refused:
        read_content(told)
    assert refused.value.place == place


def test_the_same_offence_twice_is_refused():
    with pytest.raises(MalformedBody):
        read_content({"offences": ["forgery", "forgery"]})
