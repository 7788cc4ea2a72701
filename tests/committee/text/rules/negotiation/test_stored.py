import pytest
from bench.negotiated import SMALL, made
from hypothesis import given, settings, strategies as st
from tests.committee.text.rules.negotiation.test_codec import RARE

from comity.committee.text.rules.negotiation.acts import Entry
from comity.committee.text.rules.negotiation.codec import entry_from_json, entry_to_json
from comity.committee.text.rules.negotiation.settling import settle
from comity.committee.text.rules.negotiation.stored import entries
from comity.errors import Malformed
from comity.foundation.canonical import canonical, read_written
from comity.words import Instant

PLAIN = read_written([canonical(entry_to_json(made(1, SMALL)[3]))])[0]


def read_back(log) -> list[Entry]:
    return list(entries(read_written([canonical(entry_to_json(entry)) for entry in log])))


@settings(max_examples=5)
@given(st.integers(0, 100))
def test_a_log_is_read_back_as_it_was_written_and_gives_the_same_text(seed) -> None:
    log = made(seed, SMALL)
    assert read_back(log) == list(log)
    assert settle(read_back(log)) == settle(log)


@pytest.mark.parametrize("act", RARE)
def test_every_act_is_read_as_the_codec_reads_it(act) -> None:
    entry = Entry(7, Instant(1_700_000_000_123), "XA", act)
    assert read_back([entry]) == [entry] == [entry_from_json(entry_to_json(entry))]


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"number": "4"},
        {"number": True},
        {"at": "2022-02-16 08:27"},
        {"by": ""},
        {"by": 4},
        {"meeting": 2},
        {"meeting": ""},
        {"act": {"act": "take-stance", "proposal": 1, "position": "oppose"}},
        {"unknown": "field"},
        {"act": {"act": "conquer"}},
        {"act": {"act": "take-stance", "proposal": 1, "stance": "hostile"}},
        {"act": {"act": "take-stance", "proposal": -1, "stance": "oppose"}},
        {"act": {"act": "take-stance", "proposal": 1, "stance": "oppose", "provision": "p"}},
        {"act": {"act": "propose", "provision": "p", "start": 1, "end": 2, "words": ["may"]}},
        {"act": {"act": "propose", "provision": "p", "start": 1}},
        {"act": "take-stance"},
    ],
)
def test_what_the_codec_refuses_is_refused_here_by_the_same_path(wrong) -> None:
    told = {**PLAIN, **wrong}
    with pytest.raises(Malformed) as expected:
        entry_from_json(told)
    with pytest.raises(type(expected.value)) as refused:
        list(entries([told]))
    assert refused.value.place == expected.value.place
