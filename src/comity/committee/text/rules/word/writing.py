"""A tracked text written as a Word document.

* Insertions, deletions and comments bear their author and, where it is known, their second.
* Nothing else is written: no computer's name, no user's name, no time of writing. The same text gives the same octets.
* Text that runs from right to left is marked so.
"""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from comity.committee.documents.rules.lines import Places
from comity.committee.text.rules.word.packages import folded
from comity.committee.text.rules.word.tracked import Mark, Paragraph, Remark, Stretch, Style, Tracked, tidy
from comity.errors.interchange import NotXmlCharacter
from comity.words import Instant, Language

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_UNKNOWN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("[\t\n\r]|[^\t\n\r]+")
_SIGNS = {"\t": "tab", "\n": "br", "\r": "cr"}
_PARTS = ("document", "styles", "comments")
_TONGUES = {Language.ARABIC: "ar-SA", Language.CHINESE: "zh-CN", Language.ENGLISH: "en-GB"}
_TONGUES |= {Language.FRENCH: "fr-FR", Language.RUSSIAN: "ru-RU", Language.SPANISH: "es-ES"}


def write_word(text: Tracked, language: Language) -> bytes:
    """Write ``text`` as a ``.docx``, or raise ``NotXmlCharacter``."""
    body = _Body(language)
    for paragraph in tidy(text).paragraphs:
        body.add(paragraph)
    return folded(
        {
            "[Content_Types].xml": _printed(_content_types()),
            "_rels/.rels": _printed(_relations({"officeDocument": "word/document.xml"})),
            "word/document.xml": _printed(body.document),
            "word/styles.xml": _printed(_styles(language)),
            "word/comments.xml": _printed(body.comments),
            "word/_rels/document.xml.rels": _printed(
                _relations({name: f"{name}.xml" for name in _PARTS if name != "document"})
            ),
        }
    )


def w(name: str) -> str:
    """A name of WordprocessingML."""
    return f"{{{NAMESPACE}}}{name}"


