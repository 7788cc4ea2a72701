"""The pages of the documents: the list, one document, the import."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.access import permits, require
from comity.committee.documents.forms import ImportForm
from comity.committee.documents.models import document_of, documents
from comity.committee.documents.rules.access import ACCESS, IMPORT, READ
from comity.committee.documents.services import import_document
from comity.errors import ComityError
from comity.node.middleware import actor_of
from comity.node.reader import languages, reader, told
from comity.words import Language


@require_safe
def list_documents(request: HttpRequest) -> HttpResponse:
    """List the documents by symbol."""
    actor = actor_of(request)
    require(ACCESS, actor, READ)
    spoken = dict(languages())
    rows = [(row, spoken[row.language]) for row in documents()]
    return render(request, "documents/list.html", {"rows": rows, "may_import": permits(ACCESS, actor, IMPORT)})


@require_safe
def show_document(request: HttpRequest, language: str, symbol: str) -> HttpResponse:
    """Show one document."""
    require(ACCESS, actor_of(request), READ)
    row, found = document_of(symbol, language)
    facts = {
        "document": row,
        "blocks": [block for block in found.blocks if block.words],
        "direction": row.spoken.direction,
    }
    return render(request, "documents/document.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Take a document."""
    actor = actor_of(request)
    require(ACCESS, actor, IMPORT)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"language": str(reader())})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = import_document(
                actor, source=given["file"].read(), symbol=given["symbol"], language=Language(given["language"])
            )
        except ComityError as error:
            form.add_error("file", told(error))
        else:
            messages.success(request, _("{symbol} is kept.").format(symbol=row.symbol))
            return redirect("documents:document", row.language, row.symbol)
    return render(request, "documents/import.html", {"form": form}, status=422 if form.errors else 200)
