"""A request states all that article 42 (3) asks, and each statement that is missing is named at its place."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from tests.regime.states import AT, BUDAPEST_29, LOGS, WHOLE

from comity.errors.requests import (
    DataNotYetStored,
    IncompleteRequest,
    MalformedIdentifier,
    MissingContent,
    RangeReversed,
    RangeTooWide,
    UnknownOffence,
    VagueContent,
)
from comity.regime.requests.rules.content import (
    Content,
    IdentifierKind,
    Preservation,
    complete,
    count_words,
    faults,
)
from comity.words import AuthorityId


def found(content: Content) -> dict[str, type]:
    return {fault.place: type(fault) for fault in faults(content, at=AT)}


def test_a_whole_request_has_no_fault():
    assert faults(WHOLE, at=AT) == ()
    made = complete(WHOLE, reference="XA-2026-0041", authority=AuthorityId("XA/duty"), at=AT)
    assert isinstance(made, Preservation)
    assert made.content is WHOLE


@pytest.mark.mandate("E8")
@pytest.mark.parametrize(
    ("name", "empty"),
    [
        ("to", None),
        ("basis", None),
        ("language", None),
        ("urgent", None),
        ("urgency", ""),
        ("stage", None),
        ("offences", ()),
        ("facts", ""),
        ("data", ()),
        ("relation", ""),
        ("custodian", ""),
        ("necessity", ""),
        ("assistance", ()),
        ("confidential", None),
        ("silent", None),
    ],
)
def test_each_statement_that_is_missing_is_named_at_its_place(name, empty):
    assert found(replace(WHOLE, **{name: empty})) == {name: MissingContent}


def test_an_empty_draft_names_every_statement_at_once_with_its_clause():
    missing = {fault.place: fault.facts["clause"] for fault in faults(Content(), at=AT)}
    assert missing == {
        "to": "UNCC 40(12)",
        "basis": "UNCC 42(1)",
        "language": "UNCC 40(13)",
        "urgent": "UNCC 41",
        "stage": "UNCC 42(3)(b)",
        "offences": "UNCC 42(3)(b)",
        "facts": "UNCC 42(3)(b)",
        "data": "UNCC 42(3)(c)",
        "relation": "UNCC 42(3)(c)",
        "custodian": "UNCC 42(3)(d)",
        "necessity": "UNCC 42(3)(e)",
        "assistance": "UNCC 42(3)(f)",
        "confidential": "UNCC 42(3)(g)",
        "silent": "UNCC 42(3)(g)",
    }
    with pytest.raises(IncompleteRequest) as refused:
        complete(Content(), reference="XA-2026-0041", authority=AuthorityId("XA/duty"), at=AT)
    assert refused.value.facts == {"faults": 14}


def test_under_the_budapest_convention_its_own_clauses_are_cited_and_secrecy_is_not_asked():
    content = replace(WHOLE, basis=BUDAPEST_29, facts="", confidential=None, silent=None)
    (fault,) = faults(content, at=AT)
    assert fault.facts["clause"] == "BUDAPEST 29(2)(b)"


@pytest.mark.parametrize("name", ["facts", "relation", "necessity", "urgency"])
@pytest.mark.parametrize(
    "text", ["As usual.", "data data data data data data data data data", "1 2 3 4 5 6 7 8 9"]
)
def test_a_statement_that_says_too_little_is_named(name, text):
    assert found(replace(WHOLE, **{name: text})) == {name: VagueContent}


@pytest.mark.parametrize(
    "text",
    [
        "Des inconnus ont pénétré dans les systèmes d'un hôpital le 3 novembre.",
        "دخل مجهولون إلى أنظمة مستشفى في الثالث من نوفمبر وأوقفوا عملها",
        "不明身份者于十一月三日侵入一家医院的系统并使其停止接诊",
        "Неизвестные лица проникли в системы больницы третьего ноября и остановили приём",
    ],
)
def test_plain_facts_are_enough_in_any_script(text):
    assert found(replace(WHOLE, facts=text)) == {}


@given(st.text(max_size=40))
def test_repeating_a_text_adds_no_word(text):
    assert count_words(f"{text} {text}") == count_words(text)


def test_an_urgent_request_says_why_and_another_need_not():
    assert found(replace(WHOLE, urgent=False, urgency="")) == {}


def test_a_custodian_may_be_unknown_but_not_forgotten():
    assert found(replace(WHOLE, custodian="", custodian_unknown=True)) == {}


def test_an_offence_outside_the_table_is_named():
    assert found(replace(WHOLE, offences=("illegal-access", "witchcraft"))) == {"offences": UnknownOffence}


def test_an_offence_of_no_instrument_needs_its_penalty():
    assert found(replace(WHOLE, offences=("other-offence",))) == {"penalty_years": MissingContent}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("account", "acct-4471", ""),
        ("email", "a.person@mail.example", "a.person"),
        ("telephone", "+3725551234", "555 1234"),
        ("ip-address", "2001:db8::7", "2001:db8::7::1"),
        ("ip-address", "192.0.2.7", "192.0.2.700"),
        ("domain", "mail.example", "mail"),
        ("device", "490154203237518", "49015"),
        ("device", "00:1b:44:11:3a:b7", "00:1b:44"),
    ],
)
def test_data_are_named_by_an_identifier_of_its_kind(kind, good, bad):
    def named(value: str) -> dict[str, type]:
        return found(replace(WHOLE, data=(replace(LOGS, kind=IdentifierKind(kind), value=value),)))

    assert named(good) == {}
    assert named(bad) == {"data.0.value": MalformedIdentifier}


def test_an_account_is_named_with_its_service():
    assert found(replace(WHOLE, data=(replace(LOGS, service=""),))) == {"data.0.service": MissingContent}


def test_data_without_a_period_or_kind_are_refused_at_the_second_item():
    bare = replace(LOGS, since=None, until=None, categories=())
    assert found(replace(WHOLE, data=(LOGS, bare))) == {
        "data.1.since": MissingContent,
        "data.1.until": MissingContent,
        "data.1.categories": MissingContent,
    }


@pytest.mark.mandate("E3")
def test_only_data_that_are_stored_already_can_be_preserved():
    assert found(replace(WHOLE, data=(replace(LOGS, until=AT),))) == {}
    later = replace(LOGS, until=AT + timedelta(milliseconds=1))
    assert found(replace(WHOLE, data=(later,))) == {"data.0.until": DataNotYetStored}


def test_a_period_runs_forward_and_no_longer_than_a_year():
    assert found(replace(WHOLE, data=(replace(LOGS, since=LOGS.until, until=LOGS.since),))) == {
        "data.0.until": RangeReversed
    }
    wide = replace(LOGS, since=LOGS.until + timedelta(days=-366))
    assert found(replace(WHOLE, data=(wide,))) == {}
    wider = replace(wide, since=wide.since + timedelta(milliseconds=-1))
    assert found(replace(WHOLE, data=(wider,))) == {"data.0.until": RangeTooWide}
