"""`docs/reference/errors.md`: every refusal, by who must act, with what it says."""

from pathlib import Path

from comity.cli.inspection.sentences import Leaf, branches, leaves
from comity.reference.refusals import told
from comity.words import Language

_HEAD = """# Refusals

A refusal has a stable code, a place, and facts. The code goes on the wire and into the record and is never given
another meaning. What it says and what to do about it stand in six languages beside the code; here they are in English,
with the places that a refusal fills in braces. This page is made from the source by `./comity docs --write`.

Who must act is the first thing that a refusal says:

```
{tree}
```
"""


def page(_folder: Path) -> str:
    """Write the page."""
    areas: dict[str, list[Leaf]] = {}
    for area, leaf in leaves():
        areas.setdefault(area, []).append(leaf)
    said = [_HEAD.format(tree=_tree(branches()[0]))]
    for area, known in areas.items():
        said.append(
            f"## {area.capitalize()}\n\n| code | who must act | what is wrong | what to do |\n|---|---|---|---|"
        )
        said += [_row(leaf) for leaf in known]
        said.append("")
    return "\n".join(said)


def _tree(branch: Leaf, before: str = "") -> str:
    below = [known for known in branches() if branch in known.__bases__]
    rows = [branch.__name__]
    for number, known in enumerate(below, start=1):
        last = number == len(below)
        rows.append(f"{before}{'└──' if last else '├──'} {_tree(known, before + ('    ' if last else '│   '))}")
    return "\n".join(rows)


def _row(leaf: Leaf) -> str:
    text = told().get((leaf.code, Language.ENGLISH))
    says, do = (text.says, text.do) if text else ("", "")
    cells = (f"`{leaf.code}`", leaf.__bases__[0].__name__, says, do)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells) + " |"
