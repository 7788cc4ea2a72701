"""The JSON schema of the vectors, made from one table of what each type of test is given and gives."""

from collections.abc import Mapping
from typing import Any

BYTES = {"$ref": "#/$defs/bytes"}
TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
NAME = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
SEVERAL = {"type": "array", "items": BYTES}
TEXTS = {"type": "array", "items": TEXT}
NAMES = {"type": "object", "additionalProperties": NAME}
FILES = {"type": "object", "additionalProperties": BYTES}

GROWTH = {
    "type": "object",
    "required": ["old", "new", "root", "path"],
    "properties": {"old": WHOLE, "new": WHOLE, "root": BYTES, "path": SEVERAL},
    "additionalProperties": False,
}

STATED = {
    "type": "object",
    "required": ["kind", "outcome", "index"],
    "properties": {"kind": TEXT, "outcome": TEXT, "index": WHOLE},
    "additionalProperties": False,
}

TOLD = {
    "type": "object",
    "required": ["code", "receipts"],
    "properties": {"code": TEXT, "receipts": WHOLE},
    "additionalProperties": False,
}

# A question mark after a name: the test may leave it out.
TYPES: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "answer": (
        {"status": WHOLE, "media_type": TEXT, "body": BYTES},
        {"code": TEXT, "receipts": WHOLE, "growths": WHOLE},
    ),
    "application": ({"document": BYTES}, {"state": TEXT, "fingerprint": NAME, "role": NAME}),
    "batch-answer": (
        {"status": WHOLE, "media_type": TEXT, "body": BYTES, "envelopes": WHOLE},
        {"answers": {"type": "array", "items": TOLD}, "growths": WHOLE},
    ),
    "batch": ({"body": BYTES}, {"envelopes": SEVERAL}),
    "bundle": (
        {"bundle": BYTES, "pins": NAMES},
        {
            "thread": TEXT,
            "acts": {"type": "array", "items": DIGEST},
            "witnessed": {"type": "array", "items": {"anyOf": [MOMENT, {"const": ""}]}},
            "receipts": WHOLE,
            "manifests": {"type": "array", "items": DIGEST},
            "to_compare": NAMES,
        },
    ),
    "canonical-form": ({"document": BYTES}, {"canonical": BYTES}),
    "canonical-json": ({"document": BYTES, "limit?": WHOLE}, {}),
    "checkpoint": (
        {"note": BYTES, "key": TEXT, "origin": TEXT},
        {"size": WHOLE, "root": DIGEST, "verifier": TEXT},
    ),
    "consistency": (
        {"old_size": WHOLE, "old_root": BYTES, "new_size": WHOLE, "new_root": BYTES, "path": SEVERAL},
        {},
    ),
    "cosignature": ({"note": BYTES, "key": TEXT, "name": TEXT}, {"at": MOMENT}),
    "detached-file": ({"header": BYTES, "payload": BYTES, "keys": TEXTS}, {"plaintext": BYTES}),
    "directory": (
        {"root": BYTES, "files": FILES, "seen": FILES, "state": TEXT, "at": MOMENT},
        {"root": WHOLE, "targets": WHOLE, "serial": WHOLE, "fingerprint": NAME, "profile": DIGEST},
    ),
    "entries": ({"bundle": BYTES}, {"entries": SEVERAL}),
    "entry": ({"document": BYTES, "content?": BYTES, "salt?": BYTES}, {"leaf": DIGEST}),
    "envelope": (
        {
            "sealed": BYTES,
            "offices": TEXTS,
            "keys": TEXTS,
            "profiles": SEVERAL,
            "at": MOMENT,
            "known": SEVERAL,
            "asked": TEXT,
        },
        {"envelope": DIGEST, "act": DIGEST, "from": TEXT, "document": DIGEST},
    ),
    "evidence-tree": (
        {"salt": BYTES, "pieces": SEVERAL},
        {"leaves": {"type": "array", "items": DIGEST}, "root": DIGEST},
    ),
    "fork": (
        {"document": BYTES, "key": TEXT, "earlier?": {"type": "array", "items": TEXT}},
        {"origin": TEXT},
    ),
    "growth": ({"older": BYTES, "newer": BYTES, "path": SEVERAL}, {}),
    "hop": (
        {
            "fields": {"type": "object", "additionalProperties": TEXT},
            "to": TEXT,
            "method": TEXT,
            "path": TEXT,
            "range": TEXT,
            "body": BYTES,
            "profiles": SEVERAL,
            "at": MOMENT,
        },
        {"state": TEXT},
    ),
    "inclusion": ({"leaf": BYTES, "index": WHOLE, "size": WHOLE, "path": SEVERAL, "root": BYTES}, {}),
    "key-at": (
        {
            "key": TEXT,
            "since": MOMENT,
            "until": MOMENT,
            "revoked?": MOMENT,
            "claimed?": {"type": "boolean"},
            "at": MOMENT,
        },
        {},
    ),
    "linked": ({"known": BYTES, "shown": BYTES, "growths": {"type": "array", "items": GROWTH}}, {}),
    "manifest": ({"document": BYTES}, {"digest": DIGEST}),
    "offer": ({"body": BYTES, "seen?": BYTES, "key": TEXT, "origin": TEXT}, {"size": WHOLE}),
    "parcel": (
        {"document": BYTES, "to": TEXT, "profiles": SEVERAL, "at": MOMENT},
        {"state": TEXT, "items": WHOLE, "members": WHOLE},
    ),
    "piece": ({"manifest": BYTES, "index": WHOLE, "piece": BYTES, "path": SEVERAL}, {}),
    "profile": (
        {"document": BYTES, "pinned": NAME, "at": MOMENT, "newest_serial": WHOLE},
        {"state": TEXT, "serial": WHOLE},
    ),
    "proof": ({"entry": BYTES, "proof": BYTES, "key": TEXT, "origin": TEXT}, {"size": WHOLE}),
    "receipt": (
        {"document": BYTES, "profile": BYTES, "envelope": DIGEST, "act": DIGEST, "at": MOMENT},
        {"statements": {"type": "array", "items": STATED}},
    ),
    "recipient": ({"letters": TEXT}, {"raw": DIGEST, "name": NAME}),
    "refusal": ({"code": TEXT, "branch": TEXT}, {"status": WHOLE}),
    "sealed-file": ({"sealed": BYTES, "keys": TEXTS}, {"plaintext": BYTES}),
    "sealing-key": ({"letters": TEXT}, {"seed": BYTES, "recipient": TEXT}),
    "signature": ({"key": TEXT, "message": BYTES, "signature": BYTES}, {}),
    "signed-act": (
        {"document": BYTES, "profiles": SEVERAL, "at": MOMENT},
        {"act": DIGEST, "from": TEXT, "names": TEXTS},
    ),
    "signed-document": (
        {"document": BYTES, "typ": TEXT, "keys": TEXTS, "limit?": WHOLE, "asked?": TEXT},
        {"payload": BYTES, "names": TEXTS, "issuer": TEXT},
    ),
    "signed-manifest": (
        {"document": BYTES, "profiles": SEVERAL, "at": MOMENT},
        {"digest": DIGEST, "office": TEXT},
    ),
    "speaking-key": ({"profile": BYTES, "name": NAME, "office": TEXT, "at": MOMENT}, {"key": TEXT}),
    "succession": (
        {"links": SEVERAL, "state": TEXT, "root": TEXT},
        {"lineage": {"type": "array", "items": NAME}},
    ),
    "thread": ({"thread": TEXT, "known": SEVERAL, "act": BYTES}, {}),
    "tile-path": ({"path": TEXT}, {"level": WHOLE, "index": WHOLE, "width": WHOLE}),
    "tree-root": ({"entries": SEVERAL}, {"root": DIGEST}),
    "verifying-key": ({"letters": TEXT}, {"raw": DIGEST, "name": NAME}),
    "word": ({"word": TEXT, "letters": TEXT}, {"printed": TEXT}),
}


