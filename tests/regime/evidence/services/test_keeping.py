"""Evidence is sealed as it comes in, opened only for a purpose, and every hand on it is recorded."""

from pathlib import Path

import pytest
from tests.regime.states import sealing

from comity.access import ANONYMOUS, Actor, Role
from comity.errors.access import NotPermitted
from comity.errors.evidence import EmptyEvidence, ManifestMismatch, MissingPurpose, NotYetArrived
from comity.errors.sealing import ChunkAltered, FileCut, WrongKey
from comity.foundation.sealing import LEAF, MemorySource, SealedFile
from comity.node import own
from comity.node.files import reading
from comity.node.models import RecordEntry
from comity.regime.evidence import services
from comity.regime.evidence.forms import Spool
from comity.regime.evidence.models import Item
from comity.regime.evidence.rules import Event
from comity.regime.evidence.services import Intake
from comity.words import AuthorityId, StateCode

pytestmark = [pytest.mark.store, pytest.mark.django_db(transaction=True)]
DUTY = AuthorityId("XA/duty")
SAID = Intake("log.csv", "text/csv", "Handed over by the provider.")
CONTENT = b"2026-11-01T00:00:00Z;acct-4471;login\n" * 60_000  # more than two MiB


def taken(duty, content=CONTENT, said=SAID) -> Item:
    return services.take_in(duty, MemorySource(content), said, authority=DUTY)


def sealed_path(item: Item) -> Path:
    return own.objects().find(item.digest)


def deeds(item: Item) -> list[Event]:
    return [event.event for event in item.chain()]


@pytest.mark.mandate("E4")
def test_a_file_is_sealed_described_and_in_custody(node, duty):
    item = taken(duty)
    assert (item.reference, item.size, item.source) == ("XA-E-2026-0001", len(CONTENT), "XA/duty")
    assert deeds(item) == [Event.COLLECTED, Event.SEALED]
    assert services.verify_manifest(bytes(item.signed), sender=DUTY, at=item.made) == item.manifest_value
    assert list(RecordEntry.objects.filter(about=item.manifest).values_list("event", flat=True)) == [
        Event.SEALED
    ]


@pytest.mark.mandate("E4")
def test_no_plaintext_stands_anywhere_on_the_nodes_disk(node, duty):
    spool = Spool()
    for start in range(0, len(CONTENT), 70_001):
        spool.write(CONTENT[start : start + 70_001])
    spool.finish()
    services.take_in(duty, spool, SAID, authority=DUTY)
    for path in node.rglob("*"):
        assert not path.is_file() or b"acct-4471" not in path.read_bytes(), path
    spool.close()


def test_what_was_spooled_reads_back_from_any_place(node):
    spool = Spool()
    for piece in (CONTENT[:5], CONTENT[5:70_001], CONTENT[70_001:]):
        spool.write(piece)
    spool.finish()
    for start, length in [(0, 1), (15, 2), (16, 16), (70_000, 3), (len(CONTENT) - 5, 5)]:
        buffer = bytearray(length)
        assert spool.read_at(memoryview(buffer), start) == length
        assert bytes(buffer) == CONTENT[start : start + length]
    assert spool.size == len(CONTENT)


def test_an_empty_file_and_a_way_that_is_not_told_are_refused(node, duty):
    with pytest.raises(EmptyEvidence):
        taken(duty, b"")
    with pytest.raises(MissingPurpose):
        taken(duty, said=Intake("log.csv", "text/csv", " "))
    assert not Item.objects.exists()


@pytest.mark.mandate("E4", "E12")
def test_evidence_is_opened_only_for_a_purpose_which_stands_in_its_custody(node, duty):
    item = taken(duty)
    with pytest.raises(MissingPurpose):
        services.open_item(duty, item, purpose="")
    assert b"".join(services.open_item(duty, item, purpose="To compare with the server's log.")) == CONTENT
    assert item.chain()[-1].how == "To compare with the server's log."
    assert deeds(item)[-1] is Event.ACCESSED


