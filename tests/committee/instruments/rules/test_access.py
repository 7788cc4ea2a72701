from comity.access import ANONYMOUS, Actor, Role, permits
from comity.committee.instruments.rules.access import ACCESS, IMPORT, READ


def test_everybody_reads_and_only_the_secretariat_adds():
    assert permits(ACCESS, ANONYMOUS, READ)
    assert [role for role in Role if permits(ACCESS, Actor("x", None, frozenset({role})), IMPORT)] == [
        Role.SECRETARIAT
    ]
