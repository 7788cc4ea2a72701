"""`docs/mandate.md`: what was promised, and the tests that keep it."""

from itertools import groupby
from pathlib import Path

from comity.cli.inspection.promises import Keeper, kept
from comity.reference.mandate import promises

_HEAD = """# What was promised, and what keeps it

Each promise below comes from the two documents that Comity serves: the resolution that instructs the committee (R),
and the Chair's proposal on the objectives (P) and the elements (E) of the convention. A test that keeps a promise says
so by its mark; this page is made from those marks by `./comity docs --write`, and `./comity mandate` prints the same
figures. A promise without a test is open.
"""


def page(folder: Path) -> str:
    """Write the page."""
    tests = kept(folder)
    held = sum(bool(found) for found in tests.values())
    parts = [_HEAD, f"{held} of {len(tests)} promises are kept by at least one test.\n"]
    for title, group in groupby(promises(), key=lambda promise: promise.part):
        known = list(group)
        rows = [f"| {_link(one.id, tests[one.id])} | {one.title} | {_count(tests[one.id])} |" for one in known]
        parts.append("\n".join([f"## {title}\n", "| id | promise | tests |", "|---|---|---:|", *rows]) + "\n")
        parts += [_told(one.id, one.title, tests[one.id]) for one in known if tests[one.id]]
    return "\n".join(parts)


def _link(name: str, tests: list[Keeper]) -> str:
    return f"[{name}](#{name.lower()})" if tests else name


def _count(tests: list[Keeper]) -> str:
    return str(len(tests)) if tests else "open"


def _told(name: str, title: str, tests: list[Keeper]) -> str:
    lines = [f"### {name} {{ #{name.lower()} }}\n", f"{title}.\n"]
    for place, group in groupby(sorted(tests), key=lambda test: test.page):
        lines.append(f"- `{place}`")
        lines += [f"    - {test.sentence}" for test in group]
    return "\n".join(lines) + "\n"
