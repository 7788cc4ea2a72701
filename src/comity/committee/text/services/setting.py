"""A page set as a PDF, in a process of its own: what goes wrong there, or takes too long, ends with that process.

* The PDF is tagged as PDF/UA asks: a reader's aid finds headings, language and order.
* Nothing is fetched: the page holds all that it needs. Fonts are those of the machine; Arabic and Chinese need theirs.
* Where the libraries that draw letters are not installed, that is said by name.
"""

import subprocess
import sys
from pathlib import Path

from comity.errors.interchange import NoTypesetter, PageNotSet

_WRITER = Path(__file__).with_name("typesetter.py")  # a program by itself: it needs nothing of Comity
_SECONDS = 900  # a page takes a tenth of a second, and a text may have a thousand; nobody's page waits for it
_MISSING = 3  # how the writer says that its libraries are missing


def pdf_of(page: bytes) -> bytes:
    """Set a page in HTML as a PDF; raises ``NoTypesetter`` and ``PageNotSet``."""
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and our own file
            [sys.executable, "-I", str(_WRITER)], input=page, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PageNotSet("page", seconds=_SECONDS) from error
    if done.returncode == _MISSING:
        raise NoTypesetter("Pango")
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise PageNotSet("page", seconds=_SECONDS)
    return done.stdout
