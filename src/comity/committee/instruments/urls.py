"""The addresses of the library's pages."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from comity.committee.instruments.views import beside, pages
from comity.words import Language


class LanguageConverter(StringConverter):
    """One of the six languages."""

    regex = "|".join(Language)


class KeyConverter(StringConverter):
    """The lasting identity of a provision."""

    regex = "[0-9a-f]{16}"


class NumberConverter(StringConverter):
    """The number of an article, with a hyphen for the space before *bis*."""

    regex = r"[0-9A-Za-z\u4e00-\u9fff]{1,8}(?:-[a-z]{2,9}){0,2}"

    def to_python(self, value: str) -> str:
        """Read ``3-bis``."""
        return value.replace("-", " ")

    def to_url(self, value: str) -> str:
        """Write ``3-bis``."""
        return value.replace(" ", "-")


register_converter(LanguageConverter, "instrument_language")
register_converter(KeyConverter, "compared_provision")
register_converter(NumberConverter, "article_number")

app_name = "instruments"
urlpatterns = [
    path("", pages.list_instruments, name="list"),
    path("import/", pages.import_page, name="import"),
    path("concordance/", pages.show_concordance, name="concordance"),
    path(
        "compare/<slug:slug>/<instrument_language:language>/<int:number>/",
        beside.compare_draft,
        name="draft",
    ),
    path(
        "compare/<slug:slug>/<instrument_language:language>/<int:number>/<compared_provision:key>/",
        beside.compare_article,
        name="compare",
    ),
    path("negotiation/<slug:slug>/<compared_provision:key>/", beside.compare_negotiated, name="negotiated"),
    path("<instrument_language:language>/<slug:slug>/", pages.show_instrument, name="instrument"),
    path(
        "<instrument_language:language>/<slug:slug>/<article_number:number>/",
        beside.show_article,
        name="article",
    ),
]
