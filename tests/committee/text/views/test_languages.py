import pytest
from tests.committee.text.views.desk import named, page, signed_in, words

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated
from comity.committee.text.rules.negotiation.acts import CHAIR, Agree, Confirm, Express
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter, import_draft
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


@pytest.mark.mandate("R6")
def test_two_languages_stand_side_by_side_each_in_its_direction(secretariat: Actor) -> None:
    for source, language in (
        ("## Article 3\n\nText of it. [agreed ad referendum]\n\n(a) one;\n", Language.ENGLISH),
        ("## المادة 3\n\nنص.\n\n(أ) واحد؛\n", Language.ARABIC),
        ("## 第三条\n\n缔约国应合作。\n", Language.CHINESE),
    ):
        import_draft(secretariat, source=source.encode(), title="A text", language=language)
    client = signed_in(Role.DELEGATE)
    shown = page(client, "/text/a-text/beside/en/ar/")
    assert 'lang="ar" dir="rtl"><span class="num soft">أ</span> واحد' in shown
    assert "Text of it. agreed ad referendum نص." in words(shown)  # a mark, and no words of the text
    assert "0 provisions stand in one language alone" in words(shown)
    chinese = words(page(client, "/text/a-text/beside/en/zh/"))
    assert "In Chinese every character is counted as a word." in chinese
    assert "Article 3 4 第三条 6" in chinese
    assert "1 provision stands in one language alone" in chinese
    assert client.get("/text/a-text/beside/en/ru/").status_code == 404


@pytest.mark.mandate("R6")
def test_what_is_agreed_waits_until_its_expression_is_confirmed(row: Negotiated, secretariat: Actor) -> None:
    client, where = signed_in(Role.DELEGATE), "/text/a-text/negotiation/in-zh/"
    each = named(row, "Each")
    assert "0 agreed provisions wait" in words(page(client, where))
    enter(secretariat, row.text, Agree(each), Said(CHAIR))
    assert "no expression yet" in words(page(client, where))
    enter(
        secretariat, row.text, Express(each, Language.CHINESE, cut("缔约国应根据请求采取行动。")), Said(CHAIR)
    )
    shown = words(page(client, where))
    assert "not confirmed yet 12 words" in shown
    assert "7 words" in shown
    enter(secretariat, row.text, Confirm(each, Language.CHINESE), Said(CHAIR))
    shown = words(page(client, where))
    assert "Nothing waits" in shown
    assert "confirmed 1" in shown
    assert client.get("/text/a-text/negotiation/in-en/").status_code == 404


def test_a_chapter_is_no_part_of_the_article_before_it(secretariat: Actor) -> None:
    for source, language in (
        ("## Article 1\n\nText.\n\n# Chapter II. Offences\n\n## Article 2\n\nMore.\n", Language.ENGLISH),
        ("## المادة 1\n\nنص.\n\n# الفصل الثاني. الجرائم\n\n## المادة 2\n\nآخر.\n", Language.ARABIC),
    ):
        import_draft(secretariat, source=source.encode(), title="A text", language=language)
    shown = words(page(signed_in(Role.DELEGATE), "/text/a-text/beside/en/ar/"))
    assert "Article 1 المادة 1 Text. نص. Articles" in shown
    assert "#" not in shown
