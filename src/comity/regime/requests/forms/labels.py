"""What the words of the rules are called on a page. A word without a label here is shown as it is."""

from collections.abc import Mapping
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from comity.regime.requests.rules.content import Category, IdentifierKind, Measure, Stage
from comity.regime.requests.rules.life import Deed, Event, State
from comity.regime.requests.rules.refusal import Means

Label = str | Promise
Word = TypeVar("Word", bound=str)

STATES: Mapping[State, tuple[str, Label]] = {
    State.DRAFT: ("plain", _("draft")),
    State.DISCARDED: ("plain", _("given up")),
    State.SENT: ("open", _("sent, no decision yet")),
    State.RECEIVED: ("open", _("new, not yet opened")),
    State.OPENED: ("open", _("awaiting decision")),
    State.MORE_ASKED: ("alt", _("more was asked")),
    State.ACCEPTED: ("agreed", _("accepted")),
    State.PRESERVED: ("agreed", _("preserved")),
    State.DISCLOSED: ("agreed", _("disclosed")),
    State.REFUSED: ("alarm", _("refused")),
    State.WITHDRAWN: ("plain", _("withdrawn")),
    State.LAPSED: ("plain", _("lapsed")),
}
EVENTS: Mapping[Event, Label] = {
    Event.DRAFTED: _("Draft opened"),
    Event.REVISED: _("Draft revised"),
    Event.DISCARDED: _("Draft given up"),
    Event.SENT: _("Sent"),
    Event.RECEIVED: _("Received and durable"),
    Event.OPENED: _("Opened"),
    Event.MORE_ASKED: _("More was asked"),
    Event.MORE_SUPPLIED: _("More was supplied"),
    Event.ACCEPTED: _("Accepted"),
    Event.REFUSED: _("Refused"),
    Event.CONSULTED: _("Consultation before a refusal"),
    Event.WARNED: _("Warning: preservation may endanger the case"),
    Event.PRESERVED: _("Data preserved"),
    Event.ANNOUNCED: _("Request for assistance announced"),
    Event.DISCLOSED: _("Evidence disclosed"),
    Event.WITHDRAWN: _("Withdrawn"),
    Event.LAPSED: _("Preservation lapsed"),
    Event.CONTINUED: _("Preservation continued while assistance is pending"),
    Event.OVERDUE: _("Time to answer passed"),
}
STAGES: Mapping[Stage, Label] = {
    Stage.INVESTIGATION: _("Criminal investigation"),
    Stage.PROSECUTION: _("Prosecution"),
    Stage.JUDICIAL_PROCEEDING: _("Judicial proceeding"),
}
IDENTIFIERS: Mapping[IdentifierKind, Label] = {
    IdentifierKind.ACCOUNT: _("Account or user name at a service"),
    IdentifierKind.EMAIL: _("E-mail address"),
    IdentifierKind.TELEPHONE: _("Telephone number, such as +3725551234"),
    IdentifierKind.IP_ADDRESS: _("IP address"),
    IdentifierKind.DOMAIN: _("Domain name"),
    IdentifierKind.DEVICE: _("Device number (IMEI or MAC)"),
}
CATEGORIES: Mapping[Category, Label] = {
    Category.SUBSCRIBER: _("Subscriber information"),
    Category.TRAFFIC: _("Traffic data"),
    Category.CONTENT: _("Content data"),
}
MEASURES: Mapping[Measure, Label] = {
    Measure.SEARCH: _("Search or similar access"),
    Measure.SEIZURE: _("Seizure or similar securing"),
    Measure.DISCLOSURE: _("Disclosure"),
}
MEANS: Mapping[Means, Label] = {
    Means.EXCHANGE: _("In writing, over this exchange"),
    Means.TELEPHONE: _("By telephone"),
    Means.VIDEO: _("By video"),
    Means.IN_PERSON: _("In person"),
    Means.WRITTEN: _("In writing, by other means"),
}
OFFENCES: Mapping[str, Label] = {
    "illegal-access": _("Illegal access"),
    "illegal-interception": _("Illegal interception"),
    "interference-with-data": _("Interference with electronic data"),
    "interference-with-system": _("Interference with an information system"),
    "misuse-of-devices": _("Misuse of devices"),
    "forgery": _("Forgery by means of an information system"),
    "theft-or-fraud": _("Theft or fraud by means of an information system"),
    "child-sexual-abuse-material": _("Child sexual abuse material"),
    "solicitation-of-a-child": _("Solicitation or grooming of a child"),
    "intimate-images-without-consent": _("Intimate images spread without consent"),
    "laundering": _("Laundering of proceeds"),
    "infringement-of-copyright": _("Infringement of copyright"),
    "other-offence": _("Another offence, with its maximum penalty"),
}
GROUNDS: Mapping[str, Label] = {
    "essential-interests": _("Prejudice to sovereignty, security, public order or other essential interests"),
    "prohibited-by-domestic-law": _("Our own law forbids the action for any similar offence"),
    "discrimination": _("Grounds to believe that a person is pursued, or would be harmed, for who they are"),
    "political-offence": _("A political offence, or one connected with it"),
    "dual-criminality-reserved": _("No dual criminality at disclosure, as reserved"),
    "not-in-conformity": _("The request is not in due form"),
    "contrary-to-legal-system": _("Contrary to our legal system"),
    "absence-of-dual-criminality": _("No dual criminality"),
    "fiscal-matters": _("Fiscal matters"),
    "bank-secrecy": _("Bank secrecy"),
}
DEEDS: Mapping[Deed, Label] = {
    Deed.ASK_MORE: _("Ask for more"),
    Deed.SUPPLY: _("Supply what was asked"),
    Deed.ACCEPT: _("Accept and order preservation"),
    Deed.REFUSE: _("Refuse…"),
    Deed.CONSULT: _("Consult before refusing"),
    Deed.WARN: _("Warn the requester"),
    Deed.PRESERVE: _("Record that the data are preserved"),
    Deed.ANNOUNCE: _("Announce the request for assistance"),
    Deed.DISCLOSE: _("Disclose evidence"),
    Deed.WITHDRAW: _("Withdraw"),
}
BASES: Mapping[str, Label] = {
    "UNCC 42": _("United Nations Convention against Cybercrime, article 42"),
    "BUDAPEST 29": _("Convention on Cybercrime (Budapest), article 29"),
}
PLACES: Mapping[str, Label] = {
    "to": _("Addressee"),
    "basis": _("Legal basis"),
    "language": pgettext_lazy("of a request", "Language"),
    "urgent": _("Urgency"),
    "urgency": _("Why it is urgent"),
    "stage": _("Stage of the proceedings"),
    "offences": _("Offences"),
    "penalty_years": _("Maximum penalty"),
    "facts": _("Summary of the facts"),
    "data": _("Data to be preserved"),
    "relation": _("Relation of the data to the offence"),
    "custodian": _("Custodian or place of the data"),
    "custodian_unknown": _("Custodian not known"),
    "necessity": _("Why preservation is necessary"),
    "oldest_lapse": _("When the first of the data would be lost"),
    "assistance": _("Assistance that will be asked"),
    "confidential": _("Confidentiality"),
    "silent": _("Silence towards the user"),
}


def choices(labels: Mapping[Word, Label]) -> list[tuple[str, Label]]:
    """Make the choices of a field of a table of labels."""
    return [(str(word), label) for word, label in labels.items()]
