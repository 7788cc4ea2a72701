"""The components of a page."""

from dataclasses import dataclass

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from comity.words import Instant

AT = Instant.parse("2026-11-21T20:05:00.000Z")


def shown(source: str, **facts: object) -> str:
    return Template("{% load desks %}" + source).render(Context(facts))


def in_zone(settings, zone: str) -> None:
    settings.INSTALLATION.extra["zone"] = zone


@pytest.fixture(autouse=True)
def _zone_is_left_as_it_was(settings):
    before = dict(settings.INSTALLATION.extra)
    yield
    settings.INSTALLATION.extra.clear()
    settings.INSTALLATION.extra.update(before)


def test_a_moment_is_written_in_utc_with_its_machine_form():
    text = shown("{% instant at %}", at=AT)
    assert 'datetime="2026-11-21T20:05:00.000Z"' in text
    assert "21 Nov 2026, 20:05 UTC" in text


def test_where_the_node_keeps_a_zone_both_times_stand_with_their_names(settings):
    in_zone(settings, "Asia/Almaty")
    text = shown("{% instant at %}", at=AT)
    assert "22 Nov 2026, 01:05 Almaty, 20:05 UTC" in text


def test_no_moment_writes_nothing():
    assert shown("{% instant at %}", at=None) == ""


def test_a_running_clock_tells_what_is_left_and_until_when():
    text = shown(
        "{% clock until since=since at=at %}", until=Instant(7_200_000), since=Instant(0), at=Instant(3_600_000)
    )
    assert "1 hr" in text
    assert "2 hrs" in text
    assert "02:00" in text
    assert 'width="50.0"' in text


def test_a_clock_that_ran_out_says_so_in_words():
    text = shown("{% clock until at=at %}", until=Instant(0), at=Instant(3_600_000))
    assert "overdue" in text
    assert "late" in text


def test_a_state_is_named_in_the_reader_s_language():
    with translation.override("ar"):
        assert shown("{% state 'XA' %}") == "ألدوفا"
    assert shown("{% state 'XA' %}") == "Aldova"


def test_a_state_nobody_knows_keeps_its_code():
    assert shown("{% state 'QM' %}") == "QM"


def test_a_bar_has_no_style_and_names_itself():
    text = shown("{% share 29 50 '58 % agreed' %}")
    assert 'width="58.0"' in text
    assert 'aria-label="58 % agreed"' in text
    assert "style" not in text


@pytest.mark.parametrize(("part", "whole", "width"), [(3, 2, "100.0"), (-1, 2, "0.0"), (1, 0, "0.0")])
def test_a_bar_never_leaves_its_frame(part, whole, width):
    assert f'width="{width}"' in shown("{% share part whole %}", part=part, whole=whole)


def test_a_tag_escapes_its_words():
    assert "<script>" not in shown("{% tag 'open' words %}", words="<script>")


def test_a_proof_is_one_line_that_opens():
    text = shown("{% proof 'signed' %}<p>by the key</p>{% endproof %}")
    assert "<summary>" in text
    assert "<p>by the key</p>" in text
    assert "✓" in text


def test_a_broken_proof_shows_another_sign():
    text = shown("{% proof 'signed' 'broken' %}{% endproof %}")
    assert "✕" in text
    assert "✓" not in text


@dataclass
class Step:
    what: str
    at: Instant | None = None
    note: str = ""
    status: str = "next"


def test_the_story_keeps_its_order():
    text = shown("{% timeline steps %}", steps=[Step("Sent", AT, "by Aldova", "done"), Step("Decision")])
    assert text.index("Sent") < text.index("by Aldova") < text.index("Decision")


class OneForm(forms.Form):
    reference = forms.CharField(help_text="As the other State gave it.")
    sure = forms.BooleanField(label="I have compared it")


def test_the_error_summary_leads_to_each_field():
    form = OneForm({})
    text = shown("{% errors form %}{% field form.reference %}{% field form.sure %}", form=form)
    for name in ("id_reference", "id_sure"):
        assert f'href="#{name}"' in text
        assert f'id="{name}"' in text


def test_a_field_is_described_by_its_hint_and_its_error():
    form = OneForm({})
    text = shown("{% field form.reference %}", form=form)
    assert 'aria-describedby="id_reference_helptext id_reference_error"' in text
    assert 'id="id_reference_helptext"' in text
    assert 'id="id_reference_error"' in text


def test_a_form_without_errors_has_no_summary():
    assert shown("{% errors form %}", form=OneForm()).strip() == ""
