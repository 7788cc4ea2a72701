"""The text under negotiation as a file: what is on the table, or on the screen, in the form that is asked for.

A PDF of a whole text takes a minute. So whoever asks is given the paper if it is made soon, and otherwise told how far
it is; who asks again for the text after the same entries is given what was asked for first. A PDF is set in a process
of its own: no other paper waits for one.
"""

from dataclasses import dataclass, replace
from functools import partial

from comity.committee.text.models import Negotiating
from comity.committee.text.rules.negotiation.acts import ROOT, ProvisionId
from comity.committee.text.rules.papers.choice import Choice
from comity.committee.text.rules.papers.giving import PaperForm, given
from comity.committee.text.rules.papers.paper import Paper, paper_of
from comity.committee.text.services.making import Heard, Making, Underway
from comity.committee.text.services.setting import pdf_of, unheard
from comity.errors.text import UnknownProvision
from comity.words import Instant

PATIENCE = 0.8  # seconds; whoever would wait longer is told how far the paper is
AGAIN = 2  # seconds until it is worth asking again

_MAKING, _SETTING = Making(), Making()


@dataclass(frozen=True, slots=True)
class Asked:
    """A paper that was asked for: of the text after so many entries; made, or under way."""

    entries: int
    found: bytes | Underway


@dataclass(frozen=True, slots=True)
class _What:
    """What a paper is made of: the text after so many entries, what of it, in which form."""

    text: int
    begun: Instant
    entries: int
    top: ProvisionId
    form: PaperForm
    choice: Choice | None


def ask_for(
    here: Negotiating,
    form: PaperForm,
    *,
    top: ProvisionId = ROOT,
    choice: Choice | None = None,
    entries: int = 0,
) -> Asked:
    """The paper, or how far it is; of the text as it stands, or after ``entries`` where that paper is under way.

    Raises what ``take_away`` raises.
    """
    now = _What(here.row.text_id, here.row.begun, here.text.negotiation.entries, top, form, choice)
    papers = _SETTING if form is PaperForm.PDF else _MAKING
    before = replace(now, entries=entries)
    what = before if papers.knows(before) else now  # an act that was entered meanwhile sends nobody back
    make = partial(_made, here, form, top, choice)
    return Asked(what.entries, papers.asked(what, make, patience=PATIENCE))


def _made(here: Negotiating, form: PaperForm, top: ProvisionId, choice: Choice | None, heard: Heard) -> bytes:
    return take_away(here, form, top=top, choice=choice, heard=heard)


def take_away(
    here: Negotiating,
    form: PaperForm,
    *,
    top: ProvisionId = ROOT,
    choice: Choice | None = None,
    heard: Heard = unheard,
) -> bytes:
    """Write the negotiation, or one provision with all under it, as far as chosen; ``heard`` counts pages of a PDF.

    Raises ``UnknownProvision``, ``NotXmlCharacter``, ``NoTypesetter``, ``PageNotSet``.
    """
    written = given(paper_on(here, top=top, choice=choice), form)
    return pdf_of(written, heard) if form is PaperForm.PDF else written


def paper_on(here: Negotiating, *, top: ProvisionId = ROOT, choice: Choice | None = None) -> Paper:
    """What is on the table, as a paper."""
    provision = here.text.negotiation.provisions.get(top)
    if top != ROOT and (provision is None or not provision.stands):
        raise UnknownProvision(top[:40])
    row = here.row
    return paper_of(here.text, here.log, slug=row.text.slug, title=row.text.title, top=top, choice=choice)
