"""Words as they come in from outside: one paragraph, without signs that mislead a reader.

* White space is one blank between words; a provision is one paragraph.
* Signs that are not seen, or that turn the direction of what follows, are refused by the number of the word; the two
  joiners that Arabic writing needs are kept. So is a word with letters of more than one of the scripts whose letters
  look alike: Latin, Cyrillic, Greek.                                                          UAX 9; Unicode TR 39, 5.1
* Square brackets are no words: they are placed by an act, with a holder.
* Words are counted as a reader counts them; in Chinese every character is one.
"""

import re
import unicodedata
from functools import lru_cache

from comity.committee.text.rules.words import Words, cut
from comity.errors.text import SignsThatMislead, WordsTooMany

MOST = 20_000  # words of one act, far above any provision
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_BRACKETS = re.compile(r"[\[\]［］]")
_ALIKE = ("LATIN", "CYRILLIC", "GREEK")


def read_words(text: str) -> Words:
    """Read the words of one act; raises ``SignsThatMislead`` and ``WordsTooMany``."""
    words = cut(" ".join(text.split()))
    if len(words) > MOST:
        raise WordsTooMany(len(words), words=len(words), limit=MOST)
    for place, word in enumerate(words, 1):
        signs = misleading(word) or _brackets(word)
        if signs:
            raise SignsThatMislead(place, signs=signs)
    return words


def _brackets(word: str) -> str:
    found = _BRACKETS.search(word)
    return _named(found[0]) if found else ""


@lru_cache(maxsize=4096)
def misleading(text: str) -> str:
    """Name the signs of ``text`` that are not seen, or the scripts mixed in one word; empty if there are none."""
    unseen = _UNSEEN.search(text)
    if unseen:
        return _named(unseen[0])
    for word in text.split():
        scripts = {script for sign in word if sign.isalpha() and (script := _script(sign))}
        if len(scripts) > 1:
            return " + ".join(sorted(scripts))
    return ""


def _named(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _script(sign: str) -> str:
    name = unicodedata.name(sign, "")
    return next((script for script in _ALIKE if name.startswith(script)), "")


def counted(words: Words) -> int:
    """How many words a reader counts: signs count nothing, each Chinese character one."""
    return sum(word[0].isalnum() for word in words)
