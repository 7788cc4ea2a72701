"""Anybody may read a document; only the secretariat brings one in."""

import pytest

from comity.access import ANONYMOUS, Actor, Role, permits
from comity.committee.documents.rules.access import ACCESS, IMPORT, READ


def test_a_document_is_open_to_whoever_comes() -> None:
    assert permits(ACCESS, ANONYMOUS, READ)


@pytest.mark.mandate("R2")
@pytest.mark.parametrize("role", Role)
def test_only_the_secretariat_brings_a_document_in(role: Role) -> None:
    assert permits(ACCESS, Actor("office", roles=frozenset({role})), IMPORT) == (role is Role.SECRETARIAT)
