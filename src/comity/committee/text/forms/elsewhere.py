"""Where a proposal that lost its provision is proposed again, and as what."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from comity.committee.text.forms.choices import standing
from comity.committee.text.rules.negotiation.consolidation import Text
from comity.committee.text.rules.negotiation.state import Provision


class ElsewhereForm(forms.Form):
    """A provision that stands, and what the words become there; it enters nothing."""

    what = forms.ChoiceField(
        label=gettext_lazy("How to propose it"),
        choices=[
            ("new-provision", gettext_lazy("as a new provision, with the words that its own would have had")),
            ("words", gettext_lazy("as words of another provision")),
        ],
        widget=forms.RadioSelect,
        initial="new-provision",
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Provision"),
        help_text=gettext_lazy(
            "The new provision stands after it or under it, or the words are inserted into it."
        ),
    )

    def __init__(self, *given: Any, text: Text, **more: Any) -> None:
        super().__init__(*given, **more)
        self._found = text.negotiation.provisions
        self.fields["place"].choices = standing(text)  # type: ignore[attr-defined]  # of the field declared above

    @property
    def provision(self) -> Provision:
        """The provision that was chosen."""
        return self._found[self.cleaned_data["place"]]

    def clean(self) -> dict[str, Any]:
        """Require a provision on which something can be proposed."""
        cleaned = super().clean() or {}
        chosen = self._found.get(cleaned.get("place", ""))
        if chosen is not None and chosen.agreed:
            self.add_error("place", _("This provision is agreed. Choose another, or have it reopened first."))
        elif chosen is not None and not chosen.words and cleaned.get("what") == "words":
            self.add_error(
                "place", _("This provision has no words. Choose another, or propose a new provision.")
            )
        return cleaned
