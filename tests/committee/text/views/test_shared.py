"""The article as all its readers share it, with the page asked for before, so that everything it shows is kept."""

import json
import re

import pytest
from django.test import Client
from django.urls import resolve
from tests.committee.text.views.desk import named, page, rolling, send, signed_in, words

from comity.access import Actor, Role
from comity.committee.text.models import Negotiated
from comity.committee.text.rules.negotiation.acts import CHAIR, Accept, Merge, Propose
from comity.committee.text.rules.words import cut
from comity.committee.text.services import Said, enter
from comity.committee.text.views import shared
from comity.reference.states import holder_name
from comity.words import Language

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("node")]
OWN = re.compile(r"<details[^>]* data-live-own.*?</details>", re.DOTALL)


def regions(source: str) -> list[str]:
    """What the page says to all of its readers: the standing, the law and the cards."""
    shown = OWN.sub("", source)
    found = re.findall(
        r'<span id="standing".*?</span></span>|<article.*?</article>|<ul class="cards" .*?</ul>',
        shown,
        re.DOTALL,
    )
    assert len(found) == 3
    return [re.sub(r"\s+", " ", each).replace(" </li>", "</li>") for each in found]


def test_an_act_is_shown_at_once_to_whoever_looks_again(row: Negotiated, secretariat: Actor) -> None:
    readers = [signed_in(Role.DELEGATE), signed_in(Role.OBSERVER, "")]
    before = [regions(page(client, rolling(row))) for client in readers]
    number = enter(
        secretariat, row.text, Propose(named(row, "Each"), 2, 3, cut("may well ")), Said("XB")
    ).number
    for client, (standing, law, cards) in zip(readers, before, strict=True):
        now = regions(page(client, rolling(row)))
        assert f'id="b{number}-o"' in now[1]
        assert f'id="card-{number}"' in now[2]
        assert now[0] != standing
        assert f'"b{number}-' not in law + cards
        assert f'"card-{number}"' not in cards
    assert send(readers[0], row, "Each", do="oppose", number=number).status_code == 302
    for client in readers:
        assert "Opposed Aldova" in words(regions(page(client, rolling(row)))[2])
        assert "opposed by Aldova" in regions(page(client, rolling(row)))[1]
    enter(secretariat, row.text, Accept(number), Said(CHAIR))
    for client in readers:
        assert "may well" in words(regions(page(client, rolling(row)))[1])
        assert f"card-{number}" not in page(client, rolling(row))


def test_a_card_that_names_another_provision_follows_its_words(row: Negotiated, secretariat: Actor) -> None:
    one, other = named(row, "It"), named(row, "Each")
    client = signed_in(Role.DELEGATE)
    enter(secretariat, row.text, Merge(one, other), Said("XB"))
    assert "to be joined to 1. Each Party" in words(page(client, rolling(row)))
    change = enter(secretariat, row.text, Propose(other, 0, 1, cut("Every ")), Said("XC"))
    enter(secretariat, row.text, Accept(change.number), Said(CHAIR))
    assert "to be joined to 1. Every Party" in words(page(client, rolling(row)))


def test_languages_never_mix(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    said = {
        "en": ("words offered by Borania", "Take a position", "Support"),
        "fr": (holder_name("XB", Language.FRENCH), "Prendre position", "Appuyer"),
        "ar": (holder_name("XB", Language.ARABIC),),
    }
    for mine in ("en", "fr", "ar", "en", "fr"):
        shown = client.get(rolling(row), headers={"Accept-Language": mine}).content.decode()
        for language, all_said in said.items():
            assert [each in shown for each in all_said] == [language == mine] * len(all_said), (mine, language)


def test_readers_with_different_rights_read_the_same_and_are_offered_their_own(row: Negotiated) -> None:
    clients = {role: signed_in(role, state) for role, state in ((Role.DELEGATE, "XA"), (Role.CHAIR, ""))}
    clients |= {Role.OBSERVER: signed_in(Role.OBSERVER, ""), Role.SECRETARIAT: signed_in(Role.SECRETARIAT)}
    shown = {role: page(client, rolling(row)) for role, client in (*clients.items(), *clients.items())}
    assert len({tuple(regions(each)) for each in shown.values()}) == 1
    offered = {role: words(" ".join(OWN.findall(each))) for role, each in shown.items()}
    may = {
        "Take a position": {Role.DELEGATE, Role.CHAIR, Role.SECRETARIAT},
        "Not accepted": {Role.CHAIR, Role.SECRETARIAT},
        "In the name of": {Role.SECRETARIAT},
        "Show in the room": {Role.SECRETARIAT},
    }
    for what, who in may.items():
        assert {role for role, each in offered.items() if what in each} == who, what


def test_of_two_delegations_each_sees_its_own_position_pressed(row: Negotiated) -> None:
    number = re.search(r'id="card-(\d+)"', page(signed_in(Role.OBSERVER, ""), rolling(row)))
    assert number
    one, other = signed_in(Role.DELEGATE), signed_in(Role.DELEGATE, "XD")
    page(other, rolling(row))
    send(one, row, "It", do="support", number=number[1])
    assert 'value="support" aria-current="true"' in page(one, rolling(row))
    assert 'aria-current="true">' not in "".join(OWN.findall(page(other, rolling(row))))
    assert 'name="by" value="XD"' in page(other, rolling(row))


def test_the_brackets_that_one_reader_asked_for_stand_out_for_nobody_else(row: Negotiated) -> None:
    client = signed_in(Role.DELEGATE)
    plain = regions(page(client, rolling(row)))
    assert re.search(r'class="br d\d lit"', page(client, f"{rolling(row)}?holder=XB"))
    assert regions(page(client, rolling(row))) == plain


def test_nothing_that_is_kept_belongs_to_a_session(row: Negotiated, monkeypatch) -> None:
    kept: dict[object, str] = {}
    html = shared.KEPT.html

    def remembered(name: object, *rest: object) -> str:
        kept[name] = html(name, *rest)
        return kept[name]

    monkeypatch.setattr(shared.KEPT, "html", remembered)
    for role in (Role.DELEGATE, Role.SECRETARIAT):
        client = signed_in(role)
        shown = page(client, rolling(row))
        assert "csrfmiddlewaretoken" in shown
    assert len(kept) > 4
    assert not [name for name, each in kept.items() if "csrf" in each or "<form" in each or 'name="by"' in each]


def test_the_page_shows_what_the_streams_tell(row: Negotiated) -> None:
    client: Client = signed_in(Role.DELEGATE)
    told = json.loads(client.get(f"{rolling(row)}changes".replace("//", "/")).content)
    shown = re.sub(r"\s+", " ", page(client, rolling(row)))
    for region in told["regions"].values():
        for piece in region["pieces"].values():
            assert re.sub(r"\s+", " ", piece).removesuffix("</li>").strip() in shown


def test_every_address_of_an_offer_leads_to_its_act_on_its_provision(row: Negotiated) -> None:
    shown = page(signed_in(Role.SECRETARIAT), rolling(row))
    found: dict[str, set[str]] = {}
    for own in OWN.findall(shown):
        about = re.search(r'data-live-own="p-([0-9a-f]+)"', own)
        for path in re.findall(r'(?:href|action)="([^"?]+)', own):
            match = resolve(path)
            found.setdefault(str(match.url_name), set()).add(path)
            if about and "key" in match.kwargs:
                assert match.kwargs["key"] == about[1]
    assert set(found) == {"do", "act", "words", "point"}
    assert found["act"] == {f"{rolling(row)}act/{named(row, 'It')}/"}
