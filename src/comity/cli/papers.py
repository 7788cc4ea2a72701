"""Reading a paper of this machine: one that is too large to be a text is refused before it is read."""

from pathlib import Path

from comity.committee.text.rules.markup import fits


def octets(file: Path) -> bytes:
    """The octets of ``file``; raises ``FileTooLarge``."""
    fits(file.stat().st_size)
    return file.read_bytes()
