"""Sizes, names and habits of the source.

* A function has at most 50 lines, its docstring not counted; a module at most 400.
* No module bears a name that says nothing of its contents.
* Nothing is put off in a comment.
* An alarm is silenced by its code and with a reason on the same line.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

FUNCTION = 50
MODULE = 400
_EMPTY_NAME = re.compile(r"(^|_)(manager|helpers?|utils?|common|base|misc|data|info|stuff|tmp)(_|$)")
_PUT_OFF = re.compile(r"#.*\b(T[O]DO|FIX[M]E|X{3})\b")
_SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)\b")
_REASONED = re.compile(r"#\s*(noqa: [A-Z]+\d+(, [A-Z]+\d+)*|type: ignore\[[\w, -]+\])\s+#\s+\S")


def faults(folder: Path, files: list[Path]) -> list[str]:
    """Read every Python page among ``files`` and name what is too large, badly named, put off or silenced."""
    pages = [path for path in files if path.suffix == ".py"]
    return [fault for path in pages for fault in _page(path, path.relative_to(folder).as_posix())]


def _page(path: Path, name: str) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if "/migrations/" in name:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if _PUT_OFF.search(line):
            yield f"{name}:{number}: work is put off in a comment; do it, or open an issue"
        if _SILENCED.search(line) and not _REASONED.search(line):
            yield f"{name}:{number}: an alarm is silenced without its code and a reason on the same line"
    if _EMPTY_NAME.search(path.stem):
        yield f"{name}: the name says nothing of the contents"
    if not name.startswith("src/"):
        return
    if (lines := text.count("\n") + 1) > MODULE:
        yield f"{name}: {lines} lines, over {MODULE}: divide it by subject"
    for function, length in lengths(ast.parse(text)):
        if length > FUNCTION:
            yield f"{name}:{function.lineno}: {function.name} has {length} lines, over {FUNCTION}: divide it by step"


def lengths(tree: ast.AST) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Give each function with the number of lines of its body, its docstring not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            yield node, (node.end_lineno or node.lineno) - body[0].lineno + 1
