"""The first page."""

import pytest

pytestmark = pytest.mark.store


def test_a_visitor_learns_what_this_is_and_where_to_sign_in(borania, client):
    page = client.get("/").content.decode()
    assert "Borania" in page
    assert 'href="/account/login/"' in page


def test_search_engines_are_kept_from_what_changes_something(client, db):
    page = client.get("/robots.txt")
    assert page.headers["Content-Type"].startswith("text/plain")
    assert b"Disallow: /account/" in page.content


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_a_language_once_chosen_is_kept(borania, client, language):
    client.post("/language/", {"language": language, "next": "/"})
    page = client.get("/record/").content.decode()
    tag = {"zh-hans": "zh-Hans"}.get(language, language)
    assert f'<html lang="{tag}" dir="{"rtl" if language == "ar" else "ltr"}">' in page


def test_the_language_switch_leads_nowhere_else(borania, client):
    answer = client.post("/language/", {"language": "fr", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_every_language_is_offered_in_its_own_name(borania, client):
    page = client.get("/").content.decode()
    for name in ("العربية", "中文", "English", "Français", "Русский", "Español"):
        assert name in page
