"""The negotiating text as a page that needs nothing beside it; from it a PDF is set.

* Headings are headings, every provision bears its number; language and direction are those of the text.
* Words that somebody would delete are struck through, words offered are underlined, both in brackets: nothing is told
  by colour alone. Codes of those behind a bracket stand raised after it, in the order of the language of the text.
* What is agreed and what is only proposed says so. Comments stand at the end, each with its provision.
* A character that XML does not know is left out of the page.
"""

import re
from collections.abc import Iterable

from lxml import etree
from lxml.builder import E

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import CHAIR, Comment, Holder
from comity.committee.text.rules.negotiation.carrying import set_apart
from comity.committee.text.rules.negotiation.consolidation import Line
from comity.committee.text.rules.negotiation.marks import Enclosed, Mark, Role, Run
from comity.committee.text.rules.papers.choice import state_of
from comity.committee.text.rules.papers.paper import Paper
from comity.committee.text.rules.papers.phrases import Phrase, said
from comity.committee.text.rules.words import joined
from comity.reference.states import holder_name, in_order
from comity.words import Language

_LEVELS = {
    Kind.TITLE: "h2",
    Kind.PREAMBLE: "h2",
    Kind.CHAPTER: "h2",
    Kind.ANNEX: "h2",
    Kind.SECTION: "h3",
    Kind.ARTICLE: "h4",
}
_CLASSES = {Kind.SUBPARAGRAPH: "sub", Kind.ITEM: "item"}
_UNKNOWN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHADES = 3  # depths of brackets that look different
_STYLE = """
@page { size: A4; margin: 22mm 20mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt } }
body { font: 11pt/1.5 "Noto Serif", "Noto Naskh Arabic", "Noto Serif CJK SC", "Noto Sans Arabic", "Noto Sans CJK SC", \
serif; margin: 0 auto; max-inline-size: 44rem }
h1 { font-size: 17pt; line-height: 1.25 } h2 { font-size: 13pt; margin-block: 1.4em .4em }
h3, h4 { font-size: 11.5pt; margin-block: 1.2em .4em } h1, h2, h3, h4 { break-after: avoid }
p { margin-block: 0 .7em; orphans: 2; widows: 2 } .soft { color: #444; font-size: 9.5pt }
.sub { margin-inline-start: 2em } .item { margin-inline-start: 4em }
.br::before { content: "[" } .br::after { content: "]" } .br::before, .br::after { font-weight: bold }
.d1 { background: #fff3d6 } .d2 { background: #e3edf9 } .d3 { background: #e6f3e4 }
ins { text-decoration: underline } del { text-decoration: line-through }
sup { font-size: 7.5pt; line-height: 0 } .tag { border: .5pt solid #444; font-size: 8.5pt; padding-inline: .4em }
"""


def html_of(paper: Paper) -> bytes:
    """The paper as one page in UTF-8."""
    day = str(paper.at)[:10]
    when = said(Phrase.DRAFT, paper.language, draft=paper.draft, entries=paper.entries, at=day)
    title = _known(paper.title)
    page = E.html(
        E.head(E.meta(charset="utf-8"), E.title(title), E.style(_STYLE)),
        E.body(
            E.h1(title),
            E.p({"class": "soft"}, when),
            E.main(*(_provision(paper, line) for line in paper.lines)),
        ),
        lang=str(paper.language),
        dir=paper.language.direction,
    )
    if paper.comments:
        page[1].append(_comments(paper))
    return bytes(etree.tostring(page, method="html", encoding="utf-8", doctype="<!doctype html>")) + b"\n"


def _provision(paper: Paper, line: Line) -> etree._Element:
    kind = line.provision.kind
    made = etree.Element(_LEVELS.get(kind, "p"), id=f"p-{line.provision.id}")
    if kind in _CLASSES:
        made.set("class", _CLASSES[kind])
    number = paper.number(line)
    if number:
        between = ". " if kind in _LEVELS and line.marks else " "
        _say(made, f"{number}{between}")
    _Words(paper.language).write(made, line.marks)
    if line.sponsors:
        _raise(made, ", ".join(in_order(line.sponsors, paper.language)))
    status = state_of(line)
    phrase = {"agreed": Phrase.AGREED, "proposed": Phrase.PROPOSED}.get(status)
    if phrase:
        _say(made, " ")
        made.append(E.span({"class": "tag"}, said(phrase, paper.language).rstrip(".。")))
    return made


class _Words:
    """Writes words with their brackets; white space stands between brackets and words, not within brackets."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.last = ""
        self.due = False  # whether the last word that stands was followed by white space

    def write(self, into: etree._Element, marks: Iterable[Mark], depth: int = 1) -> None:
        """Write marks at a depth of brackets."""
        for mark in marks:
            if isinstance(mark, Run):
                words = joined(mark.words)
                gap = " " if self.due or set_apart(self.last, words) else ""
                self.last = words.rstrip()
                self.due = self.last != words
                _say(into, f"{gap}{_known(self.last)}")
            elif mark.inside:
                self._bracket(into, mark, depth)

    def _bracket(self, into: etree._Element, mark: Enclosed, depth: int) -> None:
        """Write a bracket; alternatives touch the one they stand against."""
        offered = mark.role is Role.OFFERED
        touches = offered and mark.option > 1
        if not touches and (self.due or (offered and self.last)):
            _say(into, " ")
        after = self.due
        self.last, self.due = "", False
        made = etree.SubElement(into, "span", {"class": f"br d{min(depth, _SHADES)}"})
        sign = "ins" if offered else "del" if mark.proposals else ""
        self.write(etree.SubElement(made, sign) if sign else made, mark.inside, depth + 1)
        self.due = after if offered else self.due
        if told := self._beside(mark):
            _raise(into, told)

    def _beside(self, mark: Enclosed) -> str:
        """Who stands behind a bracket, as the notation of brackets says it."""
        against, reserved = self._codes(mark.against), self._codes(mark.reserved)
        told = [", ".join(self._codes(mark.wanted))]
        told += [f"del. {', '.join(against)}"] if against else []
        told += [f"res. {', '.join(reserved)}"] if reserved else []
        return "; ".join(part for part in told if part)

    def _codes(self, holders: Iterable[Holder]) -> tuple[Holder, ...]:
        return in_order(tuple(each for each in holders if each != CHAIR), self.language)


def _comments(paper: Paper) -> etree._Element:
    numbers = {line.provision.id: paper.number(line) for line in paper.lines}
    made = E.section(E.h2(said(Phrase.COMMENTS, paper.language)))
    for name, entries in paper.comments.items():
        for entry in entries:
            if isinstance(entry.act, Comment):
                who = holder_name(entry.by, paper.language)
                made.append(
                    E.p(
                        E.a(numbers[name] or "·", href=f"#p-{name}"),
                        f" {_known(entry.act.text)} ",
                        E.span({"class": "soft"}, f"{who}, {str(entry.at)[:10]}"),
                    )
                )
    return made


def _raise(into: etree._Element, told: str) -> None:
    etree.SubElement(into, "sup").text = f" {told}"


def _say(into: etree._Element, words: str) -> None:
    if len(into):
        into[-1].tail = (into[-1].tail or "") + words
    else:
        into.text = (into.text or "") + words


def _known(words: str) -> str:
    return _UNKNOWN.sub("", words)
