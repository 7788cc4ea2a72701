"""A provision as HTML: brackets as nested spans that the keyboard reaches and that say who holds them.

* A bracket is a group with a name: its depth, its holders, whether it holds a place for words to come.
* Holders are raised beside it. Colour repeats what line style and words say.
* A bracket that runs on into the next paragraph is closed and opened again; only its first part is in the order of Tab.
* What has no partner is marked as such.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _, pgettext

from comity.committee.text.rules.brackets import Bracket, Use
from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.figures import Figures
from comity.committee.text.rules.headings import APPARATUS, Kind
from comity.committee.text.rules.runs import Run, Sort
from comity.committee.text.views.emphasis import paired
from comity.reference.states import holder_name, in_order
from comity.words import Language

_DEEPEST_STYLE = 5
_BEGINNING = 12  # words of a bracket in the list
_INDENTS = {Kind.SUBPARAGRAPH: "sub", Kind.ITEM: "subsub"}

_BETWEEN = {Language.ARABIC: "، ", Language.CHINESE: "、"}  # members of a list; elsewhere a comma


@dataclass(frozen=True, slots=True)
class Line:
    """One provision as the page shows it."""

    kind: str
    number: str
    classes: str
    label: str  # of an option
    holders: str
    content: SafeString
    agreed: bool
    heading: str


@dataclass(frozen=True, slots=True)
class Open:
    """A bracket as the list beside the text shows it."""

    anchor: str
    depth: int
    holders: str
    beginning: str


def lines(draft: Draft, first: int, own: Sequence[Figures], language: Language) -> Iterator[Line]:
    """Show the provision at ``first`` and all that stands under it; the heading itself is the page's."""
    start = draft.provisions[first].start
    running = [
        pair
        for pair in draft.brackets.pairs
        if pair.use is Use.NEGOTIATING and pair.close is not None and pair.open < start < pair.close
    ]
    for place in range(first, draft.provisions[first].last + 1):
        one = draft.provisions[place]
        if one.kind in APPARATUS or one.kind is Kind.RUBRIC:
            continue
        content, running = _Writer(draft, language, running).write(place)
        if place > first or one.kind not in {Kind.ARTICLE, Kind.PREAMBLE, Kind.ANNEX, Kind.SECTION}:
            yield _line(draft, place, content, agreed=own[place].ad_referendum > 0, language=language)


def _line(draft: Draft, place: int, content: SafeString, *, agreed: bool, language: Language) -> Line:
    one = draft.provisions[place]
    mark = draft.source[one.mark[0] : one.mark[1]].strip() if one.mark else ""
    option = one.kind is Kind.OPTION
    return Line(
        kind=one.kind.name.lower(),
        number="" if option else mark,
        classes=_classes(draft, place, agreed=agreed),
        label=mark.rstrip(" :.：") if option else "",
        holders=names(draft.holders(place), language) if option else "",
        content=content,
        agreed=agreed,
        heading=one.rubric,
    )


def _classes(draft: Draft, place: int, *, agreed: bool) -> str:
    one = draft.provisions[place]
    under = [draft.provisions[above].kind for above in draft.path(place)]
    found = [_INDENTS.get(one.kind, "")]
    if one.kind in {Kind.PREAMBULAR, Kind.PREAMBLE} or (one.kind is Kind.PARAGRAPH and not one.number):
        found.append("plain")
    if Kind.OPTION in under:
        found.append("altrow")
    elif agreed:
        found.append("adref")
    return " ".join(each for each in found if each)


def open_brackets(draft: Draft, first: int, language: Language) -> list[Open]:
    """List the outermost brackets of a provision and of what stands under it."""
    start, end = draft.provisions[first].start, draft.provisions[draft.provisions[first].last].end
    return [
        Open(anchor(pair), pair.depth, _held(pair, language), _beginning(draft, pair))
        for pair in draft.brackets.pairs
        if pair.use is Use.NEGOTIATING and pair.depth == 1 and start <= pair.open < end
    ]


def _beginning(draft: Draft, pair: Bracket) -> str:
    end = pair.close or pair.end
    if pair.attribution and pair.open < pair.attribution.start < end:
        end = pair.attribution.start
    words = draft.source[pair.open + 1 : min(end, pair.open + 40 * _BEGINNING)].replace("*", "").split()
    return Truncator(" ".join(words)).words(_BEGINNING)


def anchor(pair: Bracket) -> str:
    """The address of a bracket within its page."""
    return f"b{pair.open}"


def names(codes: Sequence[str], language: Language) -> str:
    """The names of holders, in the order of the language and set apart as it does; those only counted stand last."""
    return _named(tuple(codes), language)


