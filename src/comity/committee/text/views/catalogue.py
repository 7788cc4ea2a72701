"""Every act that has a page of its own: what the page asks, what it explains, and on which provisions it is offered."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation import seats
from comity.committee.text.rules.negotiation.state import Negotiation, Provision, Standing

_PARAGRAPHS = frozenset({Kind.PARAGRAPH, Kind.SUBPARAGRAPH, Kind.ITEM, Kind.UNNUMBERED, Kind.PREAMBULAR})


@dataclass(frozen=True, slots=True)
class Deed:
    """An act as its page presents it."""

    deed: str  # of the access table
    link: object
    title: object
    guidance: object
    send: object
    fits: Callable[[Negotiation, Provision], bool]
    main: bool = False


def _free(_now: Negotiation, provision: Provision) -> bool:
    return not provision.agreed


def _worded(_now: Negotiation, provision: Provision) -> bool:
    return not provision.agreed and bool(provision.words)


def _dividable(_now: Negotiation, provision: Provision) -> bool:
    return not provision.agreed and provision.kind in _PARAGRAPHS and len(provision.words) > 1


def _mergeable(now: Negotiation, provision: Provision) -> bool:
    return not provision.agreed and provision.kind in _PARAGRAPHS and not now.children.get(provision.id)


def _counter(_now: Negotiation, provision: Provision) -> bool:
    return not provision.agreed and provision.kind in _PARAGRAPHS and bool(provision.words)


def _agreeable(_now: Negotiation, provision: Provision) -> bool:
    return not provision.agreed and provision.standing is Standing.STANDS


def _agreed(_now: Negotiation, provision: Provision) -> bool:
    return bool(provision.agreed or provision.agreed_words)


def _always(_now: Negotiation, _provision: Provision) -> bool:
    return True


def _never(_now: Negotiation, _provision: Provision) -> bool:
    return False


CATALOGUE: Mapping[str, Deed] = {
    "words": Deed(
        seats.DRAFT,
        gettext_lazy("Propose a change of words"),
        gettext_lazy("Propose a change"),
        gettext_lazy(
            "Choose the first and the last of the words, say what is to become of them, look at the text as it would "
            "read, then send. The words that stand are not touched: your proposal stands beside them in brackets, "
            "under the name of your State."
        ),
        gettext_lazy("Send the proposal"),
        _worded,
        main=True,
    ),
    "rewrite": Deed(
        seats.DRAFT,
        gettext_lazy("Rewrite it as it should read"),
        gettext_lazy("Propose changes by rewriting"),
        gettext_lazy("Change what you like in the words below. What you leave alone stays as it is."),
        gettext_lazy("Send the proposals"),
        _worded,
    ),
    "new-provision": Deed(
        seats.DRAFT,
        gettext_lazy("Propose a new provision"),
        gettext_lazy("Propose a new provision"),
        gettext_lazy("It stands in the text as proposed until the committee decides."),
        gettext_lazy("Send the proposal"),
        _free,
    ),
    "alternative": Deed(
        seats.DRAFT,
        gettext_lazy("Propose an alternative for the whole"),
        gettext_lazy("Propose an alternative"),
        gettext_lazy("Where more is to be changed than some words, offer the whole provision in other words."),
        gettext_lazy("Send the proposal"),
        _counter,
    ),
    "strike": Deed(
        seats.DRAFT,
        gettext_lazy("Propose to delete it"),
        gettext_lazy("Propose to delete a provision"),
        gettext_lazy("The provision is proposed for deletion with all that stands under it."),
        gettext_lazy("Send the proposal"),
        _free,
    ),
    "move": Deed(
        seats.DRAFT,
        gettext_lazy("Propose another place"),
        gettext_lazy("Propose another place for a provision"),
        gettext_lazy("The provision keeps its words, its brackets and its history wherever it stands."),
        gettext_lazy("Send the proposal"),
        _free,
    ),
    "merge": Deed(
        seats.DRAFT,
        gettext_lazy("Propose to join it to another"),
        gettext_lazy("Propose to join two provisions"),
        gettext_lazy(
            "The words of this provision follow those of the other; what is open on them goes with them."
        ),
        gettext_lazy("Send the proposal"),
        _mergeable,
    ),
    "split": Deed(
        seats.DRAFT,
        gettext_lazy("Propose to divide it"),
        gettext_lazy("Propose to divide a provision"),
        gettext_lazy("The words from the chosen one on become a provision of their own, right after."),
        gettext_lazy("Send the proposal"),
        _dividable,
    ),
    "renumber": Deed(
        seats.DRAFT,
        gettext_lazy("Propose another number"),
        gettext_lazy("Propose another number for a provision"),
        gettext_lazy("Numbers follow from the order of the text; propose one only where it should differ."),
        gettext_lazy("Send the proposal"),
        _free,
    ),
    "comment": Deed(
        seats.COMMENT,
        gettext_lazy("Comment"),
        gettext_lazy("Comment on a provision"),
        gettext_lazy("A comment changes no word; everybody who follows the negotiation reads it."),
        gettext_lazy("Send the comment"),
        _always,
    ),
    "agree": Deed(
        seats.DECIDE,
        gettext_lazy("Declare it agreed ad referendum"),
        gettext_lazy("Declare agreement ad referendum"),
        gettext_lazy("Only what is free of brackets and proposals is agreed; what hinders is named."),
        gettext_lazy("Declare it agreed"),
        _agreeable,
    ),
    "reopen": Deed(
        seats.REOPEN,
        gettext_lazy("Ask to reopen it"),
        gettext_lazy("Reopen what was agreed"),
        gettext_lazy("The reopening is entered in your name and stays in the record."),
        gettext_lazy("Reopen"),
        _agreed,
    ),
    "adopt": Deed(
        seats.DECIDE,
        gettext_lazy("Declare the text adopted"),
        gettext_lazy("Declare the text adopted"),
        gettext_lazy("Every provision must be agreed. After adoption nothing of the text is changed any more."),
        gettext_lazy("Declare it adopted"),
        _never,  # it is offered beside the whole text
    ),
}


def offered(now: Negotiation, provision: Provision, may: Mapping[str, bool]) -> Iterator[tuple[str, Deed]]:
    """The acts that a reader may do on a provision as it stands, in the order of the catalogue."""
    if now.adopted or not provision.stands:
        return
    for what, each in CATALOGUE.items():
        if may.get(each.deed) and each.fits(now, provision):
            yield what, each
