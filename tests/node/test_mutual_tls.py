"""Where operators want mutual TLS, a caller without a certificate of theirs does not even reach the exchange."""

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
import urllib3
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from comity.errors.node import MutualTlsIncomplete
from comity.node.installation import Installation
from comity.node.mutual_tls import MutualTls

PATIENCE = 60.0


class Office:
    """An authority that certifies nodes, for one test."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.file = folder / f"{name}.pem"
        own = self._certificate(self.name, self.key, x509.BasicConstraints(ca=True, path_length=0))
        self.file.write_bytes(own.public_bytes(Encoding.PEM))

    def certify(self, name: str) -> tuple[Path, Path]:
        """Certify a node at 127.0.0.1; returns its certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        place = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
        certificate = self._certificate(subject, key, place)
        files = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        files[0].write_bytes(certificate.public_bytes(Encoding.PEM))
        files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return files

    def _certificate(self, subject: x509.Name, key, extension: x509.ExtensionType) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
            .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        )
        return builder.sign(self.key, hashes.SHA256())


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, "office")


@pytest.fixture
def doors(tmp_path: Path, office: Office) -> Iterator[tuple[str, str]]:
    """A node with both doors: the address of its desks, and that of the exchange."""
    home, desks, exchange = tmp_path / "xa", free_port(), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
    environment |= {"COMITY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "comity.node.settings"}
    comity = [sys.executable, "-m", "comity.cli.main"]
    made = ("node", "init", "--state", "XA", "--name", "Aldova", "--url", f"http://127.0.0.1:{desks}")
    subprocess.run([*comity, *made], env=environment, check=True, capture_output=True)
    certificate, key = office.certify("node")
    table = {"bind": f"127.0.0.1:{exchange}", "certificate": certificate, "key": key, "trust": office.file}
    told = (home / "node.toml").read_text(encoding="utf-8") + "\n[mutual-tls]\n"
    (home / "node.toml").write_text(told + "".join(f'{word} = "{value}"\n' for word, value in table.items()))
    node = subprocess.Popen([*comity, "node", "run"], env=environment)
    try:
        yield f"http://127.0.0.1:{desks}", f"https://127.0.0.1:{exchange}"
    finally:
        node.terminate()
        node.wait(PATIENCE)


def asked(url: str, context: ssl.SSLContext | None = None) -> int:
    """Ask until somebody is there, and return the status."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return urllib3.PoolManager(retries=False, ssl_context=context).request("GET", url).status
        except urllib3.exceptions.NewConnectionError:
            assert time.monotonic() < end, url
            time.sleep(0.1)


@pytest.mark.journey
@pytest.mark.mandate("E11")
def test_who_shows_a_certificate_of_the_authority_comes_in_and_nobody_else(
    doors, office: Office, tmp_path: Path
):
    desks, exchange = doors
    profile = f"{exchange}/exchange/v1/profile"
    files = office.certify("peer")
    ours = MutualTls("", *files, office.file).calling()
    assert asked(profile, ours) == 200
    assert asked(f"{exchange}/record/", ours) == 404  # nodes have nothing to do at the desks
    assert asked(f"{desks}/exchange/v1/profile") == 404  # and the desks are no way around
    bare = ssl.create_default_context(cafile=office.file)
    with pytest.raises(urllib3.exceptions.HTTPError):
        asked(profile, bare)
    stranger = Office(tmp_path, "stranger").certify("intruder")
    with pytest.raises(urllib3.exceptions.HTTPError):
        asked(profile, MutualTls("", *stranger, office.file).calling())


def test_without_the_table_there_is_no_mutual_tls(tmp_path: Path):
    assert MutualTls.of(Installation(tmp_path)) is None


@pytest.mark.parametrize("missing", ["bind", "certificate", "key", "trust"])
def test_what_is_missing_is_named(tmp_path: Path, office: Office, missing: str):
    certificate, key = office.certify("node")
    table = {"bind": "127.0.0.1:1", "certificate": certificate, "key": key, "trust": office.file}
    told = {word: str(value) for word, value in table.items() if word != missing}
    with pytest.raises(MutualTlsIncomplete) as refused:
        MutualTls.of(Installation(tmp_path, extra={"mutual-tls": told}))
    assert refused.value.place == missing
    assert MutualTls.of(Installation(tmp_path, extra={"mutual-tls": {w: str(v) for w, v in table.items()}}))


@pytest.mark.parametrize(("broken", "place"), [("trust", "trust"), ("key", "certificate, key")])
def test_a_file_that_holds_no_certificate_is_named(tmp_path: Path, office: Office, broken: str, place: str):
    certificate, key = office.certify("node")
    files = {"certificate": certificate, "key": key, "trust": office.file}
    files[broken].write_bytes(b"nothing of the kind")
    with pytest.raises(MutualTlsIncomplete) as refused:
        MutualTls("127.0.0.1:1", **files).calling()
    assert refused.value.place == place
