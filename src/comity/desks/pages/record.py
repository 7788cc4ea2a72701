"""The record as anybody may see it: what happened of which class and when, never to whom or about what.

* Each entry is a class, a time and a salted digest; the page adds the proof that it stands in the record.
* Beside the list stand those who vouch for it: the peers that cosigned it, the authority that stamped it, and what
  forks were found in the records of others.
* Counts by class and day are for oversight; they tell no content.                                   E12
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comity.access import permits, require
from comity.desks import naming, rules
from comity.desks.pages.unlinking import UnlinkForm
from comity.desks.proofs import proved_entry
from comity.foundation.canonical import canonical
from comity.node import forks, own, queries, record as log, salts, subjects, timestamps, witnessing
from comity.node.clock import now
from comity.node.keystore import LOG
from comity.node.middleware import actor_of
from comity.node.models import RecordEntry
from comity.words import Instant

A_PAGE = 50
STAMPS = 5
DAYS = 14
_A_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the list."""

    index: int
    event: str
    words: str
    at: Instant

    @classmethod
    def of(cls, row: RecordEntry) -> "Line":
        """Write a row."""
        return cls(row.index, row.event, naming.event(row.event), row.at)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one class of entry was made, on each of the days, oldest first."""

    event: str
    words: str
    days: tuple[int, ...]

    @property
    def total(self) -> int:
        """All days together."""
        return sum(self.days)


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """List the newest entries, or those before an index."""
    before = request.GET.get("before", "")
    rows = queries.entries()
    if before.isdecimal():
        rows = rows.filter(index__lt=int(before[:18]))
    lines = [Line.of(row) for row in rows[:A_PAGE]]
    size = log.log().size
    facts = {
        "witnesses": witnessing.witnesses(),
        "stamps": timestamps.stamps()[:STAMPS],
        "forks": forks.known(),
        "lines": lines,
        "size": size,
        "older": lines[-1].index if lines and lines[-1].index else None,
        "newest": bool(lines) and lines[0].index + 1 == size,
        "checkpoint": witnessing.shown_checkpoint(queries.checkpoint()) if size else None,
        "key": own.keys().signing(LOG).public if size else None,
        "counts": permits(subjects.access(), actor_of(request), rules.SEE_COUNTS),
    }
    return render(request, "desks/pages/record.html", facts)


@require_safe
def entry(request: HttpRequest, index: int) -> HttpResponse:
    """Show one entry and its proof."""
    row, reader = _row(index), actor_of(request)
    may = permits(subjects.access(), reader, "node.destroy-salt", row.about)
    decision = salts.decision(index) if permits(subjects.access(), reader, rules.SEE_UNLINKING) else None
    facts = {
        "line": Line.of(row),
        "unlinked": row.salt is None,
        "form": UnlinkForm() if may and row.salt is not None and not salts.is_given(row) else None,
        "row": row,
        "decision": decision,
        "salt": bytes(row.salt).hex() if decision and row.salt else "",
        "content": decision.content.decode() if decision else "",
        "proof": queries.proof(index),
        "key": own.keys().signing(LOG).public,
    }
    return render(request, "desks/pages/entry.html", facts)


@require_safe
def entry_file(_request: HttpRequest, index: int) -> HttpResponse:
    """Give one entry with its proof as a file that can be verified anywhere."""
    answer = HttpResponse(canonical(proved_entry(index)), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="comity-{own.state()}-{index}.json"'
    return answer


@require_safe
def stamp_file(_request: HttpRequest, size: str, part: str) -> HttpResponse:
    """Give a time-stamp or the checkpoint that it stamps, as ``openssl ts -verify`` takes them."""
    row = next((row for row in timestamps.stamps() if row.size == int(size) and row.token), None)
    if row is None:
        raise Http404
    token = part == "token.tsr"
    answer = HttpResponse(bytes(row.token or b"") if token else row.text.encode())
    answer["Content-Type"] = "application/timestamp-reply" if token else "text/plain; charset=utf-8"
    answer["Content-Disposition"] = f'attachment; filename="comity-{own.state()}-{size}-{part}"'
    return answer


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Count entries by class for the last days."""
    require(subjects.access(), actor_of(request), rules.SEE_COUNTS)
    first = now().milliseconds // _A_DAY - DAYS + 1
    tallies = _tallies(first)
    days = [Instant((first + day) * _A_DAY) for day in range(DAYS)]
    totals = [sum(tally.days[day] for tally in tallies) for day in range(DAYS)]
    facts = {"tallies": tallies, "days": list(zip(days, totals, strict=True)), "most": max(totals, default=0)}
    return render(request, "desks/pages/counts.html", facts)


def _row(index: int) -> RecordEntry:
    row = queries.entries().filter(index=index).first()
    if row is None:
        raise Http404
    return row


def _tallies(first: int) -> list[Tally]:
    day = ExpressionWrapper(F("at") / _A_DAY, output_field=BigIntegerField())
    rows = queries.entries().filter(at__gte=first * _A_DAY).annotate(day=day)
    counted: dict[str, list[int]] = defaultdict(lambda: [0] * DAYS)
    for event, on, count in rows.order_by().values_list("event", "day").annotate(count=Count("index")):
        if 0 <= on - first < DAYS:
            counted[event][on - first] = count
    tallies = [Tally(event, naming.event(event), tuple(days)) for event, days in counted.items()]
    return sorted(tallies, key=lambda tally: (-tally.total, tally.event))
