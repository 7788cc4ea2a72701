"""The vectors are what the code makes of fixed seeds, and what Comity says of them."""

import pytest
from vectors.making.forms import Case, File, Group, Writer, read

from vectors import make


def test_the_vectors_are_fresh() -> None:
    stale = [name for name, text in make.made() if (make.FOLDER / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run ./comity vectors --write"


@pytest.mark.parametrize(
    ("document", "code"),
    [(b"{}", "not-json"), (b"{", "not-canonical"), (b"{", "")],
)
def test_a_result_that_comity_does_not_give_is_never_written(document, code) -> None:
    case = Case("a wrong belief", {"document": document}, ("Canonical",), code)
    file = File("canonical", "act-and-envelope", (Group("canonical-json", (case,)),))
    with pytest.raises((make.Disagreement, make.ComityError)):
        make.document(file)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"text",
        bytes(range(256)),
        b"\xff" * 1000,
        b"a" * 5000 + b"b",
        b"head" + bytes(range(256)) * 2 + b"tail",
        bytes(range(256))[:200] + b"!" + bytes(range(256))[201:],
    ],
)
def test_bytes_are_read_back_as_they_were_written(raw) -> None:
    values = {"known": bytes(range(256)), "other": b"other" * 100}
    assert read(Writer(values).raw(raw), values) == raw


def test_a_flipped_byte_is_told_by_the_stretches_that_are_shared() -> None:
    known = bytes(range(256))
    changed = known[:100] + b"!" + known[101:]
    assert Writer({"known": known}).raw(changed) == {
        "parts": [
            {"value": "known", "from": 0, "to": 100},
            {"text": "!"},
            {"value": "known", "from": 101, "to": 256},
        ]
    }
