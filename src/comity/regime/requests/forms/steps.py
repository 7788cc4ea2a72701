"""The steps of a draft: one question a page, saved as one goes.

A step saves what was entered even where it is not yet enough; what is missing is then told on top of the page, each
fault linked to its field.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from comity.errors import ComityError
from comity.foundation.directory import Profile
from comity.node.reader import told
from comity.reference.offences import offences
from comity.regime.requests.forms import labels
from comity.regime.requests.forms.fields import InstantField, long_text
from comity.regime.requests.rules.addressee import COMPETENT
from comity.regime.requests.rules.content import (
    Category,
    Content,
    Data,
    IdentifierKind,
    Measure,
    Stage,
    data_faults,
)
from comity.words import Article, AuthorityId, Instant, Language

_YES_NO = [("yes", _("Yes")), ("no", _("No"))]
_FLAGS = {"yes": True, "no": False}
_LANGUAGES = [
    ("ar", _("Arabic")),
    ("zh", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]


class StepForm(forms.Form):
    """A step: it shows what the draft says, and lays what was entered into it."""

    reads: ClassVar[Mapping[str, Callable[[Any], object]]] = {}

    def laid_into(self, content: Content) -> Content:
        """Return ``content`` with what was entered here."""
        entered = {name: read(self.cleaned_data[name]) for name, read in self.reads.items()}
        return replace(content, **entered)  # type: ignore[arg-type]  # each reader gives the type of its statement

    def offer(self, peers: Iterable[Profile], tongue: str) -> None:
        """Offer what depends on the States that this node knows; most steps depend on none."""

    def tell(self, faults: Iterable[ComityError]) -> bool:
        """Show the faults that belong to this step; say whether there were any."""
        mine = [fault for fault in faults if fault.place.partition(".")[0] in self.fields]
        for fault in mine:
            self.add_error(fault.place.partition(".")[0], told(fault))
        return bool(mine)


def initial(content: Content, names: Iterable[str]) -> dict[str, object]:
    """Give what the fields show of ``content``."""
    flags = {True: "yes", False: "no", None: ""}
    values: dict[str, object] = {}
    for name in names:
        value = getattr(content, name)
        plain = flags[value] if isinstance(value, bool) else value
        values[name] = (
            list(plain) if isinstance(plain, tuple) else str(plain) if isinstance(plain, Article) else plain
        )
    return values


def _optional(parse: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: parse(text) if text else None


def _each(parse: Callable[[str], object]) -> Callable[[Iterable[str]], tuple[object, ...]]:
    return lambda words: tuple(parse(word) for word in words)


def _flag(text: str) -> bool | None:
    return _FLAGS.get(text)


class Addressee(StepForm):
    """Who is asked, on which basis, in which language."""

    reads: ClassVar = {
        "to": _optional(AuthorityId),
        "basis": _optional(Article.parse),
        "language": _optional(Language),
    }
    to = forms.ChoiceField(label=_("Which authority do you ask?"), required=False)
    basis = forms.ChoiceField(
        label=_("On which instrument does the request rest?"),
        required=False,
        widget=forms.RadioSelect,
        choices=labels.choices(labels.BASES),
    )
    language = forms.ChoiceField(
        label=_("In which language is the request written?"),
        help_text=_("The addressee publishes the languages that it accepts; they are checked before sending."),
        required=False,
        choices=[("", "—"), *_LANGUAGES],
    )

    def offer(self, peers: Iterable[Profile], tongue: str) -> None:
        """Offer the authorities that take requests, by State."""
        choices: list[tuple[str, object]] = [("", "—")]
        choices += [(name(peer.names, tongue), _offices(peer, tongue)) for peer in peers]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # a field of choices


def name(names: Mapping[Language, str], tongue: str) -> str:
    """Return a name in the reader's language, else in English, else in any."""
    known = {str(language): text for language, text in names.items()}
    return known.get(tongue[:2]) or known.get("en") or next(iter(known.values()))


def _offices(peer: Profile, tongue: str) -> list[tuple[str, str]]:
    return [
        (office.id, name(office.names, tongue))
        for office in peer.authorities
        if office.competences & set(COMPETENT)
    ]


class Urgency(StepForm):
    """How soon an answer is needed."""

    reads: ClassVar = {"urgent": _flag, "urgency": str}
    urgent = forms.ChoiceField(
        label=_("Is the request urgent?"),
        help_text=_("An urgent request is shown first on the duty desk, with a shorter clock."),
        required=False,
        widget=forms.RadioSelect,
        choices=_YES_NO,
    )
    urgency = forms.CharField(
        label=_("If it is urgent, why?"), required=False, max_length=8000, widget=long_text(rows=3)
    )


