"""What belongs to one machine or one registry is found wherever it stands."""

from pathlib import Path

import pytest

from comity.cli.inspection import strays

PATH = "/" + "work/somebody/notes"
ADDRESS = "https://pypi" + ".org/simple"


def inspect(folder: Path, name: str, text: str) -> list[str]:
    (folder / name).write_text(text, encoding="utf-8")
    return strays.faults(folder, [folder / name])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"see {PATH}", "a path of one machine"),
        (f'root = "/{"home"}/somebody"', "a path of one machine"),
        (f"--{'index'}-url {ADDRESS}", "a registry's address"),
    ],
)
def test_a_stray_is_named_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    assert inspect(tmp_path, "page.md", f"first\n{text}\n") == [f"page.md:2: {fault}"]


@pytest.mark.parametrize(
    "text", ["../workflow/x", "https://example.org/work/item", "frame/work/shop", "/usr/bin/chromium"]
)
def test_what_only_looks_like_a_stray_stands(tmp_path: Path, text: str) -> None:
    assert inspect(tmp_path, "page.md", text) == []


@pytest.mark.parametrize("name", ["uv.lock", "package-lock.json", "poetry.lock"])
def test_a_lock_file_that_names_addresses_is_refused(tmp_path: Path, name: str) -> None:
    assert "registry addresses" in inspect(tmp_path, name, "")[0]


def test_a_file_left_behind_is_named(tmp_path: Path) -> None:
    assert "left behind" in inspect(tmp_path, "page.py.orig", "")[0]


def test_a_picture_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0" + PATH.encode())
    assert strays.faults(tmp_path, [tmp_path / "picture.png"]) == []
