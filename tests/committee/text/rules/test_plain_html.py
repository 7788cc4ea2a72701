"""A draft as one HTML page."""

from lxml import html

from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.plain_html import write_html
from comity.words import Language

SOURCE = "## Article 1\n\n1. Each State [shall (XA)] [may <b> & (XB)] act.\n"
HARM = "1. <script>alert(1)</script> <img src=x onerror=y> &lt; \x00\n"


def test_what_looks_like_a_tag_in_the_text_is_no_tag_on_the_page():
    page = write_html(parse(HARM), Language.ENGLISH)
    assert b"<script" not in page
    assert b"<img" not in page
    assert b"\x00" not in page


def test_html_escapes_the_text_and_needs_nothing_beside_it():
    page = write_html(parse(SOURCE), Language.ENGLISH)
    assert b"<script" not in page
    assert b"&amp;" in page
    assert [one.text for one in html.fromstring(page).iter("sup")] == ["(XA)", "(XB)"]


def test_html_of_arabic_runs_from_right_to_left():
    page = write_html(parse("تتخذ كل دولة"), Language.ARABIC)
    assert html.fromstring(page).get("dir") == "rtl"
