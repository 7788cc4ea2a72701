import re

import pytest
from django.test import Client
from tests.committee.text.views.desk import named, page, rolling, signed_in, words

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.negotiation.acts import CHAIR, Accept, Agree, Propose, Reject, Reopen, Strike
from comity.committee.text.rules.negotiation.state import Negotiation, Provision
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter
from comity.committee.text.views.deeds import PART

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
BIDI = re.compile("[\u2066-\u2069]")


def now(row: Negotiated) -> Negotiation:
    return negotiating(Negotiated.objects.get(pk=row.pk)).text.negotiation


def provision(row: Negotiated, beginning: str = "Each") -> Provision:
    return now(row).provisions[named(row, beginning)]


def address(row: Negotiated, what: str, beginning: str = "Each") -> str:
    return f"/text/a-text/negotiation/{named(row, beginning)}/do/{what}/"


def sent(client: Client, row: Negotiated, what: str, beginning: str = "Each", **fields: object):
    """Open the page of an act, fill its form, and send it."""
    path = address(row, what, beginning)
    typed = {"step": "enter", **hidden(page(client, path)), **fields}
    return client.post(path, typed)


def third_word(client: Client, path: str, words: str) -> dict[str, object]:
    """Open the page and fill its form, so that the third word is replaced."""
    return {
        **hidden(page(client, path)),
        "step": "enter",
        "how": "replace",
        "first": 2,
        "last": 2,
        "words": words,
    }


def hidden(source: str) -> dict[str, str]:
    form = source[source.index('<form class="deed"') :]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def told(answer) -> str:
    return BIDI.sub("", words(answer.content.decode()))