def schema() -> dict[str, Any]:
    """Give the schema of every file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:comity:vectors",
        "title": "Vectors of the exchange of Comity",
        **_whole(
            {
                "algorithm": {"type": "string", "pattern": "^comity-[a-z-]+$"},
                "schema": {"const": "schema/vectors.json"},
                "protocol": TEXT,
                "paper": {"type": "string", "pattern": r"^docs/protocol/[a-z-]+\.md$"},
                "numberOfTests": {"type": "integer", "minimum": 1},
                "notes": {"type": "object", "additionalProperties": TEXT},
                "values?": {"type": "object", "additionalProperties": BYTES},
                "groups": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/group"}},
            }
        ),
        "$defs": {
            "bytes": _bytes(),
            "group": _one_of_the_types(),
            **{name: _group(name, given, gives) for name, (given, gives) in TYPES.items()},
        },
    }


def _whole(members: Mapping[str, Any]) -> dict[str, Any]:
    """Describe an object that has these members and no other."""
    return {
        "type": "object",
        "required": [name for name in members if not name.endswith("?")],
        "properties": {name.rstrip("?"): member for name, member in members.items()},
        "additionalProperties": False,
    }


def _one_of_the_types() -> dict[str, Any]:
    """Describe a group by its type, so that only what is asked of that type is looked at."""
    chosen = [
        {"if": {"properties": {"type": {"const": name}}}, "then": {"$ref": f"#/$defs/{name}"}} for name in TYPES
    ]
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(TYPES)}},
        "allOf": chosen,
    }


def _bytes() -> dict[str, Any]:
    times = {"times?": {"type": "integer", "minimum": 1}}
    stretch = {"value": TEXT, "from?": WHOLE, "to?": WHOLE}
    return {
        "oneOf": [
            _whole({"text": TEXT, **times}),
            _whole({"hex": {"type": "string", "pattern": "^([0-9a-f]{2})*$"}, **times}),
            _whole({"base64url": {"type": "string", "pattern": "^[A-Za-z0-9_-]*$"}, **times}),
            _whole(stretch),
            _whole({"parts": {"type": "array", "items": {"$ref": "#/$defs/bytes"}}}),
        ]
    }


def _group(name: str, given: Mapping[str, Any], gives: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a group: what its tests share, they need not be given."""
    some = {f"{member.rstrip('?')}?": kind for member, kind in given.items()}
    test = {
        "id": {"type": "integer", "minimum": 1},
        "comment": {"type": "string", "minLength": 1},
        "flags": {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True},
        "input": _whole(some),
        "result": {"enum": ["valid", "invalid"]},
        "gives?": _whole(gives),
        "error?": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"},
    }
    told = _whole(test)
    told["oneOf"] = [
        {"properties": {"result": {"const": "valid"}}, "required": ["gives"], "not": {"required": ["error"]}},
        {"properties": {"result": {"const": "invalid"}}, "required": ["error"], "not": {"required": ["gives"]}},
    ]
    members = {
        "type": {"const": name},
        "shared?": _whole(some),
        "tests": {"type": "array", "minItems": 1, "items": told},
    }
    return _whole(members)
