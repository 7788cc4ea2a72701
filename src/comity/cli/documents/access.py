"""`docs/reference/access.md`: who may do what, from the access tables of every subject."""

from itertools import groupby
from pathlib import Path

from comity.access import Alternative, Predicate, Role, anyone
from comity.cli.documents.node import prepared
from comity.node.subjects import access

_HEAD = """# Who may do what

Every page, command and operation asks one table before it acts. A deed that the table does not know is refused, and a
deed without an alternative is nobody's. ● stands where the role suffices; ○ where a condition below must hold too.
This page is made from the tables themselves by `./comity docs --write`.
"""


def page(_folder: Path) -> str:
    """Write the page."""
    prepared()
    table = access()
    said = [_HEAD]
    for subject, deeds in groupby(sorted(table), key=lambda deed: deed.partition(".")[0]):
        known = list(deeds)
        head = " | ".join(["deed", "anyone", *(role.value.replace("-", " ") for role in Role)])
        said += [f"## {subject.capitalize()}\n", f"| {head} |", "|---|" + ":-:|" * (len(Role) + 1)]
        said += [_row(deed, table[deed]) for deed in known]
        said += [
            "",
            *_conditions([rule for deed in known for alternative in table[deed] for rule in alternative]),
        ]
    return "\n".join(said).rstrip() + "\n"


def _row(deed: str, alternatives: tuple[Alternative, ...]) -> str:
    cells = [_mark([one for one in alternatives if not any(_role(rule) for rule in one)])]
    cells += [_mark([one for one in alternatives if role in map(_role, one)]) for role in Role]
    return f"| `{deed}` | {' | '.join(cells)} |"


def _mark(alternatives: list[Alternative]) -> str:
    if not any(alternatives):
        return ""
    return "●" if any(all(_role(rule) or rule is anyone for rule in one) for one in alternatives) else "○"


def _role(rule: Predicate) -> Role | None:
    name = rule.__name__.removeprefix("holds ")
    return Role(name) if name in set(Role) and name != rule.__name__ else None


def _conditions(rules: list[Predicate]) -> list[str]:
    others = dict.fromkeys(rule for rule in rules if not _role(rule) and rule is not anyone)
    told = [
        f"- {rule.__name__.replace('_', ' ')}: {(rule.__doc__ or '').strip().splitlines()[0]}"
        for rule in others
    ]
    return ["Conditions:\n", *told, ""] if told else []
