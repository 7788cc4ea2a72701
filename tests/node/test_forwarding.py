"""Parcels that a person carries between two nodes of one process; each attack on them by name."""

import logging
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.apps import apps
from tests.simulator import letters
from tests.simulator.ground import Ground, ground
from tests.simulator.world import World

from comity.access import Actor, Role
from comity.errors import ComityError
from comity.errors.access import NotPermitted
from comity.errors.bundle import MemberChanged, MemberMissing, MemberUnlisted, UnsafeMember
from comity.errors.forwarding import (
    AnswersNothing,
    MalformedStatement,
    NotABag,
    NothingToForward,
    ParcelForAnother,
)
from comity.errors.identity import SignatureWrong
from comity.errors.node import PeerPaused, UnknownPeer
from comity.errors.sealing import OutputExists
from comity.foundation.envelopes import read_signed, sign_payload
from comity.foundation.exchange.parcels import name_of
from comity.foundation.fields import from_letters
from comity.foundation.sealing import LEAF, Manifest, MemorySink, MemorySource, seal_stream
from comity.node import bags, forwarding, overdue, own, subjects, unpacking
from comity.node.acts import acting
from comity.node.keystore import NODE, sealing_name
from comity.node.models import PinnedProfile
from comity.words import StateCode

XA, XB, XC = map(StateCode, ("XA", "XB", "XC"))
CARRIER = Actor("command line", None, frozenset({Role.ADMINISTRATOR}))
PLAIN = os.urandom(LEAF) * 2 + b"the end"


