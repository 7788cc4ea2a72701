"""The process that sets a page: HTML on standard input, a PDF on standard output, and nothing else.

It ends with 3 where the libraries that draw letters are not installed.
"""

import sys
from typing import NoReturn

try:
    from weasyprint import HTML
except OSError:
    sys.exit(3)


def _fetch_nothing(address: str, **_ways: object) -> NoReturn:
    """Refuse whatever a page would fetch."""
    raise ValueError(address)


def main() -> None:
    """Set the page."""
    page = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=_fetch_nothing)
    sys.stdout.buffer.write(page.write_pdf(pdf_variant="pdf/ua-1"))


if __name__ == "__main__":
    main()
