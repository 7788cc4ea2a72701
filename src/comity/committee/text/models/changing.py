"""What became of a text from one of its drafts to another; kept in memory, since the bytes of a draft never change."""

from functools import lru_cache

from comity.committee.text.models.queries import identified
from comity.committee.text.models.rows import Draft
from comity.committee.text.rules.changes import ArticleChange, changes

_KEPT = 12  # pairs of drafts


def changed(old: Draft, new: Draft) -> tuple[ArticleChange, ...]:
    """What became of each article from the draft ``old`` to the draft ``new``."""
    return _changed(old.pk, old.digest, new.pk, new.digest)


@lru_cache(maxsize=_KEPT)
def _changed(old: int, _old_digest: str, new: int, _new_digest: str) -> tuple[ArticleChange, ...]:
    rows = Draft.objects.defer("source").in_bulk([old, new])
    return changes(identified(rows[old]), identified(rows[new]))
