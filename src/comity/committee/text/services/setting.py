"""A page set as a PDF, in a process of its own: what goes wrong there, or takes too long, ends with that process.

* The PDF is tagged as PDF/UA asks: a reader's aid finds headings, language and order.
* Nothing is fetched: the page holds all that it needs. Fonts are those of the machine; Arabic and Chinese need theirs.
* Where the libraries that draw letters are not installed, that is said by name.
* Whoever waits is told how many pages are set; how many there will be is known only at the end.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from comity.committee.text.services.making import Heard
from comity.errors.interchange import NoTypesetter, PageNotSet

_WRITER = Path(__file__).with_name("typesetter.py")  # a program by itself: it needs nothing of Comity
_SECONDS = 900  # a page takes a tenth of a second, and a text may have a thousand; nobody's page waits for it
_MISSING = 3  # how the writer says that its libraries are missing


def unheard(_pages: int) -> None:
    """Take no notice of how many pages are set."""


def pdf_of(page: bytes, heard: Heard = unheard) -> bytes:
    """Set a page in HTML as a PDF; raises ``NoTypesetter`` and ``PageNotSet``."""
    try:
        with _told(heard) as said:
            done = subprocess.run(  # noqa: S603  # our own interpreter and our own file
                [sys.executable, "-I", str(_WRITER)],
                input=page,
                stdout=subprocess.PIPE,
                stderr=said,
                timeout=_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise PageNotSet("page", seconds=_SECONDS) from error
    if done.returncode == _MISSING:
        raise NoTypesetter("Pango")
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise PageNotSet("page", seconds=_SECONDS)
    return done.stdout


@contextmanager
def _told(heard: Heard) -> Iterator[int]:
    """Give the end of a pipe on which the writer counts; what else it says there is not heard."""
    listening, said = os.pipe()

    def listen() -> None:
        with os.fdopen(listening, "rb") as lines:
            for line in lines:
                if line.strip().isdigit():
                    heard(int(line))

    listener = Thread(target=listen, name="pages")
    listener.start()
    try:
        yield said
    finally:
        os.close(said)  # the writer has ended and closed its own: the listener comes to the end
        listener.join()
