"""What a process holds of its node is opened once, and is that of the installation it runs in."""

from pathlib import Path

import pytest

from comity.errors.node import SecretDiffers
from comity.node import installation, own
from comity.node.keystore import NODE


def test_the_state_and_the_record_bear_the_nodes_name(node: Path) -> None:
    assert own.state() == "XA"
    assert own.log_origin() == "comity/XA"


def test_keys_are_opened_once_for_a_folder(node: Path) -> None:
    assert own.keys() is own.keys()
    assert own.carrier().key.public == own.keys().signing(NODE).public


def test_another_secret_opens_no_key(node: Path, settings) -> None:
    (node / "secret").write_text("another secret", encoding="ascii")
    settings.INSTALLATION = installation.read(node)
    with pytest.raises(SecretDiffers):
        own.keys().signing(NODE)
