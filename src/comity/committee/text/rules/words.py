"""A text cut into words, for comparing: without loss, in any of the six languages.

* A word is a run of letters, digits and marks; an apostrophe or a hyphen between letters does not divide it.
* In Chinese writing, which sets no space, every character is a word.
* Every other sign is a word of its own, so that a comma that moved is shown as a comma and nothing more.
* White space belongs to the word before it; white space at the very beginning is a word without letters.
* Words, joined, are the text. Two words are the same if they differ in nothing but white space around them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

Words = tuple[str, ...]

_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff"
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0640"  # accents and vowel signs written apart from their letters
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_PLAIN = re.compile(r"\w+(?:['’ʼ‐‑-]\w+)*\s*|[^\w\s]\s*|\s+")
_LETTER = rf"[^\W{_IDEOGRAPHS}]"
_RUN = rf"(?:{_LETTER}|[{_MARKS}])+"
_ANY = re.compile(rf"[{_IDEOGRAPHS}]\s*|{_RUN}(?:['’ʼ‐‑-]{_RUN})*\s*|[^\w\s]\s*|\w\s*|\s+")
_PLAIN_SCRIPT = re.compile(f"[^{_IDEOGRAPHS}{_MARKS}]*")
_SOFT = dict.fromkeys(map(ord, "\u0640\u00ad\u200b\u200c\u200d\u2060"))  # tatweel, soft hyphen, zero width


def cut(text: str) -> Words:
    """Cut ``text`` into its words; joined they are the text again."""
    return tuple((_PLAIN if _PLAIN_SCRIPT.fullmatch(text) else _ANY).findall(text))


def joined(words: Iterable[str]) -> str:
    """Give back the text that was cut."""
    return "".join(words)


def bare(words: Sequence[str]) -> list[str]:
    """The words as they are compared: without white space."""
    return [word.strip() for word in words]


def terms(text: str) -> list[str]:
    """The words of ``text`` by which it is found again: no signs, no case, one form for each letter."""
    plain = unicodedata.normalize("NFKC", text).translate(_SOFT).casefold()
    return [word for word in map(str.strip, cut(plain)) if word[:1].isalnum()]


def counted(text: str) -> int:
    """How many words a reader counts: signs count nothing, each Chinese character one."""
    return sum(word[0].isalnum() for word in cut(text))