@pytest.mark.mandate("E4")
@pytest.mark.parametrize(("defect", "refusal"), [("flipped", ChunkAltered), ("cut", FileCut)])
def test_a_sealed_file_that_was_touched_is_told_and_noted(node, duty, defect, refusal):
    item = taken(duty)
    services.verify_item(duty, item)
    path = sealed_path(item)
    content = bytearray(path.read_bytes())
    if defect == "flipped":
        content[-LEAF] ^= 1
    else:
        del content[-1:]
    path.chmod(0o600)
    path.write_bytes(bytes(content))
    with pytest.raises(refusal):
        services.verify_item(duty, item)
    assert [event.result for event in item.chain()][-2:] == ["matches", "differs"]


@pytest.mark.mandate("E4")
def test_a_copy_opens_for_the_other_authority_and_bears_the_custody_so_far(node, duty, peer):
    item = taken(duty)
    copy = services.copy_for(duty, item, to=peer.office, conditions=["This case only."])
    assert [step.deed for step in copy.manifest.custody] == [Event.COLLECTED, Event.SEALED, Event.TRANSFERRED]
    assert copy.manifest.conditions == ("This case only.",)
    header = own.headers().find(copy.manifest.digest)
    with reading(own.objects().find(copy.manifest.digest)) as source:
        with pytest.raises(WrongKey):
            SealedFile(source, [own.keys().sealing("duty.sealing")], header=header)
        opened = SealedFile(source, [sealing(peer.office)], header=header, manifest=copy.manifest)
        assert opened.read(0, opened.size) == CONTENT
        opened.verify()
    assert own.objects().leaves(copy.manifest.digest) == own.objects().leaves(item.digest)


def test_what_has_not_arrived_is_not_opened(node, duty):
    item = taken(duty)
    item.arrived = None
    item.save()
    with pytest.raises(NotYetArrived):
        services.open_item(duty, item, purpose="To see it.")


def test_a_manifest_that_another_office_signed_is_not_the_senders(node, duty, peer, ticking):
    _, signed = peer.seal(b"rows", sender=AuthorityId("XB/court"))
    with pytest.raises(ManifestMismatch):
        services.verify_manifest(signed, sender=peer.office, at=ticking.at)


@pytest.mark.mandate("E12")
@pytest.mark.parametrize(
    "stranger",
    [
        ANONYMOUS,
        Actor("delegate", StateCode("XA"), frozenset({Role.DELEGATE})),
        Actor("oversight", StateCode("XA"), frozenset({Role.OVERSIGHT})),
        Actor("administrator", StateCode("XA"), frozenset({Role.ADMINISTRATOR})),
        Actor("foreign", StateCode("XC"), frozenset({Role.DUTY_OFFICER})),
    ],
    ids=lambda actor: actor.name,
)
def test_nobody_but_the_states_own_officers_touches_evidence(node, duty, stranger):
    item = taken(duty)
    for deed in (
        lambda: services.open_item(stranger, item, purpose="To see it."),
        lambda: services.verify_item(stranger, item),
        lambda: services.order_destruction(stranger, item, reason="To be rid of it."),
        lambda: services.call_off_destruction(stranger, item),
        lambda: services.destroy(stranger, item),
        lambda: services.copy_for(stranger, item, to=DUTY, conditions=[]),
    ):
        with pytest.raises(NotPermitted):
            deed()
    assert deeds(item) == [Event.COLLECTED, Event.SEALED]
    if stranger.name != "foreign":
        with pytest.raises(NotPermitted):
            services.take_in(stranger, MemorySource(b"x"), SAID, authority=DUTY)


def test_a_clock_that_is_set_back_does_not_break_the_chain(node, duty, ticking):
    item = taken(duty)
    ticking.move(hours=-2)
    services.verify_item(duty, item)
    assert len(item.chain()) == 3
