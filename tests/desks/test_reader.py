"""How values are written for the one who reads."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from comity.desks.reader import OWN_NAMES, Reader, instant
from comity.words import Instant, Language

AT = Instant.parse("2026-11-21T20:05:00.000Z")
ENGLISH, ARABIC, FRENCH = Reader(Language.ENGLISH), Reader(Language.ARABIC), Reader(Language.FRENCH)


@pytest.mark.parametrize(
    ("octets", "shown"),
    [
        (0, "0 byte"),
        (999, "999 byte"),
        (1000, "1 kB"),
        (41_234_567, "41.2 MB"),
        (999_999, "1 MB"),
        (213_000_000_000, "213 GB"),
        (4_000_000_000_000_000, "4,000 TB"),
    ],
)
def test_a_size_is_rounded_to_three_digits_in_decimal_units(octets, shown):
    assert ENGLISH.size(octets).replace("\N{NO-BREAK SPACE}", " ") == shown


def test_a_size_names_its_unit_in_the_language():
    assert "Mo" in FRENCH.size(41_000_000)


@pytest.mark.parametrize(("fraction", "shown"), [(0.0, "0%"), (0.5, "50%"), (0.999, "99%"), (1.0, "100%")])
def test_only_the_whole_is_a_hundred_per_cent(fraction, shown):
    assert ENGLISH.percent(fraction) == shown


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(seconds=3), "1 min"),
        (timedelta(minutes=47), "47 mins"),
        (timedelta(hours=2, minutes=5), "2 hrs 5 mins"),
        (timedelta(days=60, hours=3, minutes=5), "60 days 3 hrs"),
        (timedelta(minutes=-47), "47 mins"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(span, shown):
    assert ENGLISH.span(span) == shown


def test_every_language_has_its_own_name_and_its_tables():
    assert set(OWN_NAMES) == set(Language)
    for language in Language:
        reader = Reader(language)
        assert reader.own_name
        assert reader.day(AT)
        assert (
            reader.number(48213).translate({ord(sign): None for sign in "., \N{NO-BREAK SPACE}\u202f"})
            == "48213"
        )


def test_arabic_alone_runs_from_right_to_left():
    assert [language for language in Language if Reader(language).direction == "rtl"] == [Language.ARABIC]


@pytest.mark.parametrize("language", Language)
def test_the_reader_is_whom_django_serves(language):
    with translation.override(Reader(language).django_code):
        assert Reader.now() == Reader(language)


def test_chinese_is_tagged_by_its_script():
    assert Reader(Language.CHINESE).tag == "zh-Hans"


def test_a_row_s_datetime_and_an_instant_are_the_same_moment():
    assert instant(datetime(2026, 11, 21, 20, 5, tzinfo=UTC)) == instant(AT) == AT


def test_what_is_no_moment_is_refused():
    with pytest.raises(TypeError):
        instant("2026-11-21")
