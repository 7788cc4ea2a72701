"""The one tree of a piece of evidence: over its plaintext, 1 MiB a leaf, each leaf salted.

* Leaf i is the RFC 6962 leaf hash of the salt, i in 8 bytes, and the i-th MiB of the plaintext.  RFC 6962, 2.1
* The salt has 32 bytes and goes with the manifest: without it a root says nothing of a file that one suspects.
* The number in the leaf keeps equal pieces of one file from showing themselves as equal.
"""

from hashlib import sha256

from comity.errors.sealing import UnsafeSalt

LEAF = 1024 * 1024
SALT = 32


def leaf_count(size: int) -> int:
    """Count the leaves of a plaintext of ``size`` bytes; nothing has none."""
    return -(-size // LEAF)


def salted_leaf(salt: bytes, index: int, piece: bytes | bytearray | memoryview) -> bytes:
    """Hash the MiB ``piece`` as the leaf at ``index``."""
    leaf = sha256(b"\x00" + salt + index.to_bytes(8, "big"))
    leaf.update(piece)
    return leaf.digest()


def require_salt(salt: bytes) -> None:
    """Return when ``salt`` has its length, or raise UnsafeSalt."""
    if len(salt) != SALT:
        raise UnsafeSalt("salt", expected=SALT)
