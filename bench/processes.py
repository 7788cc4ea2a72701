"""Processor seconds of processes and all that they started, where the system tells them (Linux).

They do not grow when others use the machine, as wall time does.
"""

import os
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")


def seconds(roots: Iterable[int]) -> float | None:
    """Sum the processor seconds of the living processes ``roots`` and their descendants; None where nobody tells."""
    if not (PROC / "self" / "stat").exists():
        return None
    parents, spent = {}, {}
    for page in PROC.glob("[0-9]*/stat"):
        try:
            fields = page.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        parents[int(page.parent.name)] = int(fields[1])
        spent[int(page.parent.name)] = int(fields[11]) + int(fields[12])
    wanted, known = set(roots), -1
    while known != len(wanted):
        known = len(wanted)
        wanted |= {child for child, parent in parents.items() if parent in wanted}
    return sum(spent.get(each, 0) for each in wanted) / os.sysconf("SC_CLK_TCK")
