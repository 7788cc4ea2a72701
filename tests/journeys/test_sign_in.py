"""An officer at the door: by password, by passkey, without JavaScript, and out again."""

import pytest
from playwright.sync_api import expect
from tests.desks.a_node import PASSWORD
from tests.journeys.walking import Walk, sign_in

from comity.node import queries

pytestmark = [pytest.mark.journey, pytest.mark.store]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_out(page) -> None:
    page.locator("details.menu").last.locator("summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True).first).to_be_visible()


def test_a_passkey_is_added_and_opens_the_door(node_url, context):
    page = context.new_page()
    tab = Walk(page, node_url)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, node_url, "duty")
    page.goto(node_url + "/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)  # what decides who acts is confirmed first
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("checkbox").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/**")
    assert queries.entries().filter(event="desks:authenticator:added").count() == 1

    sign_out(page)
    page.goto(node_url + "/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(node_url + "/")
    expect(page.get_by_role("banner").get_by_text("Duty officer of Borania")).to_be_visible()
    assert queries.entries().filter(event="desks:officer:signed-in").count() == 2
    assert tab.noted == []


def test_everything_but_the_passkey_works_without_javascript(node_url, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, node_url, "duty")
    page.locator("details.menu").first.locator("summary").click()
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html[lang=fr]")).to_have_count(1)
    page.goto(node_url + "/verify/")
    expect(page.locator("input[name=bundle]")).to_be_visible()
    context.close()


def test_what_is_typed_wrong_is_told_and_kept(node_url, page):
    page.goto(node_url + "/account/login/")
    page.get_by_label("Username").fill("duty")
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Username")).to_have_value("duty")
