"""A feed that only tests open: the reason of a pause, word by word, each a piece; its version is how many there are."""

from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.utils.translation import get_language

from comity.node.live.commits import announce
from comity.node.live.sheets import Page, Piece
from comity.node.models import Pause

REGION = "reason"


class Notices:
    """The notices, and what was rendered of them."""

    deed = "node.see-deliveries"

    def __init__(self) -> None:
        self.rendered: list[str] = []

    def versions(self) -> Mapping[str, int]:
        return {row.state: len(row.reason.split()) for row in Pause.objects.all()}

    def page(self, thing: str, part: str) -> Page | None:
        row = Pause.objects.filter(state=thing).first()
        if row is None or part != REGION:
            return None
        words = row.reason.split()
        return Page(len(words), {REGION: [Piece(each, each, partial(self._render, each)) for each in words]})

    def _render(self, word: str) -> str:
        self.rendered.append(f"{get_language()}: {word}")
        return self.rendered[-1]


FEED = Notices()


def post(word: str) -> int:
    """Commit one more word, and say which version that makes."""
    with transaction.atomic():
        row, _ = Pause.objects.get_or_create(state="XB", defaults={"since": 1, "by": "operator"})
        row.reason = f"{row.reason} {word}"
        row.save()
        announce()
    return len(row.reason.split())
