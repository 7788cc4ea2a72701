"""How a file of vectors is laid out, and how bytes are written in it so that a reader can still read them.

* A file has groups, a group has tests; a test has an input, a result, and either what it gives or the code of its
  refusal. Flags say what a test tries; the file explains each flag that it uses.
* Bytes are one of: ``{"text"}`` in UTF-8, ``{"hex"}``, ``{"base64url"}``, each with ``times`` where it is repeated;
  ``{"value", "from", "to"}``, a stretch of one of the file's values; ``{"parts"}``, others one after the other.
* ``Writer`` chooses: what equals a value is that value, and what nearly equals one is told by the stretches they share,
  so that a flipped byte is seen to be one.
"""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

PROTOCOL = "1-draft.3"
_RUN = re.compile(rb"(.)\1{255,}", re.DOTALL)
_BLOCK = 24  # bytes that two stretches must share before they are told as one
_SHORT = 160
_SHORT_HEX = 80


@dataclass(frozen=True)
class Case:
    """One test: what is given, and what must come of it."""

    comment: str
    given: Mapping[str, Any]
    flags: Sequence[str] = ()
    refused: str = ""  # the code of the refusal; empty where the test is valid


@dataclass(frozen=True)
class Group:
    """Tests of one type that share what does not change."""

    type: str
    cases: Sequence[Case]
    shared: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class File:
    """One file of vectors."""

    name: str
    paper: str
    groups: Sequence[Group]
    values: Mapping[str, bytes] = field(default_factory=dict)


class Writer:
    """Writes bytes in their shortest form against the values of one file."""

    def __init__(self, values: Mapping[str, bytes]) -> None:
        self._values = values
        self._places = {
            raw[at : at + _BLOCK]: (name, at)
            for name, raw in reversed(values.items())
            for at in range(len(raw) - _BLOCK, -1, -1)
        }

    def json(self, value: Any) -> Any:
        """Write every bytes within ``value``."""
        if isinstance(value, bytes):
            return self.raw(value)
        if isinstance(value, Mapping):
            return {name: self.json(member) for name, member in value.items()}
        if isinstance(value, list | tuple):
            return [self.json(member) for member in value]
        return value

    def raw(self, raw: bytes) -> dict[str, Any]:
        """Write ``raw``."""
        for name, known in self._values.items():
            if raw == known:
                return {"value": name}
        if len(raw) <= _SHORT:
            return plain(raw)
        parts = list(self._parts(raw))
        return parts[0] if len(parts) == 1 else {"parts": parts}

    def _parts(self, raw: bytes) -> Iterator[dict[str, Any]]:
        begin = at = 0
        while at < len(raw):
            run = (
                _RUN.match(raw, at) if raw[at : at + 1] == raw[at + 1 : at + 2] else None
            )  # seldom, so quickly
            found = self._places.get(raw[at : at + _BLOCK])
            if run is None and found is None:
                at += 1
                continue
            if at > begin:
                yield plain(raw[begin:at])
            if run is not None:
                yield {**plain(run[1]), "times": len(run[0])}
                begin = at = run.end()
            elif found is not None:
                name, start = found
                end = _shared(self._values[name], start, raw, at)
                yield {"value": name, "from": start, "to": end}
                begin = at = at + end - start
        if at > begin:
            yield plain(raw[begin:at])


def plain(raw: bytes) -> dict[str, Any]:
    """Write ``raw`` without regard to any value."""
    try:
        text = raw.decode("utf-8")
        if all(letter.isprintable() or letter == "\n" for letter in text):
            return {"text": text}
    except UnicodeDecodeError:
        pass
    if len(raw) <= _SHORT_HEX:
        return {"hex": raw.hex()}
    return {"base64url": base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")}


def read(form: Mapping[str, Any], values: Mapping[str, bytes]) -> bytes:
    """Read bytes back."""
    times = form.get("times", 1)
    if "parts" in form:
        return b"".join(read(part, values) for part in form["parts"]) * times
    if "value" in form:
        raw = values[form["value"]]
        return raw[form.get("from", 0) : form.get("to", len(raw))]
    if "hex" in form:
        return bytes.fromhex(form["hex"]) * times
    if "base64url" in form:
        letters = form["base64url"]
        return base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4)) * times
    return str(form["text"]).encode() * times


def _shared(known: bytes, start: int, raw: bytes, at: int) -> int:
    """Give where the stretch of ``known`` ends that begins at ``start`` and stands in ``raw`` at ``at``."""
    longest = min(len(known) - start, len(raw) - at)
    low, high = 0, longest
    while low < high:  # the longest beginning that both share
        middle = (low + high + 1) // 2
        if known[start : start + middle] == raw[at : at + middle]:
            low = middle
        else:
            high = middle - 1
    return start + low
