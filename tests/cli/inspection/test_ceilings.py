"""What is too large, badly named, put off or silenced is named with its place."""

from pathlib import Path

import pytest

from comity.cli.inspection import ceilings


def inspect(folder: Path, pages: dict[str, str]) -> list[str]:
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return ceilings.faults(folder, [folder / name for name in pages])


def function(lines: int, docstring: str = "") -> str:
    return f"def long():\n{docstring}" + "    x = 1\n" * lines


def test_a_function_of_fifty_lines_stands_and_of_fifty_one_is_named(tmp_path: Path) -> None:
    assert inspect(tmp_path, {"src/comity/cli/page.py": function(50)}) == []
    assert inspect(tmp_path, {"src/comity/cli/page.py": function(51)}) == [
        "src/comity/cli/page.py:1: long has 51 lines, over 50: divide it by step"
    ]


def test_a_docstring_counts_for_nothing(tmp_path: Path) -> None:
    told = '    """Say.\n\n' + "    More.\n" * 40 + '    """\n'
    assert inspect(tmp_path, {"src/comity/cli/page.py": function(50, told)}) == []


def test_a_module_of_more_than_four_hundred_lines_is_named(tmp_path: Path) -> None:
    assert inspect(tmp_path, {"src/comity/cli/page.py": "x = 1\n" * 399}) == []
    assert "402 lines" in inspect(tmp_path, {"src/comity/cli/page.py": "x = 1\n" * 401})[0]


@pytest.mark.parametrize("name", ["helpers", "text_utils", "base_classes", "data", "manager"])
def test_a_name_that_says_nothing_is_named(tmp_path: Path, name: str) -> None:
    assert "says nothing" in inspect(tmp_path, {f"src/comity/cli/{name}.py": ""})[0]


def test_a_name_that_only_contains_such_a_word_stands(tmp_path: Path) -> None:
    assert inspect(tmp_path, {"src/comity/cli/database.py": "", "src/comity/cli/commonwealth.py": ""}) == []


def test_work_put_off_is_named(tmp_path: Path) -> None:
    put_off = "# " + "TO" + "DO later\n"
    assert inspect(tmp_path, {"tests/test_page.py": put_off})[0].startswith(
        "tests/test_page.py:1: work is put off"
    )


@pytest.mark.parametrize("silence", ["noqa", "noqa: E501", "type: ignore", "type: ignore[misc]"])
def test_an_alarm_silenced_without_code_and_reason_is_named(tmp_path: Path, silence: str) -> None:
    assert "silenced" in inspect(tmp_path, {"bench/page.py": f"x = 1  {'#'} {silence}\n"})[0]


@pytest.mark.parametrize("silence", ["noqa: E501, S105  # why", "type: ignore[misc]  # why"])
def test_an_alarm_silenced_with_code_and_reason_stands(tmp_path: Path, silence: str) -> None:
    assert inspect(tmp_path, {"bench/page.py": f"x = 1  {'#'} {silence}\n"}) == []
