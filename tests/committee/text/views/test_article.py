import pytest
from tests.committee.text.views.desk import named, page, rolling, send, signed_in, words

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.negotiation.acts import CHAIR, Accept, PlaceBrackets, Propose
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]


def first_proposal(row: Negotiated) -> int:
    return next(iter(negotiating(row).text.negotiation.provisions[named(row, "It")].proposals))


@pytest.mark.mandate("R16")
def test_the_article_shows_every_bracket_with_a_name_and_every_proposal(row: Negotiated) -> None:
    shown = page(signed_in(Role.DELEGATE), rolling(row))
    assert 'aria-label="words offered by Borania; opposed by Cordia"' in shown
    assert ">may</span></ins>" in shown
    assert "Proposals and brackets" in words(shown)


@pytest.mark.mandate("R16")
def test_a_newcomer_finds_how_to_propose_a_change_first(row: Negotiated) -> None:
    shown = page(signed_in(Role.DELEGATE), rolling(row))
    assert shown.index(">Propose a change</a>") < shown.index('class="filters"') < shown.index("<article")
    beginning = shown[: shown.index("<template id")]
    assert beginning.count('class="button"') == 1  # one act is primary
    assert ">Propose a change</a>" not in page(signed_in(Role.OBSERVER, ""), rolling(row))


def test_each_word_says_where_it_stands_so_that_it_can_be_selected(row: Negotiated, secretariat: Actor) -> None:
    enter(secretariat, row.text, Propose(named(row, "Each"), 2, 3, cut("may well")), Said("XA"))
    shown = page(signed_in(Role.DELEGATE), rolling(row))
    number = row.entries + 1
    assert '<span data-on="0" data-at="0" data-w="5 6">Each Party </span>' in shown
    assert '<span data-on="0" data-at="2" data-w="6">shall</span>' in shown
    assert f'<span data-on="{number}" data-at="0" data-w="4 4">may well</span>' in shown
    assert '<span data-on="0" data-at="3" data-w="4 3 4 7 1">' in shown


def test_what_is_offered_is_what_the_table_lets_the_reader_do(row: Negotiated, secretariat: Actor) -> None:
    enter(secretariat, row.text, PlaceBrackets(named(row, "Each"), 0, 2), Said("XB"))
    chair, delegate = (
        page(signed_in(Role.CHAIR, ""), rolling(row)),
        page(signed_in(Role.DELEGATE), rolling(row)),
    )
    observer = page(signed_in(Role.OBSERVER, ""), rolling(row))
    assert "Not accepted" in chair
    assert "Not accepted" not in delegate
    assert "Declare it agreed ad referendum" in chair
    assert "Declare it agreed ad referendum" not in delegate
    assert "Take a position" in delegate
    assert "Take a position" not in observer
    assert "Lift the brackets" not in delegate  # they are Borania's
    assert "Lift the brackets" in page(signed_in(Role.DELEGATE, "XB"), rolling(row))
    assert "Comment" in words(observer)


def test_withdrawing_is_offered_to_the_only_sponsor_while_nothing_is_amended(
    row: Negotiated, secretariat: Actor
) -> None:
    name = named(row, "Each")
    client = signed_in(Role.DELEGATE)
    mine = enter(secretariat, row.text, Propose(name, 2, 3, cut("may or might")), Said("XA"))
    assert 'value="withdraw"' in page(client, rolling(row))
    change = enter(secretariat, row.text, Propose(name, 1, 3, (), amends=mine.number), Said("XC"))
    enter(secretariat, row.text, Accept(change.number), Said(CHAIR))
    assert 'value="withdraw"' not in page(client, rolling(row))


def test_positions_are_taken_and_left_by_one_button_each(row: Negotiated) -> None:
    client, number = signed_in(Role.DELEGATE), first_proposal(row)
    assert send(client, row, "It", do="support", number=number).status_code == 302
    assert "In support Aldova" in words(page(client, rolling(row)))
    assert send(client, row, "It", do="leave", number=number).status_code == 302
    assert "In support" not in words(page(client, rolling(row)))


def test_the_chair_accepts_and_a_position_that_comes_too_late_is_refused_by_name(row: Negotiated) -> None:
    number = first_proposal(row)
    assert send(signed_in(Role.CHAIR, ""), row, "It", do="accept", number=number, by=CHAIR).status_code == 302
    answer = send(signed_in(Role.DELEGATE), row, "It", do="oppose", number=number)
    assert answer.status_code == 422
    assert f"Number {number}" in words(answer.content.decode()).replace("\u2068", "").replace("\u2069", "")


def test_nobody_speaks_for_another_by_changing_the_form(row: Negotiated) -> None:
    client, number = signed_in(Role.DELEGATE), first_proposal(row)
    for by in ("XB", CHAIR):
        answer = send(client, row, "It", do="support", number=number, by=by)
        assert answer.status_code in {403, 422}
    assert send(client, row, "It", do="conquer", number=number).status_code == 404
    assert negotiating(Negotiated.objects.get(pk=row.pk)).row.entries == row.entries


def test_every_page_of_the_negotiation_knows_whose_drafts_it_shows(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    whole = rolling(row).rsplit("/", 2)[0]
    for path in (
        f"{whole}/",
        rolling(row),
        f"{rolling(row)}do/",
        f"{rolling(row)}do/words/",
        f"{whole}/carried/1/",
    ):
        assert f'id="drafts" data-person="{client.session["_auth_user_id"]}"' in page(client, path), path


def test_states_are_offered_in_the_order_of_the_readers_language(row: Negotiated, secretariat: Actor) -> None:
    for state in ("ZW", "EG"):
        enter(secretariat, row.text, Propose(named(row, "Each"), 2, 3, cut("may well")), Said(state))
    client = signed_in(Role.DELEGATE)
    client.cookies["comity_language"] = "fr"
    shown = page(client, rolling(row))
    offered = shown[shown.index('id="holder"') : shown.index('id="status"')]
    assert 0 < offered.index(">Égypte<") < offered.index(">Zimbabwe<")


def test_what_is_filtered_on_the_screen_is_what_is_taken_away(row: Negotiated) -> None:
    shown = page(signed_in(Role.DELEGATE), f"{rolling(row)}?holder=XB&status=open")
    assert "It may" in words(shown)
    assert "act on any request" not in words(shown)
    assert "2 provisions are not shown." in words(shown)
    assert "/text.docx?holder=XB&amp;status=open" in shown
    assert '<option value="XB" selected>' in shown
