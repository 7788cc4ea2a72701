"""The text under negotiation as a file: what is on the table, or on the screen, in the form that is asked for."""

from comity.committee.text.models import Negotiating
from comity.committee.text.rules.negotiation.acts import ROOT, ProvisionId
from comity.committee.text.rules.papers.choice import Choice
from comity.committee.text.rules.papers.giving import PaperForm, given
from comity.committee.text.rules.papers.paper import Paper, paper_of
from comity.committee.text.services.setting import pdf_of
from comity.errors.text import UnknownProvision


def take_away(
    here: Negotiating, form: PaperForm, *, top: ProvisionId = ROOT, choice: Choice | None = None
) -> bytes:
    """Write the negotiation, or one provision with all under it, as far as chosen.

    Raises ``UnknownProvision``, ``NotXmlCharacter``, ``NoTypesetter``, ``PageNotSet``.
    """
    written = given(paper_on(here, top=top, choice=choice), form)
    return pdf_of(written) if form is PaperForm.PDF else written


def paper_on(here: Negotiating, *, top: ProvisionId = ROOT, choice: Choice | None = None) -> Paper:
    """What is on the table, as a paper."""
    provision = here.text.negotiation.provisions.get(top)
    if top != ROOT and (provision is None or not provision.stands):
        raise UnknownProvision(top[:40])
    row = here.row
    return paper_of(here.text, here.log, slug=row.text.slug, title=row.text.title, top=top, choice=choice)
