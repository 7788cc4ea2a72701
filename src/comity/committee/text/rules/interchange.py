"""The forms in which a draft comes and goes: the notation of brackets, Akoma Ntoso, Word, HTML, JSON.

* What comes in is told by its first octets, never by its name: a package is Word, a tag Akoma Ntoso, all else text.
* Whatever came, a draft is read from its notation; what the notation has no place for is told, with how often it stood.
* The notation gives back the very text that was imported; Akoma Ntoso keeps it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from comity.committee.documents.rules.lines import BYTE_ORDER_MARK, read
from comity.committee.text.rules.akoma_ntoso import Origin, ReadBack, read_document, write_document
from comity.committee.text.rules.akoma_ntoso.names import addresses
from comity.committee.text.rules.draft import Draft, parse
from comity.committee.text.rules.plain_html import write_html
from comity.committee.text.rules.plain_json import write_json
from comity.committee.text.rules.word import changed, marked, notation, read_word, write_word
from comity.words import Instant


class Form(StrEnum):
    """A form, by the ending of its files."""

    NOTATION = "md"
    AKOMA_NTOSO = "xml"
    WORD = "docx"
    HTML = "html"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """The media type of its files."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Form.NOTATION: "text/markdown; charset=utf-8",
    Form.AKOMA_NTOSO: "application/akn+xml",
    Form.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.HTML: "text/html; charset=utf-8",
    Form.JSON: "application/json",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A text that came in: in which form, its notation, and what could not be placed."""

    form: Form
    source: str
    unplaced: tuple[tuple[str, int], ...] = ()
    authors: tuple[str, ...] = ()  # whose changes were read
    unknown: tuple[str, ...] = ()  # authors who are no known State or group
    ids: tuple[str, ...] = ()  # the lasting identity of each provision, empty where none was told


def form_of(raw: bytes) -> Form:
    """In which form something came in."""
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return Form.WORD
    if raw.removeprefix(BYTE_ORDER_MARK.encode()).lstrip().startswith((b"<?xml", b"<akomaNtoso", b"<!DOCTYPE")):
        return Form.AKOMA_NTOSO
    return Form.NOTATION


def take(raw: bytes) -> Taken:
    """Read what came in, whatever its form; a refusal names what is wrong with it."""
    form = form_of(raw)
    if form is Form.WORD:
        return _word(raw)
    if form is Form.AKOMA_NTOSO:
        document = read_document(raw)
        return Taken(form, document.source, document.unplaced, ids=_identities(document))
    return Taken(form, read(raw))


def _identities(document: ReadBack) -> tuple[str, ...]:
    """The identity of each provision of a document of ours, by the names that its elements have."""
    if not document.identities:
        return ()
    known = dict(document.identities)
    return tuple(known.get(name, "") for name in addresses(parse(document.source).provisions))


def _word(raw: bytes) -> Taken:
    found = read_word(raw)
    written = notation(found.text)
    remarks = (("comment", len(written.remarks)),) if written.remarks else ()
    return Taken(Form.WORD, written.source, (*found.unplaced, *remarks), found.text.authors, written.unknown)


def give(
    draft: Draft, form: Form, origin: Origin, *, ids: Sequence[str] = (), at: Instant | None = None
) -> bytes:
    """Write ``draft`` in ``form``; ``at`` is when its brackets are said to have been placed, where that can be told."""
    match form:
        case Form.NOTATION:
            return draft.source.encode("utf-8", "surrogatepass")
        case Form.AKOMA_NTOSO:
            return write_document(draft, origin, ids)
        case Form.WORD:
            return write_word(marked(draft, origin.language, at), origin.language)
        case Form.HTML:
            return write_html(draft, origin.language)
        case Form.JSON:
            return write_json(draft, ids)


def give_changes(old: Draft, new: Draft, origin: Origin, *, author: str, at: Instant | None = None) -> bytes:
    """Write as Word what ``new`` changes in ``old``, tracked under the name of ``author``."""
    return write_word(changed(old, new, author, at), origin.language)
