"""The keys of a State by the commands alone: shown, rotated, revoked, and no secret ever printed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.node import tokens
from typer.testing import CliRunner, Result

from comity.cli.profile import app
from comity.errors.directory import UnknownKey
from comity.errors.identity import MalformedKeyId
from comity.errors.node import NoSuchOffice, TokenPinMissing
from comity.errors.words import MalformedInstant
from comity.foundation.directory import authentic_profile
from comity.foundation.identity import KeyId
from comity.node import directory, issuing, own
from comity.node.rules import COMMAND_LINE

pytestmark = pytest.mark.store
NOBODY = "0" * 32


def comity(*words: str) -> Result:
    return CliRunner().invoke(app, words, catch_exceptions=False)


def told(*words: str) -> dict:
    done = comity(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def of_duty(shown: dict) -> list[dict]:
    return [key for key in shown["keys"] if key["of"] == "XA/duty"]


def test_the_life_of_a_key_is_told_by_show(node: Path):
    before = told("show")
    (first,) = of_duty(before)
    assert (first["suite"], before["asks for a second signature"]) == ("Ed25519", "not-asked")
    rotated = told("rotate", "duty", "--at", "now")
    old, new = of_duty(rotated)
    assert (old["key"], old["successor"], rotated["serial"]) == (first["key"], new["key"], before["serial"] + 1)
    old, stolen, newest = of_duty(told("revoke", new["key"], "--reason", "compromised"))
    assert (stolen["reason"], stolen["successor"]) == ("compromised", newest["key"])
    assert stolen["revoked"]
    assert not newest["revoked"]
    lines = comity("show").stdout.splitlines()
    assert any(stolen["key"] in line and "revoked" in line and "compromised" in line for line in lines)


def test_each_kind_of_key_has_its_words(node: Path):
    for words, use in ((("--node",), "node"), (("--log",), "log"), (("central", "--second"), "central.second")):
        told("rotate", *words, "--at", "2030-01-01T00:00:00.000Z")
        (turn,) = own.keys().ring.turns(use)
        assert (turn.name, str(turn.since)) == (f"{use}.2", "2030-01-01T00:00:00.000Z")
    assert "ML-DSA-65" in {key["suite"] for key in told("show")["keys"]}


def test_the_key_that_others_seal_for_is_replaced_by_command(node: Path):
    (before,) = (one for one in told("show")["recipients"] if one["of"] == "XA/duty")
    end = "2030-01-01T00:00:00.000Z"
    newest, old = (
        one
        for one in told("rotate", "duty", "--sealing", "--until", end)["recipients"]
        if one["of"] == "XA/duty"
    )
    assert (old["key"], old["until"]) == (before["key"], end)
    assert newest["key"] == own.keys().sealing("duty.sealing").recipient.thumbprint != before["key"]
    assert any(old["key"] in line and end in line for line in comity("show").stdout.splitlines())
    for words in (("--node", "--sealing"), ("duty", "--until", end), ("duty", "--sealing", "--at", end)):
        assert comity("rotate", *words).exit_code == 2


def test_a_root_replaced_by_command_is_followed_from_the_old_fingerprint(node: Path):
    before = told("show")["fingerprint"]
    after = told("rotate", "--root")["fingerprint"]
    document = comity("export").stdout.strip().encode()
    assert authentic_profile(document, pinned=KeyId(before)).fingerprint == after != before


def test_no_secret_is_ever_printed(node: Path):
    shown = comity("rotate", "central", "--second").stdout + comity("show").stdout
    shown += comity("show", "--json").stdout
    names = [file.stem for file in (node / "keys").glob("*.key") if "sealing" not in file.stem]
    assert "central.second.2" in names
    for name in names:
        key = own.keys().named(name)
        assert key.seed.hex() not in shown
        assert str(key.public.thumbprint) in shown
    assert own.installation().secret not in shown


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("rotate",), None),
        (("rotate", "duty", "--node"), None),
        (("rotate", "--node", "--second"), None),
        (("revoke", NOBODY, "--reason", "a whim"), None),
        (("rotate", "police"), NoSuchOffice),
        (("rotate", "duty", "--at", "tomorrow"), MalformedInstant),
        (("revoke", NOBODY, "--reason", "lost"), UnknownKey),
        (("revoke", "no key", "--reason", "lost"), MalformedKeyId),
    ],
)
def test_what_is_asked_wrongly_changes_nothing(node: Path, words: tuple[str, ...], refusal):
    before = directory.own_profile()
    if refusal is None:
        assert comity(*words).exit_code == 2
    else:
        with pytest.raises(refusal):
            comity(*words)
    assert directory.own_profile() == before


@pytest.fixture
def with_token(node: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Aldova's node, whose settings now name a token; its keys are still in files."""
    if not tokens.module():
        pytest.skip("SoftHSM is not installed and cannot be installed here")
    pkcs11 = pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tokens.make(tmp_path / "hsm")))
    pkcs11.unload(tokens.module())
    keys = {"store": "pkcs11", "module": tokens.module(), "token": tokens.LABEL}
    own.installation().extra["keys"] = keys
    own._keys.cache_clear()
    yield node
    pkcs11.unload(tokens.module())


def test_a_node_moves_its_keys_into_a_token_by_rotating_them(with_token: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(TokenPinMissing):
        comity("rotate", "--node")
    monkeypatch.setenv("COMITY_TOKEN_PIN", tokens.PIN)
    files = sorted(file.name for file in (with_token / "keys").glob("*.key"))
    for words in (("duty", "--at", "now"), ("--node", "--at", "now"), ("--log", "--at", "now"), ("--root",)):
        assert tokens.PIN not in comity("rotate", *words).output
    assert sorted(file.name for file in (with_token / "keys").glob("*.key")) == files
    profile = authentic_profile(directory.export(), pinned=None)
    assert (profile.serial, len(profile.succession)) == (5, 1)
    assert own.keys().signing("root").public == profile.root
    assert issuing.sign_own(COMMAND_LINE).root == profile.root
