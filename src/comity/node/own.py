"""What this process holds of its own node: its State, its keys, its objects, its way to peers. Opened once."""

from functools import cache
from pathlib import Path

from django.conf import settings

from comity.foundation.identity import SigningKey
from comity.node.carrier import Carrier, pool_of
from comity.node.headers import Headers
from comity.node.installation import Installation
from comity.node.keystore import NODE, KeyStore, open_store
from comity.node.mutual_tls import MutualTls
from comity.node.objects import Objects
from comity.words import StateCode


def installation() -> Installation:
    """Return what ``node.toml`` says of this node."""
    node: Installation = settings.INSTALLATION
    return node


def state() -> StateCode:
    """Name the State, or the secretariat, whose node this is."""
    return StateCode(installation().state)


def log_origin() -> str:
    """Return the name of this node's record, which stands in its checkpoints."""
    return str(installation().extra.get("log") or f"comity/{state()}")


def keys() -> KeyStore:
    """Open this node's key store."""
    return _keys(installation().home, installation().secret)


def objects() -> Objects:
    """Open this node's objects."""
    return Objects.of(installation().home, installation().objects)


def headers() -> Headers:
    """Open the headers of this node's sealed evidence."""
    return Headers.of(installation().home)


def carrier() -> Carrier:
    """Return this process's way to peers."""
    return _carrier(installation().home, state(), keys().signing(NODE))


@cache
def _keys(_home: Path, _secret: str) -> KeyStore:
    return open_store(installation())


@cache
def _carrier(_home: Path, sender: StateCode, key: SigningKey) -> Carrier:
    tls = MutualTls.of(installation())
    return Carrier(sender, key, pool_of(tls.calling() if tls else None))
