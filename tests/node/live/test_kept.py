from hypothesis import given, strategies as st

from comity.node.live.kept import Kept

ASKED = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 2)), max_size=30)


def html(name: str, of: int) -> str:
    return name * (of + 1)


@given(ASKED, st.integers(0, 9))
def test_whoever_asks_is_given_what_it_is_made_of_now_and_the_room_is_never_exceeded(asked, room) -> None:
    kept = Kept(room)
    for name, of in asked:
        assert kept.html(name, of, lambda name=name, of=of: html(name, of)) == html(name, of)
        assert kept.taken <= room


def test_what_is_made_of_the_same_is_rendered_once() -> None:
    kept, rendered = Kept(100), []
    for of in ((1,), (1,), (2,), (2,), (1,)):
        kept.html("a", of, lambda of=of: rendered.append(of) or "<p>")
    assert rendered == [(1,), (2,), (1,)]
    assert kept.taken == len("<p>")


def test_what_was_used_longest_ago_leaves_first() -> None:
    kept, rendered = Kept(2), []
    for name in "abacab":
        kept.html(name, 0, lambda name=name: rendered.append(name) or name)
    assert rendered == ["a", "b", "c", "b"]
