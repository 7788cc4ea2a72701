"""XML from outside, read without trust.

* UTF-8 only, at most the limit given; a document type or an entity is refused, wherever it stands: no text needs one,
  and every known attack on readers of XML begins there.
* Nothing is fetched, nothing is expanded, no element stands deeper than 256.
"""

import re

from lxml import etree

from comity.errors.interchange import FileTooLarge, XmlForbidden, XmlMalformed

LARGEST = 32 * 1024 * 1024  # octets of one file, and of one XML document
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


def fits(octets: int) -> None:
    """Refuse a file by its size, before it is read; raises ``FileTooLarge``."""
    if octets > LARGEST:
        raise FileTooLarge(octets, limit=LARGEST)


def read_markup(raw: bytes, *, largest: int = LARGEST) -> etree._Element:
    """Read ``raw`` into its root element, or raise ``FileTooLarge``, ``XmlForbidden`` or ``XmlMalformed``."""
    if len(raw) > largest:
        raise FileTooLarge(len(raw), limit=largest)
    if b"\x00" in raw:
        raise XmlMalformed("1:1")  # UTF-16, UTF-32, or no text at all
    if _DECLARED.search(raw):
        raise XmlForbidden("DOCTYPE")
    try:
        return etree.fromstring(raw, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlMalformed(_place(error)) from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _place(error: Exception) -> str:
    line, column = getattr(error, "position", (1, 1))
    return f"{line}:{column}"
