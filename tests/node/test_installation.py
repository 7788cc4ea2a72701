"""A folder says what the node is, and without one every default stands so that offline commands run."""

from pathlib import Path

import pytest

from comity.node import installation


def test_a_folder_without_a_node_stands_at_its_defaults(tmp_path: Path) -> None:
    nowhere = installation.read(tmp_path)
    assert not nowhere.exists
    assert (nowhere.home, nowhere.database, nowhere.objects) == (tmp_path, "", "")


def test_what_node_toml_says_is_read_and_the_rest_is_kept_for_its_readers(tmp_path: Path) -> None:
    told = 'state = "XB"\nurl = "https://b.example"\ndesks = ["public"]\nlanguages = ["fr"]\n'
    (tmp_path / "node.toml").write_text(told, encoding="utf-8")
    (tmp_path / "secret").write_text("a secret\n", encoding="ascii")
    here = installation.read(tmp_path)
    assert here.exists
    assert (here.state, here.url, here.desks, here.secret) == (
        "XB",
        "https://b.example",
        ("public",),
        "a secret",
    )
    assert here.extra == {"languages": ["fr"]}


def test_a_node_without_its_secret_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "node.toml").write_text('state = "XB"\n', encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        installation.read(tmp_path)


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_HOME", str(tmp_path))
    assert installation.here().home == tmp_path
    monkeypatch.setenv("COMITY_HOME", "")
    assert installation.here().home == installation.DEFAULT_HOME
