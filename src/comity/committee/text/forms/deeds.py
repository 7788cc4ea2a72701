"""The forms of every act on a provision: each reads what was chosen and typed into acts, and refuses nothing itself.

* ``seen`` is the entry up to which the page showed the text; the rules carry the act from there, or refuse it by name.
* ``was`` holds the words as they were shown, so that a refusal can lay them beside those that stand now.
* ``once`` is the form's own name: sent twice, it is entered once.
"""

from collections.abc import Callable, Mapping
from secrets import token_urlsafe
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from comity.committee.text.forms import choices
from comity.committee.text.forms.choices import Ground
from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import (
    ROOT,
    Act,
    Adopt,
    Agree,
    Comment,
    Leave,
    Merge,
    Move,
    NewProvision,
    PlaceBrackets,
    Propose,
    Renumber,
    Reopen,
    Split,
    Strike,
)
from comity.committee.text.rules.negotiation.composing import proposed
from comity.committee.text.rules.negotiation.wording import read_words
from comity.committee.text.rules.words import joined
from comity.committee.text.services import Said

_WORDS = {"rows": 4, "dir": "auto", "spellcheck": "true"}
_TOKEN = 18


class DeedForm(forms.Form):
    """What all forms ask: in whose name, at which meeting, in which document."""

    by = forms.CharField(
        label=gettext_lazy("In the name of"),
        help_text=gettext_lazy("A State by name or code, a group, or CHAIR."),
        max_length=64,
    )
    meeting = forms.CharField(
        label=gettext_lazy("Meeting"),
        help_text=gettext_lazy("Session and meeting, as in 2/3; leave it empty between meetings."),
        max_length=60,
        required=False,
    )
    document = forms.CharField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("The symbol of the document in which it was submitted, if there is one."),
        max_length=60,
        required=False,
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    once = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, ground: Ground, initial: Mapping[str, Any] | None = None) -> None:
        first = {"by": ground.seat, "seen": ground.now.entries, "once": token_urlsafe(_TOKEN)}
        super().__init__(data, initial={**first, **(initial or {})}, auto_id="do-%s")
        self.ground = ground
        if not ground.for_others:
            self.fields["by"].widget = forms.HiddenInput()
        self.lay_out()

    def lay_out(self) -> None:
        """Lay out what depends on the ground; most forms need nothing."""

    def said(self) -> Said:
        """In whose name, and where."""
        given = self.cleaned_data
        return Said(given["by"], given["meeting"], given["document"])

    def acts(self) -> list[Act]:
        """The acts that the form asks for."""
        raise NotImplementedError

    def typed(self, field: str) -> str:
        """What was typed into a field, whether or not the form is whole."""
        return str(self.data.get(field, self.initial.get(field, "")))

    def choose(self, field: str) -> forms.ChoiceField:
        """A field whose choices depend on the ground."""
        return cast("forms.ChoiceField", self.fields[field])


