"""Borania's node in memory: real keys, a real record, the other end of the exchange as a small WSGI application."""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from comity.errors.exchange import SequenceGap
from comity.foundation.directory import Authority, KeyRecord, LogKey, Node, Profile, sign_profile
from comity.foundation.envelopes import Act, Envelope, Story, act_id, digest_of, open_act, seal_act
from comity.foundation.exchange import (
    Entered,
    Outcome,
    Receipt,
    ReceiptKind,
    Statement,
    read_batch,
    sign_receipt,
)
from comity.foundation.identity import SealingKey, SealingRecipient, SigningKey, Validity
from comity.foundation.record import Growth, Log, MemoryStore
from comity.node import hop
from comity.node.carrier import sizes_seen
from comity.node.clock import now
from comity.node.receipts import sizes_shown
from comity.words import Article, AuthorityId, Digest, Instant, Language, StateCode


def keyed(name: str) -> bytes:
    return sha256(name.encode()).digest()


@dataclass
class Peer:
    """One State's node, as the other side sees it."""

    state: StateCode = StateCode("XB")
    url: str = "http://peer.example"
    taken: dict[Digest, Act] = field(default_factory=dict)
    given: dict[Digest, list[bytes]] = field(default_factory=dict)
    receipts_taken: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    stories: dict[str, Story] = field(default_factory=dict)
    evidence: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    refusing: str = ""  # a code: acts are refused with a signed rejection
    failing: int = 0  # a status: nothing works
    silent: bool = False  # acts are taken without a receipt
    alone: bool = False  # nothing but single acts is taken
    secretive: bool = False  # nothing is shown of how the record grew
    wants: int = 0  # receipts are taken only with the growth from this size

    def __post_init__(self) -> None:
        self.root, self.node, self.log_key = (
            SigningKey.from_seed(keyed(f"{self.state} {use}")) for use in ("root", "node", "log")
        )
        self.office = AuthorityId(f"{self.state}/duty")
        self.signing = SigningKey.from_seed(keyed(f"{self.state} duty signing"))
        self.sealing = SealingKey.from_seed(keyed(f"{self.state} duty sealing"))
        self.log = Log(MemoryStore(), f"comity/{self.state}")
        self.known: dict[StateCode, Profile] = {}

    def profile(self, at: Instant, **changes: Any) -> Profile:
        validity = Validity(at + timedelta(days=-40), at + timedelta(days=300))
        office = Authority(
            self.office,
            {Language.ENGLISH: "24/7 point"},
            frozenset({"24-7-network"}),
            (Language.ENGLISH,),
            "24/7",
            (KeyRecord(self.signing.public, validity),),
            self.sealing.recipient,
        )
        plain = Profile(
            state=self.state,
            names={Language.ENGLISH: "Borania"},
            serial=3,
            issued=at + timedelta(days=-30),
            expires=at + timedelta(days=200),
            root=self.root.public,
            nodes=(Node(self.url, (KeyRecord(self.node.public, validity),)),),
            log=LogKey(self.log.origin, self.log_key.public),
            authorities=(office,),
        )
        return replace(plain, **changes)

    def document(self, at: Instant, **changes: Any) -> bytes:
        return sign_profile(self.profile(at, **changes), self.root)

    def write(self, to: AuthorityId, recipient: SealingRecipient, **changes: Any) -> Envelope:
        at = changes.pop("at", now())
        facts: dict[str, Any] = {
            "id": act_id(at, os.urandom),
            "kind": "tell",
            "sender": self.office,
            "to": (to,),
            "by": "duty officer of Borania",
            "at": at,
            "thread": act_id(at, os.urandom),
            "seq": 1,
            "prev": None,
            "basis": (Article.parse("UNCC 42"),),
            "body": {"text": "a letter"},
        }
        signing = changes.pop("signing", self.signing)
        act = Act(**{**facts, **changes})
        return seal_act(
            act, signing=signing, recipients=[recipient, self.sealing.recipient], entropy=os.urandom
        )

    def asks(
        self, method: str, path: str, *, of: str = "XA", span: str = "", body: bytes = b"", **changes: Any
    ) -> dict[str, str]:
        asked = hop.Asked(StateCode(of), method, path, span, body)
        key, at = changes.get("key", self.node), changes.get("at", now())
        return hop.sign(asked, state=self.state, key=key, at=at)

    def receipt(
        self, *kinds: ReceiptKind, envelope: Digest, act: Digest | None, at: Instant, code: str = ""
    ) -> bytes:
        outcome = Outcome.REJECTED if code else Outcome.ACCEPTED
        said = [Statement(kind, outcome, envelope, act, self.state, at, code) for kind in kinds]
        salts = [os.urandom(32) for _ in said]
        entries = [one.entry(salt).to_bytes() for one, salt in zip(said, salts, strict=True)]
        places = self.log.append(entries)
        held = zip(said, salts, places, map(self.log.inclusion, places), strict=True)
        shown = self.log.checkpoint(self.log_key)
        return sign_receipt(Receipt(tuple(Entered(*one) for one in held), shown), node=self.node)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        self.asked.append((method, path))
        body = environ["wsgi.input"].read()
        if self.failing:
            start(f"{self.failing} Failing", [("Content-Type", "text/plain")])
            return [b"no"]
        if path.endswith("/acts"):
            asked = sizes_seen(environ.get("HTTP_COMITY_SEEN"))
            try:
                return self._answer(start, self._take(body), asked)
            except SequenceGap as gap:
                start("409 Conflict", [("Content-Type", "application/problem+json")])
                return [json.dumps({"code": gap.code, "place": gap.place}).encode()]
        if path.endswith("/batches"):
            return self._take_batch(start, body, sizes_seen(environ.get("HTTP_COMITY_SEEN")))
        if path.endswith("/receipts"):
            self.receipts_taken.append(json.loads(body))
            return self._take_receipts(start, self.receipts_taken[-1])
        return self._give(environ, start, path)

    def _take_batch(self, start: Callable[..., Any], body: bytes, asked: Iterable[int]) -> Iterable[bytes]:
        if self.alone:
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"{}"]
        answers, shown = [], list[bytes]()
        for sealed in read_batch(body):
            try:
                given = self._take(sealed)
                code = self.refusing if given else ""
            except SequenceGap as gap:
                given, code = [], gap.code
            shown += given
            answers.append({"receipts": [one.decode() for one in given], **({"code": code} if code else {})})
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"answers": answers, "growth": self.grown(asked, shown)}).encode()]

    def _take(self, sealed: bytes) -> list[bytes]:
        envelope = digest_of(sealed)
        if envelope not in self.given:
            verified = open_act(
                sealed,
                me=self.office,
                keys=[self.sealing],
                profiles=self.known.__getitem__,
                at=now(),
                story=self.story,
            )
            self.stories[verified.act.thread] = self.story(verified.act.thread).told(verified.act)
            self.taken[envelope] = verified.act
            self.given[envelope] = self._receipts(envelope, verified.act.digest)
        return [] if self.silent else self.given[envelope]

    def _receipts(self, envelope: Digest, act: Digest) -> list[bytes]:
        if self.refusing:
            refused = self.receipt(
                ReceiptKind.DELIVERY, envelope=envelope, act=None, at=now(), code=self.refusing
            )
            return [refused]
        return [self.receipt(ReceiptKind.RELAY, ReceiptKind.DELIVERY, envelope=envelope, act=act, at=now())]

    def story(self, thread: str) -> Story:
        return self.stories.get(thread, Story(thread))

    def grown(self, asked: Iterable[int], receipts: Iterable[bytes]) -> list[dict[str, Any]]:
        """Show how the record grew between what is asked and what the receipts show."""
        shown = sizes_shown(list(receipts))
        pairs = {(min(one, other), max(one, other)) for one in asked for other in shown if one != other}
        return [dict(Growth.of(self.log, *pair).to_json()) for pair in sorted(pairs)]

    def _take_receipts(self, start: Callable[..., Any], told: dict[str, Any]) -> Iterable[bytes]:
        """Take receipts given later; where ``wants`` says so, only with the growth from there."""
        if self.wants and not any(growth["old"] == self.wants for growth in told["growth"]):
            headers = [("Content-Type", "application/problem+json"), ("Comity-Seen", str(self.wants))]
            start("422 Unprocessable", headers)
            return [b'{"code": "growth-missing"}']
        return self._answer(start, [])

    def _answer(
        self, start: Callable[..., Any], receipts: list[bytes], asked: Iterable[int] = ()
    ) -> Iterable[bytes]:
        refused = bool(self.refusing and receipts)
        start("403 Forbidden" if refused else "200 OK", [("Content-Type", "application/json")])
        told = {
            "receipts": [receipt.decode() for receipt in receipts],
            "growth": [] if self.secretive else self.grown(asked, receipts),
            **({"code": self.refusing} if refused else {}),
        }
        return [json.dumps(told).encode()]

    def _give(self, environ: dict[str, Any], start: Callable[..., Any], path: str) -> Iterable[bytes]:
        name = path.split("/evidence/")[1]
        sealed, leaves = self.evidence[name.removesuffix("/leaves")]
        if name.endswith("/leaves"):
            start("200 OK", [])
            return [leaves]
        first, last = environ["HTTP_RANGE"].removeprefix("bytes=").split("-")
        piece = sealed[int(first) : int(last) + 1]
        start("206 Partial Content", [("Content-Range", f"bytes {first}-{last}/{len(sealed)}")])
        return [piece[place : place + 100_000] for place in range(0, len(piece), 100_000)]
