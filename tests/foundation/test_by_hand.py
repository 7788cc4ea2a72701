"""A stranger checks a bundle with the published formats alone: zip, JSON, base64, SHA-256, Ed25519.

Nothing of Comity is used below the fixture that makes the file. Each step is written from the words of the formats:
RFC 7515 (JWS), RFC 8785 (canonical JSON), RFC 6962 (tree), C2SP signed-note and tlog-checkpoint.
"""

import base64
import io
import json
import zipfile
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.foundation.bundle.contents import case

from comity.foundation.bundle import write_bundle


@pytest.fixture(scope="module")
def members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write_bundle(case().contents))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key(text: str) -> Ed25519PublicKey:
    assert text.startswith("ed25519:")
    return Ed25519PublicKey.from_public_bytes(base64url(text.removeprefix("ed25519:")))


def headers(document: bytes) -> dict:
    document = document.partition(b"\n")[0]
    return json.loads(base64url(json.loads(document)["signatures"][0]["protected"]))


def checked(document: bytes, public: Ed25519PublicKey) -> dict:
    """RFC 7515, 5.2: the signature is over protected || "." || payload, both in base64url."""
    told = json.loads(document)
    for signature in told["signatures"]:
        covered = f"{signature['protected']}.{told['payload']}".encode("ascii")
        public.verify(base64url(signature["signature"]), covered)
    return json.loads(base64url(told["payload"]))


def checked_act(document: bytes, public: Ed25519PublicKey) -> dict:
    """The statement on the first line names the rest by its SHA-256 and its length."""
    return stated(document, "act", public)


def stated(document: bytes, what: str, public: Ed25519PublicKey) -> dict:
    statement, _, written = document.partition(b"\n")
    assert checked(statement, public) == {what: sha256(written).hexdigest(), "size": len(written)}
    return json.loads(written)


def profile(members: dict[str, bytes], state: str) -> dict:
    for number in (1, 2):
        document = members[f"profiles/{number:04d}.jws"]
        if headers(document)["iss"] == state:
            root = Ed25519PublicKey.from_public_bytes(base64url(headers(document)["jwk"]["x"]))
            return stated(document, "profile", root)
    raise AssertionError(state)


def test_the_fingerprint_of_the_root_key_is_the_beginning_of_its_sha_256(members) -> None:
    document = members["profiles/0001.jws"]
    raw = base64url(headers(document)["jwk"]["x"])
    assert sha256(raw).hexdigest()[:32] == headers(document)["kid"] == case().xa.profile.fingerprint
    assert "ed25519:" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == profile(members, "XA")["root"]


def test_the_act_is_signed_by_the_key_that_the_state_names_for_the_office(members) -> None:
    office = profile(members, "XA")["authorities"][0]
    act = checked_act(members["acts/0001.act"], key(office["keys"][0]["key"]))
    assert act["from"] == office["id"] == headers(members["acts/0001.act"])["iss"]
    assert act["to"] == ["XB/central"]
    assert act["kind"] == "preserve"


def test_another_key_does_not_verify_the_act(members) -> None:
    office = profile(members, "XB")["authorities"][0]
    with pytest.raises(InvalidSignature):
        checked_act(members["acts/0001.act"], key(office["keys"][0]["key"]))


def test_the_receipt_is_signed_by_the_node_and_names_envelope_and_act(members) -> None:
    node = profile(members, "XB")["nodes"][0]["keys"][0]["key"]
    said = checked(members["receipts/0001.jws"], key(node))
    act = members["acts/0001.act"].partition(b"\n")[2]
    assert said["act"] == sha256(act).hexdigest()
    assert said["envelope"] == json.loads(members["bundle.json"])["envelopes"][0]
    assert said["state"] == "XB"
    assert [(one["kind"], one["outcome"]) for one in said["statements"]] == [("relay", "accepted")]


def test_the_receipt_stands_in_the_record_under_a_signed_checkpoint(members) -> None:
    told = profile(members, "XB")
    receipt = checked(members["receipts/0001.jws"], key(told["nodes"][0]["keys"][0]["key"]))
    (stated,) = receipt["statements"]
    said = {name: receipt[name] for name in ("envelope", "act", "state", "at")}
    said |= {name: stated[name] for name in ("kind", "outcome")}

    # the entry: canonical JSON of kind, time and the digest of salt and statement
    content = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    digest = sha256(base64url(stated["salt"]) + content).hexdigest()
    entry = json.dumps(
        {"at": said["at"], "digest": digest, "kind": f"exchange:{said['kind']}:{said['outcome']}"},
        sort_keys=True,
        separators=(",", ":"),
    ).encode()

    # the path: RFC 9162, 2.1.3.2
    of = int(receipt["checkpoint"].split("\n")[1])
    node, index, last = sha256(b"\x00" + entry).digest(), stated["index"], of - 1
    for step in map(base64url, stated["path"]):
        if index % 2 or index == last:
            node = sha256(b"\x01" + step + node).digest()
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            node = sha256(b"\x01" + node + step).digest()
        index, last = index // 2, last // 2
    assert last == 0

    # the checkpoint: a signed note
    body, _, signatures = receipt["checkpoint"].partition("\n\n")
    origin, size, root = body.split("\n")
    assert (origin, int(size)) == (told["log"]["origin"], of)
    assert base64.b64decode(root) == node
    _, name, encoded = signatures.strip().split(" ")
    raw = base64.b64decode(encoded)
    public = key(told["log"]["key"])
    assert raw[:4] == sha256(origin.encode() + b"\n\x01" + public.public_bytes_raw()).digest()[:4]
    assert name == origin
    public.verify(raw[4:], f"{body}\n".encode())
