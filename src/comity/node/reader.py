"""Whoever reads a page: in which language, and how a refusal is told to them."""

from django.conf import settings
from django.utils.translation import get_language

from comity.errors import ComityError
from comity.reference.refusals import sentence
from comity.words import Language


def reader() -> Language:
    """The language in which this page is read."""
    return Language((get_language() or Language.ENGLISH)[:2])


def languages() -> list[tuple[str, str]]:
    """The six languages, by their two letters, as the reader's language names them."""
    return [(code[:2], str(name)) for code, name in settings.LANGUAGES]


def told(error: ComityError) -> str:
    """Say a refusal in the reader's language: what is wrong, and what to do."""
    said = sentence(error, reader())
    return f"{said.says} {said.do}"
