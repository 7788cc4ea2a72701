"""A draft in another language gives words where the text says what was translated, and tells whatever it cannot."""

import pytest
from tests.committee.text.rules.negotiation.test_opening import entered, taken

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.identity import Identified, identify
from comity.committee.text.rules.negotiation.acts import CHAIR, Accept, Propose
from comity.committee.text.rules.negotiation.consolidation import Text
from comity.committee.text.rules.negotiation.translated import Translated, Untaken, translated
from comity.committee.text.rules.words import cut, joined
from comity.errors.text import SameLanguage
from comity.words import Language

FIRST = "## Article 1. Scope\n\n1. Each Party shall act.\n\n2. It may ask:\n\n(a) a court;\n\n(b) a judge.\n"
SECOND = "## Article 1. Aim\n\nThe aim.\n\n" + FIRST.replace("Article 1", "Article 2")
ARABIC = (
    "## المادة 1. الهدف\n\nالهدف.\n\n## المادة 2. النطاق\n\n1 - تتصرف كل دولة طرف.\n\n"
    "2 - يجوز لها أن تطلب:\n\n(أ) محكمة؛\n\n(ب) قاضيا.\n"
)


def identified(*sources: str) -> list[Identified]:
    return list(identify("t", [parse(source) for source in sources]))


def given(
    text: Text, arabic: str = ARABIC, originals: tuple[str, ...] = (FIRST, SECOND), of: int = -1
) -> Translated:
    original = identified(*originals)[of]
    return translated(text.negotiation, original, identified(arabic)[0], Language.ARABIC)


def pairs(text: Text, found: Translated) -> dict[str, str]:
    acts = [each.act for each in found.placed]
    return {joined(text.negotiation.provisions[act.provision].words): joined(act.words) for act in acts}


def test_words_go_to_the_lasting_identity_and_not_to_whatever_bears_the_number_now() -> None:
    before = taken(FIRST)
    found = given(before)
    assert pairs(before, found) == {
        "Scope": "النطاق",
        "Each Party shall act.": "تتصرف كل دولة طرف.",
        "It may ask:": "يجوز لها أن تطلب:",
        "a court;": "محكمة؛",
        "a judge.": "قاضيا.",
    }
    assert [(each.line, each.number, each.why) for each in found.left] == [
        (1, "1", Untaken.GONE),
        (3, "", Untaken.GONE),
    ]
    assert found.without == ()


def test_what_is_entered_is_not_given_again_and_is_not_confirmed() -> None:
    text = taken(FIRST, SECOND)
    first = given(text)
    assert len(first.placed) == 7
    for each in first.placed:
        text = entered(text, CHAIR, each.act)
    again = given(text)
    assert (again.placed, again.known, again.left, again.without) == ((), 7, (), ())
    held = [each.expressions[Language.ARABIC] for each in text.negotiation.provisions.values()]
    assert not any(each.confirmed for each in held)


def test_a_provision_that_says_something_else_by_now_is_given_no_words_made_for_others() -> None:
    text = taken(FIRST, SECOND)
    name = next(
        each.id
        for each in text.negotiation.provisions.values()
        if joined(each.words) == "Each Party shall act."
    )
    text = entered(text, "XA", Propose(name, 2, 3, cut("may ")))
    assert len(given(text).placed) == 7  # a proposal changes no word
    text = entered(text, CHAIR, Accept(text.negotiation.entries))
    found = given(text)
    assert name not in {each.act.provision for each in found.placed}
    assert [(each.words, each.why) for each in found.left] == [("تتصرف كل دولة طرف.", Untaken.OTHER_WORDS)]
    assert found.without == (name,)


def test_what_a_bracket_offers_is_told_and_only_the_words_that_stand_are_given() -> None:
    original = "## Article 1. Scope\n\n1. Each Party [shall (XA)] act.\n"
    text = taken(original)
    found = given(text, "## المادة 1. النطاق\n\n1 - على كل دولة طرف [لزوما (XA)] أن تتصرف.\n", (original,))
    assert [joined(each.act.words) for each in found.placed] == ["النطاق", "على كل دولة طرف أن تتصرف."]
    assert [(each.line, each.number, each.why) for each in found.left] == [(3, "1", Untaken.OFFERED)]
    assert found.left[0].words.strip() == "لزوما"


def test_what_the_translated_draft_does_not_have_is_told_by_its_line() -> None:
    text = taken(FIRST, SECOND)
    found = given(text, ARABIC + "\n3 - وتُعلم الأمانة.\n\n## المادة 9. أحكام أخرى\n")
    assert [(each.number, each.why) for each in found.left] == [
        ("3", Untaken.NO_COUNTERPART),
        ("9", Untaken.NO_COUNTERPART),
    ]
    assert [each.line for each in found.left] == [15, 17]
    assert len(found.placed) == 7


def test_a_draft_in_the_language_of_the_text_is_refused() -> None:
    text = taken(FIRST)
    with pytest.raises(SameLanguage):
        translated(text.negotiation, identified(FIRST)[0], identified(FIRST)[0], Language.ENGLISH)
