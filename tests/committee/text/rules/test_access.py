from dataclasses import dataclass

import pytest

from comity.access import ANONYMOUS, Actor, Role, permits
from comity.committee.text.rules.access import ACCESS, IMPORT, LIST, PUBLISH, READ


@dataclass
class Row:
    published: bool


def actor(role: Role) -> Actor:
    return Actor("office", None, frozenset({role}))


@pytest.mark.mandate("R2")
@pytest.mark.parametrize("deed", [IMPORT, PUBLISH])
@pytest.mark.parametrize("role", list(Role))
def test_only_the_secretariat_imports_and_publishes(deed: str, role: Role) -> None:
    assert permits(ACCESS, actor(role), deed, Row(published=True)) is (role is Role.SECRETARIAT)


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.CHAIR, Role.SECRETARIAT])
def test_the_committee_reads_every_draft(role: Role) -> None:
    assert permits(ACCESS, actor(role), READ, Row(published=False))


def test_whoever_comes_reads_what_is_published_and_nothing_else() -> None:
    assert permits(ACCESS, ANONYMOUS, READ, Row(published=True))
    assert not permits(ACCESS, ANONYMOUS, READ, Row(published=False))
    assert not permits(ACCESS, ANONYMOUS, READ)
    assert permits(ACCESS, ANONYMOUS, LIST)
