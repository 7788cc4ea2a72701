"""A plaintext file is the evidence of a manifest, or it is not."""

import pytest
from tests.foundation.bundle.contents import EVIDENCE, case

from comity.errors.bundle import EvidenceUnproved
from comity.foundation.bundle import prove_file
from comity.foundation.sealing import MemorySource

MANIFEST = case().manifest


@pytest.mark.mandate("E4")
def test_the_opened_file_is_the_one_described() -> None:
    hashed: list[int] = []
    assert prove_file(MemorySource(EVIDENCE), [MANIFEST], progress=hashed.append) == MANIFEST
    assert sum(hashed) == len(EVIDENCE)
    assert len(hashed) == 2


@pytest.mark.parametrize("place", [0, 1024 * 1024 - 1, 1024 * 1024, len(EVIDENCE) - 1])
def test_a_flipped_byte_is_refused_wherever_it_stands(place: int) -> None:
    changed = EVIDENCE[:place] + bytes([EVIDENCE[place] ^ 1]) + EVIDENCE[place + 1 :]
    with pytest.raises(EvidenceUnproved):
        prove_file(MemorySource(changed), [MANIFEST])


def test_a_file_cut_or_longer_or_with_no_manifest_is_refused() -> None:
    for content, manifests in ((EVIDENCE[:-1], [MANIFEST]), (EVIDENCE + b"\n", [MANIFEST]), (EVIDENCE, [])):
        with pytest.raises(EvidenceUnproved):
            prove_file(MemorySource(content), manifests)


def test_a_source_that_ends_early_is_refused() -> None:
    class Short(MemorySource):
        @property
        def size(self) -> int:
            return MANIFEST.size

    with pytest.raises(EvidenceUnproved):
        prove_file(Short(EVIDENCE[:-1]), [MANIFEST])
