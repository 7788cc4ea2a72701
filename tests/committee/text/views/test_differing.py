from comity.committee.text.rules.words import cut
from comity.committee.text.views.differing import compared


def test_what_is_gone_is_struck_and_what_came_is_underlined() -> None:
    shown = compared(cut("Each Party shall act."), cut("Each Party may act at once."))
    assert shown == "Each Party <del>shall</del> <ins>may</ins> act <ins>at once</ins>."


def test_struck_words_do_not_touch_the_word_before_them() -> None:
    assert (
        compared(cut("measures or means."), cut("measures, means."))
        == "measures <del>or</del> <ins>,</ins> means."
    )


def test_signs_of_markup_stay_signs() -> None:
    assert compared(cut("a"), cut("<b>")) == "<del>a</del> <ins>&lt;b&gt;</ins>"
