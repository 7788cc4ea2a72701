"""Evidence is destroyed when nobody needs it, by two officers, so that no copy of its payload ever opens again."""

import shutil
from pathlib import Path

import pytest
from tests.regime.states import sealing

from comity.access import Actor, Role
from comity.errors import ComityError
from comity.errors.access import NotPermitted
from comity.errors.evidence import (
    DestructionNotOrdered,
    DestructionOrdered,
    ItemDestroyed,
    MissingPurpose,
    NeededByRequest,
    NotYetArrived,
    SecondOfficerNeeded,
    StillFetchable,
)
from comity.errors.node import ObjectMissing, WindowClosed
from comity.foundation.sealing import MemorySource, SealedFile
from comity.node import clock, deadlines, evidence as shelf, own, subjects
from comity.node.files import reading
from comity.node.models import Deadline, Grant, RecordEntry
from comity.regime.evidence import services
from comity.regime.evidence.models import Item
from comity.regime.evidence.rules import Event
from comity.regime.evidence.services import Intake, destroying
from comity.words import AuthorityId, StateCode

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True), pytest.mark.mandate("E4")]
DUTY = AuthorityId("XA/duty")
SAID = Intake("log.csv", "text/csv", "Handed over by the provider.")
CONTENT = b"2026-11-01T00:00:00Z;acct-4471;login\n" * 40_000
WHY = "The court has ordered it."


@pytest.fixture
def item(node, duty: Actor) -> Item:
    return services.take_in(duty, MemorySource(CONTENT), SAID, authority=DUTY)


@pytest.fixture
def second() -> Actor:
    return Actor("central", StateCode("XA"), frozenset({Role.CENTRAL_AUTHORITY}), AuthorityId("XA/central"))


@pytest.fixture
def one_officer(settings) -> None:
    settings.INSTALLATION.extra["custody"] = {"two_officers_destroy": False}


def deeds(item: Item) -> list[Event]:
    return [event.event for event in item.chain()]


def entries(item: Item) -> list[str]:
    return list(RecordEntry.objects.filter(about=item.manifest).values_list("event", flat=True))


def test_what_is_destroyed_is_gone_and_its_custody_remains(item, duty, second):
    services.order_destruction(duty, item, reason=WHY)
    services.destroy(second, item)
    assert not own.objects().holds(item.digest)
    assert not own.headers().holds(item.digest)
    assert deeds(item)[-2:] == [Event.DESTRUCTION_ORDERED, Event.DESTROYED]
    assert entries(item)[-3:] == [Event.DESTRUCTION_ORDERED, Event.DESTROYED, Event.CERTIFIED]
    for deed in (services.verify_item, lambda who, what: services.open_item(who, what, purpose="To see it.")):
        with pytest.raises(ItemDestroyed):
            deed(duty, item)


def test_a_payload_that_somebody_kept_never_opens_again_with_anything_that_is_left(
    node: Path, item, duty, second, tmp_path: Path
):
    kept = tmp_path / "kept payload"
    shutil.copy(own.objects().find(item.digest), kept)
    header = own.headers().find(item.digest)
    services.order_destruction(duty, item, reason=WHY)
    services.destroy(second, item)
    for path in node.rglob("*"):
        assert not path.is_file() or header[30:200] not in path.read_bytes(), path
    with pytest.raises(ComityError), reading(kept) as payload:
        SealedFile(payload, [own.keys().sealing("duty.sealing")], header=own.headers().find(item.digest))


def test_every_header_of_ours_that_opens_for_another_state_goes_too(item, duty, second, peer, ticking):
    copy = services.copy_for(duty, item, to=peer.office, conditions=[])
    name = copy.manifest.digest
    assert own.objects().find(name).stat().st_ino == own.objects().find(item.digest).stat().st_ino
    Grant.objects.create(manifest=name, peer="XB", until=ticking.at)
    with pytest.raises(WindowClosed):
        shelf.disclosed(name, to=StateCode("XB"), at=ticking.at)
    services.order_destruction(duty, item, reason=WHY)
    services.destroy(second, item)
    assert not own.headers().holds(name)
    assert not own.objects().holds(name)
    with pytest.raises(ObjectMissing):
        own.headers().find(name)


def test_who_orders_does_not_also_do_it(item, duty, second):
    services.order_destruction(duty, item, reason=WHY)
    with pytest.raises(SecondOfficerNeeded):
        services.destroy(duty, item)
    assert own.headers().holds(item.digest)
    assert services.destroy(second, item).destroyed is not None


def test_the_access_table_alone_keeps_the_first_officer_from_doing_it(item, duty, monkeypatch):
    row = services.order_destruction(duty, item, reason=WHY)
    with pytest.raises(NotPermitted), destroying.acting(duty, "evidence.destroy", row.value):
        pytest.fail("the deed began")


def test_one_officer_may_do_both_where_the_state_says_so(item, duty, one_officer):
    services.order_destruction(duty, item, reason=WHY)
    services.destroy(duty, item)
    told = services.certificate(duty, item)
    assert told is not None
    assert (told.order.officers, told.destroyed_by) == (1, "duty")


def test_an_order_keeps_the_number_of_officers_it_was_given_under(item, duty, settings):
    services.order_destruction(duty, item, reason=WHY)
    settings.INSTALLATION.extra["custody"] = {"two_officers_destroy": False}
    with pytest.raises(SecondOfficerNeeded):
        services.destroy(duty, item)


