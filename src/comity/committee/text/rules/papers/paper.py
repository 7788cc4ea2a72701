"""The negotiating text, or a part of it, at one moment: what is printed, sent, and laid on the table.

* It holds the provisions that were chosen, in the order of the text, as the log gives them after its last entry.
* What was said of each provision goes with it: comments, and who declared agreed what, when and at which meeting.
* Whoever has the paper knows from which entry it is: the same entry gives the same paper.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.committee.text.rules.negotiation.acts import ROOT, Comment, Entry, ProvisionId
from comity.committee.text.rules.negotiation.consolidation import Line, Text
from comity.committee.text.rules.negotiation.numbering import printed
from comity.committee.text.rules.papers.choice import Choice
from comity.committee.text.rules.words import joined
from comity.words import Instant, Language


@dataclass(frozen=True, slots=True)
class Agreement:
    """Words of a provision that one entry declared agreed; no words: the whole provision."""

    provision: ProvisionId
    entry: Entry
    words: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is taken away; ``log`` is empty unless the paper is the whole text."""

    slug: str
    title: str
    language: Language
    draft: int
    entries: int
    at: Instant
    lines: tuple[Line, ...]
    comments: Mapping[ProvisionId, tuple[Entry, ...]]
    acts: Mapping[int, Entry]  # the entries that what is shown refers to
    log: tuple[Entry, ...] = ()

    def number(self, line: Line) -> str:
        """The number of a provision in the language of the text."""
        return printed(line.number, self.language)

    def agreements(self) -> Iterator[Agreement]:
        """What is agreed in the provisions that are shown."""
        for line in self.lines:
            yield from self.agreements_of(line)

    def agreements_of(self, line: Line) -> Iterator[Agreement]:
        """What is agreed in one provision: the whole of it, or words by the entry that declared them so."""
        one = line.provision
        if one.agreed:
            yield Agreement(one.id, self.acts[one.agreed])
            return
        runs: dict[int, list[str]] = {}
        for word, name in zip(one.words, one.ids, strict=True):
            if name in one.agreed_words:
                runs.setdefault(one.agreed_words[name], []).append(word)
        for entry, words in runs.items():
            yield Agreement(one.id, self.acts[entry], joined(words).strip())


def paper_of(
    text: Text,
    log: Sequence[Entry],
    *,
    slug: str,
    title: str,
    top: ProvisionId = ROOT,
    choice: Choice | None = None,
) -> Paper:
    """Lay out the ``text`` that ``log`` gives: all of it, or ``top`` with what stands under it, as far as chosen."""
    chosen = choice or Choice()
    lines = tuple(line for line in text.lines(top) if chosen.keeps(line))
    now = text.negotiation
    numbers = {number for line in lines for number in _numbers(line)}
    comments: dict[ProvisionId, list[Entry]] = {}
    shown = {line.provision.id for line in lines}
    for entry in log:
        if isinstance(entry.act, Comment) and entry.act.provision in shown:
            comments.setdefault(entry.act.provision, []).append(entry)
    is_whole = top == ROOT and chosen.is_all
    return Paper(
        slug=slug,
        title=title,
        language=now.language,
        draft=now.draft,
        entries=now.entries,
        at=now.at,
        lines=lines,
        comments={name: tuple(each) for name, each in comments.items()},
        acts={number: log[number - 1] for number in numbers},
        log=tuple(log) if is_whole else (),
    )


def _numbers(line: Line) -> Iterator[int]:
    """The entries that a provision as it is shown refers to."""
    one = line.provision
    yield from (each.number for each in one.everything() if each.is_open)
    yield from (one.agreed, *one.agreed_words.values()) if one.agreed else one.agreed_words.values()
