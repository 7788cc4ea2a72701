import pytest
from tests.cli.test_negotiation import comity, paragraph, text

pytestmark = pytest.mark.store
__all__ = ["text"]  # the fixture


def test_how_far_a_text_is_and_what_would_remain_are_told_by_commands(text: str) -> None:
    comity("open", text, "--as", "office")
    name = paragraph(text)
    comity("propose", text, name, "Each Party may act.", "--by", "XA", "--meeting", "2/3", "--as", "delegate")
    told = comity("progress", text, "--as", "delegate")
    assert "do not allow a forecast" in told
    assert "in alternatives" in told
    assert "XA" in comity("remaining", text, "--as", "delegate")
    assert "1 provisions would change, 1 would be free" in comity("remaining", text, "XA", "--as", "delegate")


def test_what_is_agreed_and_waits_is_listed_by_language(text: str) -> None:
    comity("open", text, "--as", "office")
    agree = f'{{"act": "agree", "provision": "{paragraph(text)}"}}'
    comity("enter", text, agree, "--by", "CHAIR", "--as", "office")
    told = comity("waiting", text, "--as", "delegate")
    assert told.count("missing") == 5
