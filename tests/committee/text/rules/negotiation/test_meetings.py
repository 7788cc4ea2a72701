from bench.negotiated import SMALL, made

from comity.committee.text.rules.negotiation.acts import ROOT
from comity.committee.text.rules.negotiation.consolidation import consolidate
from comity.committee.text.rules.negotiation.meetings import by_session, ends, kept, reading, readings, told
from comity.committee.text.rules.negotiation.progress import Shares, Tally, progress


def test_the_text_is_measured_at_the_end_of_every_meeting() -> None:
    entries = made(5, SMALL)
    found = list(readings(entries))
    assert [each.entry for each in found] == [
        at for at, entry in enumerate(entries, 1) if at == len(entries) or entries[at].meeting != entry.meeting
    ]
    assert found[-1].shares == progress(consolidate(entries))[ROOT]
    middle = found[len(found) // 2]
    assert middle.shares == progress(consolidate(entries, middle.entry))[ROOT]


def test_a_reading_says_the_clusters_and_the_session_of_its_meeting() -> None:
    entries = made(5, SMALL)
    found = readings(entries)
    whole = progress(consolidate(entries))
    assert sum(found[-1].clusters.values(), Shares()) == whole[ROOT]
    assert all(shares == whole[name] for name, shares in found[-1].clusters.items())
    ended = by_session(found)
    assert [each.session for each in ended] == list(dict.fromkeys(each.session for each in found))
    assert ended[-1] == found[-1]


def test_what_is_kept_of_a_meeting_says_what_the_log_says() -> None:
    entries = made(6, SMALL)
    found = readings(entries)
    assert [each.entry for each in found[:-1]] == ends(entries)
    assert [kept(told(each), entries[each.entry - 1]) for each in found] == list(found)
    assert reading(Tally().of(consolidate(entries)), entries[-1]) == found[-1]


def test_a_log_without_entries_has_no_meeting() -> None:
    assert readings(()) == ()
    assert ends(()) == []
