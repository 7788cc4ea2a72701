"""A draft as plain JSON: its provisions with their words run by run, and its brackets with their holders.

* Every character of the draft stands in exactly one run: the words of all runs, joined, are the draft.
"""

import json
from collections.abc import Sequence

from comity.committee.text.rules.brackets import Use
from comity.committee.text.rules.draft import Draft
from comity.committee.text.rules.report import Plain


def write_json(draft: Draft, ids: Sequence[str] = ()) -> bytes:
    """Write ``draft``; ``ids`` are the lasting identities of its provisions."""
    told: dict[str, Plain] = {
        "title": draft.title(),
        "provisions": [_provision(draft, place, ids) for place in range(len(draft.provisions))],
        "brackets": _brackets(draft),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"


def _provision(draft: Draft, place: int, ids: Sequence[str]) -> dict[str, Plain]:
    one = draft.provisions[place]
    return {
        "id": ids[place] if place < len(ids) and ids[place] else None,
        "kind": one.kind.value,
        "number": one.number,
        "heading": one.rubric,
        "under": one.parent,
        "line": one.line,
        "runs": [{"sort": run.sort.value, "words": draft.words(run)} for run in draft.runs(place)],
    }


def _brackets(draft: Draft) -> list[Plain]:
    return [
        {
            "provision": pair.place,
            "opens": pair.open,
            "closes": pair.close,
            "depth": pair.depth,
            "held_by": list(pair.attribution.holders) if pair.attribution else [],
            "against": list(pair.attribution.against) if pair.attribution else [],
            "placeholder": pair.placeholder,
        }
        for pair in draft.brackets.pairs
        if pair.use is Use.NEGOTIATING
    ]
