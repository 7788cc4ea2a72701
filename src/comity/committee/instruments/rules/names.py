"""The short name of an instrument: two to forty Latin letters, digits or hyphens, beginning with a letter.

* It is cited in capitals, ``UNCAC 44(3)``; in an address it stands in small letters.
"""

import re

from comity.errors.comparison import MalformedShortName

_SHORT = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,39}", re.ASCII)


def short_name(told: str) -> str:
    """Read a short name, or raise ``MalformedShortName``."""
    told = told.strip()
    if not _SHORT.fullmatch(told):
        raise MalformedShortName(told[:60])
    return told.upper()


def address(short: str) -> str:
    """The short name as it stands in an address."""
    return short.lower()
