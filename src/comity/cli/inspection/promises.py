"""Which tests keep which promise, read from the tests without running them.

* A test names the promises that it keeps: ``@pytest.mark.mandate("E4", "E8")``. A mark on a class or a module
  (``pytestmark``) counts for each test in it.
* A mark names only identifiers of ``reference/mandate.toml``, and stands on a test.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from comity.reference.mandate import promises

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, order=True)
class Keeper:
    """A test, or what else bears a mark: where it stands, its name, the promises it names."""

    page: str
    line: int
    name: str
    ids: tuple[str, ...]

    @property
    def is_test(self) -> bool:
        """Whether pytest would run it."""
        return self.name.startswith("test_")

    @property
    def sentence(self) -> str:
        """The rule that the test's name states."""
        return self.name.removeprefix("test_").replace("_", " ")


def keepers(folder: Path) -> list[Keeper]:
    """Give every function under ``tests`` that bears a mark of the mandate."""
    pages = sorted((folder / "tests").rglob("*.py"))
    return [
        keeper
        for page in pages
        for keeper in read(page.read_text("utf-8"), page.relative_to(folder).as_posix())
    ]


def kept(folder: Path) -> Mapping[str, list[Keeper]]:
    """Give each promise, in the order of the mandate, with the tests that keep it."""
    tests = [keeper for keeper in keepers(folder) if keeper.is_test]
    return {promise.id: [test for test in tests if promise.id in test.ids] for promise in promises()}


def faults(folder: Path) -> list[str]:
    """Name every mark that cites an unknown promise or stands on what is no test."""
    known = {promise.id for promise in promises()}
    found = [(keeper, set(keeper.ids) - known) for keeper in keepers(folder)]
    return [
        f"{keeper.page}:{keeper.line}: "
        + (f"no promise {', '.join(sorted(unknown))}" if unknown else "no test")
        for keeper, unknown in found
        if unknown or not keeper.is_test
    ]


def read(text: str, page: str) -> Iterator[Keeper]:
    """Give the marked functions of one page of tests."""
    tree = ast.parse(text)
    yield from _bodies(tree.body, page, _pytestmark(tree.body))


def _bodies(body: Sequence[ast.stmt], page: str, above: tuple[str, ...]) -> Iterator[Keeper]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            inside = above + _marks(node.decorator_list) + _pytestmark(node.body)
            yield from _bodies(node.body, page, inside)
        elif isinstance(node, Function):
            own = _marks(node.decorator_list)
            ids = tuple(dict.fromkeys(above + own)) if node.name.startswith("test_") else own
            if ids:
                yield Keeper(page, node.lineno, node.name, ids)


def _pytestmark(body: Sequence[ast.stmt]) -> tuple[str, ...]:
    for node in body:
        if isinstance(node, ast.Assign) and any(
            isinstance(to, ast.Name) and to.id == "pytestmark" for to in node.targets
        ):
            return _marks(node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value])
    return ()


def _marks(expressions: Sequence[ast.expr]) -> tuple[str, ...]:
    calls = [expression for expression in expressions if isinstance(expression, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "mandate"]
    return tuple(str(word.value) for call in named for word in call.args if isinstance(word, ast.Constant))
