"""The process that sets a page: HTML on standard input, a PDF on standard output, and nothing else there.

Each page that is laid out is a line on standard error: its number. It ends with 3 where the libraries that draw letters
are not installed.
"""

import logging
import sys
from typing import NoReturn

try:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher
except OSError:
    sys.exit(3)

_LAID_OUT = "Creating layout - Page"


class Nothing(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Refuse whatever a page would fetch."""

    def fetch(self, url: str, *_ways: object, **_more: object) -> NoReturn:
        """Refuse an address; the page is set without what it names."""
        raise ValueError(url)


class Counting(logging.Handler):
    """Write the number of each page that the library says it lays out."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a number, and nothing of what else the library says."""
        if _LAID_OUT in str(record.msg) and isinstance(record.args, tuple):
            sys.stderr.write(f"{record.args[0]}\n")
            sys.stderr.flush()


def main() -> None:
    """Set the page."""
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(Counting())
    progress.propagate = False
    page = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=Nothing())
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1"))


if __name__ == "__main__":
    main()
