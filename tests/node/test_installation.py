"""A folder says what the node is, and without one every default stands so that offline commands run."""

from pathlib import Path

import pytest

from comity.errors.node import SettingsUnreadable
from comity.node import installation


def test_a_folder_without_a_node_stands_at_its_defaults(tmp_path: Path) -> None:
    nowhere = installation.read(tmp_path)
    assert not nowhere.exists
    assert (nowhere.home, nowhere.database, nowhere.objects) == (tmp_path, "", "")


def test_what_node_toml_says_is_read_and_the_rest_is_kept_for_its_readers(tmp_path: Path) -> None:
    told = 'state = "XB"\nurl = "https://b.example"\ndesks = ["public"]\nzone = "Asia/Almaty"\n'
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
    assert here.extra == {"zone": "Asia/Almaty"}


@pytest.mark.parametrize("secret", [None, "", " \n", "clé"])
def test_a_node_without_its_secret_does_not_start(tmp_path: Path, secret: str | None) -> None:
    (tmp_path / "node.toml").write_text('state = "XB"\n', encoding="utf-8")
    if secret is not None:
        (tmp_path / "secret").write_text(secret, encoding="utf-8")
    with pytest.raises(SettingsUnreadable) as refused:
        installation.read(tmp_path)
    assert refused.value.place == "secret"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        (b'state = "XB"\nurl = http\n', "node.toml:2:7"),
        (b'state = "XB"\nname = "\xff"\n', "node.toml:2"),
        ('state = "XB"\n'.encode("utf-16"), "node.toml:1"),
        (b"zone = " + b"[" * 5000, "node.toml"),
        (b"zone = " + b"9" * 5000, "node.toml"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_line(tmp_path: Path, written: bytes, place: str) -> None:
    (tmp_path / "node.toml").write_bytes(written)
    with pytest.raises(SettingsUnreadable) as refused:
        installation.read(tmp_path)
    assert refused.value.place == place


def test_a_page_that_cannot_be_opened_is_refused_and_is_not_taken_for_no_node(tmp_path: Path) -> None:
    (tmp_path / "node.toml").mkdir()
    with pytest.raises(SettingsUnreadable) as refused:
        installation.read(tmp_path)
    assert refused.value.facts["reason"] == "Is a directory"


def test_a_mark_of_byte_order_and_tabs_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "node.toml").write_bytes(b'\xef\xbb\xbfstate\t=\t"XB"\r\n')
    (tmp_path / "secret").write_text("a secret\n", encoding="ascii")
    assert installation.read(tmp_path).state == "XB"


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_HOME", str(tmp_path))
    assert installation.here().home == tmp_path
    monkeypatch.setenv("COMITY_HOME", "")
    assert installation.here().home == installation.DEFAULT_HOME
