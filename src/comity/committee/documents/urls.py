"""The addresses of the documents' pages; a symbol stands in its address as it is printed."""

from django.urls import path, register_converter
from django.urls.converters import PathConverter, StringConverter

from comity.committee.documents import views
from comity.words import Language


class LanguageConverter(StringConverter):
    """One of the six languages."""

    regex = "|".join(Language)


class SymbolConverter(PathConverter):
    """The symbol of a document."""

    regex = r"[A-Z][A-Za-z0-9./-]{2,79}"


register_converter(LanguageConverter, "document_language")
register_converter(SymbolConverter, "symbol")

app_name = "documents"
urlpatterns = [
    path("", views.list_documents, name="list"),
    path("import/", views.import_page, name="import"),
    path("<document_language:language>/<symbol:symbol>", views.show_document, name="document"),
]
