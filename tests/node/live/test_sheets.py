import json
from collections.abc import Iterator, Sequence

from hypothesis import given, strategies as st

from comity.node.live.sheets import Page, Piece, Sheet

NAMES = st.sampled_from("abcde")
PAGES = st.lists(
    st.lists(st.tuples(NAMES, st.integers(0, 2)), unique_by=lambda each: each[0]), min_size=1, max_size=8
)
Shown = list[tuple[str, str]]


def html(name: str, words: int) -> str:
    return f"<p id={name}>{words}</p>"


def page(version: int, content: Sequence[tuple[str, int]]) -> Page:
    pieces = [Piece(name, words, lambda name=name, words=words: html(name, words)) for name, words in content]
    return Page(version, {"law": pieces})


def sheets(contents: Sequence[Sequence[tuple[str, int]]]) -> Iterator[Sheet]:
    before = None
    for version, content in enumerate(contents, 1):
        before = Sheet.of(page(version, content), before, version)
        yield before


def after(shown: Shown, told: str) -> Shown:
    """What a browser shows once it has taken what it was told."""
    if not told:
        return shown
    region = json.loads(told)["regions"]["law"]
    known = dict(shown)
    return [(name, region["pieces"].get(name, known.get(name, "missing"))) for name in region["order"]]


@given(PAGES, st.data())
def test_whoever_has_seen_any_version_has_the_newest_after_one_telling(contents, data) -> None:
    made = list(sheets(contents))
    seen = data.draw(st.integers(1, len(contents)))
    had = [(name, html(name, words)) for name, words in contents[seen - 1]]
    assert after(had, made[-1].told(seen)) == [(name, html(name, words)) for name, words in contents[-1]]


@given(PAGES)
def test_whoever_has_seen_nothing_this_process_knows_is_told_all(contents) -> None:
    newest = list(sheets(contents))[-1]
    assert after([], newest.told(0)) == [(name, html(name, words)) for name, words in contents[-1]]


@given(PAGES)
def test_nobody_is_told_what_did_not_change(contents) -> None:
    whole = list(sheets(contents))
    assert whole[-1].told(len(contents)) == ""
    if len(contents) > 1 and contents[-1] == contents[-2]:
        assert whole[-1].told(len(contents) - 1) == ""


def test_a_piece_is_rendered_once_for_as_long_as_it_is_made_of_the_same() -> None:
    rendered = []
    piece = Piece("a", ("same",), lambda: rendered.append(1) or "<p>")
    first = Sheet.of(Page(1, {"law": [piece]}), None, 1)
    again = Sheet.of(Page(2, {"law": [Piece("a", ("same",), piece.render)]}), first, 2)
    assert rendered == [1]
    assert again.told(1) == ""


def test_only_the_piece_that_changed_is_told() -> None:
    first = Sheet.of(page(1, [("a", 1), ("b", 1)]), None, 1)
    second = Sheet.of(page(2, [("a", 1), ("b", 2)]), first, 2)
    assert json.loads(second.told(1))["regions"]["law"] == {"order": ["a", "b"], "pieces": {"b": html("b", 2)}}


def test_what_no_longer_stands_is_told_as_gone() -> None:
    first = Sheet.of(page(1, [("a", 1)]), None, 1)
    assert json.loads(Sheet.of(None, first, 2).told(1)) == {"version": 2, "gone": True}