class WordsForm(DeedForm):
    """A range of words, and what is to become of it."""

    how = forms.ChoiceField(label=gettext_lazy("What to do"), widget=forms.RadioSelect, initial="replace")
    first = forms.TypedChoiceField(label=gettext_lazy("First word"), coerce=int)
    last = forms.TypedChoiceField(label=gettext_lazy("Last word"), coerce=int)
    words = forms.CharField(
        label=gettext_lazy("Words proposed"), required=False, widget=forms.Textarea(attrs=_WORDS)
    )
    instead_of = forms.TypedMultipleChoiceField(
        label=gettext_lazy("As a compromise that settles"),
        help_text=gettext_lazy("If it is accepted, these proposals are closed by it."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    on = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    replaces = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    was = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def lay_out(self) -> None:
        """Offer the words of the provision, or of the proposal that is amended."""
        seen = self.typed("seen")
        least = len(self.ground.provision.ids_at(int(seen))) if seen.isdecimal() and not self.site else 0
        offered = choices.words(self.ground.words_on(self.site), least=least)
        self.choose("first").choices = self.choose("last").choices = offered
        self.choose("how").choices = choices.hows(self.ground, amending=bool(self.site))
        rivals = choices.settled_by(self.ground) if self.ground.decides and not self.site else []
        if rivals:
            self.choose("instead_of").choices = rivals
        else:
            del self.fields["instead_of"]

    @property
    def site(self) -> int:
        """The proposal whose words the range counts, 0 for the provision's own."""
        typed = self.typed("on")
        return int(typed) if typed.isdecimal() else 0

    def clean(self) -> dict[str, Any]:
        """Require that the last word does not stand before the first, and words where some are to be written."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first is not None and last is not None and last < first:
            self.add_error("last", _("The last word stands before the first."))
        if cleaned.get("how") in {"replace", "before", "after"} and not cleaned.get("words", "").strip():
            self.add_error("words", _("Write the words that you propose, or choose to delete."))
        return cleaned

    def acts(self) -> list[Act]:
        """One act on the range; a proposal that this one replaces is left first."""
        given = self.cleaned_data
        provision, on, how, seen = self.ground.provision.id, given["on"] or 0, given["how"], given["seen"]
        start, end = given["first"], given["last"] + 1
        if how == "bracket":
            return [PlaceBrackets(provision, start, end, on, seen)]
        if how == "agree":
            return [Agree(provision, start, end, seen)]
        start, end = {"before": (start, start), "after": (end, end)}.get(how, (start, end))
        words = () if how == "delete" else read_words(given["words"])
        settles = tuple(given.get("instead_of") or ())
        change = Propose(provision, start, end, words, on, seen, settles)
        replaced = self.ground.provision.proposals.get(given["replaces"] or 0)
        return [Leave(replaced.number), change] if replaced is not None and replaced.is_open else [change]


class RewriteForm(DeedForm):
    """The words of a provision, to be changed as in any editor."""

    words = forms.CharField(
        label=gettext_lazy("Change the words as they should read"),
        help_text=gettext_lazy(
            "Every place that you change becomes a proposal of its own. The words that stand are not touched."
        ),
        widget=forms.Textarea(attrs={**_WORDS, "rows": 8}),
    )
    was = forms.CharField(strip=False, widget=forms.HiddenInput)

    def lay_out(self) -> None:
        """Begin with the words that stand."""
        stand = joined(self.ground.provision.words)
        self.initial = {"words": stand, "was": stand, **self.initial}

    def acts(self) -> list[Act]:
        """A proposal for each place that differs."""
        given = self.cleaned_data
        return list(proposed(self.ground.provision.id, given["was"], given["words"], seen=given["seen"]))


class NewProvisionForm(DeedForm):
    """A provision that does not stand yet."""

    words = forms.CharField(label=gettext_lazy("Words proposed"), widget=forms.Textarea(attrs=_WORDS))
    place = forms.ChoiceField(
        label=gettext_lazy("Where it stands"), choices=choices.PLACES, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label=gettext_lazy("What it is"))

    def lay_out(self) -> None:
        """Offer the kinds of provision, the likely one first chosen."""
        self.choose("kind").choices, likely, place = choices.kinds(self.ground.provision)
        self.initial = {"kind": likely, "place": place, **self.initial}

    def acts(self) -> list[Act]:
        """A new provision after this one, or under it."""
        given, provision = self.cleaned_data, self.ground.provision
        words, kind = read_words(given["words"]), Kind(given["kind"])
        if given["place"] == "after":
            return [NewProvision("", kind, provision.parent, words, provision.id)]
        under = self.ground.now.children.get(provision.id, ())
        after = under[-1] if under and given["place"] == "inside-last" else ""
        return [NewProvision("", kind, provision.id, words, after)]


class AlternativeForm(DeedForm):
    """Other words for a whole provision, beside those that stand."""

    words = forms.CharField(
        label=gettext_lazy("The provision as you would have it"),
        help_text=gettext_lazy("It stands beside the present one as an alternative; the committee chooses."),
        widget=forms.Textarea(attrs={**_WORDS, "rows": 8}),
    )

    def lay_out(self) -> None:
        """Begin with the words that stand."""
        self.initial = {"words": joined(self.ground.provision.words), **self.initial}

    def acts(self) -> list[Act]:
        """A new provision that stands against this one."""
        provision = self.ground.provision
        words = read_words(self.cleaned_data["words"])
        against = provision.alternative_to or provision.id
        return [NewProvision("", provision.kind, provision.parent, words, provision.id, against)]


class StrikeForm(DeedForm):
    """That a provision be deleted with all under it."""

    def acts(self) -> list[Act]:
        """One proposal."""
        return [Strike(self.ground.provision.id)]


class MoveForm(DeedForm):
    """That a provision stand elsewhere."""

    to = forms.ChoiceField(label=gettext_lazy("New place"))

    def lay_out(self) -> None:
        """Offer every place of the text."""
        self.choose("to").choices = list(choices.targets(self.ground))

    def acts(self) -> list[Act]:
        """One proposal."""
        where, _colon, other = self.cleaned_data["to"].partition(":")
        if where == "under":
            return [Move(self.ground.provision.id, other)]
        return [Move(self.ground.provision.id, self.ground.now.provisions[other].parent, other)]


class MergeForm(DeedForm):
    """That the words of a provision be added to another's."""

    into = forms.ChoiceField(label=gettext_lazy("Add its words to"))

    def lay_out(self) -> None:
        """Offer the provisions that can take the words."""
        self.choose("into").choices = choices.partners(self.ground)

    def acts(self) -> list[Act]:
        """One proposal."""
        return [Merge(self.ground.provision.id, self.cleaned_data["into"])]


class SplitForm(DeedForm):
    """That a provision become two."""

    at = forms.TypedChoiceField(label=gettext_lazy("The second provision begins with"), coerce=int)

    def lay_out(self) -> None:
        """Offer every word but the first."""
        seen = self.typed("seen")
        least = len(self.ground.provision.ids_at(int(seen))) if seen.isdecimal() else 0
        self.choose("at").choices = choices.words(self.ground.provision.words, least=least)[1:]

    def acts(self) -> list[Act]:
        """One proposal."""
        return [Split(self.ground.provision.id, self.cleaned_data["at"], "", self.cleaned_data["seen"])]


class RenumberForm(DeedForm):
    """That a provision bear another number."""

    number = forms.CharField(label=gettext_lazy("Number proposed"), max_length=40)

    def acts(self) -> list[Act]:
        """One proposal."""
        return [Renumber(self.ground.provision.id, self.cleaned_data["number"])]


class CommentForm(DeedForm):
    """A comment, which changes no word."""

    words = forms.CharField(label=gettext_lazy("Comment"), widget=forms.Textarea(attrs=_WORDS))

    def acts(self) -> list[Act]:
        """One comment."""
        return [Comment(self.ground.provision.id, self.cleaned_data["words"])]


class AgreeForm(DeedForm):
    """That words are agreed ad referendum, and how much at once."""

    whole = forms.ChoiceField(label=gettext_lazy("What is agreed"), widget=forms.RadioSelect)

    def lay_out(self) -> None:
        """Offer the provision and every division around it."""
        self.choose("whole").choices = choices.wholes(self.ground)
        self.initial = {"whole": self.ground.provision.id, **self.initial}

    def acts(self) -> list[Act]:
        """One agreement."""
        given = self.cleaned_data
        return [Agree(ROOT if given["whole"] == "*" else given["whole"], seen=given["seen"])]


class ReopenForm(AgreeForm):
    """That what was agreed be reopened."""

    def lay_out(self) -> None:
        """Offer the same extents under another question."""
        super().lay_out()
        self.choose("whole").label = _("What is to be reopened")

    def acts(self) -> list[Act]:
        """One reopening."""
        whole = self.cleaned_data["whole"]
        return [Reopen(ROOT if whole == "*" else whole)]


class AdoptForm(DeedForm):
    """That the text is adopted."""

    def acts(self) -> list[Act]:
        """The adoption."""
        return [Adopt()]


FORMS: Mapping[str, Callable[..., DeedForm]] = {
    "words": WordsForm,
    "rewrite": RewriteForm,
    "new-provision": NewProvisionForm,
    "alternative": AlternativeForm,
    "strike": StrikeForm,
    "move": MoveForm,
    "merge": MergeForm,
    "split": SplitForm,
    "renumber": RenumberForm,
    "comment": CommentForm,
    "agree": AgreeForm,
    "reopen": ReopenForm,
    "adopt": AdoptForm,
}
