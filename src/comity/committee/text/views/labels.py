"""What the states, stances, acts and happenings of a negotiation are called on its pages."""

from django.utils.translation import gettext_lazy

from comity.committee.text.rules.negotiation.acts import Stance
from comity.committee.text.rules.negotiation.history import Happening
from comity.committee.text.rules.negotiation.state import Reason

STATES_OF_TEXT = {
    "agreed": gettext_lazy("agreed ad referendum"),
    "partly": gettext_lazy("agreed in part"),
    "proposed": gettext_lazy("proposed"),
    "open": gettext_lazy("open"),
    "free": gettext_lazy("free of brackets"),
}
STANCES = {
    Stance.SPONSOR: gettext_lazy("Join the sponsors"),
    Stance.SUPPORT: gettext_lazy("Support"),
    Stance.FLEXIBLE: gettext_lazy("Be flexible"),
    Stance.RESERVE: gettext_lazy("Reserve"),
    Stance.OPPOSE: gettext_lazy("Oppose"),
}
ACTS = {
    "issue": gettext_lazy("Draft issued"),
    "propose": gettext_lazy("Change proposed"),
    "new-provision": gettext_lazy("New provision proposed"),
    "strike": gettext_lazy("Deletion of a provision proposed"),
    "move": gettext_lazy("Move proposed"),
    "merge": gettext_lazy("Merger proposed"),
    "split": gettext_lazy("Division proposed"),
    "renumber": gettext_lazy("Number proposed"),
    "take-stance": gettext_lazy("Position taken"),
    "leave": gettext_lazy("Position left"),
    "place-brackets": gettext_lazy("Brackets placed"),
    "lift-brackets": gettext_lazy("Brackets lifted"),
    "withdraw": gettext_lazy("Proposal withdrawn"),
    "accept": gettext_lazy("Proposal accepted"),
    "reject": gettext_lazy("Proposal not accepted"),
    "agree": gettext_lazy("Agreed ad referendum"),
    "reopen": gettext_lazy("Reopened"),
    "adopt": gettext_lazy("Text adopted"),
    "express": gettext_lazy("Words given in another language"),
    "confirm": gettext_lazy("Words in another language confirmed"),
    "comment": gettext_lazy("Comment made"),
}
REASONS = {
    Reason.NONE: "",
    Reason.WORDS_GONE: gettext_lazy("The words on which it stood are no longer in the text."),
    Reason.PROVISION_GONE: gettext_lazy("The provision on which it stood is no longer in the text."),
    Reason.PROPOSAL_CLOSED: gettext_lazy("The proposal that it amended is closed."),
    Reason.CUT_APART: gettext_lazy("The provision was divided in the middle of its words."),
    Reason.SETTLED_BY_COMPROMISE: gettext_lazy("A compromise settled it."),
    Reason.WORDS_STAND: gettext_lazy("The draft now has its words."),
}
HAPPENINGS = {
    Happening.ISSUED: gettext_lazy("came with a draft"),
    Happening.PROPOSED: gettext_lazy("proposed"),
    Happening.DISPUTED: gettext_lazy("deletion or replacement proposed"),
    Happening.BRACKETED: gettext_lazy("put in brackets"),
    Happening.STANCE: gettext_lazy("position taken"),
    Happening.ACCEPTED: gettext_lazy("proposal accepted"),
    Happening.REJECTED: gettext_lazy("proposal not accepted"),
    Happening.WITHDRAWN: gettext_lazy("proposal withdrawn"),
    Happening.TAKEN_UP: gettext_lazy("taken up in a revised draft"),
    Happening.RETURNED: gettext_lazy("returned to those who made it"),
    Happening.LIFTED: gettext_lazy("brackets lifted"),
    Happening.AGREED: gettext_lazy("agreed ad referendum"),
    Happening.REOPENED: gettext_lazy("reopened"),
}
HELD = {
    Stance.SPONSOR: gettext_lazy("Sponsors"),
    Stance.SUPPORT: gettext_lazy("In support"),
    Stance.FLEXIBLE: gettext_lazy("Flexible"),
    Stance.RESERVE: gettext_lazy("Reserved"),
    Stance.OPPOSE: gettext_lazy("Opposed"),
}
