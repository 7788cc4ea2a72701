"""`docs/reference/api.md`: every operation of the REST API and the shapes it takes and gives, as it tells them."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

from comity.cli.documents.node import prepared

_HEAD = """# The API

What a node's pages do, for programs, under `/api/`; a node describes its own at `/api/openapi.json`. Operations marked
**signed in** take the session of an officer, and the access table decides as it does for pages; one that changes
something takes the token against forgery in `X-CSRFToken` too. A refusal is a problem document (RFC 9457) with a
[code](errors.md) that never changes its meaning. This page is made from the API itself by `./comity docs --write`.
"""
Told = Mapping[str, Any]  # OpenAPI is JSON of no fixed shape


def page(_folder: Path) -> str:
    """Write the page."""
    prepared()
    told: Told = import_module("comity.desks.api").api.get_openapi_schema()
    said = [_HEAD]
    for subject, group in groupby(sorted(told["paths"].items()), key=lambda row: row[0].split("/")[2]):
        said.append(f"## {subject.capitalize()}\n")
        for path, methods in group:
            for method, operation in methods.items():
                said += _operation(f"{method.upper()} {path}", operation)
    said.append("## Shapes\n")
    for name, shape in sorted(told.get("components", {}).get("schemas", {}).items()):
        said += _shape(name, shape)
    return "\n".join(said).rstrip() + "\n"


def _operation(name: str, operation: Told) -> Iterator[str]:
    yield f"### `{name}`\n"
    signed = " **Signed in.**" if operation.get("security") else ""
    yield f"{_sentence(operation.get('summary', ''))} {_sentence(operation.get('description', ''))}{signed}\n"
    rows = [
        f"| `{one['name']}` | {one['in']} | {_type(one['schema'])} | {'yes' if one.get('required') else 'no'} |"
        for one in operation.get("parameters", ())
    ]
    if rows:
        yield "\n".join(["| parameter | in | form | required |", "|---|---|---|---|", *rows]) + "\n"
    takes = [_body(operation["requestBody"])] if "requestBody" in operation else []
    gives = [
        f"{status}: {_body(answer)}"
        for status, answer in operation["responses"].items()
        if answer.get("content")
    ]
    lines = [f"- takes {one}" for one in takes] + [f"- answers {one}" for one in gives]
    if lines:
        yield "\n".join(lines) + "\n"


def _sentence(text: str) -> str:
    words = " ".join(text.split()).replace("<", "&lt;")
    return words if not words or words.endswith(".") else words + "."


def _body(part: Told) -> str:
    return ", ".join(
        f"{_type(content.get('schema', {}))} as `{kind}`" for kind, content in part["content"].items()
    )


def _shape(name: str, shape: Told) -> Iterator[str]:
    yield f"### {name}\n"
    if shape.get("description"):
        yield _sentence(shape["description"]) + "\n"
    needed = set(shape.get("required", ()))
    rows = [
        f"| `{field}` | {_type(told)} | {'yes' if field in needed else 'no'} |"
        for field, told in shape.get("properties", {}).items()
    ]
    if rows:
        yield "\n".join(["| field | form | required |", "|---|---|---|", *rows]) + "\n"


def _type(told: Told) -> str:
    if "$ref" in told:
        name = str(told["$ref"]).rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in told:
        return " or ".join(_type(one) for one in told["anyOf"])
    if told.get("type") == "array":
        return f"list of {_type(told.get('items', {}))}"
    if "enum" in told:
        return " or ".join(f"`{value}`" for value in told["enum"])
    return str(told.get("format") or told.get("type") or "any JSON")
