"""A paper in any of its forms, as octets; a PDF is set from its page, outside the rules."""

from enum import StrEnum

from comity.committee.text.rules.interchange import Form
from comity.committee.text.rules.papers.as_akoma import akoma_of, notation_of
from comity.committee.text.rules.papers.as_html import html_of
from comity.committee.text.rules.papers.as_json import json_of
from comity.committee.text.rules.papers.as_word import tracked_of
from comity.committee.text.rules.papers.paper import Paper
from comity.committee.text.rules.word import write_word


class PaperForm(StrEnum):
    """A form in which a paper is taken away, by the ending of its files."""

    WORD = "docx"
    PDF = "pdf"
    HTML = "html"
    AKOMA_NTOSO = "xml"
    NOTATION = "md"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """What the form is called on the wire."""
        return "application/pdf" if self is PaperForm.PDF else Form(self.value).media_type


def given(paper: Paper, form: PaperForm) -> bytes:
    """The paper in ``form``; for a PDF the page that it is set from. Raises ``NotXmlCharacter``."""
    match form:
        case PaperForm.WORD:
            return write_word(tracked_of(paper), paper.language)
        case PaperForm.PDF | PaperForm.HTML:
            return html_of(paper)
        case PaperForm.AKOMA_NTOSO:
            return akoma_of(paper)
        case PaperForm.NOTATION:
            return notation_of(paper).encode("utf-8", "surrogatepass")
        case PaperForm.JSON:
            return json_of(paper)
