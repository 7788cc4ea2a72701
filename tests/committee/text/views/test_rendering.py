import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from tests.committee.text.rules.texts import TEXT

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.figures import count
from comity.committee.text.views.rendering import lines, listed, names, open_brackets
from comity.words import Language


class Balance(HTMLParser):
    """Follows the elements of a page and refuses one that is not closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert isinstance(attrs, list)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def shown(source: str) -> list[str]:
    draft = parse(source)
    own = count(draft)
    roots = [place for place, one in enumerate(draft.provisions) if one.parent is None]
    return [str(line.content) for place in roots for line in lines(draft, place, own, Language.ENGLISH)]


@given(TEXT)
def test_every_provision_is_well_formed_whatever_its_brackets(source: str) -> None:
    for content in shown(source):
        balance = Balance()
        balance.feed(content)
        assert balance.open == []


def test_a_bracket_that_runs_on_is_opened_again_without_a_second_sign() -> None:
    first, second = shown("## Preamble\n\n[*Noting* A,\n\nB] C,\n")
    assert re.search(r'<span class="br d1 on" id="b\d+" tabindex="0"', first)
    assert second.startswith('<span class="br d1 from">B</span>')
    assert second.count("tabindex") == 0


@pytest.mark.mandate("R16")
def test_brackets_are_listed_with_their_holders_in_the_readers_language() -> None:
    draft = parse("## Article 1\n\nA [b c (XB, XA)] d [e].\n")
    told = [(each.beginning, each.holders) for each in open_brackets(draft, 0, Language.FRENCH)]
    assert told == [("b c", "Aldovie, Boranie"), ("e", "")]


def test_holders_only_counted_stand_last() -> None:
    assert names(("+12", "XC", "XA"), Language.ENGLISH) == "Aldova, Cordia, +12"
    assert names(("XC", "XA"), Language.ARABIC) == "ألدوفا، كورديا"
    assert names(("XC", "XA"), Language.CHINESE).count("、") == 1


def test_the_members_of_a_list_are_set_apart_as_each_language_does() -> None:
    told = {language: listed(("36", "46"), language) for language in Language}
    assert (told[Language.ARABIC], told[Language.CHINESE], told[Language.FRENCH]) == (
        "36، 46",
        "36、46",
        "36, 46",
    )
