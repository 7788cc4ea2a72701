"""The tree of errors is whole: each leaf says, in six languages, what is wrong and what to do."""

import ast
import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import comity
import comity.errors
from comity.errors import (
    ComityError,
    Conflicting,
    Excessive,
    Forbidden,
    Malformed,
    OperatorError,
    PeerError,
    ProgrammerError,
    SenderError,
    Unproved,
)
from comity.reference.refusals import tables, told
from comity.words import Language

BRANCHES = {
    *(ComityError, SenderError, Malformed, Unproved, Forbidden, Conflicting, Excessive),
    *(PeerError, OperatorError, ProgrammerError),
}
AREAS = [module.name for module in pkgutil.iter_modules(comity.errors.__path__)]


def leaves() -> Iterator[tuple[str, type[ComityError]]]:
    for area in AREAS:
        module = importlib.import_module(f"comity.errors.{area}")
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, ComityError)
                and value.__module__ == module.__name__
            ):
                yield area, value


LEAVES = list(leaves())


def test_a_code_is_the_name_in_kebab_case() -> None:
    assert Malformed.code == "malformed"
    assert importlib.import_module("comity.errors.words").UnknownState.code == "unknown-state"


def test_a_refusal_prints_its_code_place_and_facts() -> None:
    assert str(Forbidden("art. 40", ground="none", count=2)) == "forbidden at art. 40 (ground: none; count: 2)"
    assert str(Forbidden()) == "forbidden"


def test_no_two_leaves_share_a_code() -> None:
    counts = Counter(leaf.code for _, leaf in LEAVES) + Counter(branch.code for branch in BRANCHES)
    assert [code for code, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(("area", "leaf"), LEAVES, ids=[leaf.code for _, leaf in LEAVES])
def test_each_leaf_speaks_six_languages(area: str, leaf: type[ComityError]) -> None:
    texts = tables().get(area, {}).get(leaf.code, {})
    assert set(texts) == set(Language)
    assert all(text["says"].strip() and text["do"].strip() for text in texts.values())
    assert len({text["says"] for text in texts.values()}) == len(Language), "two languages say the very same"


@pytest.mark.parametrize("code", sorted({code for code, _ in told()}))
def test_every_language_leaves_the_same_places_open(code: str) -> None:
    assert {told()[code, language].places for language in Language} == {told()[code, Language.ENGLISH].places}


def test_no_sentence_stands_for_a_code_that_is_gone() -> None:
    known = {code.code for _, code in LEAVES} | {branch.code for branch in BRANCHES}
    assert {code for area in tables().values() for code in area} - known == set()


def test_every_leaf_hangs_on_a_branch_that_says_who_must_act() -> None:
    answerable = tuple(BRANCHES - {ComityError, SenderError})
    assert [leaf.__name__ for _, leaf in LEAVES if not issubclass(leaf, answerable)] == []
    assert [leaf.__name__ for _, leaf in LEAVES if not leaf.__doc__] == []


def raised() -> Iterator[tuple[str, int, str, frozenset[str]]]:
    """Every place of the source that makes an error: file, line, class, and the facts given by name."""
    names = {leaf.__name__ for _, leaf in LEAVES}
    for source in sorted(Path(comity.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in names and all(keyword.arg for keyword in node.keywords):
                yield source.name, node.lineno, name, frozenset(str(keyword.arg) for keyword in node.keywords)


def test_whoever_refuses_gives_every_fact_that_the_sentence_names() -> None:
    codes = {leaf.__name__: leaf.code for _, leaf in LEAVES}
    silent = [
        f"{file}:{line} {name} gives no {', '.join(sorted(missing))}"
        for file, line, name, given in raised()
        if (codes[name], Language.ENGLISH) in told()
        if (missing := told()[codes[name], Language.ENGLISH].places - given - {"place"})
    ]
    assert silent == []
