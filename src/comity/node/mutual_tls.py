"""Mutual TLS, where the operators want it: a door of its own for nodes, which asks each caller for a certificate.

    [mutual-tls]
    bind = "0.0.0.0:8443"                  where the exchange is served, and nothing else
    certificate = "/etc/comity/node.crt"   this node's certificate, shown to callers and to peers that are called
    key = "/etc/comity/node.key"           its key, PKCS#8
    trust = "/etc/comity/nodes.pem"        the authorities whose certificates are taken, of callers and of peers

With it the desks serve the exchange no more. The signature of each hop is asked for all the same: TLS ends at whatever
stands before a node, the signature does not.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path

from comity.errors.node import MutualTlsIncomplete
from comity.node.installation import Installation

_WORDS = ("bind", "certificate", "key", "trust")


@dataclass(frozen=True, slots=True)
class MutualTls:
    """What ``node.toml`` says of it."""

    bind: str
    certificate: Path
    key: Path
    trust: Path

    @classmethod
    def of(cls, node: Installation) -> "MutualTls | None":
        """Read it, or nothing where the operators want none; raises MutualTlsIncomplete with what is missing."""
        told = node.extra.get("mutual-tls")
        if told is None:
            return None
        for word in _WORDS:
            if not isinstance(told.get(word), str) or not told[word]:
                raise MutualTlsIncomplete(word)
        files = [Path(told[word]) for word in _WORDS[1:]]
        for word, file in zip(_WORDS[1:], files, strict=True):
            if not file.is_file():
                raise MutualTlsIncomplete(word)
        return cls(told["bind"], *files)

    def options(self) -> list[str]:
        """Give what the server is told, so that it asks every caller for a certificate."""
        files = ("--ssl-certificate", self.certificate, "--ssl-keyfile", self.key, "--ssl-ca", self.trust)
        return [*map(str, files), "--ssl-client-verify"]

    def calling(self) -> ssl.SSLContext:
        """Make the context with which peers are called; raises MutualTlsIncomplete for a file that holds none of it."""
        try:
            context = ssl.create_default_context(cafile=self.trust)
        except OSError:  # also ssl.SSLError
            raise MutualTlsIncomplete("trust") from None
        try:
            context.load_cert_chain(self.certificate, self.key, password=lambda: b"")  # never ask at a terminal
        except OSError:
            raise MutualTlsIncomplete("certificate, key") from None
        return context
