"""A message that is missing, stale, guessed or has lost a place is named with its language."""

import shutil
from pathlib import Path

import pytest

from comity.cli.inspection import catalogues

PAGE = """
from django.utils.translation import gettext_lazy as _, ngettext
GREETING = _("Requests of %(state)s")
def count(n): return ngettext("%(n)d act", "%(n)d acts", n)
"""
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
FRENCH = """msgid "Requests of %(state)s"
msgstr "Demandes de %(state)s"

msgid "%(n)d act"
msgid_plural "%(n)d acts"
msgstr[0] "%(n)d acte"
msgstr[1] "%(n)d actes"
"""
pytestmark = pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    source = tmp_path / "src" / "comity"
    source.mkdir(parents=True)
    (source / "page.py").write_text(PAGE, encoding="utf-8")
    for locale in catalogues.LOCALES:
        write(tmp_path, locale, FRENCH)
    return tmp_path


def write(house: Path, locale: str, text: str) -> None:
    page = house / "src" / "comity" / "desks" / "locale" / locale / "LC_MESSAGES" / "django.po"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(HEAD + text, encoding="utf-8")


def test_six_whole_catalogues_stand(house: Path) -> None:
    assert catalogues.faults(house) == []


def test_english_may_leave_what_the_source_says_already(house: Path) -> None:
    write(
        house, "en", FRENCH.replace("Demandes de %(state)s", "").replace("%(n)d acte", "").replace('"s"', '""')
    )
    assert catalogues.faults(house) == []


def test_a_new_message_of_the_source_is_missed_in_each_language(house: Path) -> None:
    source = house / "src" / "comity" / "page.html"
    source.write_text('{% load i18n %}{% translate "Evidence" %}', encoding="utf-8")
    assert catalogues.faults(house) == ["“Evidence” has no translation: ar, zh_Hans, en, fr, ru, es"]


GAPS = {  # one in each language: what stands in place of what
    "fr": ('"Demandes de %(state)s"', '""'),
    "ar": ('"%(n)d actes"', '""'),
    "zh_Hans": ('"Demandes de %(state)s"', '"Demandes de %(stat)s"'),
    "ru": ('"Demandes de %(state)s"', '"Demandes"'),
    "es": ('msgid "Requests', '#, fuzzy\nmsgid "Requests'),
    "en": ('msgid "Requests', 'msgid "Gone"\nmsgstr "Perdu"\n\nmsgid "Requests'),
}


def test_each_gap_is_named_with_its_language(house: Path) -> None:
    for locale, (old, new) in GAPS.items():
        write(house, locale, FRENCH.replace(old, new))
    assert catalogues.faults(house) == [
        "“%(n)d act” is not translated in every form: ar",
        "“Gone” is marked nowhere any more: en",
        "“Requests of %(state)s” does not keep its places: zh_Hans, ru",
        "“Requests of %(state)s” is not translated in every form: fr",
        "“Requests of %(state)s” is only a guess (fuzzy): es",
    ]
