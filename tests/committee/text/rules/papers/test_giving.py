"""Each form is what its ending says; a PDF is set from the page."""

import json

import pytest
from tests.committee.text.rules.negotiation.logs import log
from tests.committee.text.rules.papers.negotiations import paper

from comity.committee.text.rules.interchange import Form, form_of
from comity.committee.text.rules.papers.giving import PaperForm, given

PAPER = paper(log())


@pytest.mark.parametrize("form", [PaperForm.WORD, PaperForm.AKOMA_NTOSO, PaperForm.NOTATION])
def test_what_is_given_is_read_as_the_same_form(form):
    assert form_of(given(PAPER, form)) is Form(form.value)


def test_json_is_json_and_the_pdf_is_set_from_the_page():
    assert len(json.loads(given(PAPER, PaperForm.JSON))["provisions"]) == 3
    assert b"<html" in given(PAPER, PaperForm.HTML)
    assert given(PAPER, PaperForm.PDF) == given(PAPER, PaperForm.HTML)


def test_every_form_has_a_media_type_of_its_own():
    assert PaperForm.PDF.media_type == "application/pdf"
    assert len({form.media_type for form in PaperForm}) == len(PaperForm)
