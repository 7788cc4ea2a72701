"""The nearest wordings, by what they say."""

from hypothesis import given, strategies as st

from comity.committee.text.rules.matching import Body

TEXTS = st.lists(st.text(alphabet="abc d", max_size=20), max_size=6)


@given(TEXTS, st.text(alphabet="abc d", max_size=20))
def test_nearness_lies_between_nothing_and_one_and_falls(texts, asked):
    found = [near.nearness for near in Body.of(texts).nearest(asked, count=9)]
    assert found == sorted(found, reverse=True)
    assert all(0 < nearness <= 1.000001 for nearness in found)


def test_a_wording_is_nearest_to_itself():
    body = Body.of(["preserve stored data", "extradition of persons", "mutual legal assistance"])
    best = body.nearest("extradition of persons")[0]
    assert (best.place, round(best.nearness, 6)) == (1, 1.0)


def test_a_rare_term_weighs_more_than_a_common_one():
    body = Body.of(["the party shall act", "the party shall extradite", "the party shall rest"])
    assert body.nearest("the party may extradite")[0].place == 1


def test_reasons_name_what_both_say():
    near = Body.of(["preserve stored computer data", "other words"]).nearest("stored computer systems")[0]
    assert "stored computer" in near.because
    assert "systems" not in near.because


def test_order_matters_through_pairs():
    body = Body.of(["dog bites man today", "man bites dog today"])
    assert body.nearest("man bites dog")[0].place == 1


def test_chinese_is_matched_by_pairs_of_characters():
    body = Body.of(["各缔约国应当保全电子数据", "引渡应受被请求国法律的限制"])
    assert body.nearest("保全电子证据")[0].place == 0


def test_nothing_in_common_is_not_near_and_equal_nearness_keeps_the_order():
    body = Body.of(["same words", "same words"])
    assert body.nearest("other") == ()
    assert [near.place for near in body.nearest("same words")] == [0, 1]
