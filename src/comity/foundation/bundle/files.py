"""Whether a plaintext file is the evidence that a manifest describes, leaf by leaf, at any size."""

from collections.abc import Callable, Iterable

from comity.errors.bundle import EvidenceUnproved
from comity.foundation import trees
from comity.foundation.sealing import LEAF, Manifest, Source, salted_leaf


def prove_file(
    source: Source, manifests: Iterable[Manifest], *, progress: Callable[[int], None] = lambda _: None
) -> Manifest:
    """Return the manifest that describes the plaintext in ``source``, or raise EvidenceUnproved.

    ``progress`` is told the number of bytes of each piece that was hashed.
    """
    for manifest in manifests:
        if manifest.size == source.size and _root(source, manifest.salt, progress) == manifest.root:
            return manifest
    raise EvidenceUnproved("file", size=source.size)


def _root(source: Source, salt: bytes, progress: Callable[[int], None]) -> bytes:
    leaves, offset = [], 0
    buffer = memoryview(bytearray(LEAF))
    while offset < source.size:
        wanted = min(LEAF, source.size - offset)
        filled = 0
        while filled < wanted:
            came = source.read_at(buffer[filled:wanted], offset + filled)
            if came == 0:
                raise EvidenceUnproved("file", size=offset + filled)
            filled += came
        leaves.append(salted_leaf(salt, offset // LEAF, buffer[:wanted]))
        offset += wanted
        progress(wanted)
    return trees.root(leaves)