@pytest.fixture(scope="module")
def founded(django_db_blocker) -> Iterator[Ground]:
    logging.disable(logging.ERROR)
    with django_db_blocker.unblock(), ground() as founded:
        yield founded
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(founded: Ground, django_db_blocker, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(apps.get_app_config("evidence"), "custody", "")
    subjects.forget()
    with django_db_blocker.unblock(), founded.world() as world:
        yield world
    subjects.forget()


def export(world: World, source: StateCode, to: StateCode, target: Path) -> forwarding.Exported:
    with world.nodes[source].running():
        return forwarding.export(CARRIER, to, target)


def take(world: World, state: StateCode, parcel: Path, answer: Path | None = None) -> unpacking.Imported:
    with world.nodes[state].running():
        return unpacking.take(CARRIER, parcel, answer=answer)


def entries(world: World, state: StateCode) -> int:
    ((count,),) = world.nodes[state].select("SELECT COUNT(*) FROM node_recordentry")
    return count


@pytest.fixture(params=["parcel.zip", "parcel"])
def parcel(world: World, tmp_path: Path, request) -> Path:
    """A letter of Aldova to Borania that waits, exported as a zip and as a folder."""
    world.write(XA, [XB], kind=letters.TELL)
    target = tmp_path / request.param
    export(world, XA, XB, target)
    return target


@pytest.fixture
def zipped(world: World, tmp_path: Path) -> Path:
    world.write(XA, [XB], kind=letters.TELL)
    export(world, XA, XB, tmp_path / "one.zip")
    return tmp_path / "one.zip"


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    world.write(XA, [XB], kind=letters.TELL)
    export(world, XA, XB, tmp_path / "one")
    return tmp_path / "one"


def rewritten(zipped: Path, *, add: dict[str, bytes] | None = None, method: int = zipfile.ZIP_STORED) -> Path:
    target = zipped.with_name("rewritten.zip")
    with zipfile.ZipFile(zipped) as before, zipfile.ZipFile(target, "w", method) as after:
        for info in before.infolist():
            after.writestr(zipfile.ZipInfo(info.filename), before.read(info), method)
        for name, content in (add or {}).items():
            after.writestr(name, content, method)
    return target


def refused(world: World, error: type[ComityError], parcel: Path) -> ComityError:
    """Hold the import to this refusal, and to leave no trace."""
    before = entries(world, XB)
    with pytest.raises(error) as caught:
        take(world, XB, parcel)
    assert entries(world, XB) == before
    return caught.value


# -- the whole way


def test_a_letter_travels_by_hand_and_its_receipts_come_back_the_same_way(
    world: World, parcel: Path, tmp_path: Path
):
    (letter,) = world.sent
    assert world.standing(letter) == {XB: "waiting"}
    done = take(world, XB, parcel, tmp_path / "answer.zip")
    assert (done.sender, done.hindered) == (XA, {})
    assert len(world.effects(letter, XB)) == 1
    settled = take(world, XA, tmp_path / "answer.zip")
    assert (settled.answers, settled.hindered) == (True, {})
    assert world.standing(letter) == {XB: "delivered"}
    world.require_now()
    world.mend()
    world.require_in_the_end()


def test_acts_of_one_thread_travel_in_their_order_and_each_answer_continues_the_record(
    world: World, tmp_path: Path
):
    for _ in range(2):  # the second time the peer's record is known already
        first = world.write(XA, [XB], kind=letters.TELL)
        thread = world.threads(XA)[0][0]
        rest = [world.write(XA, [XB], kind=letters.TELL, thread=thread) for _ in range(3)]
        out, back = (tmp_path / f"{len(world.sent)}.{way}.zip" for way in ("out", "back"))
        assert export(world, XA, XB, out).acts == 4
        assert take(world, XB, out, back).hindered == {}
        assert take(world, XA, back).hindered == {}
        assert all(world.standing(letter) == {XB: "delivered"} for letter in (first, *rest))
        ((loose,),) = world.nodes[XA].select("SELECT COUNT(*) FROM node_loosecheckpoint")
        assert loose == 0, "all answers of one parcel are linked with one another"
    world.mend()
    world.require_in_the_end()


def test_a_receipt_of_retrieval_travels_by_hand(world: World, parcel: Path, tmp_path: Path):
    take(world, XB, parcel, tmp_path / "answer.zip")
    take(world, XA, tmp_path / "answer.zip")
    (letter,) = world.sent
    world.read(XB, letter.envelope)
    assert export(world, XB, XA, tmp_path / "later.zip").receipts == 1
    assert take(world, XA, tmp_path / "later.zip", tmp_path / "thanks.zip").hindered == {}
    told = world.nodes[XA].select("SELECT state FROM node_receipt WHERE kind = 'retrieval'")
    assert told == [("XB",)]
    assert take(world, XB, tmp_path / "thanks.zip").hindered == {}
    with pytest.raises(NothingToForward):
        export(world, XB, XA, tmp_path / "nothing.zip")


def test_a_refusal_of_the_subject_comes_back_signed(world: World, tmp_path: Path):
    letter = world.write(XA, [XB], kind=letters.DECLINED)
    export(world, XA, XB, tmp_path / "out.zip")
    done = take(world, XB, tmp_path / "out.zip", tmp_path / "back.zip")
    assert list(done.hindered.values()) == ["letter-unwelcome"]
    take(world, XA, tmp_path / "back.zip")
    assert world.standing(letter) == {XB: "refused"}


def enclose(world: World) -> Manifest:
    """Have Aldova disclose a piece of evidence to Borania in a letter, and Borania want it."""
    with world.nodes[XB].running():
        recipient = own.keys().sealing(sealing_name(letters.office(XB))).recipient
    sink = MemorySink(LEAF * 3)
    sealed = seal_stream(
        MemorySource(PLAIN),
        sink,
        recipients=[recipient],
        entropy=os.urandom,
        salt=os.urandom(32),
        detached=True,
    )
    manifest = Manifest.of(sealed, name="mail.tar", media_type="application/x-tar")
    with world.nodes[XA].running():
        own.headers().keep(manifest.digest, sealed.header)
        written = own.objects().scratch()
        written.write_bytes(bytes(sink.content)[: manifest.sealed_size])
        own.objects().adopt(manifest.digest, written, leaves=sealed.leaves)
        with acting(letters.officer(XA), "letters.write") as act:
            sent = act.send(
                kind=letters.TELL,
                sender=letters.office(XA),
                to=[letters.office(XB)],
                basis=[letters.BASIS],
                body={"text": "enclosed"},
                evidence=[manifest.digest],
            )
            act.record(letters.SENT, about=sent.id)
    return manifest


def want(world: World, manifest: Manifest) -> None:
    with world.nodes[XB].running(), acting(letters.officer(XB), "letters.write") as act:
        act.fetch(manifest, by=letters.office(XB), source=XA, thread="a-thread")
        act.record(letters.READ)


def test_sealed_evidence_travels_by_hand_and_is_verified_leaf_by_leaf(world: World, tmp_path: Path):
    manifest = enclose(world)
    assert export(world, XA, XB, tmp_path / "out.zip").evidence == 1
    assert take(world, XB, tmp_path / "out.zip").evidence == [], "nobody there wants it yet"
    want(world, manifest)
    assert take(world, XB, tmp_path / "out.zip", tmp_path / "back").evidence == [manifest.digest]
    with world.nodes[XA].running(), own.objects().find(manifest.digest).open("rb") as mine:
        sealed = mine.read()
    with world.nodes[XB].running():
        assert own.objects().find(manifest.digest).read_bytes() == sealed
    assert take(world, XA, tmp_path / "back").evidence == [manifest.digest]
    with pytest.raises(NothingToForward):
        export(world, XA, XB, tmp_path / "again.zip")


def test_evidence_that_its_own_manifest_disproves_is_refused_though_the_sender_signed_the_parcel(
    world: World, tmp_path: Path
):
    manifest = enclose(world)
    with world.nodes[XA].running():
        place = own.objects().find(manifest.digest)
        content = bytearray(place.read_bytes())
        content[LEAF + 9_000] ^= 1
        place.write_bytes(content)
    export(world, XA, XB, tmp_path / "out.zip")
    want(world, manifest)
    done = take(world, XB, tmp_path / "out.zip")
    assert (done.evidence, list(done.refused)) == ([], [manifest.digest])
    with world.nodes[XB].running():
        assert not own.objects().holds(manifest.digest)


def test_no_word_of_a_letter_stands_open_in_a_parcel(world: World, zipped: Path):
    assert world.spoken[0].encode() not in zipped.read_bytes()


def test_a_parcel_is_a_bag_as_bagit_says(folder: Path):
    assert (folder / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    files = [path for path in (folder / "data").rglob("*") if path.is_file()]
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in files)}.{len(files)}"
    assert oxum in (folder / "bag-info.txt").read_text().splitlines()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in (folder / manifest).read_text().splitlines():
            digest, name = line.split("  ")
            assert sha256((folder / name).read_bytes()).hexdigest() == digest


