"""The process that sets a page: HTML on standard input, a PDF on standard output, and nothing else.

It ends with 3 where the libraries that draw letters are not installed.
"""

import sys
from typing import NoReturn

try:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher
except OSError:
    sys.exit(3)


class Nothing(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Refuse whatever a page would fetch."""

    def fetch(self, url: str, *_ways: object, **_more: object) -> NoReturn:
        """Refuse an address; the page is set without what it names."""
        raise ValueError(url)


def main() -> None:
    """Set the page."""
    page = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=Nothing())
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1"))


if __name__ == "__main__":
    main()
