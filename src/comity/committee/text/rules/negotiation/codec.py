"""An entry of the log as JSON, and back: what is stored, what the API takes, what the record digests.

* An act is an object whose ``act`` names it; its fields are those of the value. What is left out has its default;
  what is not known is refused by its path, and so is a value of another type.
* Words are given as one text and cut when they are read; printed, they are that text again. Where a bracket parts what
  would be cut as one word, ``low-[carbon]``, each word is ended by a unit separator, which no text of a draft holds.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any, get_args

from comity.committee.text.rules.headings import Kind
from comity.committee.text.rules.negotiation.acts import Act, Entry, Given, Stance
from comity.committee.text.rules.words import Words, cut, joined
from comity.errors.text import UnreadableEntry
from comity.foundation.canonical import Json
from comity.foundation.fields import Fields
from comity.words import Instant, Language

_ENDED = "\x1f"
_LONGEST = 400_000  # characters of one text
_MOST = 20_000  # provisions of a draft


def name_of(act: Act | type[Act]) -> str:
    """The name of a kind of act: ``take-stance``."""
    made = act if isinstance(act, type) else type(act)
    return re.sub(r"(?<!^)(?=[A-Z])", "-", made.__name__).lower()


KINDS: Mapping[str, type[Act]] = {name_of(each): each for each in get_args(Act)}


def act_to_json(act: Act) -> dict[str, Json]:
    """Print an act; what has its default is left out."""
    return {"act": name_of(act), **_printed(act)}


def _printed(value: Act | Given) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for each in fields(value):
        held = getattr(value, each.name)
        if held not in ("", ()) and (each.default is MISSING or held != each.default):
            found[each.name] = _json(each.name, held)
    return found


def _json(name: str, held: object) -> Json:
    if name == "words" and isinstance(held, tuple):
        return words_to_text(held)
    if isinstance(held, tuple):
        return [_printed(each) if isinstance(each, Given) else int(each) for each in held]
    if isinstance(held, StrEnum):
        return held.value
    if isinstance(held, int | str):
        return held
    raise UnreadableEntry(name, expected="int | str")


def words_to_text(words: Words) -> str:
    """Print words as a text from which ``text_to_words`` reads the very same."""
    whole = joined(words)
    return whole if cut(whole) == words else "".join(f"{word}{_ENDED}" for word in words)


def text_to_words(text: str) -> Words:
    """Read the words of a text that ``words_to_text`` printed, or cut any other."""
    return tuple(text.split(_ENDED)[:-1]) if _ENDED in text else cut(text)


def act_from_json(value: Json, read: Callable[[str], Words] = text_to_words) -> Act:
    """Read an act; ``read`` makes words of a text, and may refuse it. An empty text is one that was left out."""
    if isinstance(value, Mapping):
        value = {name: each for name, each in value.items() if each != ""}
    found = Fields(value, path="act", refusal=UnreadableEntry)
    kind = found.text("act")
    if kind not in KINDS:
        found.refuse("act", ", ".join(KINDS))
    made = KINDS[kind](**_fields(found, KINDS[kind], read))
    found.close()
    return made


def _fields(found: Fields, of: type[Act] | type[Given], read: Callable[[str], Words]) -> dict[str, Any]:
    """Take the fields of a value; the constructor that they go to has checked types by then."""
    given: dict[str, Any] = {}
    for each in fields(of):
        if found.has(each.name) or (each.default is MISSING and each.name not in MAY_BE_EMPTY):
            given[each.name] = _taken(found, each.name, read)
        elif each.default is MISSING:
            given[each.name] = () if each.name == "words" else ""
    return given


MAY_BE_EMPTY = frozenset({"words", "parent", "provision", "id"})
ENUMS: Mapping[str, type[StrEnum]] = {"kind": Kind, "stance": Stance, "language": Language}
NUMBERS = frozenset({"draft", "start", "end", "amends", "seen", "proposal", "bracket", "at"})


def _taken(found: Fields, name: str, read: Callable[[str], Words]) -> object:
    if name == "words":
        return read(found.text(name, most=_LONGEST))
    if name in NUMBERS:
        return found.integer(name, least=-1 if name == "end" else 0)
    if name == "instead_of":
        return tuple(_number(found, each) for each in found.members(name, most=_MOST))
    if name == "provisions":
        return found.each(name, lambda one: Given(**_fields(one, Given, read)), most=_MOST)
    if name in ENUMS:
        return found.word(name, ENUMS[name])
    return found.text(name)


def _number(found: Fields, value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        found.refuse("instead_of", "list of numbers")
    return value


def entry_to_json(entry: Entry) -> dict[str, Json]:
    """Print an entry of the log."""
    told: dict[str, Json] = {
        "number": entry.number,
        "at": str(entry.at),
        "by": entry.by,
        "act": act_to_json(entry.act),
    }
    named = {"entered": entry.entered, "meeting": entry.meeting, "document": entry.document}
    return told | {name: value for name, value in named.items() if value}


def entry_from_json(value: Json) -> Entry:
    """Read an entry of the log."""
    found = Fields(value, path="entry", refusal=UnreadableEntry)
    entry = Entry(
        number=found.integer("number", least=1),
        at=found.word("at", Instant.parse),
        by=found.text("by"),
        act=act_from_json(found.mapping("act")),
        entered=found.optional("entered", str) or "",
        meeting=found.optional("meeting", str) or "",
        document=found.optional("document", str) or "",
    )
    found.close()
    return entry
