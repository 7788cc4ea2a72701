"""Keys in a PKCS#11 token sign there and never leave it. SoftHSM, as Debian has it."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.node import tokens

from comity.errors.identity import SecretElsewhere
from comity.errors.node import KeyExists, KeyMissing, KeyStoreUnsupported, TokenPinMissing, TokenUnusable
from comity.foundation.envelopes import sign_payload, verify_payload
from comity.foundation.identity import Suite
from comity.node.clock import now
from comity.node.installation import Installation
from comity.node.keyring import Turn
from comity.node.keystore import FileKeyStore, KeyStore, open_store

pkcs11 = pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
pytestmark = pytest.mark.skipif(
    not tokens.module(), reason="SoftHSM is not installed and cannot be installed here"
)


@pytest.fixture(scope="module")
def softhsm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """SoftHSM reads where its tokens are once, when its library is loaded."""
    conf = tokens.make(tmp_path_factory.mktemp("softhsm"))
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(conf)
    pkcs11.unload(tokens.module())
    yield
    pkcs11.unload(tokens.module())
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def node(home: Path, **told: str) -> Installation:
    pin_file = home / "pin"
    pin_file.write_text(f"{tokens.PIN}\n")
    keys = {"store": "pkcs11", "module": tokens.module(), "token": tokens.LABEL, "pin_file": str(pin_file)}
    return Installation(home, secret="a secret of the tests", extra={"keys": keys | told})


@pytest.fixture
def store(softhsm: None, tmp_path: Path) -> Iterator[KeyStore]:
    store = open_store(node(tmp_path))
    yield store
    store._token.use(
        lambda session: [key.destroy() for key in list(session.get_objects()) if key[pkcs11.Attribute.LABEL]]
    )


def test_a_key_of_the_token_signs_and_any_verifier_believes_it(store: KeyStore):
    store.make("duty.signing", os.urandom)
    key = store.signing("duty.signing")
    document = sign_payload(b"the act", typ="comity-test", keys=(key,))
    known = {key.public.thumbprint: key.public}
    assert verify_payload(document, typ="comity-test", known=known.get).payload == b"the act"


def test_the_secret_never_leaves_the_token(store: KeyStore, tmp_path: Path):
    store.make("root", os.urandom)
    key = store.signing("root")
    with pytest.raises(SecretElsewhere):
        _ = key.seed
    held = store._token.use(
        lambda session: session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label="root")
    )
    assert held[pkcs11.Attribute.SENSITIVE]
    assert not held[pkcs11.Attribute.EXTRACTABLE]
    with pytest.raises(pkcs11.AttributeSensitive):
        _ = held[pkcs11.Attribute.VALUE]
    assert not list(tmp_path.rglob("*.key"))


def test_the_same_key_is_found_again_by_another_process(store: KeyStore, tmp_path: Path):
    store.make("node", os.urandom)
    assert open_store(node(tmp_path)).signing("node").public == store.signing("node").public


def test_a_key_in_the_token_is_never_made_twice_and_a_missing_one_is_named(store: KeyStore):
    store.make("log", os.urandom)
    before = store.signing("log").public
    with pytest.raises(KeyExists):
        store.make("log", os.urandom)
    assert store.signing("log").public == before
    with pytest.raises(KeyMissing) as refused:
        store.signing("node")
    assert refused.value.place == "node"


def test_sealing_keys_and_keys_of_the_second_suite_stay_in_encrypted_files(store: KeyStore, tmp_path: Path):
    for name in ("duty.sealing", "duty.second", "duty.second.2"):
        store.make(name, os.urandom)
        assert (tmp_path / "keys" / f"{name}.key").exists()
        assert store.holds(name)
    assert store.signing("duty.second").public.suite is Suite.ML_DSA_65
    assert store.sealing("duty.sealing").recipient


def test_a_key_that_was_made_in_a_file_signs_until_a_rotation_brings_it_into_the_token(
    store: KeyStore, tmp_path: Path
):
    files = FileKeyStore(tmp_path / "keys", b"a secret of the tests")
    files.make("node", os.urandom)
    assert store.signing("node").public == files.signing("node").public
    with pytest.raises(KeyExists):
        store.make("node", os.urandom)
    store.make("node.2", os.urandom)
    store.ring.give("node", Turn("node.2", now()))
    assert store.signing("node").public == store.named("node.2").public != files.named("node").public
    assert not (tmp_path / "keys" / "node.2.key").exists()


def test_many_threads_share_the_token(store: KeyStore):
    store.make("node", os.urandom)
    key = store.signing("node")

    def sign(number: int) -> None:
        message = str(number).encode()
        key.public.verify(key.sign(message), message)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(sign, range(80)))


def test_a_token_that_was_away_for_a_moment_signs_again(store: KeyStore):
    store.make("node", os.urandom)
    key = store.signing("node")
    store._token._open.close()
    key.public.verify(key.sign(b"after"), b"after")


def test_a_forked_process_signs_with_a_session_of_its_own(store: KeyStore):
    store.make("node", os.urandom)
    key = store.signing("node")
    key.sign(b"by the parent")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, key.sign(b"by the child"))
        finally:
            os._exit(0)
    os.close(writing)
    signature = os.read(reading, 64)
    os.close(reading)
    os.waitpid(child, 0)
    key.public.verify(signature, b"by the child")
    key.public.verify(key.sign(b"by the parent"), b"by the parent")


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"token": "another token"}, TokenUnusable),
        ({"module": "/nowhere/libnothing.so"}, TokenUnusable),
        ({"pin_file": "/nowhere/pin"}, TokenPinMissing),
        ({"store": "a drawer"}, KeyStoreUnsupported),
    ],
)
def test_what_the_settings_name_wrongly_is_refused_by_name(
    softhsm: None, tmp_path: Path, told: dict[str, str], refusal: type[Exception]
):
    with pytest.raises(refusal):
        open_store(node(tmp_path, **told)).signing("node")


def test_a_wrong_pin_is_refused_and_never_shown(softhsm: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pkcs11.unload(tokens.module())  # a process signs in once: begin as a new one does
    told = node(tmp_path)
    del told.extra["keys"]["pin_file"]
    with pytest.raises(TokenPinMissing):
        open_store(told)
    monkeypatch.setenv("COMITY_TOKEN_PIN", "wrong-pin-0815")
    store = open_store(told)
    with pytest.raises(TokenUnusable) as refused:
        store.make("node", os.urandom)
    opened = []
    monkeypatch.setattr(store._token, "_session", lambda: opened.append(1))
    with pytest.raises(TokenUnusable):  # a token locks itself after a few wrong PINs
        store.holds("node")
    assert not opened
    shown = f"{refused.value} {refused.value!r} {store!r} {store._token!r} {vars(store)}"
    assert "wrong-pin-0815" not in shown
    assert "PinIncorrect" in str(refused.value)
    monkeypatch.setenv("COMITY_TOKEN_PIN", tokens.PIN)
    assert not open_store(told).holds("node")
