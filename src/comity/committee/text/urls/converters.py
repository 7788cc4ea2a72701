"""What stands in an address of the text's pages, each read by its form."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from comity.committee.text.rules.interchange import Form
from comity.committee.text.rules.papers.giving import PaperForm
from comity.committee.text.views import live
from comity.committee.text.views.catalogue import CATALOGUE
from comity.words import Language


class LanguageConverter(StringConverter):
    """One of the six languages."""

    regex = "|".join(Language)


class KeyConverter(StringConverter):
    """The lasting identity of a provision."""

    regex = "[0-9a-f]{16}"


class FormConverter(StringConverter):
    """A form in which a draft is taken away."""

    regex = "|".join(Form)


class FollowedConverter(StringConverter):
    """What may be followed of a negotiation: an article, or what the room sees."""

    regex = f"{KeyConverter.regex}|{live.ROOM}"


class PaperConverter(StringConverter):
    """A form in which the text under negotiation is taken away."""

    regex = "|".join(PaperForm)


class DeedConverter(StringConverter):
    """An act that has a page."""

    regex = "|".join(CATALOGUE)


def register() -> None:
    """Make the names known under which the addresses ask for them."""
    register_converter(DeedConverter, "deed")
    register_converter(FollowedConverter, "followed")
    register_converter(FormConverter, "form")
    register_converter(KeyConverter, "provision")
    register_converter(LanguageConverter, "language")
    register_converter(PaperConverter, "paper")
