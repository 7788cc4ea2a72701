"""The files of vectors follow their schema, and explain themselves."""

import json
from collections import Counter
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

FOLDER = Path(__file__).parents[2] / "vectors"
FILES = sorted(FOLDER.glob("*.json"))
SCHEMA = json.loads((FOLDER / "schema/vectors.json").read_text(encoding="utf-8"))
LARGEST = 1_500_000


def told(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def cases(path: Path) -> list[dict]:
    return [test for group in told(path)["groups"] for test in group["tests"]]


def named(path: Path) -> str:
    return path.stem


def test_the_schema_is_one_of_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_follows_the_schema(path) -> None:
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(told(path))] == []


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_test_of_another_form_is_refused_by_the_schema(path) -> None:
    validator = Draft202012Validator(SCHEMA)
    for spoil in (
        lambda test: test.update(result="acceptable"),
        lambda test: test.update(remark="none"),
        lambda test: test.pop("flags"),
        lambda test: test["input"].update(another={"text": ""}),
        lambda test: (test.pop("gives", None), test.pop("error", None)),
    ):
        file = told(path)
        spoil(file["groups"][0]["tests"][0])
        assert not validator.is_valid(file)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_flag_is_explained_and_every_explanation_is_needed(path) -> None:
    used = {flag for test in cases(path) for flag in test["flags"]}
    assert used == set(told(path)["notes"])


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_counts_its_tests_and_numbers_them_through(path) -> None:
    assert [test["id"] for test in cases(path)] == list(range(1, told(path)["numberOfTests"] + 1))


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_has_what_is_taken_and_what_is_refused(path) -> None:
    assert set(Counter(test["result"] for test in cases(path))) == {"valid", "invalid"}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_the_paper_that_a_file_follows_stands(path) -> None:
    assert (FOLDER.parent / told(path)["paper"]).is_file()


def test_every_type_of_the_schema_is_tried() -> None:
    used = {group["type"] for path in FILES for group in told(path)["groups"]}
    assert used == {name for name in SCHEMA["$defs"] if name not in {"bytes", "group"}}


def test_the_vectors_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.json")) < LARGEST