def test_nothing_is_destroyed_that_was_not_ordered_or_whose_order_was_called_off(item, duty, second):
    with pytest.raises(DestructionNotOrdered):
        services.destroy(second, item)
    services.order_destruction(duty, item, reason=WHY)
    services.call_off_destruction(second, item)
    with pytest.raises(DestructionNotOrdered):
        services.destroy(second, item)
    assert b"".join(services.open_item(duty, item, purpose="To see it.")) == CONTENT
    services.order_destruction(duty, item, reason=WHY)
    assert deeds(item).count(Event.DESTRUCTION_CALLED_OFF) == 1


def test_an_order_made_anew_while_one_was_about_to_destroy_is_not_carried_out(item, duty, second, monkeypatch):
    services.order_destruction(duty, item, reason=WHY)
    acting = destroying.acting

    def meanwhile(actor, deed, subject=None):
        monkeypatch.setattr(destroying, "acting", acting)
        services.call_off_destruction(second, Item.objects.get())
        services.order_destruction(second, Item.objects.get(), reason="I want it so.")
        return acting(actor, deed, subject)

    monkeypatch.setattr(destroying, "acting", meanwhile)
    with pytest.raises(DestructionNotOrdered):
        services.destroy(second, item)
    assert own.headers().holds(item.digest)


def test_a_destruction_is_ordered_once_and_for_a_reason(item, duty):
    with pytest.raises(MissingPurpose):
        services.order_destruction(duty, item, reason=" .")
    services.order_destruction(duty, item, reason=WHY)
    with pytest.raises(DestructionOrdered):
        services.order_destruction(duty, item, reason=WHY)


def test_what_has_not_arrived_is_not_destroyed(item, duty):
    item.arrived = None
    item.save()
    with pytest.raises(NotYetArrived):
        services.order_destruction(duty, item, reason=WHY)


def test_evidence_that_a_request_in_course_needs_is_not_destroyed(item, duty, second, monkeypatch):
    services.order_destruction(duty, item, reason=WHY)
    item.thread = "a-thread"
    item.save()
    monkeypatch.setattr(subjects, "needing", lambda thread: ["XA-2026-0007"] if thread == "a-thread" else [])
    with pytest.raises(NeededByRequest) as refused:
        services.destroy(second, item)
    assert refused.value.facts == {"reference": "XA-2026-0007"}
    assert own.headers().holds(item.digest)


def test_evidence_that_a_state_may_still_fetch_is_not_destroyed(item, duty, second, peer, ticking):
    copy = services.copy_for(duty, item, to=peer.office, conditions=[])
    until = clock.now()
    services.order_destruction(duty, item, reason=WHY)
    ticking.move(minutes=-1)
    Grant.objects.create(manifest=copy.manifest.digest, peer="XB", until=until)
    with pytest.raises(StillFetchable) as refused:
        services.destroy(second, item)
    assert refused.value.facts == {"state": "XB", "until": until}
    ticking.move(minutes=1)
    services.destroy(second, item)


class Dies(BaseException):
    """Stands for a process that is killed: nothing of ours catches it."""


@pytest.mark.parametrize("place", ["_shred", "_certify"])
def test_what_a_killed_process_left_undone_the_worker_finishes(
    item, duty, second, ticking, monkeypatch: pytest.MonkeyPatch, place: str
):
    def die(*_facts: object) -> None:
        raise Dies

    services.order_destruction(duty, item, reason=WHY)
    with monkeypatch.context() as patch, pytest.raises(Dies):
        patch.setattr(destroying, place, die)
        services.destroy(second, item)
    item.refresh_from_db()
    with pytest.raises(ItemDestroyed):
        services.open_item(duty, item, purpose="To see it.")
    assert services.certificate(duty, item) is None
    ticking.move(minutes=2)
    assert deadlines.expire(ticking.at) == 1
    assert not own.headers().holds(item.digest)
    assert services.certificate(duty, item) is not None
    assert deadlines.expire(ticking.at) == 0


def test_what_was_done_to_its_end_leaves_the_worker_nothing(item, duty, second, ticking):
    services.order_destruction(duty, item, reason=WHY)
    services.destroy(second, item)
    ticking.move(minutes=2)
    assert deadlines.expire(ticking.at) == 0
    assert Deadline.objects.get(what=destroying.SHREDDING).state == Deadline.State.MET


def test_the_certificate_says_what_was_destroyed_and_what_was_not(item, duty, second, peer, ticking):
    b"".join(services.open_item(duty, item, purpose="To examine it."))
    copy = services.copy_for(duty, item, to=peer.office, conditions=[])
    services.copy_for(duty, item, to=peer.office, conditions=["never handed over"])
    with destroying.acting(duty, "evidence.open", item) as act:
        services.hand_over(act, copy)
        act.record("evidence:item:transferred", about=item.digest)
    services.order_destruction(duty, item, reason=WHY)
    services.destroy(second, item)
    told = services.certificate(duty, item)
    assert told is not None
    assert (told.order.item, told.order.reason, told.order.ordered_by) == (item.digest, WHY, "duty")
    assert (told.destroyed_by, told.opened) == ("central", 1)
    assert [(handed.manifest, handed.to) for handed in told.handed_over] == [
        (copy.manifest.digest, peer.office)
    ]
    assert told.custody == item.chain()[-1].digest


def test_the_states_that_were_handed_a_copy_keep_theirs(item, duty, second, peer):
    copy = services.copy_for(duty, item, to=peer.office, conditions=[])
    header = own.headers().find(copy.manifest.digest)
    payload = own.objects().find(copy.manifest.digest).read_bytes()
    services.order_destruction(duty, item, reason=WHY)
    services.destroy(second, item)
    theirs = SealedFile(MemorySource(payload), [sealing(peer.office)], header=header, manifest=copy.manifest)
    assert theirs.read(0, len(CONTENT)) == CONTENT
