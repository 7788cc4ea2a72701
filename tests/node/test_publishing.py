"""The record as files: what an independent client finds in them, and that nothing is written twice."""

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests
from tests.node.peer import Peer
from tlog_scales import signing, tiles as scales, tlog

from comity.errors.node import ObjectMissing
from comity.errors.record import ForkedRecord, MalformedTilePath, TileDamaged, WrongRecord
from comity.errors.sealing import FileUnusable
from comity.foundation.record import Checkpoint, Entry, Log, MemoryStore, read_entries, verifier_line
from comity.node import own, publishing, record, witnessing
from comity.node.clock import now
from comity.node.keystore import LOG
from comity.node.models import RecordEntry

pytestmark = pytest.mark.store


def enter(count: int) -> None:
    note = record.Note("tests:thing:happened", b"secret content")
    record.append([record.Deed(note, [note] * (count - 1), now(), "a test")])


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def exported(node: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A record of more than two tiles, exported, behind a web server that knows nothing of it."""
    enter(600)
    folder = tmp_path / "published"
    publishing.export(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_an_independent_client_reads_verifies_and_rebuilds_the_record(exported: tuple[Path, str]) -> None:
    _, address = exported
    shown = tlog.Checkpoint.from_text(requests.get(address + "checkpoint", timeout=5).text)
    key = own.keys().signing(LOG).public
    shown.verify(signing.Vkey.from_string(verifier_line(own.log_origin(), key)))
    leaves, entries = [], []
    full, rest = scales.level_tiles(shown.size, 0)
    for index in range(full + bool(rest)):
        width = rest if index == full else 0
        for level, into in ((0, leaves), (-1, entries)):
            answer = requests.get(address + "/".join(scales.tile_path(level, index, width)), timeout=5)
            assert answer.ok
            into.append(answer.content)
    raw, bundled = b"".join(leaves), [entry for bundle in entries for entry in read_entries(bundle)]
    assert raw == b"".join(map(scales.leaf_hash, bundled))
    again = Log(MemoryStore(), shown.origin)
    again.append(bundled)
    assert again.root() == shown.root_hash
    for index in (0, 255, 256, shown.size - 1):
        path = list(record.log().inclusion(index, shown.size))
        proof = tlog.InclusionProof(index, shown.size, path)
        proof.check(scales.leaf_hash(bundled[index]), shown.root_hash)


def test_no_content_is_published(exported: tuple[Path, str]) -> None:
    folder, _ = exported
    assert not any(b"secret" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    told = read_entries((folder / "tile/entries/000").read_bytes())
    row = RecordEntry.objects.get(index=200)
    assert Entry.parse(told[200]) == Entry(row.event, row.at, row.digest)


def test_only_what_is_new_is_written_and_partial_tiles_go_when_full_ones_stand(
    exported: tuple[Path, str],
) -> None:
    folder, _ = exported
    size = record.log().size
    before = files(folder)
    assert {"checkpoint", "tile/0/000", f"tile/0/002.p/{size - 512}", "tile/1/000.p/2"} <= before
    full = (folder / "tile/0/000").stat().st_mtime_ns
    assert publishing.export(folder).files == 0
    enter(300)
    done = publishing.export(folder)
    assert (folder / "tile/0/000").stat().st_mtime_ns == full
    assert done.checkpoint.size == size + 300 == Checkpoint.parse((folder / "checkpoint").read_bytes()).size
    assert done.files == 5  # the third tile and the fourth, their entries, and the roots
    assert "tile/0/002" in files(folder)
    assert not (folder / "tile/0/002.p").exists()
    assert not (folder / "tile/entries/002.p").exists()


def test_a_folder_of_another_record_or_another_history_is_left_alone(exported: tuple[Path, str]) -> None:
    folder, _ = exported
    place = folder / "checkpoint"
    text = place.read_text("utf-8")
    origin, size = text.split("\n")[:2]
    key = own.keys().signing(LOG)
    other = Checkpoint("example.org/other", int(size), bytes(32)).signed(key)
    for wrong, refusal in (
        (other.text, WrongRecord),
        (Checkpoint(origin, int(size), bytes(32)).signed(key).text, ForkedRecord),
        (Checkpoint(origin, int(size) + 1, bytes(32)).signed(key).text, ForkedRecord),
    ):
        place.write_text(wrong, "utf-8")
        before = files(folder)
        with pytest.raises(refusal):
            publishing.export(folder)
        assert files(folder) == before


def test_an_entry_that_was_changed_in_the_database_is_not_published(node: Path, tmp_path: Path) -> None:
    enter(5)
    RecordEntry.objects.filter(index=2).update(event="tests:thing:denied")
    with pytest.raises(TileDamaged):
        publishing.export(tmp_path / "published")
    assert not (tmp_path / "published/checkpoint").exists()


def test_the_export_can_stop_at_what_was_witnessed(peer: Peer, tmp_path: Path) -> None:
    shown = record.checkpoint().cosigned(peer.log_key, name=peer.log.origin, at=now())
    witnessing._keep(shown, now())
    enter(10)
    done = publishing.export(tmp_path / "published", witnessed=True)
    assert done.checkpoint == shown
    shutil.rmtree(tmp_path / "published")
    assert publishing.export(tmp_path / "published").checkpoint.size == shown.size + 10


def test_what_does_not_exist_is_named_and_what_is_no_path_refused(node: Path) -> None:
    for path in ("tile/0/999", "tile/entries/000.p/200", "tile/5/000"):
        with pytest.raises(ObjectMissing):
            publishing.file(path)
    for path in ("tile/entries/../000", "checkpoint", "tile/9/000"):
        with pytest.raises(MalformedTilePath):
            publishing.file(path)


def test_a_folder_that_cannot_be_written_is_named_with_the_file(peer: Peer, tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(FileUnusable) as refused:
        publishing.export(tmp_path / "taken")
    assert refused.value.place.startswith("taken/tile/")