class _Body:
    """Writes paragraph after paragraph; numbers changes and comments as it goes."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.document = etree.Element(w("document"), nsmap={"w": NAMESPACE})
        self.comments = etree.Element(w("comments"), nsmap={"w": NAMESPACE})
        self.body = etree.SubElement(self.document, w("body"))
        self.changes = self.said = 0

    def add(self, paragraph: Paragraph) -> None:
        """Write a paragraph."""
        made = etree.SubElement(self.body, w("p"))
        self._manner(made, paragraph)
        running: dict[Remark, str] = {}
        for stretch in paragraph.stretches:
            for remark in [each for each in running if each not in stretch.remarks or not stretch.words]:
                _end(made, running.pop(remark))
            for remark in stretch.remarks:
                if remark not in running:
                    running[remark] = self._begin(made, remark)
            if stretch.words:
                self._stretch(made, stretch)
        for number in running.values():
            _end(made, number)

    def _manner(self, made: etree._Element, paragraph: Paragraph) -> None:
        manner = etree.SubElement(made, w("pPr"))
        etree.SubElement(manner, w("pStyle"), {w("val"): paragraph.style.value})
        if self.language.right_to_left:
            etree.SubElement(manner, w("bidi"))
        if paragraph.inserted or paragraph.deleted:
            run = etree.SubElement(manner, w("rPr"))
            for name, mark in (("ins", paragraph.inserted), ("del", paragraph.deleted)):
                if mark:
                    self._change(run, name, mark)

    def _change(self, parent: etree._Element, name: str, mark: Mark) -> etree._Element:
        self.changes += 1
        made = etree.SubElement(
            parent, w(name), {w("id"): str(self.changes), w("author"): _checked(mark.author)}
        )
        if mark.at:
            made.set(w("date"), _second(mark.at))
        return made

    def _stretch(self, parent: etree._Element, stretch: Stretch) -> None:
        if stretch.inserted:
            parent = self._change(parent, "ins", stretch.inserted)
        if stretch.deleted:
            parent = self._change(parent, "del", stretch.deleted)
        run = etree.SubElement(parent, w("r"))
        if stretch.bold or stretch.italic or self.language.right_to_left:
            look = etree.SubElement(run, w("rPr"))
            for name, holds in (
                ("b", stretch.bold),
                ("i", stretch.italic),
                ("rtl", self.language.right_to_left),
            ):
                if holds:
                    etree.SubElement(look, w(name))
        _say(run, stretch.words, "delText" if stretch.deleted else "t")

    def _begin(self, parent: etree._Element, remark: Remark) -> str:
        number = str(self.said)
        self.said += 1
        comment = etree.SubElement(
            self.comments, w("comment"), {w("id"): number, w("author"): _checked(remark.author)}
        )
        if remark.at:
            comment.set(w("date"), _second(remark.at))
        for line in remark.words.split("\n"):
            _say(etree.SubElement(etree.SubElement(comment, w("p")), w("r")), line, "t")
        etree.SubElement(parent, w("commentRangeStart"), {w("id"): number})
        return number


def _end(parent: etree._Element, number: str) -> None:
    etree.SubElement(parent, w("commentRangeEnd"), {w("id"): number})
    etree.SubElement(etree.SubElement(parent, w("r")), w("commentReference"), {w("id"): number})


def _say(run: etree._Element, words: str, name: str) -> None:
    for piece in _BREAKS.findall(_checked(words)):
        if piece in _SIGNS:
            etree.SubElement(run, w(_SIGNS[piece]))
        else:
            said = etree.SubElement(run, w(name))
            said.text = piece
            said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _checked(words: str) -> str:
    if found := _UNKNOWN.search(words):
        raise NotXmlCharacter(Places.of(words).at(found.start()), sign=f"U+{ord(found[0]):04X}")
    return words


def _second(at: Instant) -> str:
    return at.moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _printed(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _content_types() -> etree._Element:
    root = etree.Element("Types", xmlns=f"{_PACKAGE}/content-types")
    for extension, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, "Default", Extension=extension, ContentType=kind)
    for name in _PARTS:
        kind = "document.main" if name == "document" else name
        etree.SubElement(root, "Override", PartName=f"/word/{name}.xml", ContentType=f"{_TYPES}.{kind}+xml")
    return root


def _relations(targets: dict[str, str]) -> etree._Element:
    root = etree.Element("Relationships", xmlns=f"{_PACKAGE}/relationships")
    for number, (kind, target) in enumerate(targets.items(), 1):
        etree.SubElement(root, "Relationship", Id=f"rId{number}", Type=f"{_OFFICE}/{kind}", Target=target)
    return root


_LOOKS: Sequence[tuple[Style, str, int, int, bool]] = (
    (Style.NORMAL, "Normal", 22, 0, False),
    (Style.TITLE, "Title", 36, 0, True),
    (Style.CHAPTER, "heading 1", 30, 0, True),
    (Style.SECTION, "heading 2", 26, 0, True),
    (Style.ARTICLE, "heading 3", 24, 0, True),
    (Style.SUBPARAGRAPH, "List Continue", 22, 720, False),
    (Style.ITEM, "List Continue 2", 22, 1440, False),
)


def _styles(language: Language) -> etree._Element:
    root = etree.Element(w("styles"), nsmap={"w": NAMESPACE})
    plain = etree.SubElement(
        etree.SubElement(etree.SubElement(root, w("docDefaults")), w("rPrDefault")), w("rPr")
    )
    etree.SubElement(plain, w("lang"), {w("val" if not language.right_to_left else "bidi"): _TONGUES[language]})
    for style, name, size, indent, bold in _LOOKS:
        _style(root, style, name, size=size, indent=indent, bold=bold)
    return root


def _style(root: etree._Element, style: Style, name: str, *, size: int, indent: int, bold: bool) -> None:
    made = etree.SubElement(root, w("style"), {w("type"): "paragraph", w("styleId"): style.value})
    if style is Style.NORMAL:
        made.set(w("default"), "1")
    etree.SubElement(made, w("name"), {w("val"): name})
    manner = etree.SubElement(made, w("pPr"))
    if bold:
        etree.SubElement(manner, w("keepNext"))
    etree.SubElement(manner, w("spacing"), {w("after"): "160"})
    if indent:
        etree.SubElement(manner, w("ind"), {w("start"): str(indent)})
    look = etree.SubElement(made, w("rPr"))
    for sign in _weight(bold=bold):
        etree.SubElement(look, w(sign))
    for sign in ("sz", "szCs"):
        etree.SubElement(look, w(sign), {w("val"): str(size)})


def _weight(*, bold: bool) -> Iterator[str]:
    if bold:
        yield from ("b", "bCs")
