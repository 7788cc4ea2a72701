"""Whether each refusal can say, in six languages, what is wrong and what to do.

* Every leaf of ``comity.errors`` has both texts in all six languages, in the table of its own area.
* Two languages never say the very same; all leave the same places open.
* No text stands for a code that is gone, and no two classes share a code.
* Whoever makes a refusal gives every fact that its sentence names.
"""

import ast
import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import comity.errors
from comity.errors import ComityError
from comity.reference.refusals import Told, tables, told
from comity.words import Language

Leaf = type[ComityError]


def branches() -> list[Leaf]:
    """Give the classes that the tree is drawn of, the root first."""
    return [
        value
        for value in vars(comity.errors).values()
        if isinstance(value, type) and issubclass(value, ComityError)
    ]


def leaves() -> Iterator[tuple[str, Leaf]]:
    """Give each area's name with each of its classes, in the order in which they are written."""
    for found in pkgutil.iter_modules(comity.errors.__path__):
        module = importlib.import_module(f"comity.errors.{found.name}")
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, ComityError)
                and value.__module__ == module.__name__
            ):
                yield found.name, value


def faults(folder: Path) -> list[str]:
    """Name every gap between the tree, its sentences, and the places of ``folder`` that refuse."""
    known = list(leaves())
    return [*_unsaid(known), *_uneven(), *_gone(known), *_unfilled(known, folder / "src" / "comity")]


def _unsaid(known: list[tuple[str, Leaf]]) -> Iterator[str]:
    for area, leaf in [("tree", branch) for branch in branches()] + known:
        texts = tables().get(area, {}).get(leaf.code, {})
        parts = [(language, part) for language in Language for part in Told.__slots__]
        missing = [f"{language}.{part}" for language, part in parts if not texts.get(language, {}).get(part)]
        if missing:
            lacks = "sentence in any language" if len(missing) == len(parts) else ", ".join(missing)
            yield f"reference/errors/{area}.toml: [{leaf.code}] has no {lacks}"


def _uneven() -> Iterator[str]:
    for code in sorted({code for code, _ in told()}):
        said = {language: told()[code, language] for language in Language if (code, language) in told()}
        if len({text.places for text in said.values()}) > 1:
            yield f"[{code}]: the languages do not leave the same places open"
        if len({text.says for text in said.values()}) < len(said):
            yield f"[{code}]: two languages say the very same"


def _gone(known: list[tuple[str, Leaf]]) -> Iterator[str]:
    counts = Counter(leaf.code for _, leaf in known) + Counter(branch.code for branch in branches())
    yield from (f"the code {code} belongs to {count} classes" for code, count in counts.items() if count > 1)
    for area, texts in tables().items():
        here = {leaf.code for place, leaf in known if place == area} | {branch.code for branch in branches()}
        yield from (
            f"reference/errors/{area}.toml: [{code}] is no error of this area"
            for code in texts
            if code not in here
        )


def _unfilled(known: list[tuple[str, Leaf]], source: Path) -> Iterator[str]:
    codes = {leaf.__name__: leaf.code for _, leaf in known}
    for page in sorted(source.rglob("*.py")):
        for line, name, given in refusals_made(page.read_text(encoding="utf-8"), set(codes)):
            text = told().get((codes[name], Language.ENGLISH))
            missing = text.places - given - {"place"} if text else frozenset()
            if missing:
                yield f"{page.relative_to(source)}:{line}: {name} is not given {', '.join(sorted(missing))}"


def refusals_made(text: str, names: set[str]) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Give each place of ``text`` that makes one of the errors ``names``: line, class, the facts given by name."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        if name in names and all(keyword.arg for keyword in node.keywords):
            yield node.lineno, name, frozenset(str(keyword.arg) for keyword in node.keywords)