# -- once more, late, and beside the wire


def test_the_same_parcel_again_changes_nothing_and_gives_the_same_receipts(
    world: World, parcel: Path, tmp_path: Path
):
    take(world, XB, parcel, tmp_path / "one.zip")
    before = entries(world, XB)
    take(world, XB, parcel, tmp_path / "two.zip")
    assert entries(world, XB) == before
    one, two = (bags.read(tmp_path / name).members.keys() for name in ("one.zip", "two.zip"))
    assert one == two


def test_an_answer_again_changes_nothing(world: World, parcel: Path, tmp_path: Path):
    take(world, XB, parcel, tmp_path / "answer.zip")
    take(world, XA, tmp_path / "answer.zip")
    before = entries(world, XA)
    assert take(world, XA, tmp_path / "answer.zip").hindered == {}
    assert entries(world, XA) == before


def test_what_the_wire_delivered_meanwhile_is_settled_once(world: World, parcel: Path, tmp_path: Path):
    (letter,) = world.sent
    world.turn(XA)
    assert world.standing(letter) == {XB: "delivered"}
    take(world, XB, parcel, tmp_path / "answer.zip")
    assert len(world.effects(letter, XB)) == 1
    take(world, XA, tmp_path / "answer.zip")
    world.mend()
    world.require_in_the_end()


def test_an_answer_that_the_wire_overtook_is_taken_and_later_linked(world: World, parcel: Path, tmp_path: Path):
    take(world, XB, parcel, tmp_path / "answer.zip")
    world.write(XA, [XB], kind=letters.TELL)
    world.turn(XA)
    assert take(world, XA, tmp_path / "answer.zip").hindered == {}
    world.mend()
    world.require_in_the_end()


def test_an_overdue_act_is_ended_by_the_answer_that_came_late(world: World, parcel: Path, tmp_path: Path):
    (letter,) = world.sent
    take(world, XB, parcel, tmp_path / "answer.zip")
    world.pass_time(timedelta(hours=80))
    with world.nodes[XA].running():
        assert overdue.state_due(world.at) == 1
    assert world.standing(letter) == {XB: "overdue"}
    assert take(world, XA, tmp_path / "answer.zip").hindered == {}
    assert world.standing(letter) == {XB: "delivered"}


# -- attacks


def test_an_altered_act_is_named(world: World, folder: Path):
    (act,) = (folder / "data" / "acts").iterdir()
    content = bytearray(act.read_bytes())
    content[100] ^= 1
    act.write_bytes(content)
    assert act.name in refused(world, MemberChanged, folder).place


def test_an_altered_byte_of_a_zip_is_found(world: World, zipped: Path):
    with zipfile.ZipFile(zipped) as archive:
        info = next(info for info in archive.infolist() if info.filename.endswith(".age"))
    content = bytearray(zipped.read_bytes())
    content[info.header_offset + 500] ^= 1
    zipped.write_bytes(content)
    refused(world, MemberChanged, zipped)


