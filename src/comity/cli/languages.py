"""``comity languages``: bring the catalogues of the six languages up to what the pages say now.

New messages are added without translation, gone ones are dropped, translations are kept. GNU gettext must be installed.
"""

import os
from io import BytesIO
from pathlib import Path

import typer
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from comity.cli.inspection.catalogues import LOCALES, extracted

_HEADERS = {"Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms"}

app = typer.Typer(help=__doc__, rich_markup_mode=None)


@app.command()
def languages() -> None:
    """Update ``src/comity/locale/*/LC_MESSAGES/django.po`` and say what is still to be translated."""
    source = Path(os.environ.get("COMITY_ROOT", "."), "src", "comity")
    wanted = extracted(source)
    for tag in LOCALES:
        page = source / "locale" / tag / "LC_MESSAGES" / "django.po"
        known = read_po(BytesIO(page.read_bytes()), locale=tag) if page.exists() else Catalog(locale=tag)
        fresh = Catalog(locale=Locale.parse(tag), project="Comity", fuzzy=False, charset="utf-8")
        for key in sorted(wanted):
            message, old = wanted[key], known.get(wanted[key].id, key[0] or None)
            fresh.add(
                message.id, old.string if old else None, context=key[0] or None, flags=message.flags - {"fuzzy"}
            )
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(_heading(fresh) + _messages(fresh))
        missing = sum(1 for message in fresh if message.id and not _said(message.string))
        print(f"{tag:8} {len(fresh)} messages, {missing} not translated")


def _heading(catalogue: Catalog) -> bytes:
    """Write the headers that readers need; dates and addresses would change the file at every update."""
    headers = "".join(f'"{name}: {value}\\n"\n' for name, value in catalogue.mime_headers if name in _HEADERS)
    language = catalogue.locale.english_name if catalogue.locale else ""
    return f'# The words of the pages, in {language}.\nmsgid ""\nmsgstr ""\n{headers}\n'.encode()


def _messages(catalogue: Catalog) -> bytes:
    into = BytesIO()
    write_po(into, catalogue, width=0, sort_output=True, omit_header=True)
    return into.getvalue()


def _said(text: object) -> bool:
    return all(text) if isinstance(text, tuple | list) else bool(text)
