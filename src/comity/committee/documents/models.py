"""Rows of the documents, and what may be asked of them."""

from typing import ClassVar

from django.db import models
from django.db.models import QuerySet
from django.http import Http404

from comity.committee.documents.rules.lines import read
from comity.committee.documents.rules.paragraphs import Document as Parsed, parse
from comity.node.fields import instant
from comity.words import Instant, Language


class Document(models.Model):
    """A document in one language, under its symbol: the bytes imported."""

    symbol = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=500)
    source = models.BinaryField()
    digest = models.CharField(max_length=64)
    at: Instant = instant()
    by = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["symbol", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["symbol", "language"], name="one_document_a_symbol"),
        ]

    def __str__(self) -> str:
        return self.symbol

    @property
    def spoken(self) -> Language:
        """The language of the document."""
        return Language(self.language)


def documents() -> QuerySet[Document]:
    """Every document, without its bytes."""
    return Document.objects.defer("source")


def document_of(symbol: str, language: str) -> tuple[Document, Parsed]:
    """The document of that symbol, with its paragraphs; or ``Http404``."""
    row = Document.objects.filter(symbol=symbol, language=language).first()
    if row is None:
        raise Http404(symbol)
    return row, parse(read(bytes(row.source)))
