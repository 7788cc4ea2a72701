"""What pages and operations may ask of the texts; nothing here writes.

The bytes of a draft never change, so what was read from them is kept in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet
from django.http import Http404

from comity.access import Actor, permits
from comity.committee.documents.rules.lines import read
from comity.committee.text.models.rows import Draft, Text, Wording
from comity.committee.text.rules.access import ACCESS, READ
from comity.committee.text.rules.convergence import Convergence, follow
from comity.committee.text.rules.draft import parse
from comity.committee.text.rules.figures import Figures, count
from comity.committee.text.rules.identity import Identified

_KEPT = 24  # drafts in memory, each of a few megabytes


@dataclass(frozen=True, slots=True)
class Standing:
    """A text as the list shows it: its newest readable draft in one language, and how many there are."""

    text: Text
    newest: Draft
    drafts: int


@dataclass(frozen=True, slots=True)
class _Which:
    """A draft as the memory knows it: a row, its bytes, and when it was kept."""

    pk: int
    digest: str
    at: int

    @classmethod
    def of(cls, row: Draft) -> "_Which":
        """Name the draft of ``row``."""
        return cls(row.pk, row.digest, row.at.milliseconds)


@lru_cache(maxsize=_KEPT)
def _identified(which: _Which) -> Identified:
    row = Draft.objects.only("source").get(pk=which.pk)
    draft = parse(read(bytes(row.source)))
    ids = [""] * len(draft.provisions)
    for place, key in Wording.objects.filter(draft_id=which.pk).values_list("place", "provision__key"):
        ids[place] = key
    return Identified(draft, tuple(ids))


def identified(row: Draft) -> Identified:
    """Read a draft, with the lasting identity of its provisions."""
    return _identified(_Which.of(row))


@lru_cache(maxsize=_KEPT)
def _counted(which: _Which) -> tuple[Figures, ...]:
    return count(_identified(which).draft)


def counted(row: Draft) -> tuple[Figures, ...]:
    """Count each provision of a draft by itself."""
    return _counted(_Which.of(row))


def readable_drafts(actor: Actor) -> QuerySet[Draft]:
    """The drafts that ``actor`` may read, without their bytes."""
    rows = Draft.objects.select_related("text").defer("source")
    return rows if permits(ACCESS, actor, READ) else rows.filter(published=True)


def standings(actor: Actor) -> list[Standing]:
    """Every text of which ``actor`` may read a draft, by title and language."""
    found: dict[tuple[int, str], Standing] = {}
    for row in readable_drafts(actor).order_by("text__title", "language", "number"):
        before = found.get((row.text_id, row.language))
        found[row.text_id, row.language] = Standing(row.text, row, before.drafts + 1 if before else 1)
    return list(found.values())


def text_of(slug: str) -> Text:
    """The text of that address, or ``Http404``."""
    found = Text.objects.filter(slug=slug).first()
    if found is None:
        raise Http404(slug)
    return found


def history(actor: Actor, text: Text, language: str) -> list[Draft]:
    """The drafts of ``text`` in ``language`` that ``actor`` may read, the oldest first."""
    return list(readable_drafts(actor).filter(text=text, language=language).order_by("number"))


def numbered(actor: Actor, text: Text, language: str, number: int = 0) -> Draft:
    """The draft of that number, or the newest where it is 0, if ``actor`` may read it; otherwise ``Http404``."""
    drafts = history(actor, text, language)
    found = next((each for each in reversed(drafts) if number in {0, each.number}), None)
    if found is None:
        raise Http404(text.slug)
    return found


def latest(actor: Actor, text: Text) -> Draft:
    """The newest draft that ``actor`` may read, in English where there is one."""
    rows = readable_drafts(actor).filter(text=text)
    found = rows.filter(language="en").order_by("-number").first() or rows.order_by("-number").first()
    if found is None:
        raise Http404(text.slug)
    return found


def draft_of(actor: Actor, slug: str, language: str, number: int) -> Draft:
    """The draft of that address, if ``actor`` may read it; otherwise ``Http404``, as if it did not exist."""
    found = readable_drafts(actor).filter(text__slug=slug, language=language, number=number).first()
    if found is None:
        raise Http404(slug)
    return found


def follow_text(drafts: Sequence[Draft]) -> Convergence:
    """Follow a text through ``drafts``, the oldest first."""
    return _followed(tuple(map(_Which.of, drafts)))


@lru_cache(maxsize=_KEPT)
def _followed(drafts: tuple[_Which, ...]) -> Convergence:
    return follow([_identified(which) for which in drafts])
