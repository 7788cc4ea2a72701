"""Operations on documents: list them, read one as paragraphs."""

from django.http import HttpRequest
from ninja import Router, Schema

from comity.committee.documents.models import document_of, documents
from comity.words import Language

router = Router(auth=None, tags=["documents"])


class DocumentTold(Schema):
    """A document in one language."""

    symbol: str
    language: str
    title: str
    at: str
    digest: str


class BlockTold(Schema):
    """One block of a document."""

    kind: str
    number: str
    under: str
    line: int
    words: str


class DocumentInFull(DocumentTold):
    """A document with its blocks in order."""

    blocks: list[BlockTold]


@router.get("/", response=list[DocumentTold])
def every(request: HttpRequest) -> list[DocumentTold]:  # noqa: ARG001  # ninja's signature
    """List the documents."""
    return [
        DocumentTold(
            symbol=row.symbol, language=row.language, title=row.title, at=str(row.at), digest=row.digest
        )
        for row in documents()
    ]


@router.get("/{language}/{path:symbol}", response=DocumentInFull)
def one(request: HttpRequest, language: str, symbol: str) -> DocumentInFull:  # noqa: ARG001  # ninja's signature
    """Give one document with its blocks."""
    row, found = document_of(symbol, Language(language))
    blocks = [
        BlockTold(
            kind=block.kind.value, number=block.number, under=block.under, line=block.line, words=block.words
        )
        for block in found.blocks
    ]
    return DocumentInFull(
        symbol=row.symbol,
        language=row.language,
        title=row.title,
        at=str(row.at),
        digest=row.digest,
        blocks=blocks,
    )
