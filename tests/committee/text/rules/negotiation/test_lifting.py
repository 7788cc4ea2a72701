from bench.negotiated import SMALL, made
from hypothesis import given, settings, strategies as st
from tests.committee.text.rules.negotiation.logs import FIRST, said, text

from comity.committee.text.rules.negotiation.acts import PlaceBrackets, Propose, Stance, TakeStance
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.lifting import (
    given_way,
    holders,
    if_lifted,
    pivotal,
    remaining,
)
from comity.committee.text.rules.negotiation.printing import marked
from comity.committee.text.rules.negotiation.progress import progress
from comity.committee.text.rules.words import cut

HOLDERS = ("XB", "XC", "XD")
STANCES = st.dictionaries(st.sampled_from(HOLDERS), st.sampled_from(list(Stance)[1:]), min_size=1)


@given(STANCES, st.integers(0, 10))
def test_lifting_all_brackets_of_all_holders_of_an_insertion_gives_the_text_with_it(stances, at) -> None:
    taken = [(holder, TakeStance(2, stance)) for holder, stance in stances.items()]
    found = text(("XA", Propose("p1", at, at, cut("without delay"))), *taken)
    held = holders(found.negotiation.provisions["p1"])
    remains = if_lifted(found, held)
    if held:
        assert "without delay" in said(remains, "p1")
        assert remains.negotiation.provisions["p1"].is_free
    else:
        assert marked(remains.marks["p1"]) == marked(found.marks["p1"])


def test_who_gives_way_leaves_what_it_would_replace() -> None:
    found = text(("XA", Propose("p1", 2, 3, cut("may"))), ("XB", TakeStance(2, Stance.OPPOSE)))
    assert said(if_lifted(found, {"XA"}), "p1") == FIRST
    assert said(if_lifted(found, {"XB"}), "p1") == FIRST.replace("shall", "may")
    assert said(if_lifted(found, {"XA", "XB"}), "p1") == FIRST
    assert if_lifted(found, {"XC"}).marks["p1"] == found.marks["p1"]


def test_a_bracket_falls_only_with_its_last_holder() -> None:
    found = text(("XA", PlaceBrackets("p1", 2, 3)), ("XB", PlaceBrackets("p1", 2, 3)))
    assert not if_lifted(found, {"XA"}).negotiation.provisions["p1"].is_free
    assert if_lifted(found, {"XA", "XB"}).negotiation.provisions["p1"].is_free


def test_a_supposition_leaves_the_text_as_it_is() -> None:
    found = text(("XA", PlaceBrackets("p1", 2, 3)))
    if_lifted(found, {"XA"})
    assert not found.negotiation.provisions["p1"].is_free
    assert found.negotiation.entries == 2


def test_the_pivotal_holder_is_the_one_who_alone_would_free_a_provision() -> None:
    found = text(
        ("XA", PlaceBrackets("p1", 2, 3)), ("XA", PlaceBrackets("p2", 2, 3)), ("XB", PlaceBrackets("p2", 0, 1))
    )
    assert pivotal(found) == {"XA": 1}


@settings(max_examples=8)
@given(st.integers(0, 300), st.sets(st.integers(0, 11), max_size=12))
def test_however_many_give_way_no_word_becomes_open_that_was_not(seed, which) -> None:
    found = consolidate(made(seed, SMALL))
    everyone = sorted({holder for each in found.negotiation.provisions.values() for holder in holders(each)})
    by = {everyone[at % len(everyone)] for at in which} if everyone else set()
    remains = if_lifted(found, by)
    before, after = progress(found), progress(remains)
    assert after[""].open <= before[""].open
    if not by:
        assert remains.marks == found.marks


@settings(max_examples=5)
@given(st.integers(0, 100))
def test_those_who_alone_could_free_a_provision_are_found_without_trying_everybody(seed) -> None:
    found = consolidate(made(seed, SMALL))
    tried: dict[str, int] = {}
    for name in found.order:
        provision = found.negotiation.provisions[name]
        if provision.stands and not provision.is_free:
            for holder in holders(provision):
                if given_way(found, name, {holder}).is_free:
                    tried[holder] = tried.get(holder, 0) + 1
    assert pivotal(found) == tried


def test_what_would_remain_names_what_would_change_and_what_would_be_free() -> None:
    found = text(("XA", PlaceBrackets("p1", 2, 3)), ("XB", PlaceBrackets("p1", 4, 5)))
    assert remaining(found, {"XC"}).changed == ()
    one = remaining(found, {"XA"})
    assert (one.changed, one.freed) == (("p1",), ())
    assert remaining(found, {"XA", "XB"}).freed == ("p1",)
