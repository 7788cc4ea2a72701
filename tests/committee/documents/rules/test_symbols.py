import pytest
from hypothesis import given, strategies as st

from comity.committee.documents.rules.symbols import CHANGES, Change, Symbol
from comity.errors.documents import MalformedSymbol

CHANGE = st.builds(Change, st.sampled_from(CHANGES), st.integers(1, 9999))
SYMBOL = st.builds(
    Symbol,
    st.tuples(st.sampled_from(["A", "E", "CTOC"]), st.sampled_from(["AC.291", "CONF.234", "RES", "CN.15"]))
    | st.tuples(st.just("A"), st.just("AC.291"), st.sampled_from(["22", "L.15", "CRP.3", "INF"])),
    st.lists(CHANGE, max_size=3).map(tuple),
)


@pytest.mark.mandate("R15")
@given(SYMBOL)
def test_reading_what_was_printed_gives_the_symbol_back(symbol: Symbol) -> None:
    assert Symbol.parse(str(symbol)) == symbol


@pytest.mark.mandate("R15")
@pytest.mark.parametrize(
    "text",
    [
        "A/AC.291/22/Rev.3",
        "A/AC.291/24/Add.1",
        "A/AC.291/L.15",
        "A/RES/79/243",
        "A/AC.291/INF/2/Corr.1",
        "A/520/Rev.19",
    ],
)
def test_symbols_as_they_are_printed_on_documents_are_read(text: str) -> None:
    assert str(Symbol.parse(text)) == text


def test_a_suffix_is_a_change_and_its_parent_is_the_document_before_it() -> None:
    symbol = Symbol.parse("A/AC.291/22/Rev.3/Corr.1")
    assert symbol.changes == (Change("Rev", 3), Change("Corr", 1))
    assert str(symbol.parent) == "A/AC.291/22/Rev.3"
    assert str(Symbol.parse("A/AC.291/22").parent) == "A/AC.291/22"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "a/ac.291",
        "A//22",
        "A/22/",
        "A/22/Rev.3/Note",
        "A/22/Rev.0/x",
        "A/../../etc",
        "Rev.3",
        "A/" + "x" * 99,
    ],
)
def test_what_is_no_symbol_is_refused(text: str) -> None:
    with pytest.raises(MalformedSymbol):
        Symbol.parse(text)
