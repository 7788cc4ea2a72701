"""Every sentence is said in six languages; those on positions, and no others, are read back from each."""

import pytest

from comity.committee.text.rules.negotiation.acts import Stance
from comity.committee.text.rules.papers.phrases import OF_STANCE, Phrase, Position, read_position, said
from comity.words import Language

READ = {*OF_STANCE.values(), Phrase.DELETES, Phrase.AGREED}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("phrase", sorted(READ))
def test_a_position_is_read_back_in_the_language_in_which_it_was_said(phrase, language):
    sentence = said(phrase, language, author="Aldova")
    author = "Aldova" if "Aldova" in sentence else ""
    assert read_position(sentence) == Position(phrase, author)
    assert read_position(f"  {sentence.rstrip('.。')} ".upper().replace("ALDOVA", "Aldova")) == Position(
        phrase, author
    )


def test_each_stance_has_a_sentence_of_its_own():
    assert set(OF_STANCE) == set(Stance)
    assert {Position(phrase).stance for phrase in OF_STANCE.values()} == set(Stance)
    assert Position(Phrase.AGREED).stance is None


@pytest.mark.parametrize("words", ["", "Why may?", "Supports", "Supports this proposal (Aldova). But why?"])
def test_any_other_sentence_is_no_position(words):
    assert read_position(words) is None
