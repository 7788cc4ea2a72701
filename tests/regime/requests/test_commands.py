"""``comity request``: the desk's deeds by commands, whose words come from a file or standard input."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.regime.desk import REASONS, received, sent, talk
from typer.testing import CliRunner

from comity.access import Role
from comity.cli import bundling
from comity.cli.request import app
from comity.errors.requests import ConsultationMissing, MalformedBody, NotNow, ReasonsMissing, VoidGround
from comity.errors.sealing import OutputExists
from comity.errors.words import MalformedInstant
from comity.node.models import Officer
from comity.regime.requests.rules.life import State

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]
Say = Callable[..., Result]


@pytest.fixture
def say(node) -> Say:
    Officer(name="duty", state="XA", authority="XA/duty", roles=[Role.DUTY_OFFICER]).save()
    return lambda deed, request, said, *words: CliRunner().invoke(
        app, [deed, request.reference, "-", *words, "--json"], input=said
    )


def told(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.exception or result.output
    return json.loads(result.stdout)


def test_more_is_asked_about_a_statement_and_our_clock_stands_still(say, duty, peer):
    request = received(duty, peer)
    asked = {"questions": [{"about": "data", "question": "Which hours?"}]}
    assert told(say("ask-more", request, json.dumps(asked)))["answer_due"] is None
    assert peer.take()[-1].act.body == asked


def test_what_was_asked_is_supplied(say, duty, peer):
    request = sent(duty, peer)
    asked = {"questions": [{"about": "data", "question": "Which hours?"}]}
    assert peer.say("ask-more", asked, thread=request.thread).code == ""
    told(say("supply", request, "From six to eight.\n"))
    assert peer.take()[-1].act.body == {"about": "supplement", "text": "From six to eight."}


def test_a_request_is_refused_after_consultation_on_a_ground_that_stands(say, duty, peer, ticking):
    request = received(duty, peer)
    spoken = talk(ticking)
    refusal = {
        "ground": "discrimination",
        "reasons": REASONS,
        "consultation": {
            "at": str(spoken.at),
            "means": spoken.means,
            "office": spoken.office,
            "outcome": spoken.outcome,
        },
    }
    for wrong, error in (
        ({"ground": "bank-secrecy"}, VoidGround),
        ({"reasons": "No."}, ReasonsMissing),
        ({"clause": "UNCC 40(22)"}, MalformedBody),
        ({"consultation": {}}, MalformedInstant),
        ({"consultation": refusal["consultation"] | {"outcome": ""}}, ConsultationMissing),
    ):
        assert isinstance(say("refuse", request, json.dumps(refusal | wrong)).exception, error), wrong
    told(say("consult", request, "Can you assure us?", "--ground", "discrimination"))
    assert peer.take()[-1].act.body["about"] == "consultation"
    assert told(say("refuse", request, json.dumps(refusal)))["state"] == State.REFUSED
    assert peer.take()[-1].act.body["clause"] == "UNCC 40(22)"


def test_the_requester_is_warned(say, duty, peer):
    told(say("warn", received(duty, peer), "The provider would learn of it."))
    assert peer.take()[-1].act.body == {"about": "warning", "text": "The provider would learn of it."}


def test_a_request_that_was_withdrawn_is_not_supplemented(say, duty, peer):
    ours = sent(duty, peer)
    assert told(say("withdraw", ours, "It was found elsewhere."))["state"] == State.WITHDRAWN
    assert isinstance(say("supply", ours, "Too late.").exception, NotNow)


def test_a_finished_request_is_written_as_one_file_and_never_over_another(say, duty, peer, tmp_path: Path):
    request = sent(duty, peer)
    told(say("withdraw", request, "It was found elsewhere."))
    words = [request.reference, "--out", str(tmp_path / "case.zip"), "--json"]
    octets = told(CliRunner().invoke(bundling.app, words))["octets"]
    assert (tmp_path / "case.zip").stat().st_size == octets > 0
    assert isinstance(CliRunner().invoke(bundling.app, words).exception, OutputExists)


@pytest.mark.parametrize("deed", ["warn", "withdraw", "supply"])
def test_nothing_is_said_with_no_words(say, duty, peer, deed: str, tmp_path: Path):
    request = received(duty, peer)
    assert say(deed, request, " \n").exit_code == 2
    assert CliRunner().invoke(app, [deed, request.reference, str(tmp_path / "none")]).exit_code == 2
    assert [act.act.kind for act in peer.take()] == []
