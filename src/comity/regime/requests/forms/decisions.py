"""The decisions on a request: for each deed a form, the service that does it, and how grave it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comity.access import Actor
from comity.regime.evidence.models import Item
from comity.regime.requests import services
from comity.regime.requests.forms import labels
from comity.regime.requests.forms.fields import InstantField, line_field, words_field
from comity.regime.requests.models import Request
from comity.regime.requests.rules.bodies import Acceptance, Question, Questions
from comity.regime.requests.rules.life import Deed
from comity.regime.requests.rules.refusal import Consultation, Means, open_grounds
from comity.words import Instant

_ABOUT = ("", "facts", "offences", "data", "relation", "custodian", "necessity", "confidential")


class DecisionForm(forms.Form):
    """What a deed needs to be said; it knows the request that it is about."""

    places: ClassVar[Mapping[str, str]] = {}  # where a refusal of the rules is shown

    def __init__(self, *arguments: Any, request: Request, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.request = request

    def shown_at(self, place: str) -> str | None:
        """Name the field at which a refusal of the rules is shown."""
        name = self.places.get(place, place)
        return name if name in self.fields else None


class AskMore(DecisionForm):
    """What more is needed: UNCC 40(15)."""

    places: ClassVar = {"body.questions": "question"}
    about = forms.ChoiceField(
        label=_("About which statement?"),
        required=False,
        choices=[(place, labels.PLACES.get(place, _("The request as a whole"))) for place in _ABOUT],
    )
    question = words_field(
        label=_("What do you need to know?"),
        help_text=_("Your clock stands still until the requester has answered."),
    )


class Supply(DecisionForm):
    """The answer to what was asked."""

    text = words_field(label=_("Your answer"))


class Accept(DecisionForm):
    """Acceptance: UNCC 42(4)."""

    order = line_field(
        label=_("Under which order or file of your own law?"),
        help_text=_("The requester sees it. Leave it empty if it must stay yours."),
        required=False,
    )
    remarks = words_field(label=_("Anything the requester should know?"), required=False, rows=3)


class Consult(DecisionForm):
    """Consultation before a refusal: UNCC 40(28)."""

    ground = forms.ChoiceField(label=_("On which ground do you think of refusing?"), widget=forms.RadioSelect)
    text = words_field(
        label=_("What do you ask the requester to consider?"),
        help_text=_("For example on which terms and conditions preservation would be possible."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["ground"].choices = grounds_for(self.request)  # type: ignore[attr-defined]  # a field of choices


class Refuse(Consult):
    """Refusal: its ground, its reasons, the consultation before it. UNCC 42(6), 40(25), 40(28)."""

    places: ClassVar = {"consultation": "consulted_at", "consultation.at": "consulted_at"}
    ground = forms.ChoiceField(label=_("On which ground?"), widget=forms.RadioSelect)
    text = None  # type: ignore[assignment]  # Django's way to leave out a field of the parent
    reasons = words_field(
        label=_("For which reasons?"),
        help_text=_("Reasons are given for every refusal. The requester reads them as you write them."),
    )
    consulted_at = InstantField(label=_("When did you consult the requester (UTC)?"))
    means = forms.ChoiceField(label=_("How?"), widget=forms.RadioSelect, choices=labels.choices(labels.MEANS))
    office = line_field(label=_("With which office?"))
    outcome = words_field(
        label=_("With what outcome?"),
        help_text=_("Which terms and conditions were considered, and why they do not help."),
        rows=3,
    )


class Warn(DecisionForm):
    """A warning that preservation may do harm: UNCC 42(7)."""

    text = words_field(
        label=_("What may go wrong?"),
        help_text=_(
            "Say so promptly if preservation would not keep the data, or would endanger the confidentiality of the "
            "investigation. The requester then decides whether you should go on."
        ),
    )


class Preserve(DecisionForm):
    """That the data are preserved: UNCC 42(8)."""

    since = InstantField(label=_("Since when are the data preserved (UTC)?"))
    until = InstantField(
        label=_("Until when, if longer than sixty days (UTC)?"),
        help_text=_(
            "Never less than sixty days; and on, while an announced request for assistance is pending."
        ),
        required=False,
    )
    text = words_field(label=_("What was preserved?"), required=False, rows=3)


class Announce(DecisionForm):
    """That the request for assistance is made: UNCC 42(1), (8)."""

    assistance = line_field(label=_("Reference of the request for assistance"))
    text = words_field(label=_("What it asks for"), required=False, rows=3)


class Disclose(DecisionForm):
    """What is given, and on what conditions: UNCC 44."""

    items = forms.ModelMultipleChoiceField(
        label=_("Which evidence do you disclose?"),
        queryset=Item.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    conditions = line_field(
        label=_("On which conditions may it be used?"),
        help_text=_("They stand in the signed manifest of each item."),
        required=False,
    )
    text = words_field(label=_("Anything the requester should know?"), required=False, rows=3)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        mine = Item.objects.filter(thread=self.request.thread, source=self.request.ours)
        here = mine.filter(arrived__isnull=False, destroyed=None)
        self.fields["items"].queryset = here  # type: ignore[attr-defined]  # a field of rows
        self.fields["items"].label_from_instance = lambda item: item.name  # type: ignore[attr-defined]  # likewise


class Withdraw(DecisionForm):
    """Withdrawal: UNCC 40(26)."""

    places: ClassVar = {"body.reasons": "reasons"}
    reasons = words_field(label=_("Why is it no longer needed?"), rows=3)


def grounds_for(request: Request) -> list[tuple[str, object]]:
    """List the grounds that stand for ``request``, each with its clause."""
    basis = request.basis
    if basis is None:
        return []
    found = open_grounds(basis=basis, reservations=services.touching(request))
    return [
        (ground.name, _("%(ground)s (%(clause)s)") % {"ground": labels.GROUNDS[ground.name], "clause": clause})
        for ground, clause in found
    ]


@dataclass(frozen=True, slots=True)
class Decision:
    """A deed as a page: its form, what does it, what it asks, what its button says."""

    form: type[DecisionForm]
    do: Callable[[Actor, Request, Mapping[str, Any]], Request]
    question: str | Promise
    lead: str | Promise
    done: str | Promise
    kind: str = "quiet"


def _ask_more(actor: Actor, request: Request, said: Mapping[str, Any]) -> Request:
    question = Question(about=said["about"], question=said["question"])
    return services.ask_more(actor, request, Questions(questions=(question,)))


def _accept(actor: Actor, request: Request, said: Mapping[str, Any]) -> Request:
    return services.accept(actor, request, Acceptance(order=said["order"], remarks=said["remarks"]))


def _refuse(actor: Actor, request: Request, said: Mapping[str, Any]) -> Request:
    at: Instant = said["consulted_at"]
    consultation = Consultation(
        at=request.opened if at.moment == _minute(request.opened) else at,
        means=Means(said["means"]),
        office=said["office"],
        outcome=said["outcome"],
    )
    return services.refuse(
        actor, request, ground=said["ground"], reasons=said["reasons"], consultation=consultation
    )


def _minute(at: Instant) -> datetime:
    """Cut a moment to the minute, to which the form is exact."""
    return at.moment.replace(second=0, microsecond=0)


def _disclose(actor: Actor, request: Request, said: Mapping[str, Any]) -> Request:
    return services.disclose(
        actor, request, list(said["items"]), text=said["text"], conditions=said["conditions"]
    )


DECISIONS: Mapping[Deed, Decision] = {
    Deed.ACCEPT: Decision(
        Accept,
        _accept,
        _("Do you accept the request?"),
        _("Accepting orders the preservation under your own law. The requester is told at once."),
        _("Accepted. Record the preservation as soon as it is executed."),
        "",
    ),
    Deed.PRESERVE: Decision(
        Preserve,
        lambda actor, request, said: services.record_preservation(actor, request, **said),
        _("Are the data preserved?"),
        _("The requester is told from when until when. The clock of sixty days starts now."),
        _("The preservation is recorded, and the requester is told."),
        "",
    ),
    Deed.DISCLOSE: Decision(
        Disclose,
        _disclose,
        _("What do you disclose?"),
        _("Each item is sealed for the requesting authority alone; its custody so far travels with it."),
        _("Disclosed. The requester's node fetches the sealed files."),
        "",
    ),
    Deed.SUPPLY: Decision(
        Supply,
        lambda actor, request, said: services.supply(actor, request, **said),
        _("What do you answer?"),
        _("The requested State's clock runs on when your answer arrives."),
        _("Your answer is on its way."),
        "",
    ),
    Deed.ANNOUNCE: Decision(
        Announce,
        lambda actor, request, said: services.announce_assistance(actor, request, **said),
        _("Has the request for assistance been made?"),
        _("While it is pending, the data stay preserved past the sixty days."),
        _("The requested State knows that the request for assistance is pending."),
        "",
    ),
    Deed.ASK_MORE: Decision(
        AskMore,
        _ask_more,
        _("What more do you need?"),
        _("Ask only for what you need to execute the request."),
        _("Asked. Your clock stands still until the answer comes."),
    ),
    Deed.WARN: Decision(
        Warn,
        lambda actor, request, said: services.warn(actor, request, **said),
        _("Would preservation do harm?"),
        _("The requester decides whether the request should nevertheless be executed."),
        _("The requester is warned."),
    ),
    Deed.CONSULT: Decision(
        Consult,
        lambda actor, request, said: services.consult(actor, request, **said),
        _("What do you consult the requester about?"),
        _("A consultation comes before every refusal."),
        _("The requester is consulted."),
    ),
    Deed.REFUSE: Decision(
        Refuse,
        _refuse,
        _("Why do you refuse?"),
        _("A refusal needs a ground that the instrument knows, reasons, and a consultation before it."),
        _("Refused. The requester is told the ground and the reasons."),
        "danger",
    ),
    Deed.WITHDRAW: Decision(
        Withdraw,
        lambda actor, request, said: services.withdraw(actor, request, **said),
        _("Why do you withdraw the request?"),
        _("The requested State is told promptly that its assistance is no longer needed."),
        _("Withdrawn. The requested State is told."),
        "danger",
    ),
}
