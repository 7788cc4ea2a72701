"""The table of elements agrees with the facts that were compiled."""

import csv
import re

import pytest

from comity.reference.scope_elements import elements

COLUMNS = {
    "UN_Cybercrime_2024": "UNCC",
    "Budapest_2001": "BUDAPEST",
    "UNTOC_2000": "UNTOC",
    "UNCAC_2003": "UNCAC",
    "Malabo_2014": "MALABO",
    "Arab_2010": "ARAB",
}


@pytest.mark.mandate("R11")
def test_the_table_agrees_with_the_compiled_facts(shared) -> None:
    rows = list(csv.DictReader(shared("committee/comparison_scope_elements.csv").decode().splitlines()))
    for row, element in zip(rows, elements(), strict=True):
        for column, name in COLUMNS.items():
            told = (
                ""
                if row[column].startswith("none")
                else re.sub(r" \([^()]*(\([^)]*\))?[^()]*\)$", "", row[column])
            )
            wanted = {one.strip().replace("16(13)-(14)", "16(13)") for one in told.split(";") if one.strip()}
            wanted = {one.replace("44(14)-(15)", "44(14)") for one in wanted}
            assert wanted <= set(element.articles.get(name, ())), (element.number, name)
