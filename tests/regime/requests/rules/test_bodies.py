"""What was printed reads back as the same value; what was tampered with is refused at its place."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from tests.regime.states import AT, WHOLE

from comity.errors import ComityError, Malformed
from comity.errors.requests import MalformedBody, MissingContent, ReasonsMissing
from comity.foundation.envelopes import canonical, parse_canonical
from comity.regime.requests.rules import bodies
from comity.regime.requests.rules.bodies import About, Information
from comity.regime.requests.rules.content import complete
from comity.regime.requests.rules.life import Deed
from comity.regime.requests.rules.refusal import Consultation, Means, Refusal
from comity.regime.requests.rules.statements import print_content
from comity.words import Article, AuthorityId

REFUSAL = Refusal(
    ground="discrimination",
    clause=Article.parse("UNCC 40(22)"),
    reasons="There is reason to fear for the person.",
    consultation=Consultation(
        at=AT, means=Means.EXCHANGE, office="central authority", outcome="Nothing agreed."
    ),
)
BODIES = [
    (bodies.print_acceptance, bodies.read_acceptance, bodies.Acceptance(order="B-77/2026", remarks="At once.")),
    (bodies.print_acceptance, bodies.read_acceptance, bodies.Acceptance()),
    (bodies.print_refusal, bodies.read_refusal, REFUSAL),
    (
        bodies.print_questions,
        bodies.read_questions,
        bodies.Questions(questions=(bodies.Question(about="data.0", question="Which hours?"),)),
    ),
    *(
        (
            bodies.print_information,
            bodies.read_information,
            Information(about=about, text="So it is.", since=AT, until=AT + timedelta(days=60)),
        )
        for about in About
    ),
    (
        bodies.print_disclosure,
        bodies.read_disclosure,
        bodies.Disclosure(clause=Article.parse("UNCC 44"), manifests=("signed",), conditions="This case only."),
    ),
    (bodies.print_withdrawal, bodies.read_withdrawal, bodies.Withdrawal(reasons="The case was closed.")),
]
IDS = [f"{read.__name__}-{index}" for index, (_, read, _) in enumerate(BODIES)]


def test_a_request_reads_back_with_its_reference():
    made = complete(WHOLE, reference="XA-2026-0041", authority=AuthorityId("XA/duty"), at=AT)
    read = bodies.read_request(parse_canonical(canonical(bodies.print_request(made))))
    assert (read.reference, read.content) == ("XA-2026-0041", WHOLE)


@pytest.mark.parametrize(("write", "read", "value"), BODIES, ids=IDS)
def test_each_body_reads_back_as_what_was_written(write, read, value):
    assert read(parse_canonical(canonical(write(value)))) == value


@pytest.mark.parametrize(("write", "read", "value"), BODIES, ids=IDS)
def test_an_unknown_member_is_refused_at_its_place(write, read, value):
    with pytest.raises(MalformedBody) as refused:
        read({**write(value), "surprise": 1})
    assert refused.value.place == "body.surprise"


@pytest.mark.parametrize(("write", "read", "value"), BODIES, ids=IDS)
@given(st.data())
def test_a_member_of_the_wrong_type_is_refused_and_never_crashes(write, read, value, data):
    told = dict(write(value))
    if not told:
        return
    name = data.draw(st.sampled_from(sorted(told)))
    strange = data.draw(st.sampled_from([17, True, 1.5, {"a": 1}, [["b"]], [None], "\x00", "x" * 300_000]))
    with pytest.raises(Malformed):
        read({**told, name: strange})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
        max_leaves=12,
    )
)
def test_no_json_at_all_crashes_a_reader(told):
    for _write, read, _value in BODIES:
        with suppress(ComityError):
            read(told)


@pytest.mark.parametrize(
    "reference", ["", "XA-2026-41", "xa-2026-0041", "XA-26-0041", "XA-2026-0041 bis", "XA-2026-٠٠٤١"]
)
def test_a_reference_has_one_form(reference):
    with pytest.raises(ComityError):
        bodies.read_request({"reference": reference, "content": print_content(WHOLE)})


def test_a_preservation_that_does_not_say_until_when_is_refused():
    with pytest.raises(MissingContent):
        bodies.read_information({"about": "preserved", "since": str(AT)})


def test_a_question_and_a_withdrawal_say_something():
    with pytest.raises(ReasonsMissing):
        bodies.read_questions({"questions": []})
    with pytest.raises(ReasonsMissing):
        bodies.read_withdrawal({})


def test_a_disclosure_of_nothing_is_refused():
    with pytest.raises(MissingContent):
        bodies.read_disclosure({"clause": "UNCC 44", "manifests": []})


def test_every_act_that_travels_has_a_kind():
    assert set(bodies.KINDS) == set(Deed) - {Deed.REVISE, Deed.DISCARD, Deed.OPEN}
