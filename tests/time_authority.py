"""A small time-stamping authority: certificates of its own, ``openssl ts`` behind a real HTTP server."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SETTINGS = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """A folder with its certificates; answers requests."""

    folder: Path
    name: str = "Time-stamping office"
    usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING
    asked: list[bytes] = field(default_factory=list)
    refuses: bool = False

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        root, signer = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        anchor = self._certificate("Root of time", root, root, authority=True)
        self._put("root.pem", anchor.public_bytes(serialization.Encoding.PEM))
        certificate = self._certificate(self.name, signer, root, issuer=anchor)
        self._put("signer.pem", certificate.public_bytes(serialization.Encoding.PEM))
        self._put(
            "signer.key",
            signer.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )
        self._put("serial", b"01\n")
        self._put("settings", SETTINGS.format(folder=self.folder).encode())

    @property
    def roots(self) -> bytes:
        return (self.folder / "root.pem").read_bytes()

    def answer(self, request: bytes) -> bytes:
        """Stamp a request."""
        self.asked.append(request)
        self._put("request.tsq", request)
        subprocess.run(
            [
                *("openssl", "ts", "-reply", "-config", self.folder / "settings", "-section", "here"),
                *("-queryfile", self.folder / "request.tsq", "-out", self.folder / "answer.tsr"),
            ],
            check=True,
            capture_output=True,
        )
        return (self.folder / "answer.tsr").read_bytes()

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Answer over HTTP at the address given."""
        authority = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = self.rfile.read(int(self.headers["Content-Length"]))
                if authority.refuses or self.headers["Content-Type"] != "application/timestamp-query":
                    self.send_error(503)
                    return
                body = authority.answer(request)
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def _put(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)

    def _certificate(
        self,
        name: str,
        key: ec.EllipticCurvePrivateKey,
        signing: ec.EllipticCurvePrivateKey,
        *,
        issuer: x509.Certificate | None = None,
        authority: bool = False,
    ) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if not authority:
            made = made.add_extension(x509.ExtendedKeyUsage([self.usage]), critical=True)
        return made.sign(signing, hashes.SHA256())
