"""A text as Word writes it: paragraphs whose changes and comments name who made them.

* ``tracked``    the value: words kept, inserted, deleted, remarked on, and by whom
* ``packages``   the zip that a ``.docx`` is, opened without trust and written the same every time
* ``writing``    to Word
* ``reading``    from Word, ours or another's
* ``drafts``     a draft as such a text, what one draft changes in another, and back to the notation of drafts
"""

from comity.committee.text.rules.word.drafts import changed, marked, notation
from comity.committee.text.rules.word.reading import ReadWord, read_word
from comity.committee.text.rules.word.tracked import Mark, Paragraph, Remark, Stretch, Style, Tracked
from comity.committee.text.rules.word.writing import write_word

__all__ = [
    "Mark",
    "Paragraph",
    "ReadWord",
    "Remark",
    "Stretch",
    "Style",
    "Tracked",
    "changed",
    "marked",
    "notation",
    "read_word",
    "write_word",
]
