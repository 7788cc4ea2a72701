"""Whether every word on the screen exists in six languages.

* Each catalogue translates every message that the source marks, in every plural form, and none that is gone.
* English is the language of the source; its catalogue may leave a message empty.
* A translation keeps the places of its message: ``%(count)s`` stays ``%(count)s``.
* What the source marks is found by GNU gettext; where that is not installed, the catalogues are compared with one
  another instead.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

LOCALES = ("ar", "zh_Hans", "en", "fr", "ru", "es")
_MARKED = (".py", ".html", ".txt")
_PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
Key = tuple[str, str]


def faults(folder: Path) -> list[str]:
    """Compare what the source of ``folder`` marks with the catalogues of all six languages."""
    source = folder / "src" / "comity"
    books = {locale: _book(source, locale) for locale in LOCALES}
    if shutil.which("xgettext"):
        wanted = extracted(source)
    else:
        wanted = {key: message for book in books.values() for key, message in book.items()}
    found: dict[tuple[str, str], list[str]] = {}
    for locale, book in books.items():
        for key, fault in _compare(locale, book, wanted):
            found.setdefault((key[1], fault), []).append(locale)
    return [f"“{words}” {fault}: {', '.join(locales)}" for (words, fault), locales in sorted(found.items())]


def extracted(source: Path) -> dict[Key, Message]:
    """Give every message that the pages of ``source`` mark, as GNU gettext finds them."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place, "comity")
        shutil.copytree(source, copy, ignore=_but_the_marked)
        (copy / "locale").mkdir()
        words = ("-m", "django", "makemessages", "--locale", "en", "--no-location", "--verbosity", "0")
        subprocess.run([sys.executable, *words], cwd=copy, check=True, capture_output=True)
        page = copy / "locale" / "en" / "LC_MESSAGES" / "django.po"
        return _messages(page) if page.exists() else {}


def _but_the_marked(folder: str, names: list[str]) -> set[str]:
    return {
        name
        for name in names
        if name == "locale" or (Path(folder, name).is_file() and not name.endswith(_MARKED))
    }


def _book(source: Path, locale: str) -> dict[Key, Message]:
    pages = sorted(source.rglob(f"locale/{locale}/LC_MESSAGES/django.po"))
    return {key: message for page in pages for key, message in _messages(page).items()}


def _messages(page: Path) -> dict[Key, Message]:
    with page.open("rb") as opened:
        catalogue: Catalog = read_po(opened)
    return {(str(message.context or ""), forms(message.id)[0]): message for message in catalogue if message.id}


def forms(text: object) -> tuple[str, ...]:
    """Give the plural forms of a message, or the one form it has."""
    return tuple(str(form) for form in text) if isinstance(text, tuple | list) else (str(text),)


def _compare(locale: str, book: dict[Key, Message], wanted: dict[Key, Message]) -> Iterator[tuple[Key, str]]:
    yield from ((key, "has no translation") for key in wanted.keys() - book.keys())
    yield from ((key, "is marked nowhere any more") for key in book.keys() - wanted.keys())
    for key in book.keys() & wanted.keys():
        yield from ((key, fault) for fault in _translation(locale, book[key]))


def _translation(locale: str, message: Message) -> Iterator[str]:
    said = forms(message.string)
    if locale == "en" and not any(said):
        return
    if not all(said):
        yield "is not translated in every form"
        return
    if message.fuzzy:
        yield "is only a guess (fuzzy)"
    known = set(_PLACES.findall(" ".join(forms(message.id))))
    if any(set(_PLACES.findall(form)) - known for form in said) or set(_PLACES.findall(said[-1])) != known:
        yield "does not keep its places"
