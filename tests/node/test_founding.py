import stat
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from comity.errors import OperatorError
from comity.errors.node import NodeExists
from comity.node import founding, installation
from comity.node.keystore import FileKeyStore
from comity.words import StateCode

ALDOVA = founding.Plan(StateCode("XA"), {"en": "Aldova", "fr": "Aldovie"}, "http://localhost:8000/")


def test_a_new_node_has_its_secret_its_keys_and_says_what_it_is(tmp_path: Path):
    founding.found(tmp_path / "XA", ALDOVA)
    node = installation.read(tmp_path / "XA")
    assert (node.state, node.name, node.url, node.exists) == ("XA", "Aldova", "http://localhost:8000", True)
    assert stat.S_IMODE((tmp_path / "XA" / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "XA").stat().st_mode) == 0o700
    keys = FileKeyStore(tmp_path / "XA" / "keys", node.secret.encode())
    assert keys.signing("root").public != keys.signing("node").public != keys.signing("log").public
    assert keys.sealing("duty.sealing").recipient != keys.sealing("central.sealing").recipient


def test_a_node_is_never_made_over_another(tmp_path: Path):
    founding.found(tmp_path, ALDOVA)
    before = (tmp_path / "secret").read_text()
    with pytest.raises(NodeExists):
        founding.found(tmp_path, ALDOVA)
    assert (tmp_path / "secret").read_text() == before


def test_an_interrupted_founding_is_finished_with_the_keys_it_had(tmp_path: Path):
    founding.found(tmp_path, ALDOVA)
    node = installation.read(tmp_path)
    kept = FileKeyStore(tmp_path / "keys", node.secret.encode()).signing("root").public
    (tmp_path / "node.toml").unlink()
    (tmp_path / "keys" / "log.key").unlink()
    founding.found(tmp_path, ALDOVA)
    assert FileKeyStore(tmp_path / "keys", node.secret.encode()).signing("root").public == kept


@pytest.mark.parametrize("kind", [founding.STATE, founding.SECRETARIAT])
def test_every_authority_has_a_name_in_all_six_languages(tmp_path: Path, kind: str):
    founding.found(tmp_path, founding.Plan(StateCode("ZZ"), {"en": "A node"}, "http://localhost:8000", kind))
    told = tomllib.loads((tmp_path / "node.toml").read_text())
    for office in told["authorities"]:
        assert set(office["name"]) == {"ar", "zh", "en", "fr", "ru", "es"}


def test_a_secretariat_opens_the_committee_desk_and_no_cooperation_desk(tmp_path: Path):
    founding.found(
        tmp_path, founding.Plan(StateCode("ZZ"), {"en": "S"}, "http://localhost:1", founding.SECRETARIAT)
    )
    assert set(installation.read(tmp_path).desks) == {"committee", "oversight", "public"}


def test_where_no_node_was_made_nothing_is_secret(tmp_path: Path):
    assert not installation.read(tmp_path).exists


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"url": "comity.example"}, "node.toml: url"),
        ({"database": "mysql://host/name"}, "node.toml: database"),
        ({"names": {"de": "Aldowien"}}, "node.toml: names.de"),
        ({"names": {"en": ""}}, "node.toml: names.en"),
    ],
)
def test_of_a_plan_that_is_not_in_its_form_nothing_is_made(
    tmp_path: Path, wrong: dict[str, object], place: str
):
    with pytest.raises(OperatorError) as refused:
        founding.found(tmp_path / "XA", replace(ALDOVA, **wrong))
    assert refused.value.place == place
    assert not (tmp_path / "XA").exists()


def test_a_node_of_which_the_rest_could_not_be_made_is_none_and_can_be_founded_again(tmp_path: Path):
    home = tmp_path / "XA"
    founding.found(home, ALDOVA)
    secret = (home / "secret").read_text()
    founding.undo(home, whole=False)
    assert not installation.read(home).exists
    founding.found(home, ALDOVA)
    assert (home / "secret").read_text() == secret
    founding.undo(home, whole=True)
    assert not home.exists()
    founding.undo(home / "node.toml", whole=True)  # nothing was made
