"""Canonical JSON: one value, one sequence of bytes.

* The form is RFC 8785: names in UTF-16 order, no spaces, the shortest escapes, UTF-8.
* Numbers are whole and within +-(2**53 - 1); a fraction or an exponent is refused, written or read.      RFC 7493, 2.2
* A name stands once in an object.                                                              RFC 7493, 2.3
* What is read must be in the canonical form already: reading and printing gives the same bytes back.
* Depth is limited, and counted without recursion, so that no input can exhaust the reader's stack.

A refusal names the byte offset where it can. What writes and reads is orjson, whose escapes are those of RFC 8785,
3.2.2.2; what it would let pass, such as a name that stands twice, does not give the same bytes back. It sorts names as
UTF-8, which is the order of RFC 8785 for ASCII; other names are put in order here, at some cost.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, TypeAlias

import orjson

from comity.errors.envelopes import (
    DuplicateName,
    EmptyDocument,
    InvalidText,
    NotCanonical,
    NotJson,
    NotWritable,
    NumberRefused,
    TooDeep,
    TooLarge,
)
from comity.foundation.limits import LIMITS

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

LARGEST_NUMBER = 2**53 - 1
_LONGEST_NUMBER = len(str(-LARGEST_NUMBER))
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)
_OPENING = b"[{"
_NESTED, _LEAVES = (dict, list, tuple), (bool, type(None))
_STRICT = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


def canonical(value: Json) -> bytes:
    """Write ``value`` in its one form; raises NotWritable for what JSON of whole numbers cannot hold."""
    try:
        return _written(value, LIMITS.depth)
    except TypeError as error:  # orjson's is one too
        _plain(value, LIMITS.depth)  # raises what is wrong; a surrogate that stands alone is no character
        raise NotWritable(type(value).__name__) from error


def written(value: "dict[str, Json]") -> bytes:
    """Write an object of our own making: ASCII names, texts, whole numbers, plain lists and objects of such."""
    return orjson.dumps(value, option=_STRICT)


def read_written(texts: Sequence[bytes]) -> "list[Json]":
    """Read what this node wrote with ``canonical`` and kept: many documents at once, their form not verified again."""
    found: list[Json] = orjson.loads(b"[" + b",".join(texts) + b"]")
    return found


def parse_canonical(text: bytes, *, limit: int = LIMITS.document, depth: int = LIMITS.depth) -> Json:
    """Read canonical JSON of at most ``limit`` bytes and ``depth`` levels, or raise what is wrong and where."""
    if not text:
        raise EmptyDocument("document")
    if len(text) > limit:
        raise TooLarge("document", size=len(text), limit=limit)
    try:
        value: Json = orjson.loads(text)  # it stops by itself at a depth of 1024
        if _written(value, depth) == text:
            return value
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, NotWritable):
        pass
    _require_depth(text, depth)
    return _explain(text)


def _written(value: Json, depth: int) -> bytes:
    if _is_simple(value, depth):
        return orjson.dumps(value, option=_STRICT)
    return orjson.dumps(_plain(value, depth))


def _is_simple(value: Json, depth: int) -> bool:
    """Say whether all is of JSON's own types, no number has a fraction and every name is ASCII.

    Of such a value orjson alone knows the one form. It is looked through level by level, never by recursion; raises
    NotWritable for more than ``depth`` levels, and TypeError for a name that is no text.
    """
    simple = True
    level: list[Any] = [[value]]  # the value itself, in no bracket of its own
    depth += 1
    while level:
        if not depth:
            raise NotWritable("depth")
        depth -= 1
        nested: list[Any] = []
        for one in level:
            inner = one
            if type(one) is dict:
                simple = simple and all(map(str.isascii, one))
                inner = one.values()
            for member in inner:
                kind = type(member)
                if kind is str or kind is int:
                    continue
                if kind in _NESTED:
                    nested.append(member)
                elif kind not in _LEAVES and not issubclass(kind, str):
                    simple = False
        level = nested
    return simple


def _explain(text: bytes) -> Json:
    """Read what is not canonical a second time, slowly, to say what is wrong with it and where."""
    try:
        value: Json = json.loads(
            text.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
        again = orjson.dumps(value)
    except UnicodeDecodeError as error:
        raise InvalidText(error.start) from error
    except json.JSONDecodeError as error:
        raise NotJson(len(error.doc[: error.pos].encode()), reason=error.msg) from error
    except orjson.JSONEncodeError as error:  # the only text left that has no canonical form
        raise InvalidText("a surrogate") from error
    raise NotCanonical(_first_difference(text, again))


def _order(member: tuple[str, object]) -> bytes:
    return member[0].encode("utf-16-be", "surrogatepass")  # RFC 8785, 3.2.3


def _require_depth(text: bytes, limit: int) -> None:
    if text.count(b"[") + text.count(b"{") <= limit:
        return
    depth = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if len(mark) > 1 or mark == b'"':
            continue
        depth += 1 if mark in _OPENING else -1
        if depth > limit:
            raise TooDeep(token.start(), limit=limit)


def _object(members: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(members)
    if len(value) != len(members):
        names = [name for name, _ in members]
        raise DuplicateName(next(name for name in names if names.count(name) > 1)[:64])
    return dict(sorted(members, key=_order))


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER or abs(int(digits)) > LARGEST_NUMBER:
        _refuse_number(digits)
    return int(digits)


def _refuse_number(digits: str) -> NoReturn:
    raise NumberRefused(digits[:32])


def _first_difference(one: bytes, other: bytes) -> int:
    """Give the offset of the first byte in which the two differ."""
    return next(
        (place for place, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


def _plain(value: Json, depth: int) -> Json:
    """Copy ``value`` into the types that JSON has, refusing all others."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            raise NotWritable("number")
        return int(value)
    if depth == 0:
        raise NotWritable("depth")
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise NotWritable("name")
        members = sorted(
            value.items(), key=None if all(map(str.isascii, value)) else _order
        )  # each name stands once
        return {name: _plain(member, depth - 1) for name, member in members}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [_plain(member, depth - 1) for member in value]
    raise NotWritable(type(value).__name__)