def relisted(folder: Path) -> None:
    """Write the manifests anew, as whoever alters a bag would."""
    names = sorted(
        path.relative_to(folder).as_posix() for path in (folder / "data").rglob("*") if path.is_file()
    )
    for manifest, of in (
        ("manifest-sha256.txt", names),
        ("tagmanifest-sha256.txt", ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"]),
    ):
        lines = [f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in of]
        (folder / manifest).write_text("".join(lines))


def test_an_act_exchanged_with_its_manifests_is_found_by_the_signed_statement(world: World, folder: Path):
    (act,) = (folder / "data" / "acts").iterdir()
    act.write_bytes(b"another act")
    relisted(folder)
    refused(world, MemberChanged, folder)


def test_a_member_slipped_in_is_named(world: World, folder: Path):
    (folder / "data" / "acts" / f"{'0' * 64}.age").write_bytes(b"one more")
    assert refused(world, MemberUnlisted, folder).place.endswith(".age")
    relisted(folder)
    refused(world, MemberUnlisted, folder)


def test_a_member_taken_out_is_named(world: World, folder: Path):
    (act,) = (folder / "data" / "acts").iterdir()
    act.unlink()
    refused(world, MemberMissing, folder)
    relisted(folder)
    refused(world, MemberMissing, folder)


def test_an_altered_statement_is_refused(world: World, folder: Path):
    statement = folder / "data" / "statement.jws"
    content = statement.read_bytes()
    place = content.index(b'"payload":"') + 60
    letter = b"A" if content[place : place + 1] != b"A" else b"B"
    statement.write_bytes(content[:place] + letter + content[place + 1 :])
    relisted(folder)
    refused(world, SignatureWrong, folder)


@pytest.mark.parametrize("part", [0.0, 0.3, 0.7, 0.99])
def test_a_cut_zip_is_refused(world: World, zipped: Path, part: float):
    content = zipped.read_bytes()
    zipped.write_bytes(content[: int(len(content) * part)])
    refused(world, NotABag, zipped)


def test_a_parcel_for_another_state_is_refused(world: World, tmp_path: Path):
    world.write(XA, [XC], kind=letters.TELL)
    export(world, XA, XC, tmp_path / "for-cordia.zip")
    assert refused(world, ParcelForAnother, tmp_path / "for-cordia.zip").place == XC


def test_a_strangers_parcel_is_refused_and_nothing_is_written(world: World, parcel: Path):
    with world.nodes[XB].running():
        PinnedProfile.objects.filter(state=XA).delete()
    refused(world, UnknownPeer, parcel)


def test_a_parcel_signed_by_another_states_node_is_refused(world: World, folder: Path):
    with world.nodes[XC].running():
        thief = own.keys().signing(NODE)
    statement = bags.read(folder).members["statement.jws"].path.read_bytes()
    payload = from_letters(read_signed(statement).encoded.decode())
    for issuer, error in (("XC", MalformedStatement), ("XA", ComityError)):
        (folder / "data" / "statement.jws").write_bytes(
            sign_payload(payload, typ="comity-parcel", keys=(thief,), issuer=issuer)
        )
        relisted(folder)
        refused(world, error, folder)


@pytest.mark.parametrize(
    "name", ["../evil", "comity-parcel/../../evil", "/etc/passwd", "comity-parcel/data/..\\evil", "data/evil"]
)
def test_a_path_that_leads_out_is_refused_by_name(world: World, zipped: Path, name: str, tmp_path: Path):
    error = refused(world, UnsafeMember, rewritten(zipped, add={name: b"evil"}))
    assert error.facts["reason"] == "name"
    assert not list(tmp_path.rglob("evil"))


def test_a_symbolic_link_in_a_folder_is_refused(world: World, folder: Path):
    (act,) = (folder / "data" / "acts").iterdir()
    real = folder.with_name("elsewhere")
    act.rename(real)
    act.symlink_to(real)
    assert refused(world, UnsafeMember, folder).facts["reason"] == "link"


def test_a_folder_behind_a_symbolic_link_is_not_entered(world: World, folder: Path):
    acts = folder / "data" / "acts"
    acts.rename(folder.with_name("elsewhere"))
    acts.symlink_to(folder.with_name("elsewhere"), target_is_directory=True)
    assert refused(world, UnsafeMember, folder).facts["reason"] in {"name", "link"}


def test_a_symbolic_link_in_a_zip_is_refused(world: World, zipped: Path):
    target = zipped.with_name("linked.zip")
    with zipfile.ZipFile(zipped) as before, zipfile.ZipFile(target, "w") as after:
        for info in before.infolist():
            content = before.read(info)
            if info.filename.endswith(".age"):
                info.external_attr = 0o120777 << 16
            after.writestr(info, content)
    assert refused(world, UnsafeMember, target).facts["reason"] == "link"


def test_a_bomb_is_refused_before_it_unfolds(world: World, zipped: Path):
    bomb = rewritten(zipped, add={f"comity-parcel/data/acts/{'0' * 64}.age": bytes(50_000_000)}, method=8)
    assert bomb.stat().st_size < 1_000_000
    assert refused(world, UnsafeMember, bomb).facts["reason"] == "compressed"


def test_members_that_share_their_bytes_are_refused(world: World, zipped: Path):
    with zipfile.ZipFile(zipped, "a") as archive:
        first = archive.infolist()[0]
        again = zipfile.ZipInfo(f"comity-parcel/data/acts/{'1' * 64}.age")
        again.header_offset, again.file_size, again.compress_size, again.CRC = (
            first.header_offset,
            first.file_size,
            first.compress_size,
            first.CRC,
        )
        archive.filelist.append(again)
        archive.NameToInfo[again.filename] = again
        archive._didModify = True
    assert refused(world, UnsafeMember, zipped).facts["reason"] == "overlaps"


def test_an_answer_to_what_was_never_asked_settles_nothing(world: World, parcel: Path, tmp_path: Path):
    world.write(XC, [XB], kind=letters.TELL)
    export(world, XC, XB, tmp_path / "of-cordia.zip")
    take(world, XB, tmp_path / "of-cordia.zip", tmp_path / "to-cordia")
    take(world, XB, parcel, tmp_path / "to-aldova")
    (tmp_path / "to-aldova" / "data" / "answered.jws").write_bytes(
        (tmp_path / "to-cordia" / "data" / "answered.jws").read_bytes()
    )
    relisted(tmp_path / "to-aldova")
    with pytest.raises(MemberChanged):
        take(world, XA, tmp_path / "to-aldova")
    assert world.standing(world.sent[0]) == {XB: "waiting"}


def test_a_peer_that_answers_another_states_parcel_is_refused(
    world: World, parcel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    world.write(XC, [XB], kind=letters.TELL)
    export(world, XC, XB, tmp_path / "of-cordia")
    theirs = (tmp_path / "of-cordia" / "data" / "statement.jws").read_bytes()
    given = unpacking.post

    def lie(parcel, members, target, **how):
        members[unpacking.ANSWERED] = theirs
        return given(
            replace(parcel, members=bags.digests(members), answers=name_of(theirs)), members, target, **how
        )

    monkeypatch.setattr(unpacking, "post", lie)
    take(world, XB, parcel, tmp_path / "answer")
    with pytest.raises(AnswersNothing):
        take(world, XA, tmp_path / "answer")
    assert world.standing(world.sent[0]) == {XB: "waiting"}


# -- rules


def test_nothing_is_exported_to_a_paused_peer(world: World, tmp_path: Path):
    world.write(XA, [XB], kind=letters.TELL)
    with world.nodes[XA].running():
        overdue.pause(CARRIER, XB, reason="an inquiry")
    with pytest.raises(PeerPaused):
        export(world, XA, XB, tmp_path / "out.zip")


def test_nothing_that_stands_is_overwritten(world: World, zipped: Path):
    with pytest.raises(OutputExists):
        export(world, XA, XB, zipped)


def test_who_only_looks_on_carries_no_parcel(world: World, zipped: Path, tmp_path: Path):
    observer = Actor("observer", None, frozenset({Role.OVERSIGHT}))
    with world.nodes[XA].running(), pytest.raises(NotPermitted):
        forwarding.export(observer, XB, tmp_path / "out.zip")
    with world.nodes[XB].running(), pytest.raises(NotPermitted):
        unpacking.take(observer, zipped)


def test_the_record_says_what_was_carried(world: World, parcel: Path):
    done = take(world, XB, parcel)
    for state, event in ((XA, "exchange:parcel:exported"), (XB, "exchange:parcel:imported")):
        rows = world.nodes[state].select("SELECT about FROM node_recordentry WHERE event = ?", event)
        assert rows == [(done.name,)]