@pytest.mark.mandate("R16")
def test_words_are_replaced_inserted_deleted_and_bracketed_without_a_script(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    for how, given in (
        ("replace", "may"),
        ("before", "always"),
        ("after", "and will"),
        ("delete", ""),
        ("bracket", ""),
    ):
        answer = sent(client, row, "words", how=how, first=2, last=2, words=given)
        assert answer.status_code == 302, told(answer)
        assert answer.headers["Location"].endswith(f"#p-{named(row, 'Each')}")
    found = provision(row)
    ranges = [(each.start, each.end, "".join(each.words)) for each in found.open_proposals()]
    assert ranges == [(2, 3, "may"), (2, 2, "always"), (3, 3, "and will"), (2, 3, "")]
    assert [(each.start, each.end) for each in found.open_brackets()] == [(2, 3)]


@pytest.mark.mandate("R16")
def test_the_text_is_seen_as_it_would_read_before_anything_is_entered(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    answer = sent(client, row, "words", step="look", how="replace", first=2, last=2, words="may")
    assert answer.status_code == 200
    seen = told(answer)
    assert "In the negotiating text" in seen
    assert "If it is accepted 1. Each Party may act on any request." in seen
    assert now(row).entries == row.entries


def test_every_place_that_is_rewritten_is_a_proposal_of_its_own(row: Negotiated) -> None:
    answer = sent(
        signed_in(Role.DELEGATE), row, "rewrite", words="Each Party may act at once on any request.",
        was="Each Party shall act on any request.",
    )  # fmt: skip
    assert answer.status_code == 302
    assert [(each.start, each.end) for each in provision(row).open_proposals()] == [(2, 3), (4, 4)]


def test_provisions_are_added_moved_joined_divided_numbered_and_struck_by_proposal(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    each, it = named(row, "Each"), named(row, "It")
    sendings = (
        ("new-provision", {"words": "Parties shall train.", "place": "after", "kind": "paragraph"}),
        ("alternative", {"words": "No Party shall act."}),
        ("move", {"to": f"after:{it}"}),
        ("merge", {"into": it}),
        ("split", {"at": 3}),
        ("renumber", {"number": "7"}),
        ("strike", {}),
        ("new-provision", {"words": "in good faith;", "place": "inside-last", "kind": "subparagraph"}),
    )
    for what, fields in sendings:
        looked = sent(client, row, what, step="look", **fields)
        assert looked.status_code == 200, (what, told(looked)[150:1200])
        if what != "move" and "merge" not in what and "split" not in what:
            assert "If it is accepted" in told(looked), what
        answer = sent(client, row, what, **fields)
        assert answer.status_code == 302, (what, told(answer))
    kinds = [type(one.change).__name__ for one in now(row).provisions[each].open_proposals()]
    assert kinds == ["Move", "Merge", "Split", "Renumber", "Strike"]
    shown = words(page(client, rolling(row)))
    assert "Parties shall train." in shown
    assert "to stand after 2 It" in shown.replace("2.", "2")
    assert "to be divided before “act on any request" in shown
    assert "to bear the number 7" in shown


def test_an_amendment_counts_the_words_of_the_proposal_it_amends(row: Negotiated, secretariat: Actor) -> None:
    offered = enter(secretariat, row.text, Propose(named(row, "Each"), 2, 3, cut("may or might")), Said("XB"))
    client = signed_in(Role.DELEGATE)
    path = address(row, "words") + f"?on={offered.number}"
    shown = page(client, path)
    assert "an amendment to proposal" in shown
    answer = client.post(path, {**hidden(shown), "step": "enter", "how": "delete", "first": 1, "last": 2})
    assert answer.status_code == 302
    (amendment,) = [each for each in provision(row).open_proposals() if each.on]
    assert (amendment.on, amendment.start, amendment.end) == (offered.number, 1, 3)


def test_the_chair_offers_a_compromise_that_settles_what_is_named(row: Negotiated, secretariat: Actor) -> None:
    name = named(row, "Each")
    for by, given in (("XA", "may"), ("XB", "will")):
        enter(secretariat, row.text, Propose(name, 2, 3, cut(given)), Said(by))
    numbers = [each.number for each in provision(row).open_proposals()]
    client = signed_in(Role.CHAIR, "")
    shown = page(
        client, address(row, "words") + "".join(f"{'&' if at else '?'}of={n}" for at, n in enumerate(numbers))
    )
    assert re.search(rf'name="instead_of" value="{numbers[0]}"[^>]*checked', shown)
    answer = sent(client, row, "words", how="replace", first=2, last=2, words="should", instead_of=numbers)
    assert answer.status_code == 302
    assert next(each for each in provision(row).open_proposals() if each.by == CHAIR).instead_of == tuple(
        numbers
    )
    assert "Compromise proposed" in page(client, rolling(row))
    assert "instead_of" not in page(signed_in(Role.DELEGATE), address(row, "words"))


def test_a_proposal_is_adjusted_by_leaving_it_and_proposing_anew_at_once(
    row: Negotiated, secretariat: Actor
) -> None:
    mine = enter(secretariat, row.text, Propose(named(row, "Each"), 2, 3, cut("may")), Said("XA"))
    client = signed_in(Role.DELEGATE)
    path = address(row, "words") + f"?replaces={mine.number}"
    shown = page(client, path)
    assert ">\r\nmay</textarea>" in shown or ">\nmay</textarea>" in shown
    typed = {**hidden(shown), "step": "enter", "how": "replace", "first": 2, "last": 2, "words": "might"}
    assert client.post(path, typed).status_code == 302
    assert ["".join(each.words) for each in provision(row).open_proposals()] == ["might"]
    assert now(row).proposal(mine.number).status == "withdrawn"


def test_the_chair_agrees_words_a_paragraph_and_the_article_and_a_delegation_reopens(row: Negotiated) -> None:
    chair, delegate = signed_in(Role.CHAIR, ""), signed_in(Role.DELEGATE)
    assert sent(chair, row, "words", how="agree", first=0, last=1).status_code == 302
    assert len(provision(row).agreed_words) == 2
    assert sent(chair, row, "agree", whole=named(row, "Each")).status_code == 302
    assert provision(row).agreed
    refused = sent(chair, row, "agree", whole=named(row, "Scope"))
    assert refused.status_code == 409
    assert "It may refuse.” still has 1 open" in told(refused) or "It refuse.” still has 1 open" in told(
        refused
    )
    assert sent(delegate, row, "reopen", whole=named(row, "Each")).status_code == 302
    assert not provision(row).agreed
    assert delegate.get(address(row, "agree")).status_code == 403
    assert sent(chair, row, "adopt").status_code == 409


def test_a_form_that_is_sent_twice_is_entered_once(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    path = address(row, "words")
    typed = third_word(client, path, "may")
    assert client.post(path, typed).status_code == 302
    again = client.post(path, typed, headers={PART: "1"})
    assert again.status_code == 201
    assert again.headers["Location"].endswith(f"#p-{named(row, 'Each')}")
    assert now(row).entries == row.entries + 1


def test_what_is_wrong_with_a_form_stands_on_top_and_nothing_typed_is_lost(row: Negotiated) -> None:
    answer = sent(
        signed_in(Role.DELEGATE), row, "words", how="replace", first=3, last=2, words=" ", document="L.9"
    )
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "errors-on-top" in shown
    assert "The last word stands before the first." in shown
    assert 'value="L.9"' in shown


@pytest.mark.mandate("R16")
def test_two_who_edit_one_range_at_once_stand_beside_one_another_and_are_told(
    row: Negotiated, secretariat: Actor
) -> None:
    client = signed_in(Role.DELEGATE)
    path = address(row, "words")
    typed = third_word(client, path, "may")
    enter(secretariat, row.text, Propose(named(row, "Each"), 2, 3, cut("will")), Said("XC"))
    looked = client.post(path, {**typed, "step": "look"})
    assert "Since you read this provision" in told(looked)
    assert "Change proposed: Cordia" in told(looked)
    assert client.post(path, {**typed, "step": "enter"}).status_code == 302
    assert "On the same words there are proposals of Cordia too" in words(page(client, rolling(row)))
    assert len(list(provision(row).open_proposals())) == 2


@pytest.mark.mandate("R16")
def test_words_changed_meanwhile_are_refused_by_name_and_what_was_typed_stands_on_the_new_words(
    row: Negotiated, secretariat: Actor
) -> None:
    client = signed_in(Role.DELEGATE)
    path = address(row, "words")
    shown = page(client, path + "?first=0&last=3")
    typed = {**hidden(shown), "how": "replace", "first": 0, "last": 3, "words": "Every Party may try"}
    change = enter(secretariat, row.text, Propose(named(row, "Each"), 1, 2, cut("State or Party")), Said("XC"))
    enter(secretariat, row.text, Accept(change.number), Said(CHAIR))
    answer = client.post(path, {**typed, "step": "enter"}, headers={PART: "1"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert shown.lstrip().startswith("<form")  # the form alone, to stand in the article
    assert "were changed by entry" in told(answer)
    assert "<ins>State or</ins>" in shown
    assert "Every Party may try" in shown
    assert re.search(r'<option value="5" selected>6', shown)  # the last of the four words stands there now
    again = client.post(path, {**typed, **hidden(shown), "first": 0, "last": 5, "step": "enter"})
    assert again.status_code == 302
    assert [(each.start, each.end) for each in provision(row).open_proposals()] == [(0, 6)]


def test_a_proposal_on_a_provision_agreed_and_reopened_meanwhile_is_reconciled(
    row: Negotiated, secretariat: Actor
) -> None:
    client, name = signed_in(Role.DELEGATE), named(row, "Each")
    path = address(row, "words")
    typed = third_word(client, path, "may")
    enter(secretariat, row.text, Agree(name), Said(CHAIR))
    refused = client.post(path, typed)
    assert refused.status_code == 409
    assert "agreed ad referendum" in told(refused)
    assert ">\r\nmay</textarea>" in refused.content.decode() or "may</textarea>" in refused.content.decode()
    enter(secretariat, row.text, Reopen(name), Said("XB"))
    assert client.post(path, typed).status_code == 302
    assert [(each.start, each.end) for each in provision(row).open_proposals()] == [(2, 3)]


def test_a_provision_struck_meanwhile_takes_no_proposal_and_what_was_typed_is_shown(
    row: Negotiated, secretariat: Actor
) -> None:
    client = signed_in(Role.DELEGATE)
    path = address(row, "words")
    typed = third_word(client, path, "may")
    change = enter(secretariat, row.text, Strike(named(row, "Each")), Said("XC"))
    enter(secretariat, row.text, Accept(change.number), Said(CHAIR))
    refused = client.post(path, typed)
    assert refused.status_code == 409
    assert "cannot be changed so" in told(refused)
    assert "Proposal accepted: Chair" in told(refused)
    assert "may</textarea>" in refused.content.decode()
    assert client.get(path).status_code == 404


def test_a_proposal_decided_meanwhile_is_not_amended_any_more(row: Negotiated, secretariat: Actor) -> None:
    offered = enter(secretariat, row.text, Propose(named(row, "Each"), 2, 3, cut("may or might")), Said("XB"))
    client = signed_in(Role.DELEGATE)
    path = address(row, "words") + f"?on={offered.number}"
    typed = third_word(client, path, "could")
    enter(secretariat, row.text, Reject(offered.number), Said(CHAIR))
    refused = client.post(path, typed)
    assert refused.status_code == 409
    assert f"Number {offered.number} is no longer open" in told(refused)
    assert "could</textarea>" in refused.content.decode()


def test_an_observer_comments_and_drafts_nothing(row: Negotiated) -> None:
    client = signed_in(Role.OBSERVER, "")
    assert client.get(address(row, "words")).status_code == 403
    assert sent(client, row, "comment", words="Compare article 3.").status_code == 302
    assert "Compare article 3." in page(client, rolling(row))


def test_signs_that_mislead_are_refused_and_the_words_stay_in_the_form(row: Negotiated) -> None:
    given = "m\u0430y"
    answer = sent(signed_in(Role.DELEGATE), row, "words", how="replace", first=2, last=2, words=given)
    assert answer.status_code == 422
    assert given in answer.content.decode()
    assert now(row).entries == row.entries


def test_what_can_be_changed_is_listed_for_every_provision(row: Negotiated) -> None:
    shown = words(page(signed_in(Role.DELEGATE), f"{rolling(row)}do/"))
    for link in ("Propose a change of words", "Propose a new provision", "Propose another place", "Comment"):
        assert link in shown
    assert "Declare it agreed" not in shown


def test_the_secretariat_speaks_for_who_spoke_and_names_the_meeting(row: Negotiated) -> None:
    client = signed_in(Role.SECRETARIAT)
    answer = sent(
        client, row, "words", how="delete", first=2, last=2, by="Cordia", meeting="2/3", document="A/AC.291/L.4"
    )
    assert answer.status_code == 302
    assert [each.by for each in provision(row).open_proposals()] == ["XC"]
    assert "meeting 2/3" in words(page(client, rolling(row)))


def test_the_chair_agrees_and_adopts_the_whole_from_the_page_of_the_whole(
    row: Negotiated, secretariat: Actor
) -> None:
    chair = signed_in(Role.CHAIR, "")
    shown = page(chair, "/text/a-text/negotiation/")
    links = re.findall(r'href="([^"]*/do/(?:agree|adopt)/[^"]*)"', shown)
    assert [link.rpartition("/do/")[2] for link in links] == ["agree/?whole=*", "adopt/"]
    assert "/do/adopt/" not in page(signed_in(Role.DELEGATE), "/text/a-text/negotiation/")
    enter(secretariat, row.text, Accept(next(iter(provision(row, "It").open_proposals())).number), Said(CHAIR))
    for link in links:
        form = page(chair, link)
        fields = {"whole": "*"} if "agree" in link else {}
        assert chair.post(link, {**hidden(form), **fields, "step": "enter"}).status_code == 302
    assert now(row).adopted
    assert "/do/adopt/" not in page(chair, "/text/a-text/negotiation/")
