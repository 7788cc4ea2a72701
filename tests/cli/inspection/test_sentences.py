"""A refusal that is not given the facts its sentence names is found where it is made."""

from pathlib import Path

import pytest

from comity.cli.inspection import sentences


def test_every_place_that_makes_a_refusal_is_read() -> None:
    text = (
        'raise NotPermitted("x", roles="none")\nrequire(ok, errors.NotPermitted(deed))\nother(NotPermitted)\n'
    )
    assert list(sentences.refusals_made(text, {"NotPermitted"})) == [
        (1, "NotPermitted", frozenset({"roles"})),
        (2, "NotPermitted", frozenset()),
    ]


@pytest.mark.parametrize(("given", "count"), [('roles="x"', 0), ("", 1), ('role="x"', 1), ("**facts", 0)])
def test_a_refusal_without_its_fact_is_named(tmp_path: Path, given: str, count: int) -> None:
    page = tmp_path / "src" / "comity" / "page.py"
    page.parent.mkdir(parents=True)
    page.write_text(f'raise NotPermitted("x", {given})\n', encoding="utf-8")
    named = [fault for fault in sentences.faults(tmp_path) if fault.startswith("page.py")]
    assert named == ["page.py:1: NotPermitted is not given roles"] * count


def test_the_tree_is_walked_to_its_leaves() -> None:
    assert ("access", "not-permitted") in {(area, leaf.code) for area, leaf in sentences.leaves()}
    assert sentences.branches()[0].code == "comity-error"
