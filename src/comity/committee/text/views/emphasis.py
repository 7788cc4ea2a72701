"""Which marks of emphasis in a provision are emphasis, and which are signs of the text.

A run of stars opens where a word follows and closes where a word ends; one that finds no partner is a sign, so that
``[NDMC*][INDC]`` keeps its star.                                                                CommonMark 0.31, 6.2
"""

from collections.abc import Sequence

from comity.committee.text.rules.runs import Run, Sort

_STRONG = 2


def paired(source: str, runs: Sequence[Run]) -> dict[int, int]:
    """For each mark that opens or closes emphasis, by its start: how strong it is (1, 2, 3)."""
    found: dict[int, int] = {}
    open_marks: list[Run] = []
    for run in runs:
        if run.sort is not Sort.EMPHASIS or source[run.start] not in "*_":
            continue
        before = source[run.start - 1 : run.start] or " "
        after = source[run.end : run.end + 1] or " "
        partner = next((mark for mark in reversed(open_marks) if _alike(source, mark, run)), None)
        if partner and not before.isspace():
            del open_marks[open_marks.index(partner) :]
            found[partner.start] = found[run.start] = run.end - run.start
        elif not after.isspace() and run.end - run.start <= _STRONG + 1:
            open_marks.append(run)
    return found


def _alike(source: str, mark: Run, run: Run) -> bool:
    return source[mark.start : mark.end] == source[run.start : run.end]
