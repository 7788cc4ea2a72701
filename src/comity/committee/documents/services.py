"""Acts on documents: import one. One transaction, one entry in the record."""

from hashlib import sha256

from comity.access import Actor, Role
from comity.committee.documents.models import Document
from comity.committee.documents.rules import access
from comity.committee.documents.rules.lines import read
from comity.committee.documents.rules.paragraphs import parse
from comity.committee.documents.rules.symbols import Symbol
from comity.errors.documents import DocumentAlreadyStands
from comity.node.acts import acting
from comity.words import Language

COMMAND_LINE = Actor("command line", None, frozenset({Role.SECRETARIAT}))
_LONGEST = 500


def import_document(actor: Actor, *, source: bytes, symbol: Symbol, language: Language) -> Document:
    """Keep ``source`` under ``symbol``; a document once kept is changed only by another with a suffix.

    Raises ``NotUtf8``, ``TextTooLong``, ``DocumentAlreadyStands``, ``NotPermitted``.
    """
    found = parse(read(source))
    with acting(actor, access.IMPORT) as act:
        if Document.objects.filter(symbol=str(symbol), language=language).exists():
            raise DocumentAlreadyStands(str(symbol))
        row = Document.objects.create(
            symbol=str(symbol),
            language=language,
            title=(found.title or str(symbol))[:_LONGEST].replace("\x00", " "),
            source=source,
            digest=sha256(source).hexdigest(),
            at=act.at,
            by=act.actor.name,
        )
        act.record("documents:document:imported", source, about=str(symbol)[:64])
    return row
