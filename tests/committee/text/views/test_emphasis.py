import pytest

from comity.committee.text.rules.draft import parse
from comity.committee.text.views.emphasis import paired


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*Being* Parties", {0: 1, 6: 1}),
        ("**Rubric** words", {0: 2, 8: 2}),
        ("*[Taking* account]", {0: 1, 8: 1}),
        ("[NDMC*][INDC]", {}),
        ("a * b * c", {}),
        ("r*eaffirming* that", {1: 1, 12: 1}),
        ("***both***", {0: 3, 7: 3}),
    ],
)
def test_marks_are_emphasis_only_in_pairs(source: str, expected: dict[int, int]) -> None:
    assert paired(source, list(parse(source).runs(0))) == expected
