import html
import re

import pytest
from django.test import Client

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated, negotiating
from comity.committee.text.rules.negotiation.acts import CHAIR, Agree, Propose
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter, import_draft, open_negotiation
from comity.node.models import Officer
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SOURCE = "## Article 1. Scope\n\n1. Each Party shall act on any request.\n\n2. It [may (XB; del. XC)] refuse.\n"


@pytest.fixture
def row(node, secretariat: Actor) -> Negotiated:
    draft = import_draft(secretariat, source=SOURCE.encode(), title="A text", language=Language.ENGLISH)
    return open_negotiation(secretariat, draft)


def signed_in(role: Role, state: str = "XA") -> Client:
    officer = Officer.objects.create(
        name=f"{role} {state}", state="ZZ" if role is Role.SECRETARIAT else state, roles=[role]
    )
    client = Client()
    client.force_login(officer, backend=BACKEND)
    return client


def named(row: Negotiated, beginning: str) -> str:
    found = negotiating(Negotiated.objects.get(pk=row.pk)).text.negotiation.provisions
    return next(name for name, each in found.items() if "".join(each.words).startswith(beginning))


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def rolling(row: Negotiated) -> str:
    return f"/text/a-text/negotiation/{named(row, 'Scope')}/"


def send(client: Client, row: Negotiated, beginning: str, **fields: object):
    path = f"{rolling(row)}act/{named(row, beginning)}/"
    return client.post(path, {"by": "XA", "provision": named(row, beginning), **fields})


def words(source: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", source)).split())


@pytest.mark.mandate("R16")
def test_the_article_shows_every_bracket_with_a_name_and_every_proposal(row: Negotiated) -> None:
    shown = page(signed_in(Role.DELEGATE), rolling(row))
    assert 'aria-label="words offered by Borania; opposed by Cordia"' in shown
    assert "<ins>may</ins>" in shown
    assert "Proposals and brackets" in words(shown)


@pytest.mark.mandate("R16")
def test_a_delegation_proposes_by_changing_the_words_and_needs_no_script(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    shown = page(client, rolling(row))
    assert "Propose a change" in shown
    was = "Each Party shall act on any request."
    answer = send(
        client, row, "Each", do="propose", was=was, words="Each Party may act at once on any request.", seen=4
    )
    assert answer.status_code == 302
    shown = words(page(client, rolling(row)))
    assert "Each Party shall may XA act at once XA on any request." in shown
    found = negotiating(Negotiated.objects.get(pk=row.pk)).text.negotiation.provisions[named(row, "Each")]
    assert [(each.start, each.end) for each in found.open_proposals()] == [(2, 3), (4, 4)]


def test_a_refusal_keeps_what_was_typed_and_says_why(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    was = "Each Party shall act on any request."
    answer = send(client, row, "Each", do="propose", was=was, words="Each P\u0430rty may act.", seen=4)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert 'role="alert"' in told
    assert "Each P\u0430rty may act." in told
    assert send(client, row, "Each", do="propose", was=was, words=was).status_code == 422
    assert send(client, row, "Each", do="bracket", words="Each Party will").status_code == 422
    assert send(client, row, "Each", do="conquer").status_code == 404


def test_positions_brackets_comments_and_new_provisions_are_entered_by_forms(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    number = next(iter(negotiating(row).text.negotiation.provisions[named(row, "It")].proposals))
    assert send(client, row, "It", do="support", number=number).status_code == 302
    assert send(client, row, "Each", do="bracket", words="act on any").status_code == 302
    assert send(client, row, "Each", do="comment", words="Compare article 3.").status_code == 302
    assert send(client, row, "Each", do="new-provision", words="Parties shall train.").status_code == 302
    shown = words(page(client, rolling(row)))
    assert "In support Aldova" in shown
    assert "Compare article 3." in shown
    assert "1 bis. Parties shall train. Aldova" in shown
    assert "[" not in shown.replace("[ ]", "")  # brackets are drawn, with a name


def test_nobody_speaks_for_another_by_changing_the_form(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    for by in ("XB", CHAIR):
        answer = send(client, row, "Each", do="bracket", words="act on any", by=by)
        assert answer.status_code in {403, 422}
    assert negotiating(Negotiated.objects.get(pk=row.pk)).row.entries == row.entries


def test_the_chair_decides_and_delegations_are_shown_no_such_button(row: Negotiated) -> None:
    chair, delegate = signed_in(Role.CHAIR, ""), signed_in(Role.DELEGATE)
    assert "Not accepted" in page(chair, rolling(row))
    assert "Not accepted" not in page(delegate, rolling(row))
    assert send(chair, row, "Each", do="agree", by=CHAIR).status_code == 302
    assert "agreed ad referendum" in page(delegate, rolling(row))
    assert send(delegate, row, "Each", do="reopen").status_code == 302


@pytest.mark.mandate("R16")
def test_each_word_answers_who_and_when(row: Negotiated, secretariat: Actor) -> None:
    entry = enter(
        secretariat, row.text, Propose(named(row, "Each"), 2, 3, cut("may")), Said("XA", "2/3", "A/AC.291/L.4")
    )
    shown = words(page(signed_in(Role.OBSERVER), f"/text/a-text/negotiation/{named(row, 'Each')}/words/"))
    assert entry.number
    assert "deletion or replacement proposed, Aldova, meeting 2/3, A/AC.291/L.4" in shown
    assert "came with a draft, Chair" in shown


def test_the_text_is_filtered_by_state_and_by_status(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    assert "Each Party" not in words(page(client, f"{rolling(row)}?holder=XB")).partition("Proposals")[0]
    free = words(page(client, f"{rolling(row)}?status=free"))
    assert "Each Party" in free
    assert "It may" not in free


def test_the_whole_shows_shares_what_is_nearest_and_what_is_oldest(row: Negotiated, secretariat: Actor) -> None:
    enter(secretariat, row.text, Agree(named(row, "Each")), Said(CHAIR))
    shown = words(page(signed_in(Role.DELEGATE), "/text/a-text/negotiation/"))
    assert "Article 1. Scope" in shown
    assert "Closest to agreement" in shown
    assert "do not allow a forecast" in shown


def test_who_does_not_follow_the_negotiation_is_refused(row: Negotiated) -> None:
    assert Client().get("/text/a-text/negotiation/").status_code in {302, 403}
    assert signed_in(Role.DUTY_OFFICER).get("/text/a-text/negotiation/").status_code == 403
    assert signed_in(Role.DELEGATE).get("/text/a-text/negotiation/0123456789abcdef/").status_code == 404


def test_the_secretariat_opens_a_negotiation_and_issues_revised_drafts_from_the_draft(
    node, secretariat: Actor
) -> None:
    client = signed_in(Role.SECRETARIAT)
    for number, source in enumerate((SOURCE, SOURCE.replace("any request", "demand")), 1):
        import_draft(secretariat, source=source.encode(), title="A text", language=Language.ENGLISH)
        answer = client.post(f"/text/a-text/en/{number}/negotiate/")
        assert answer.headers["Location"] == "/text/a-text/negotiation/"
    assert negotiating(Negotiated.objects.get()).text.negotiation.draft == 2
    assert "Carried onto the newest draft" in page(client, "/text/a-text/negotiation/")


@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr"])
def test_the_pages_are_shown_in_every_language(row: Negotiated, language: str) -> None:
    client = signed_in(Role.SECRETARIAT)
    client.cookies["django_language"] = language
    for path in (
        "/text/a-text/negotiation/",
        rolling(row),
        f"/text/a-text/negotiation/{named(row, 'Each')}/words/",
    ):
        assert client.get(path).status_code == 200
