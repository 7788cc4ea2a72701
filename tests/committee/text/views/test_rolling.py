"""The rolling text as readers see it: where a bracket closes, and whose words stand in it."""

import html
import re

import pytest
from hypothesis import given, settings
from tests.committee.text.rules.negotiation.logs import text
from tests.committee.text.rules.papers.negotiations import acts, paper, taken

from comity.committee.text.rules.negotiation.acts import PlaceBrackets, Propose
from comity.committee.text.rules.words import cut
from comity.committee.text.views.rolling import shown
from comity.words import Language

_NAMES = re.compile(r'<span class="by".*?</span>')
_TAG = re.compile(r"<[^>]+>")
_RUN = re.compile(r'data-w="([\d ]+)">([^<]*)</span>')


def content(*entries, of: str = "p1") -> str:
    line = next(line for line in text(*entries).lines() if line.provision.id == of)
    return shown(line, Language.ENGLISH, Language.ENGLISH).content


def read(source: str) -> str:
    return html.unescape(_TAG.sub("", _NAMES.sub("", source)))


@pytest.mark.parametrize(
    "entries",
    [
        [("XA", PlaceBrackets("p1", 2, 4))],
        [("XA", PlaceBrackets("p1", 2, 4)), ("XB", PlaceBrackets("p1", 3, 4))],
        [("XA", PlaceBrackets("p1", 2, 5)), ("XB", PlaceBrackets("p1", 3, 7))],
        [("XA", Propose("p1", 2, 4, cut("may take")))],
    ],
)
def test_no_bracket_holds_the_white_space_after_its_last_word_and_none_is_lost(entries) -> None:
    source = content(*entries)
    assert not re.search(r"\s(</(ins|del|span)>)*</span><span class=\"by\"", source)
    kept = re.sub(r"<ins>.*?</ins>", "", _NAMES.sub("", source))
    assert " ".join(read(kept).split()) == " ".join(read(content()).split())


@settings(max_examples=25, deadline=None)
@given(acts())
def test_each_run_tells_the_length_of_its_words_with_the_white_space_that_stands_after_a_bracket(found) -> None:
    for line in paper(taken(found)).lines:
        for lengths, words in _RUN.findall(shown(line, Language.ENGLISH, Language.ENGLISH).content):
            spoken = html.unescape(words)
            assert 0 <= sum(map(int, lengths.split())) - len(spoken.encode("utf-16-le")) // 2 <= 1
