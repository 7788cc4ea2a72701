"""A figure's ratio says what it seems to say, and what was kept is read back whole."""

import pytest
from bench.figures import (
    COLUMNS,
    AtLeast,
    AtMost,
    Figure,
    Run,
    interleave,
    kept_run,
    markdown,
    median,
    number,
    percentile,
    row,
)
from hypothesis import given, strategies as st

positive = st.floats(min_value=1e-6, max_value=1e9)


def figure(**facts):
    return Figure(**{"name": "one act", "value": 2.0, "unit": "ms", "rounds": 5, **facts})


def test_a_time_is_as_many_times_better_as_the_peer_is_slower():
    assert figure(peer="peer", peer_value=24.0, less_is_better=True).ratio == 12.0


def test_a_rate_is_as_many_times_better_as_ours_is_higher():
    assert figure(value=3.0, unit="GB/s", peer="age", peer_value=2.0).ratio == 1.5


def test_under_an_upper_bound_the_ratio_is_the_share_of_the_peer_that_is_used():
    cost = figure(
        value=1.9, unit="CPU-s/GB", peer="limit", peer_value=1.71, less_is_better=True, target=AtMost(1.1)
    )
    assert cost.ratio == pytest.approx(1.111, abs=1e-3)
    assert cost.kept is False


def test_a_figure_with_a_peer_is_judged_by_its_ratio_and_one_without_by_its_value():
    assert figure(peer="p", peer_value=20.0, less_is_better=True, target=AtLeast(12)).kept is False
    assert figure(peer="p", peer_value=24.0, less_is_better=True, target=AtLeast(12)).kept is True
    assert figure(value=63.0, unit="MiB", target=AtMost(64)).kept is True
    assert figure(value=65.0, unit="MiB", target=AtMost(64)).kept is False


def test_without_a_target_nothing_is_kept_or_missed():
    assert figure().kept is None
    assert figure().ratio is None


@given(ours=positive, theirs=positive)
def test_a_time_and_its_rate_give_the_same_ratio(ours, theirs):
    time = figure(value=ours, peer="p", peer_value=theirs, less_is_better=True)
    rate = figure(value=1 / ours, unit="/s", peer="p", peer_value=1 / theirs)
    assert time.ratio == pytest.approx(rate.ratio)


def test_rounds_alternate_and_turn_so_that_no_contender_is_always_first():
    calls = []
    kept = interleave(
        {"ours": lambda: calls.append("ours") or 1, "peer": lambda: calls.append("peer") or 2}, rounds=2, warm=1
    )
    assert calls == ["ours", "peer", "peer", "ours", "ours", "peer"]
    assert kept == {"ours": [1, 1], "peer": [2, 2]}


def test_the_warm_rounds_are_run_but_not_kept():
    answers = iter([100, 1, 2])
    assert interleave({"ours": lambda: next(answers)}, rounds=2, warm=1) == {"ours": [1, 2]}


def test_no_samples_have_no_median():
    with pytest.raises(ValueError, match="no median"):
        median([])


def test_a_percentile_is_a_sample_by_nearest_rank():
    samples = [float(each) for each in range(100, 0, -1)]
    assert percentile(samples, 50) == 50
    assert percentile(samples, 99) == 99
    assert percentile([7.0], 99) == 7
    assert percentile([1.0, 2.0], 0) == 1


@given(samples=st.lists(positive, min_size=1), percent=st.floats(min_value=0, max_value=100))
def test_a_percentile_lies_among_the_samples_with_enough_of_them_below(samples, percent):
    found = percentile(samples, percent)
    assert found in samples
    assert sum(each <= found for each in samples) >= len(samples) * percent / 100 - 1e-6


def test_a_kept_run_is_read_back_equal(tmp_path):
    figures = (
        figure(peer="p", peer_value=24.0, less_is_better=True, target=AtLeast(12)),
        figure(name="memory", target=AtMost(64), unit="MiB"),
        figure(name="plain"),
    )
    run = Run(bench="exchange", machine="two cores", at="2026-11-21T20:00:00Z", quick=False, figures=figures)
    assert kept_run(run.keep(tmp_path)) == run
    assert [page.name for page in tmp_path.iterdir()] == ["exchange.json"]


def test_a_quick_run_never_overwrites_a_full_one(tmp_path):
    facts = {"bench": "exchange", "machine": "m", "at": "t", "figures": ()}
    full = Run(quick=False, **facts).keep(tmp_path)
    assert Run(quick=True, **facts).keep(tmp_path) != full


def test_the_kept_json_bears_the_ratio_and_the_judgement():
    run = Run(bench="b", machine="m", at="t", quick=True, figures=(figure(value=13, target=AtLeast(12)),))
    (told,) = run.to_json()["figures"]
    assert told["target"] == {"at least": 12}
    assert told["ratio"] is None
    assert told["kept"] is True


def test_a_row_has_every_column_and_a_missed_target_shouts():
    missed = figure(peer="django-pyas2", peer_value=20.0, less_is_better=True, target=AtLeast(12))
    assert len(row(missed)) == len(COLUMNS)
    assert row(missed) == ("one act", "2 ms", "django-pyas2", "20 ms", "10.00", ">= 12", "NO", "5")
    assert (
        markdown([missed]).splitlines()[2]
        == "| one act | 2 ms | django-pyas2 | 20 ms | 10.00 | >= 12 | NO | 5 |"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [(200_000, "200,000"), (144.52, "144.5"), (9.876, "9.88"), (0.0712, "0.0712"), (0, "0")],
)
def test_a_number_has_as_many_digits_as_it_deserves(value, written):
    assert number(value) == written