class Offence(StepForm):
    """The offence and the facts: UNCC 42(3)(b)."""

    reads: ClassVar = {
        "stage": _optional(Stage),
        "offences": _each(str),
        "penalty_years": lambda years: years,
        "facts": str,
    }
    stage = forms.ChoiceField(
        label=_("What is under way?"),
        required=False,
        widget=forms.RadioSelect,
        choices=labels.choices(labels.STAGES),
    )
    offences = forms.MultipleChoiceField(
        label=_("Which offences does it concern?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(word, labels.OFFENCES.get(word, word)) for word in offences()],
    )
    penalty_years = forms.IntegerField(
        label=_("For another offence: its maximum penalty in years"),
        help_text=_("Under the Convention another offence must be a serious crime: four years or more."),
        required=False,
        min_value=0,
        max_value=99,
        widget=forms.NumberInput(attrs={"class": "narrow", "inputmode": "numeric"}),
    )
    facts = forms.CharField(
        label=_("What happened?"),
        help_text=_("A brief summary of the facts: when, where, what was done and to whom."),
        required=False,
        max_length=8000,
        widget=long_text(),
    )


class DataForm(forms.Form):
    """One description of data: UNCC 42(3)(c)."""

    kind = forms.ChoiceField(label=_("By what are the data named?"), choices=labels.choices(labels.IDENTIFIERS))
    value = forms.CharField(label=_("Which one?"), max_length=256, widget=forms.TextInput(attrs={"dir": "ltr"}))
    service = forms.CharField(
        label=_("At which service or provider?"),
        help_text=_("Needed for an account; otherwise where it is known."),
        required=False,
        max_length=256,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    since = InstantField(label=_("From (UTC)"))
    until = InstantField(
        label=_("Until (UTC)"),
        help_text=_(
            "Only data that are stored already can be preserved; what is to come needs another measure."
        ),
    )
    categories = forms.MultipleChoiceField(
        label=_("Which kinds of data?"),
        widget=forms.CheckboxSelectMultiple,
        choices=labels.choices(labels.CATEGORIES),
    )

    def described(self) -> Data:
        """Return the description that was entered."""
        entered = self.cleaned_data
        return Data(
            kind=IdentifierKind(entered["kind"]),
            value=entered["value"],
            service=entered["service"],
            since=entered["since"],
            until=entered["until"],
            categories=tuple(Category(word) for word in entered["categories"]),
        )

    def tell_faults(self, at: Instant) -> bool:
        """Show the faults of the description; say whether there were any."""
        found = list(data_faults(self.described(), place="data", clause="UNCC 42(3)(c)", at=at))
        for fault in found:
            self.add_error(fault.place.rpartition(".")[2], told(fault))
        return bool(found)


class Relation(StepForm):
    """How the data relate to the offence: UNCC 42(3)(c)."""

    reads: ClassVar = {"relation": str}
    relation = forms.CharField(
        label=_("How are the data related to the offence?"), required=False, max_length=8000, widget=long_text()
    )


class Custodian(StepForm):
    """Who has the data, or where they are: UNCC 42(3)(d)."""

    reads: ClassVar = {"custodian": str, "custodian_unknown": bool}
    custodian = forms.CharField(
        label=_("Who holds the data, or where is the system?"),
        help_text=_("Whatever is known: provider, branch, data centre, address."),
        required=False,
        max_length=8000,
        widget=long_text(rows=3),
    )
    custodian_unknown = forms.BooleanField(label=_("This is not known"), required=False)


class Necessity(StepForm):
    """Why preservation is necessary: UNCC 42(3)(e)."""

    reads: ClassVar = {"necessity": str, "oldest_lapse": lambda at: at}
    necessity = forms.CharField(
        label=_("Why must the data be preserved now?"), required=False, max_length=8000, widget=long_text()
    )
    oldest_lapse = InstantField(
        label=_("When would the first of them be lost, if known (UTC)?"), required=False
    )


class Assistance(StepForm):
    """That a request for assistance will follow: UNCC 42(3)(f)."""

    reads: ClassVar = {"assistance": _each(Measure)}
    assistance = forms.MultipleChoiceField(
        label=_("Which assistance will you ask for afterwards?"),
        help_text=_("Preservation is asked only of data for which a request for assistance is intended."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=labels.choices(labels.MEASURES),
    )


class Secrecy(StepForm):
    """Whether to keep the request confidential: UNCC 42(3)(g)."""

    reads: ClassVar = {"confidential": _flag, "silent": _flag}
    confidential = forms.ChoiceField(
        label=_("Must the request be kept confidential?"),
        required=False,
        widget=forms.RadioSelect,
        choices=_YES_NO,
    )
    silent = forms.ChoiceField(
        label=_("Must the user not be notified?"), required=False, widget=forms.RadioSelect, choices=_YES_NO
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the draft: its name in the address, its question, its form, the statements it answers for."""

    name: str
    title: str | Promise
    clause: str
    form: type[StepForm] | None
    places: tuple[str, ...]


STEPS: tuple[Step, ...] = (
    Step("addressee", _("Whom to ask, and on which basis"), "42(1)", Addressee, ("to", "basis", "language")),
    Step("urgency", pgettext_lazy("of a request", "Urgency"), "41", Urgency, ("urgent", "urgency")),
    Step(
        "offence",
        _("The offence and the facts"),
        "42(3)(b)",
        Offence,
        ("stage", "offences", "penalty_years", "facts"),
    ),
    Step("data", _("The data to be preserved"), "42(3)(c)", None, ("data",)),
    Step("relation", _("Their relation to the offence"), "42(3)(c)", Relation, ("relation",)),
    Step("custodian", _("Custodian or place"), "42(3)(d)", Custodian, ("custodian", "custodian_unknown")),
    Step("necessity", _("Why it is necessary"), "42(3)(e)", Necessity, ("necessity", "oldest_lapse")),
    Step("assistance", _("The assistance that will follow"), "42(3)(f)", Assistance, ("assistance",)),
    Step("secrecy", _("Confidentiality"), "42(3)(g)", Secrecy, ("confidential", "silent")),
)