@lru_cache(maxsize=8192)
def _named(codes: tuple[str, ...], language: Language) -> str:
    counted = [code for code in codes if code.startswith("+")]
    named = in_order(tuple(code for code in codes if not code.startswith("+")), language)
    told = [holder_name(code, language) for code in named]
    return listed([*told, *counted], language)


def listed(told: Iterable[str], language: Language) -> str:
    """One line of what is told, set apart as the language does."""
    return _BETWEEN.get(language, ", ").join(told)


def _held(pair: Bracket, language: Language) -> str:
    return names(pair.attribution.holders, language) if pair.attribution else ""


class _Writer:
    """Writes one provision; remembers which brackets and which emphasis are open."""

    def __init__(self, draft: Draft, language: Language, running: Sequence[Bracket]) -> None:
        self.draft = draft
        self.language = language
        self.open: list[Bracket] = list(running)
        self.parts: list[SafeString] = []
        self.emphasis: dict[int, int] = {}
        self.strength = 0
        self.end = 0  # of the provision being written
        self.written = False  # whether any word stands yet

    def write(self, place: int) -> tuple[SafeString, list[Bracket]]:
        """Write the provision at ``place``; also return the brackets that run on."""
        runs = list(self.draft.runs(place))
        self.end = self.draft.provisions[place].end
        self.emphasis = paired(self.draft.source, runs)
        for pair in self.open:
            self._begin(pair, again=True)
        for run in runs:
            self._run(run)
        for _pair in self.open:
            self.parts.append(mark_safe("</span>"))  # a constant
        return self._joined(), [pair for pair in self.open if pair.close is not None]

    def _joined(self) -> SafeString:
        return format_html_join("", "{}", ((part,) for part in self.parts))

    def _run(self, run: Run) -> None:
        if run.sort is Sort.TEXT:
            self._text(self.draft.words(run))
        elif run.sort is Sort.OPEN and run.bracket:
            self.open.append(run.bracket)
            self._begin(run.bracket, again=False)
        elif run.sort is Sort.CLOSE:
            self._finish()
        elif run.sort is Sort.EMPHASIS:
            self._mark(run)
        elif run.sort is Sort.STRAY:
            words = _("closing bracket without a partner")
            self.parts.append(format_html('<span class="stray" role="img" aria-label="{}">]</span>', words))
        elif run.sort is Sort.FOOTNOTE:
            name = self.draft.words(run).strip("[]^")
            self.parts.append(format_html('<sup class="note">{}</sup>', name))

    def _text(self, words: str) -> None:
        shape = ("{}", "<em>{}</em>", "<strong>{}</strong>", "<strong><em>{}</em></strong>")[
            min(self.strength, 3)
        ]
        if not self.written:
            words = words.lstrip()
            self.written = bool(words)
        if words:
            self.parts.append(format_html(shape, words) if words.strip() else format_html("{}", words))

    def _mark(self, run: Run) -> None:
        strong = self.emphasis.get(run.start)
        if strong is None:
            words = self.draft.words(run)
            self.parts.append(format_html("{}", "" if words == "\\" else words))
        else:
            self.strength ^= min(strong, 3)

    def _begin(self, pair: Bracket, *, again: bool) -> None:
        style = f"br d{min(pair.depth, _DEEPEST_STYLE)}"
        if pair.close is None:
            style += " lost"
        elif pair.close >= self.end:
            style += " on"
        if again:
            self.parts.append(format_html('<span class="{} from">', style))
            return
        self.parts.append(
            format_html(
                '<span class="{}" id="{}" tabindex="0" role="group" aria-label="{}">',
                style,
                anchor(pair),
                self._name(pair),
            )
        )

    def _finish(self) -> None:
        pair = self.open.pop()
        self.parts.append(mark_safe("</span>"))  # a constant
        if not pair.attribution:
            return
        held, against = pair.attribution.holders, pair.attribution.against
        if held:
            self.parts.append(format_html('<span class="by">{}</span>', ", ".join(held)))
        if against:
            words = pgettext("asks for deletion", "del. {States}").format(States=", ".join(against))
            self.parts.append(format_html('<span class="by">{}</span>', words))

    def _name(self, pair: Bracket) -> str:
        """Say what a bracket is, to those who hear the page."""
        held = _held(pair, self.language)
        facts = {"depth": pair.depth, "holders": held}
        if pair.close is None:
            return _("Bracket, depth {depth}, never closed").format(**facts)
        if pair.placeholder:
            return _("Bracket, depth {depth}, words to come").format(**facts)
        if held:
            return _("Bracket, depth {depth}, held by {holders}").format(**facts)
        return _("Bracket, depth {depth}, holder not named").format(**facts)
