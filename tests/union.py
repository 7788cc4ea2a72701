"""A directory of three States in a folder, made with the States' own keys, and a web server that gives the folder out.

Every step can be done wrong on purpose: that is what the attacks are made of.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.node.peer import Peer, keyed
from tuf.api.metadata import Metadata, Root, Targets

from comity.foundation.directory.charter import Charter, Member
from comity.foundation.directory.repository import (
    Offer,
    add_signature,
    role_of,
    root_of,
    snapshot_of,
    targets_of,
    timestamp_of,
    written,
)
from comity.foundation.identity import SigningKey
from comity.node.clock import now
from comity.words import Instant, StateCode

XA, XB, XC = StateCode("XA"), StateCode("XB"), StateCode("XC")


def key(name: str) -> SigningKey:
    """Make a key that is the same in every run."""
    return SigningKey.from_seed(keyed(f"directory {name}"))


@dataclass
class Union:
    """Three States that hold a directory together, two of whom must sign; Aldova is the node under test."""

    folder: Path
    at: Instant = field(default_factory=now)
    states: dict[StateCode, Peer] = field(
        default_factory=lambda: {code: Peer(state=code) for code in (XA, XB, XC)}
    )
    versions: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    def charter(self, **changes: Any) -> Charter:
        members = tuple(
            Member(code, peer.root.public.thumbprint, key(f"{code} role").public)
            for code, peer in self.states.items()
        )
        facts = {
            "holders": {code: key(f"{code} holder").public for code in self.states},
            "threshold": 2,
            "snapshot": key("snapshot").public,
            "timestamp": key("timestamp").public,
            "members": members,
        }
        return Charter(**(facts | changes))

    def root(self, version: int = 1, *, by: tuple[str, ...] = ("XA", "XB"), **changes: Any) -> Metadata[Root]:
        metadata = root_of(self.charter(**changes), version=version, at=self.at)
        for code in by:
            add_signature(metadata, key(f"{code} holder"))
        return metadata

    def targets(
        self, version: int = 1, *, by: tuple[str, ...] = ("XA", "XB"), **changes: Any
    ) -> Metadata[Targets]:
        metadata = targets_of(self.charter(**changes), version=version, at=self.at)
        for code in by:
            add_signature(metadata, key(f"{code} holder"))
        return metadata

    def offer(self, code: StateCode, serial: int = 3, *, by: str = "", **changes: Any) -> Offer:
        peer = self.states[code]
        document = peer.document(self.at, serial=serial, **changes)
        role = role_of(document, peer.profile(self.at, serial=serial, **changes))
        add_signature(role, key(by or f"{code} role"))
        return Offer(code, written(role), document)

    def put(self, name: str, data: bytes) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def publish_root(self, metadata: Metadata[Root]) -> bytes:
        data = written(metadata)
        self.put(f"metadata/{metadata.signed.version}.root.json", data)
        return data

    def publish_role(self, role: str, version: int, data: bytes) -> None:
        self.put(f"metadata/{version}.{role}.json", data)
        self.versions[role] = (version, data)

    def publish_offer(self, offer: Offer, serial: int = 3) -> None:
        self.put(f"targets/{offer.state}/{sha256(offer.profile).hexdigest()}.profile.jws", offer.profile)
        self.publish_role(offer.state, serial, offer.role)

    def stamp(
        self, version: int = 1, *, at: Instant | None = None, names: Mapping[str, str] | None = None
    ) -> None:
        """Sign a snapshot of what is published, and the timestamp; ``names`` gives other keys."""
        signing = {"snapshot": "snapshot", "timestamp": "timestamp"} | dict(names or {})
        snapshot = snapshot_of(self.versions, version=version, at=self.at)
        add_signature(snapshot, key(signing["snapshot"]))
        self.put(f"metadata/{version}.snapshot.json", written(snapshot))
        stamp = timestamp_of(written(snapshot), of=version, version=version, at=at or self.at)
        add_signature(stamp, key(signing["timestamp"]))
        self.put("metadata/timestamp.json", written(stamp))

    def begin(self, *states: StateCode) -> bytes:
        """Publish the whole directory, and return its first root."""
        first = self.publish_root(self.root())
        self.publish_role("targets", 1, written(self.targets()))
        for code in states or (XB, XC):
            self.publish_offer(self.offer(code))
        self.stamp()
        return first


@dataclass
class Server:
    """A web server over a folder; ``answers`` replaces files, and ``asked`` lists what was asked for."""

    url: str
    asked: list[str]
    answers: dict[str, Any]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Give a folder out on a free port, as any static web server does."""
    asked: list[str] = []
    answers: dict[str, Any] = {}

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            for ending, answer in answers.items():
                if self.path.endswith(ending):
                    answer(self)
                    return
            super().do_GET()

        def log_message(self, *_said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{server.server_port}/", asked, answers)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
