"""The peer django-pyas2: two AS2 installations, sender and receiver, in an environment of their own.

AS2 (RFC 4130) is what carries signed, encrypted, receipted messages between organizations today. The peer has
RSA-3072 certificates, AES-256-CBC, SHA-256 signatures, a synchronous signed receipt, gunicorn with one worker,
and SQLite in WAL mode with ``synchronous=FULL``, as our nodes have. It is GPL: it is installed into a throwaway
environment and spoken to over pipes and HTTP, never imported.
"""

import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.processes import seconds
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

HERE = Path(__file__).resolve().parent
INSIDE = HERE / "inside"
NARROW, WIDE = r"\\d\\.\\d\\.\\d[a-z]*", r"\\d\\.\\d\\.\\d+[a-z]*"  # as written in oscrypto's source


class PeerUnavailable(Exception):
    """The peer could not be installed or started here; the figure is then taken without it."""


def environment() -> Path:
    """Return the peer's Python, installed the first time under the system's temporary folder."""
    wanted = (HERE / "requirements.txt").read_bytes() + sys.version.encode()
    folder = Path(tempfile.gettempdir()) / f"comity-peer-pyas2-{hashlib.sha256(wanted).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        install = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--requirement",
            str(HERE / "requirements.txt"),
        ]
        done = subprocess.run(install, check=False, capture_output=True, text=True)
        if done.returncode:
            raise PeerUnavailable("django-pyas2 could not be installed: " + done.stderr.strip()[-300:])
        _widen_version_pattern(folder)
        (folder / "ready").touch()
    return python


def _widen_version_pattern(folder: Path) -> None:
    """Let oscrypto read OpenSSL versions whose patch number has two digits, such as 3.0.19."""
    for page in folder.glob("lib/python*/site-packages/oscrypto/_openssl/_libcrypto_c*.py"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(NARROW, WIDE), encoding="utf-8")


def _make_certificate(home: Path, name: str) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    public = certificate.public_bytes(Encoding.PEM)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"throwaway"))
    (home / f"{name}.crt").write_bytes(public)
    (home / f"{name}.pem").write_bytes(secret + public)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _await_door(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if server.poll() is not None:
            break
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise PeerUnavailable("the peer's server did not start")


@dataclass(frozen=True, slots=True)
class Peer:
    """A running peer: a sender that answers one exchange at a time, and the server of the receiver."""

    sender: subprocess.Popen[str]
    server: int

    def processor_seconds(self) -> float | None:
        """Say how much processor time the sender and the server have used so far."""
        return seconds((self.sender.pid, self.server))

    def exchange(self, size: int) -> float:
        """Send ``size`` bytes; return the seconds until the signed receipt is verified."""
        pipes = self.sender.stdin, self.sender.stdout
        if pipes[0] is None or pipes[1] is None:
            raise PeerUnavailable("the peer's sender has no pipes")
        pipes[0].write(f"{size}\n")
        pipes[0].flush()
        answer = pipes[1].readline()
        if not answer:
            raise PeerUnavailable("the peer's sender stopped")
        return float(answer)


@dataclass(frozen=True, slots=True)
class Peers:
    """Both ways to send to the same receiver: the peer at both ends, and its library alone as the sender."""

    whole: Peer
    library: Peer


@contextmanager
def running() -> Iterator[Peers]:
    """Install, prepare and start the peer; stop it and remove its data at the end."""
    python = environment()
    with tempfile.TemporaryDirectory(prefix="comity-peer-") as folder, ExitStack() as stack:
        homes, port = {name: Path(folder) / name for name in ("sender", "receiver")}, _free_port()
        told = {name: _told(home, port) for name, home in homes.items()}
        for name, home in homes.items():
            home.mkdir()
            _make_certificate(Path(folder), name)
        for own, other in (("sender", "receiver"), ("receiver", "sender")):
            _prepare(python, told[own], own, other)
        server = stack.enter_context(_server(python, port, told["receiver"]))
        whole, library = (
            stack.enter_context(_sender(python, told["sender"], script)) for script in ("node.py", "client.py")
        )
        yield Peers(Peer(whole, server), Peer(library, server))


def _prepare(python: Path, told: dict[str, str], own: str, other: str) -> None:
    words = [python, INSIDE / "prepare.py", own, other]
    ready = subprocess.run(words, env=told, check=False, capture_output=True, text=True)
    if ready.returncode:
        raise PeerUnavailable("the peer's database could not be made: " + ready.stderr.strip()[-300:])


def _told(home: Path, port: int) -> dict[str, str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY", "DJANGO"))}
    ours = {"PEER_HOME": str(home), "PEER_URL": f"http://127.0.0.1:{port}/pyas2/as2receive"}
    return {**outside, **ours, "DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(INSIDE)}


@contextmanager
def _server(python: Path, port: int, told: dict[str, str]) -> Iterator[int]:
    place = ["--workers", "1", "--bind", f"127.0.0.1:{port}", "--chdir", str(INSIDE), "--log-level", "error"]
    with subprocess.Popen([str(python), "-m", "gunicorn", *place, "wsgi:application"], env=told) as server:
        try:
            _await_door(port, server)
            yield server.pid
        finally:
            server.terminate()


@contextmanager
def _sender(python: Path, told: dict[str, str], script: str) -> Iterator[subprocess.Popen[str]]:
    pipe, words = subprocess.PIPE, [str(python), str(INSIDE / script)]
    with subprocess.Popen(words, env=told, stdin=pipe, stdout=pipe, text=True) as sender:
        try:
            yield sender
        finally:
            sender.terminate()
