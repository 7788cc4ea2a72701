"""A reader who walks through a node: signs in, goes to pages, and notes whatever a page should not do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html
from playwright.sync_api import BrowserContext, Page
from tests.desks.a_node import PASSWORD

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
FOCUSABLE = (
    "a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex]:not([tabindex='-1'])"
)
STOPS = """(wanted) => {
    document.activeElement.blur();
    const choices = (one) => `input[type=radio][name="${one.name}"]`;
    const stop = (one) => one.form.querySelector(`${choices(one)}:checked`) ?? one.form.querySelector(choices(one));
    return [...document.querySelectorAll(wanted)]
        .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }))
        .filter((one) => !one.closest("details:not([open]) > :not(summary)"))
        .filter((one) => one.type !== "radio" || one === stop(one))
        .map((one, place) => (one.dataset.stop = String(place)));
}"""
LISTEN = """() => {
    window.reached = [];
    document.addEventListener("focusin", ({ target }) => window.reached.push(target.dataset.stop ?? target.tagName));
}"""
FAULTS = """axe.run({ resultTypes: ["violations"] }).then((found) =>
    found.violations.map((fault) => `${fault.id}: ${fault.nodes[0].html.slice(0, 120)}`))"""
JOINED = """() => [...document.querySelectorAll("td[data-label]")].filter((cell) => {
    const label = getComputedStyle(cell, "::before");
    const apart = label.unicodeBidi === "isolate" && (!cell.dir || label.display === "block");
    return getComputedStyle(cell).display === "block" && !apart;
}).length"""
NOT_A_PAGE = ("/exchange/", "/api/", "/static/")


@dataclass
class Walk:
    """One tab, and all it complained of."""

    page: Page
    url: str
    noted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.noted.append(f"script: {error}"))
        self.page.on("request", lambda request: self._request(request.url))

    def go(self, path: str) -> None:
        """Open a page."""
        answer = self.page.goto(self.url + path)
        if answer is None or not answer.ok:
            self.noted.append(f"{path} answered {answer.status if answer else 'nothing'}")

    def bring_axe(self) -> None:
        """Let every page that is opened from now on hold axe, which the browser then reads once and not for each."""
        self.page.add_init_script(AXE)

    def faults_of_access(self) -> list[str]:
        """Ask axe, which was brought before the page was opened."""
        return list(self.page.evaluate(FAULTS))

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    def joined_labels(self) -> int:
        """How many cells of a card run into their own label: a number beside it, or the words of a provision."""
        return int(self.page.evaluate(JOINED))

    def stops(self) -> tuple[list[str], list[str]]:
        """Tab through the page: the visible stops in the order of the document, and those that the keyboard reached."""
        expected = self.page.evaluate(STOPS, FOCUSABLE)
        self.page.evaluate(LISTEN)
        for _ in expected:
            self.page.keyboard.press("Tab")
        return expected, self.page.evaluate("window.reached")

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.noted.append(f"console: {message.text[:200]}")

    def _request(self, address: str) -> None:
        if not address.startswith((self.url, "data:", "blob:")):
            self.noted.append(f"foreign: {address[:200]}")


def sign_in(page: Page, url: str, name: str) -> None:
    """Sign in by password."""
    page.goto(url + "/account/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(url + "/")


def speak(context: BrowserContext, url: str, language: str) -> None:
    """Choose a language, as the switch in the masthead does."""
    context.add_cookies([{"name": "comity_language", "value": language, "url": url}])


def pages(browser: Client) -> dict[str, str]:
    """Follow every link from the first page, and give one address for each kind of page."""
    kinds: dict[str, str] = {}
    ahead = ["/"]
    while ahead:
        path = ahead.pop(0)
        kind = _kind(path)
        if kind is None or kind in kinds:
            continue
        answer = browser.get(path)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        if answer.status_code == 302:
            ahead.append(answer.headers["Location"])
            continue
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"
        kinds[kind] = path
        ahead += _links(answer.content, path)
    return kinds


def _kind(path: str) -> str | None:
    if path.startswith(NOT_A_PAGE):
        return None
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return f"missing {path}"


def _links(page: bytes, path: str) -> Iterator[str]:
    tree = html.fromstring(page)
    for link in tree.xpath("//a[@href and not(@download)]/@href"):
        address = str(link).partition("#")[0]
        if address.startswith("?"):
            yield path.partition("?")[0] + address
        elif address.startswith("/"):
            yield address
