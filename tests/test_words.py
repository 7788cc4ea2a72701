"""The shared words: each reads what it printed, and refuses everything else by name."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from comity.errors import Malformed
from comity.errors.words import (
    MalformedArticle,
    MalformedAuthority,
    MalformedDigest,
    MalformedInstant,
    UnknownLanguage,
    UnknownState,
)
from comity.words import Article, AuthorityId, Digest, Instant, Language, StateCode

SENSIBLE = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))
ARTICLES = st.builds(
    Article,
    st.from_regex(r"[A-Z][A-Z0-9-]{1,15}", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}( bis| ter| quater)?", fullmatch=True),
    st.lists(st.from_regex(r"[0-9a-z]{1,5}", fullmatch=True), max_size=5).map(tuple),
)


@pytest.mark.parametrize("language", Language)
def test_a_language_reads_its_own_tag(language: Language) -> None:
    assert Language(str(language)) is language


def test_only_arabic_runs_from_right_to_left() -> None:
    assert [language for language in Language if language.right_to_left] == [Language.ARABIC]
    assert {language: language.direction for language in Language if language.direction != "ltr"} == {
        Language.ARABIC: "rtl"
    }


@pytest.mark.parametrize("tag", ["de", "EN", "en-GB", "", "zh-hans", "ar\x00"])
def test_a_wrong_language_code_is_refused_and_the_six_are_named(tag: str) -> None:
    with pytest.raises(UnknownLanguage) as refused:
        Language(tag)
    assert refused.value.facts["known"] == "ar, zh, en, fr, ru, es"


@pytest.mark.parametrize("text", ["", "X", "XAA", "xa", "X1", "ХА", "XA\n", " XA"])
def test_a_state_is_two_latin_capitals_and_nothing_else(text: str) -> None:
    with pytest.raises(UnknownState):
        StateCode(text)


def test_an_authority_knows_its_state() -> None:
    office = AuthorityId("XB/duty-24-7")
    assert (office.state, str(office)) == ("XB", "XB/duty-24-7")
    assert isinstance(office.state, StateCode)


@pytest.mark.parametrize(
    "text",
    [
        "XB",
        "XB/",
        "xb/duty",
        "XB/Duty",
        "XB/-duty",
        "XB/duty-",
        "XB/du--ty",
        "XB//duty",
        "XB/../duty",
        "XB/a\n",
    ],
)
def test_a_misshapen_authority_is_refused(text: str) -> None:
    with pytest.raises(MalformedAuthority):
        AuthorityId(text)


def test_an_authority_has_at_most_sixty_four_characters() -> None:
    assert AuthorityId("XB/" + "a" * 61)
    with pytest.raises(MalformedAuthority):
        AuthorityId("XB/" + "a" * 62)


@given(st.binary(min_size=32, max_size=32))
def test_a_digest_reads_back_the_bytes_it_printed(raw: bytes) -> None:
    assert Digest.of(raw).raw == raw
    assert Digest(str(Digest.of(raw))) == Digest.of(raw)


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_digest_is_of_thirty_two_bytes(size: int) -> None:
    with pytest.raises(MalformedDigest):
        Digest.of(bytes(size))


@pytest.mark.parametrize("text", ["", "0" * 63, "0" * 65, "A" * 64, "g" * 64, "0" * 64 + "\n"])
def test_a_misshapen_digest_is_refused(text: str) -> None:
    with pytest.raises(MalformedDigest):
        Digest(text)


@given(ARTICLES)
def test_an_article_reads_what_it_printed(article: Article) -> None:
    assert Article.parse(str(article)) == article


def test_an_article_keeps_its_parts_apart() -> None:
    assert Article.parse("UNCC 42(2)(a)") == Article("UNCC", "42", ("2", "a"))
    assert Article.parse("UNCC 15 bis").parts == ()


@pytest.mark.parametrize(
    "text", ["", "UNCC", "42", "UNCC 42(", "UNCC 42()", "UNCC 42(2", "UNCC 1234", "uncc 42", "UNCC  42"]
)
def test_a_misshapen_article_is_refused(text: str) -> None:
    with pytest.raises(MalformedArticle):
        Article.parse(text)


@given(SENSIBLE)
def test_an_instant_reads_what_it_printed_to_the_millisecond(moment: datetime) -> None:
    instant = Instant.at(moment)
    assert Instant.parse(str(instant)) == instant
    assert timedelta(0) <= moment - instant.moment < timedelta(milliseconds=1)


@given(SENSIBLE, SENSIBLE)
def test_instants_stand_in_the_order_of_time_and_of_their_print(one: datetime, other: datetime) -> None:
    first, second = Instant.at(one), Instant.at(other)
    assert (first < second) == (str(first) < str(second))
    assert first + (second - first) == second


def test_an_instant_from_another_zone_is_the_same_moment() -> None:
    vienna = datetime(2026, 11, 21, 21, 0, tzinfo=timezone(timedelta(hours=1)))
    assert str(Instant.at(vienna)) == "2026-11-21T20:00:00.000Z"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T20:00:00Z",
        "2026-11-21T20:00:00.000",
        "2026-11-21T20:00:00.000+00:00",
        "2026-11-21 20:00:00.000Z",
        "2026-02-30T20:00:00.000Z",
        "2026-11-21T20:00:60.000Z",
        "2026-11-21T20:00:00.0000Z",
        "",
    ],
)
def test_an_instant_has_one_form_only(text: str) -> None:
    with pytest.raises(MalformedInstant):
        Instant.parse(text)


def test_a_moment_without_a_zone_is_no_instant() -> None:
    with pytest.raises(MalformedInstant):
        Instant.at(datetime(2026, 11, 21, 20, 0))


@given(st.text(max_size=300))
def test_whatever_is_written_is_read_or_refused_by_name(text: str) -> None:
    for read in (StateCode, AuthorityId, Digest, Article.parse, Instant.parse, Language):
        try:
            taken = str(read(text))
        except Malformed as error:
            refused = error.place
            taken = text
        else:
            refused = ""
        assert taken == text
        assert len(refused) <= 80
