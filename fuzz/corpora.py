"""The corpora: for each decoder a few small inputs to begin from, and every input that once broke something.

A file ``good-*`` is read without a refusal; ``found-*`` once broke the decoder and is refused by name ever since. What
a fuzzer finds on its way is kept beside the checkout, not in it.
"""

from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"
ROOTS = Path(__file__).parent / "roots.pem"  # of the authority that gave the time-stamp in the corpus
WORD = range(2, 24)  # how long a word of a dictionary is
LARGEST, MOST = 200 * 1024, 24  # of one file in bytes, of one corpus in files


def inputs(decoder: str) -> Iterator[Path]:
    """Give the corpus of ``decoder``."""
    yield from sorted(path for path in (FOLDER / decoder).iterdir() if path.is_file())


def words(decoder: str) -> bytes:
    """Write a dictionary for libFuzzer: the words that stand between the marks of the good inputs."""
    found: set[bytes] = set()
    for path in inputs(decoder):
        text = path.read_bytes()
        for mark in b'",:{}[]|/.=- \n':
            text = text.replace(bytes([mark]), b" ")
        found |= {word for word in text.split() if len(word) in WORD and word.isascii() and word.isalnum()}
    return b"".join(b'"' + word + b'"\n' for word in sorted(found)[:500])
