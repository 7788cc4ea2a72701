"""A lock that is not of the present wishes, or has no hash, is refused."""

from pathlib import Path

import pytest

from comity.cli.inspection import requirements

PROJECT = '[project]\ndependencies = ["cryptography>=50", "django~=5.2"]\n'
PINS = "cryptography==50.0.2 \\\n    --hash=sha256:aa\ndjango==5.2.19 \\\n    --hash=sha256:bb\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "requirements"
    folder.mkdir()
    (tmp_path / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (folder / "product.in").write_text("cryptography>=50\ndjango~=5.2  # long support\n", encoding="utf-8")
    (folder / "develop.in").write_text("-r product.in\n", encoding="utf-8")
    for name in requirements.LOCKS:
        lock(folder, name, PINS)
    return tmp_path


def lock(folder: Path, name: str, pins: str) -> None:
    (folder / f"{name}.txt").write_text(requirements.heading(folder, name) + pins, encoding="utf-8")


def test_a_lock_of_the_present_wishes_stands(house: Path) -> None:
    assert requirements.faults(house) == []


def test_a_wish_changed_after_the_lock_is_seen_in_every_lock_that_includes_it(house: Path) -> None:
    wish = house / "requirements" / "product.in"
    wish.write_text(wish.read_text(encoding="utf-8") + "# a word\n", encoding="utf-8")
    assert [fault.split(":")[0] for fault in requirements.faults(house)] == [
        "requirements/product.txt",
        "requirements/develop.txt",
    ]


@pytest.mark.parametrize(
    ("pins", "fault"),
    [
        (PINS.replace("50.0.2", "49.0.0"), "cryptography is older than 50"),
        (PINS.replace("5.2.19", "6.0"), "django~=5.2 is not met"),
        (PINS.replace(" \\\n    --hash=sha256:bb", ""), "a requirement has no hash"),
        (PINS + "other @ https://example.org/other.whl\n", "a requirement comes from an address"),
        (PINS + "--find-links elsewhere\n", "a requirement comes from an address"),
    ],
)
def test_a_faulty_lock_is_named(house: Path, pins: str, fault: str) -> None:
    lock(house / "requirements", "product", pins)
    assert f"requirements/product.txt: {fault}" in requirements.faults(house)


def test_what_the_package_declares_is_what_was_wished(house: Path) -> None:
    (house / "pyproject.toml").write_text(PROJECT.replace("~=5.2", ">=5"), encoding="utf-8")
    assert requirements.faults(house) == [
        "pyproject.toml declares django>=5 where requirements/product.in asks for django~=5.2"
    ]
