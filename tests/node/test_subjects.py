import pytest
from django.apps import apps
from tests.node import letters

from comity.access import ANONYMOUS, permits
from comity.errors.access import UnknownDeed
from comity.errors.node import KindClaimedTwice, NoFollowUp, UnknownKind
from comity.node import subjects


@pytest.fixture(autouse=True)
def _declared(subject: None) -> None:
    """Every test here asks with the subject of letters declared."""


def test_what_a_subject_declares_is_found_by_name():
    assert subjects.handler("tell") is letters.receive
    assert subjects.follow_up("letters:answer") is letters.too_late
    assert letters.keep in subjects.custodians()
    assert not permits(subjects.access(), ANONYMOUS, "letters.write")


def test_what_nobody_declares_is_refused_by_name():
    with pytest.raises(UnknownKind):
        subjects.handler("unheard-of")
    with pytest.raises(NoFollowUp):
        subjects.follow_up("unheard-of")
    with pytest.raises(UnknownDeed):
        permits(subjects.access(), ANONYMOUS, "letters.unheard-of")


def test_two_subjects_cannot_claim_one_name(monkeypatch: pytest.MonkeyPatch):
    other = apps.get_app_config("desks")
    monkeypatch.setattr(other, "understands", {"tell": "tests.node.letters.decline"}, raising=False)
    subjects.forget()
    with pytest.raises(KindClaimedTwice):
        subjects.handler("tell")


def test_every_declaration_of_every_subject_leads_to_something_that_can_be_called():
    for config in apps.get_app_configs():
        for kind in getattr(config, "understands", None) or {}:
            assert callable(subjects.handler(kind))
        for what in getattr(config, "deadlines", None) or {}:
            assert callable(subjects.follow_up(what))
    assert all(map(callable, subjects.custodians()))


def test_whoever_needs_the_evidence_of_a_thread_is_named(monkeypatch: pytest.MonkeyPatch):
    for label, path in (("desks", "inspect.cleandoc"), ("node", "os.path.isabs")):
        monkeypatch.setattr(apps.get_app_config(label), "needs_evidence", path, raising=False)
    monkeypatch.setattr(apps.get_app_config("requests"), "needs_evidence", "")
    assert subjects.needing("a-thread") == ["a-thread"]
