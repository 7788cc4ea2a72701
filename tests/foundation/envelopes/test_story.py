"""Both sides hold the same story of a thread, or see where it parts."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st
from tests.foundation.parties import NOW, entropy_of, party, some_digest

from comity.errors import ComityError
from comity.errors.exchange import ForkedStory, Replayed, SequenceGap, StrangerInThread
from comity.foundation.envelopes import Act, Place, Story, act_id, follows

XA, XB, XC = party("XA"), party("XB"), party("XC")
FIRST = XA.act(XB)
STORY = Story("thread-1").told(FIRST)


def next_of(story: Story, *, by=XA, to=XB, label: str = "next", **changes: object) -> Act:
    place = story.next(by.central)
    facts = {
        "id": act_id(NOW, entropy_of(f"{by.code} {label}")),
        "seq": place.seq,
        "prev": place.prev,
    } | changes
    return by.act(to, **facts)


def test_the_first_act_of_a_thread_has_no_predecessor_and_stands_first() -> None:
    assert Story("thread-1").next(XA.central) == Place(1, None)
    follows(Story("thread-1"), FIRST)
    with pytest.raises(SequenceGap):
        follows(Story("thread-1"), replace(FIRST, seq=2))
    with pytest.raises(SequenceGap):
        follows(Story("thread-1"), replace(FIRST, prev=some_digest("an act that did not arrive")))


def test_the_same_act_again_is_a_replay() -> None:
    with pytest.raises(Replayed):
        follows(STORY, FIRST)


def test_another_act_at_the_same_place_is_a_fork() -> None:
    with pytest.raises(ForkedStory):
        follows(STORY, next_of(Story("thread-1"), label="other"))
    with pytest.raises(ForkedStory):
        follows(STORY, next_of(STORY, id=FIRST.id))


def test_a_number_too_high_shows_the_gap_and_the_number_waited_for() -> None:
    with pytest.raises(SequenceGap) as refused:
        follows(STORY, next_of(STORY, seq=4))
    assert refused.value.facts["expected"] == 2


def test_a_predecessor_that_we_do_not_know_is_a_gap() -> None:
    with pytest.raises(SequenceGap):
        follows(STORY, next_of(STORY, prev=some_digest("unknown")))


def test_a_second_beginning_of_one_thread_is_a_fork() -> None:
    with pytest.raises(ForkedStory):
        follows(STORY, next_of(STORY, prev=None))
    with pytest.raises(ForkedStory):
        follows(STORY, next_of(STORY, by=XB, to=XA, prev=None))


def test_two_sides_may_write_at_the_same_time() -> None:
    mine, theirs = next_of(STORY), next_of(STORY, by=XB, to=XA)
    assert mine.prev == theirs.prev == FIRST.digest
    one, other = STORY.told(mine).told(theirs), STORY.told(theirs).told(mine)
    assert set(one.lines) == set(other.lines)


def test_an_act_of_other_states_does_not_enter_the_thread() -> None:
    with pytest.raises(StrangerInThread):
        follows(STORY, next_of(STORY, by=XC, to=XB))
    with pytest.raises(StrangerInThread):
        follows(STORY, replace(next_of(STORY), to=(XC.central,)))
    with pytest.raises(StrangerInThread):
        follows(STORY, next_of(STORY, thread="another"))


@given(st.lists(st.booleans(), max_size=12), st.randoms(use_true_random=False))
def test_whatever_arrives_in_whatever_order_each_act_is_told_once(turns: list[bool], random) -> None:
    story, acts = STORY, [FIRST]
    for number, mine in enumerate(turns):
        by, to = (XA, XB) if mine else (XB, XA)
        acts.append(next_of(story, by=by, to=to, label=str(number)))
        story = story.told(acts[-1])
    arrivals = acts * 2
    random.shuffle(arrivals)
    known = Story("thread-1")
    for _ in range(len(acts)):  # whoever is refused for a gap is sent again, as often as it takes
        for act in arrivals:
            try:
                known = known.told(act)
            except (SequenceGap, Replayed):
                continue
    assert sorted(line.id for line in known.lines) == sorted(act.id for act in acts)
    for act in acts:
        with pytest.raises(ComityError):
            follows(known, act)
