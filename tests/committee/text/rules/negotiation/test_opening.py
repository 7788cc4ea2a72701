import pytest

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.identity import identify
from comity.committee.text.rules.negotiation.acts import CHAIR, Entry, PlaceBrackets, Stance
from comity.committee.text.rules.negotiation.consolidation import NOTHING, Text
from comity.committee.text.rules.negotiation.opening import opened
from comity.committee.text.rules.negotiation.printing import marked, printed
from comity.committee.text.rules.negotiation.state import Pile
from comity.committee.text.rules.words import cut
from comity.words import Instant, Language


def taken(*sources: str) -> Text:
    """The negotiation that successive drafts open."""
    text = NOTHING
    for number, draft in enumerate(identify("t", [parse(source) for source in sources]), 1):
        opening = opened(draft, number=number, language=Language.ENGLISH)
        text = entered(text, CHAIR, opening.issue)
        for by, act in list(opening.acts(text.negotiation)):
            text = entered(text, by, act)
        for act in opening.agreed:
            text = entered(text, CHAIR, act) if text.negotiation.provisions[act.provision].is_free else text
    return text


def entered(text: Text, by: str, act) -> Text:
    number = text.negotiation.entries + 1
    return text.after(Entry(number, Instant(number), by, act))


def shown(source: str) -> str:
    return printed(taken(f"## Article 1. Scope\n\n1. {source}\n")).split("\n\n")[1].removeprefix("1. ").strip()


@pytest.mark.mandate("R16")
@pytest.mark.parametrize(
    "source",
    [
        "Each Party [shall (XA)][may (XB)] act.",
        "Each Party [shall] [may (XB; del. XC)] act.",
        "Each Party [shall (del. XA; del. XB)] act.",
        "[The [serious (XC)] offence [of fraud] shall be punished (XA, XB)] where [needed].",
        "Data [, but not its content (XA)] are kept.",
        "Each Party [shall] [not] act.",
    ],
)
def test_brackets_and_their_holders_come_back_as_they_were_written(source) -> None:
    assert shown(source) == source


def test_words_with_names_are_offered_and_opposed_by_those_named() -> None:
    found = taken("## Article 1. Scope\n\n1. Each Party [may (XA, XB; del. XC)] act.\n")
    provision = next(each for each in found.negotiation.provisions.values() if each.kind is Kind.PARAGRAPH)
    proposal = next(provision.open_proposals())
    assert ("".join(proposal.words), proposal.start, proposal.end) == ("may", 2, 2)
    assert provision.sponsors(proposal.number) == ("XA", "XB")
    assert provision.holding(proposal.number, Stance.OPPOSE) == ("XC",)
    assert "".join(provision.words) == "Each Party act."


def test_a_bracket_that_runs_on_is_placed_on_its_part_of_each_provision() -> None:
    opening = opened(
        identify("t", [parse("## Article 1. Scope\n\n1. Each Party [shall act.\n\n2. And soon] enough.\n")])[0],
        number=1,
        language=Language.ENGLISH,
    )
    found = entered(NOTHING, CHAIR, opening.issue)
    acts = [act for _, act in opening.acts(found.negotiation)]
    assert [(act.start, act.end) for act in acts if isinstance(act, PlaceBrackets)] == [(2, 5), (0, 2)]


def test_what_a_revised_draft_repeats_is_not_placed_again() -> None:
    source = "## Article 1. Scope\n\n1. Each Party [shall][may (XB; del. XC)] act, [where (XA)] needed.\n"
    found = taken(source, source.replace("needed", "needed now"))
    provision = next(each for each in found.negotiation.provisions.values() if each.kind is Kind.PARAGRAPH)
    assert len(provision.everything()) == 3
    assert {each.pile for each in found.negotiation.piles[2]} == {Pile.UNTOUCHED}
    assert (
        marked(found.marks[provision.id])
        == "Each Party [shall] [may (XB; del. XC)] act, [where (XA)] needed now."
    )


def test_a_mark_of_agreement_agrees_a_provision_that_came_without_brackets() -> None:
    found = taken(
        "## Article 1. Scope\n\n1. Done. [agreed ad referendum]\n\n2. [Not] done. [agreed ad referendum]\n"
    )
    agreed = {"".join(each.words): bool(each.agreed_words) for each in found.negotiation.provisions.values()}
    assert agreed == {"Scope": False, "Done.": True, "Not done.": False}


def test_numbers_that_differ_from_their_place_are_kept() -> None:
    found = taken("## Article 7. Scope\n\n1. One.\n\n1 bis. More.\n\nNo number.\n\n(a) Letter.\n")
    numbers = [line.number.given for line in found.lines()]
    assert numbers[0] == "Article 7"
    assert numbers[1] == ""
    assert numbers[2].startswith("1 bis")


@pytest.mark.mandate("R16")
@pytest.mark.parametrize(
    ("language", "source", "kept"),
    [
        (Language.ARABIC, "## المادة 1. النطاق\n\n1 - نص.\n\n(أ) واحد؛\n\n(ب) اثنان.\n", []),
        (Language.ARABIC, "".join(f"({letter}) نص؛\n\n" for letter in ("أ", "ب", "ج", "د", "هـ")), []),
        (Language.ARABIC, "## المادة 3. النطاق\n\n(ب) اثنان.\n", ["المادة 3", "ب"]),
        (Language.FRENCH, "## Article premier\n\n1. Texte.\n\na) un ;\n", ["Article premier"]),
        (Language.CHINESE, "## 第一条\n\n一、正文。\n", []),
    ],
)
def test_what_a_language_numbers_in_its_own_way_is_numbered_by_its_place(language, source, kept) -> None:
    found = opened(identify("t", [parse(source)])[0], number=1, language=language).issue
    assert [each.number for each in found.provisions if each.number] == kept


def test_the_drafts_of_the_demonstration_lose_no_word(demonstration) -> None:
    draft = parse(demonstration[0])
    found = taken(demonstration[0])
    offered = [each for one in found.negotiation.provisions.values() for each in one.proposals.values()]
    words = [word for one in found.negotiation.provisions.values() for word in one.words]
    words += [word for each in offered for word in each.words]
    whole = [
        word
        for place, _ in draft.negotiated()
        for run in draft.runs(place)
        if run.sort == "text"
        for word in cut(draft.words(run))
    ]
    assert sorted(word.strip() for word in words if word[0].isalnum()) == sorted(
        word.strip() for word in whole if word[0].isalnum()
    )


def test_the_real_text_is_carried_through_its_three_stages(shared) -> None:
    from tests.committee.real import NEGOTIATION

    found = taken(*(shared(name).decode() for name in NEGOTIATION))
    for draft in (2, 3):
        assert len({each.number for each in found.negotiation.piles[draft]}) == len(
            found.negotiation.piles[draft]
        )
    assert found.negotiation.draft == 3
