"""Make the vectors: ``python -m vectors.make`` says which files are not fresh, with ``--write`` writes them.

Every key comes from a fixed seed and every moment is fixed, so that the same code makes the same bytes. Each result
stands beside its case, written by hand; this command refuses to write a result that Comity itself does not give.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vectors.making import (
    acts,
    batches,
    bundles,
    canonical,
    carriage,
    directories,
    drawn,
    envelopes,
    evidence,
    identity,
    limits,
    parcels,
    problems,
    profiles,
    receipts,
    record,
    sealing,
    signed,
    spoken,
)
from vectors.making.flags import FLAGS
from vectors.making.forms import PROTOCOL, Case, File, Group, Writer
from vectors.making.schema import schema

from comity.errors import ComityError

FOLDER = Path(__file__).parent
SCHEMA = "schema/vectors.json"
MAKERS = (
    canonical,
    carriage,
    identity,
    profiles,
    directories,
    sealing,
    signed,
    acts,
    envelopes,
    receipts,
    evidence,
    record,
    bundles,
    limits,
    problems,
    parcels,
    batches,
)


class Disagreement(Exception):
    """Comity says something else of a case than what stands beside it."""


def made() -> Iterator[tuple[str, str]]:
    """Give the name and the text of every file."""
    yield SCHEMA, printed_schema()
    for maker in MAKERS:
        file = maker.file()
        yield f"{file.name}.json", printed(document(file))
    yield "making/drawn.json", drawn.told()


def document(file: File) -> dict[str, Any]:
    """Lay out one file."""
    writer = Writer(file.values)
    numbers = iter(range(1, 10_000))
    groups = [_group(group, file, writer, numbers) for group in file.groups]
    used = {flag for group in file.groups for case in group.cases for flag in case.flags}
    return {
        "algorithm": f"comity-{file.name}",
        "schema": SCHEMA,
        "protocol": PROTOCOL,
        "paper": f"docs/protocol/{file.paper}.md",
        "numberOfTests": sum(len(group.cases) for group in file.groups),
        "notes": {flag: FLAGS[flag] for flag in sorted(used)},
        **({"values": {name: Writer({}).raw(raw) for name, raw in file.values.items()}} if file.values else {}),
        "groups": groups,
    }


def printed(told: dict[str, Any]) -> str:
    """Print a file, each test on a line of its own, so that a change shows where it is."""
    lines = []
    for name, member in told.items():
        if name != "groups":
            lines.append(
                f" {_line(name)}: {json.dumps(member, ensure_ascii=False, indent=1)}".replace("\n", "\n ")
            )
    groups = ",\n".join(_lines(group) for group in told["groups"])
    return "{\n" + ",\n".join(lines) + ',\n "groups": [\n' + groups + "\n ]\n}\n"


def printed_schema() -> str:
    """Print the schema, each definition on a line of its own."""
    told = schema()
    defined = ",\n".join(f"  {_line(name)}: {_line(member)}" for name, member in told.pop("$defs").items())
    head = ",\n".join(f" {_line(name)}: {_line(member)}" for name, member in told.items())
    return "{\n" + head + ',\n "$defs": {\n' + defined + "\n }\n}\n"


def _lines(group: dict[str, Any]) -> str:
    head = [f"   {_line(name)}: {_line(member)}" for name, member in group.items() if name != "tests"]
    tests = ",\n".join(f"    {_line(test)}" for test in group["tests"])
    return "  {\n" + ",\n".join(head) + ',\n   "tests": [\n' + tests + "\n   ]\n  }"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _group(group: Group, file: File, writer: Writer, numbers: Iterator[int]) -> dict[str, Any]:
    shared = writer.json(group.shared)
    return {
        "type": group.type,
        **({"shared": shared} if shared else {}),
        "tests": [_test(group, shared, case, file, writer, next(numbers)) for case in group.cases],
    }


def _test(group: Group, shared: Any, case: Case, file: File, writer: Writer, number: int) -> dict[str, Any]:
    given = writer.json(case.given)
    told = {"id": number, "comment": case.comment, "flags": list(case.flags), "input": given}
    try:
        gives = spoken.say(group.type, {**shared, **given}, file.values)
    except ComityError as refusal:
        if refusal.code != case.refused:
            raise Disagreement(f"{file.name} {number} {case.comment}: {refusal}") from refusal
        return {**told, "result": "invalid", "error": case.refused}
    if case.refused:
        raise Disagreement(f"{file.name} {number} {case.comment}: taken, not {case.refused}")
    return {**told, "result": "valid", "gives": writer.json(gives)}


def main(words: list[str]) -> int:
    """Write, or say what is stale."""
    stale = 0
    for name, text in made():
        path = FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if "--write" in words:
            path.write_text(text, encoding="utf-8")
        print(f"{'written' if '--write' in words else 'not fresh'}: vectors/{name}")
    return 1 if stale and "--write" not in words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
