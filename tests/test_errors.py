"""The tree of errors: codes, printing, and that nothing in the house refuses without a sentence."""

import pytest

from comity.cli.inspection import checkout, sentences
from comity.errors import (
    Conflicting,
    Excessive,
    Forbidden,
    Malformed,
    OperatorError,
    PeerError,
    ProgrammerError,
    SenderError,
    Unproved,
)
from comity.errors.words import UnknownState

ANSWERABLE = (Malformed, Unproved, Forbidden, Conflicting, Excessive, PeerError, OperatorError, ProgrammerError)


def test_a_code_is_the_name_in_kebab_case() -> None:
    assert (Malformed.code, UnknownState.code) == ("malformed", "unknown-state")


def test_a_refusal_prints_its_code_place_and_facts() -> None:
    assert str(Forbidden("art. 40", ground="none", count=2)) == "forbidden at art. 40 (ground: none; count: 2)"
    assert str(Forbidden()) == "forbidden"


def test_a_fact_may_be_called_place_without_taking_the_place() -> None:
    assert Forbidden("line 3", place="Vienna").place == "line 3"


def test_every_leaf_hangs_on_a_branch_that_says_who_must_act() -> None:
    leaves = [leaf for _, leaf in sentences.leaves()]
    assert [leaf.__name__ for leaf in leaves if not issubclass(leaf, ANSWERABLE)] == []
    assert [leaf.__name__ for leaf in leaves if not leaf.__doc__] == []


@pytest.mark.parametrize("branch", ANSWERABLE[:5])
def test_what_the_sender_must_mend_is_told_apart_from_what_others_must(branch: type[SenderError]) -> None:
    assert issubclass(branch, SenderError)
    assert not issubclass(branch, PeerError | OperatorError | ProgrammerError)


def test_no_refusal_of_the_house_is_without_its_sentences() -> None:
    assert sentences.faults(checkout.root()) == []
