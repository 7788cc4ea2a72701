"""`docs/reference/rules/`: every page that states a law, as its own docstrings state it.

The source is read, not run: a module's docstring, then each public name with its signature and its docstring, in the
order in which they are written.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ITEM = re.compile(r"(\* |\d+\. )")
_COLUMNS = re.compile(r"\S {3,}\S")
_CLAUSE = re.compile(r" {3,}(\S.*)$")  # what stands far to the right of a rule is the clause it rests on

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Volume:
    """One page of the documentation: its title, what it holds, and the modules that it is made of."""

    name: str
    title: str
    modules: tuple[str, ...]


VOLUMES = (
    Volume("words", "The shared words, and access", ("words", "access", "errors")),
    Volume("text", "The text under negotiation", ("committee/text/rules",)),
    Volume("instruments", "The library of instruments", ("committee/instruments/rules",)),
    Volume("documents", "Documents of the committee", ("committee/documents/rules",)),
    Volume("requests", "Requests between authorities", ("regime/requests/rules",)),
    Volume("evidence", "Electronic evidence", ("regime/evidence/rules",)),
    Volume("node", "The node and its desks", ("node/rules", "desks/rules")),
    Volume(
        "foundation",
        "The foundation: the protocol as a library",
        (
            *("foundation/limits", "foundation/canonical", "foundation/trees", "foundation/identity"),
            *("foundation/sealing", "foundation/envelopes", "foundation/record", "foundation/directory"),
            *("foundation/exchange", "foundation/bundle"),
        ),
    ),
    Volume("reference", "The tables", ("reference",)),
)


def page(volume: Volume, folder: Path) -> str:
    """Write one volume."""
    source = folder / "src" / "comity"
    said = [f"# {volume.title}\n", "This page is made from the source by `./comity docs --write`.\n"]
    for module in volume.modules:
        for path in _pages(source, module):
            said += _module(path, ".".join(("comity", *path.relative_to(source).with_suffix("").parts)))
    return "\n".join(said).rstrip() + "\n"


def _pages(source: Path, module: str) -> list[Path]:
    if (source / f"{module}.py").exists():
        return [source / f"{module}.py"]
    return sorted((source / module).glob("*.py"))


def _module(path: Path, name: str) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = ast.get_docstring(tree)
    if told:
        yield f"## `{name.removesuffix('.__init__')}`\n"
        yield _prose(told)
        yield from _names(tree.body, "###")


def _names(body: list[ast.stmt], mark: str) -> Iterator[str]:
    for node in body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        told = ast.get_docstring(node)
        if told:
            yield f"{mark} `{node.name}`\n"
            yield f"```python\n{_signature(node)}\n```\n"
            yield _prose(told)
        if isinstance(node, ast.ClassDef):
            yield from _names(node.body, mark + "#")


def _signature(node: ast.ClassDef | Function) -> str:
    if isinstance(node, ast.ClassDef):
        bases = ", ".join(ast.unparse(base) for base in node.bases)
        fields = [
            line
            for line in node.body
            if isinstance(line, ast.AnnAssign) and not ast.unparse(line.target).startswith("_")
        ]
        return "\n".join(
            [
                f"class {node.name}({bases})" if bases else f"class {node.name}",
                *(f"    {ast.unparse(field)}" for field in fields),
            ]
        )
    arguments = ast.unparse(node.args)
    return f"def {node.name}({arguments})" + (f" -> {ast.unparse(node.returns)}" if node.returns else "")


def _prose(told: str) -> str:
    """Turn a docstring into Markdown: in lists the clause is set apart, drawings and tables stay as drawn."""
    blocks = re.split(r"\n\s*\n", inspect.cleandoc(told))
    return "\n\n".join(_block(block.splitlines()) for block in blocks) + "\n"


def _block(lines: list[str]) -> str:
    first = next((number for number, line in enumerate(lines) if _ITEM.match(line)), None)
    if first is None:
        if all(line.startswith("    ") for line in lines):
            return "\n".join(lines)
        in_columns = any(_COLUMNS.search(line) for line in lines)
        return "\n".join(f"    {line}" if in_columns else _words(line) for line in lines)
    head = [_words(line) for line in lines[:first]]
    items = [_words(_CLAUSE.sub(r" *\1*", line)) for line in lines[first:]]
    return "\n".join([*head, *([""] if head else []), *items])


def _words(line: str) -> str:
    parts = line.replace("``", "`").split("`")
    return "`".join(part if number % 2 else part.replace("<", "&lt;") for number, part in enumerate(parts))
