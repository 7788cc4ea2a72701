"""Two or three States in memory: their keys, profiles and records, the same in every run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from hashlib import sha256

from comity.foundation.directory import (
    Authority,
    Instrument,
    KeyRecord,
    LogKey,
    Node,
    Profile,
    RequestRules,
    sign_profile,
)
from comity.foundation.envelopes import Act, Envelope, Story, VerifiedAct, act_id, open_act, seal_act
from comity.foundation.exchange import Entered, Outcome, Receipt, ReceiptKind, Statement, sign_receipt
from comity.foundation.identity import SealingKey, SigningKey, Validity
from comity.foundation.record import Log, MemoryStore
from comity.words import Article, AuthorityId, Digest, Instant, Language, StateCode

NOW = Instant.parse("2026-11-21T20:00:00.000Z")
DAY = timedelta(days=1)
VALID = Validity(NOW + -30 * DAY, NOW + 300 * DAY)
BASIS = (Article.parse("UNCC 42(2)(a)"),)


def entropy_of(label: str) -> Callable[[int], bytes]:
    """Make chance that is the same in every run."""
    count = 0

    def draw(size: int) -> bytes:
        nonlocal count
        count += 1
        return b"".join(sha256(f"{label} {count} {part}".encode()).digest() for part in range(size // 32 + 1))[
            :size
        ]

    return draw


@dataclass(frozen=True)
class Party:
    """One State: its keys, its profile, its record."""

    code: StateCode
    root: SigningKey
    node: SigningKey
    log_key: SigningKey
    signing: SigningKey
    sealing: SealingKey
    profile: Profile
    log: Log = field(compare=False)

    @property
    def central(self) -> AuthorityId:
        return AuthorityId(f"{self.code}/central")

    @property
    def document(self) -> bytes:
        return sign_profile(self.profile, self.root)

    def with_profile(self, **changes: object) -> "Party":
        return replace(self, profile=replace(self.profile, **changes))

    def with_key(self, record: KeyRecord) -> "Party":
        office = replace(self.profile.authorities[0], keys=(record,))
        return self.with_profile(authorities=(office,))

    def act(self, to: "Party", **changes: object) -> Act:
        facts = {
            "id": act_id(NOW, entropy_of(f"{self.code} act {changes.get('seq', 1)} {changes.get('kind')}")),
            "kind": "preserve",
            "sender": self.central,
            "to": (to.central,),
            "by": f"duty officer of {self.code}",
            "at": NOW,
            "thread": "thread-1",
            "seq": 1,
            "prev": None,
            "basis": BASIS,
            "body": {"account": "an account of the provider", "days": 60},
        }
        return Act(**(facts | changes))

    def seal(self, act: Act, to: "Party") -> Envelope:
        return seal_act(
            act,
            signing=self.signing,
            recipients=(to.sealing.recipient, self.sealing.recipient),
            entropy=entropy_of(act.id),
        )

    def open(self, sealed: bytes, *known: "Party", at: Instant = NOW, **more: object) -> VerifiedAct:
        facts = {"me": self.central, "keys": (self.sealing,), "profiles": profiles(*known).__getitem__}
        return open_act(sealed, at=at, **({"story": Story} | facts | more))

    def receipt(self, *statements: Statement) -> Receipt:
        salts = [sha256(statement.content()).digest() for statement in statements]
        salted = list(zip(statements, salts, strict=True))
        places = self.log.append([statement.entry(salt).to_bytes() for statement, salt in salted])
        held = zip(statements, salts, places, map(self.log.inclusion, places), strict=True)
        return Receipt(tuple(Entered(*one) for one in held), self.log.checkpoint(self.log_key))

    def receives(self, envelope: Envelope, *, at: Instant = NOW, **changes: object) -> bytes:
        facts = {
            "kind": ReceiptKind.RELAY,
            "outcome": Outcome.ACCEPTED,
            "envelope": envelope.digest,
            "act": envelope.act.digest,
            "state": self.code,
            "at": at,
        }
        return sign_receipt(self.receipt(Statement(**(facts | changes))), node=self.node)


def profiles(*parties: Party) -> Mapping[StateCode, Profile]:
    """Pin the profiles of ``parties``."""
    return {party.code: party.profile for party in parties}


@cache
def _keys(code: str) -> tuple[SigningKey, SigningKey, SigningKey, SigningKey, SealingKey]:
    root, node, log, signing = (
        SigningKey.from_seed(sha256(f"{code} {use}".encode()).digest())
        for use in ("root", "node", "log", "signing")
    )
    return root, node, log, signing, SealingKey.from_seed(sha256(f"{code} sealing".encode()).digest())


def party(code: str) -> Party:
    """Found a State with a fresh record."""
    root, node, log, signing, sealing = _keys(code)
    state = StateCode(code)
    origin = f"{code.lower()}.example/record"
    profile = Profile(
        state=state,
        names={Language.ENGLISH: f"State {code}", Language.ARABIC: f"دولة {code}"},
        serial=3,
        issued=NOW + -DAY,
        expires=NOW + 90 * DAY,
        root=root.public,
        nodes=(Node(f"https://{code.lower()}.example", (KeyRecord(node.public, VALID),)),),
        log=LogKey(origin, log.public),
        authorities=(
            Authority(
                id=AuthorityId(f"{code}/central"),
                names={Language.ENGLISH: "Central authority"},
                competences=frozenset({"preserve", "assist"}),
                languages=(Language.ENGLISH, Language.FRENCH),
                hours="Mo-Fr 08:00-17:00",
                keys=(KeyRecord(signing.public, VALID),),
                recipient=sealing.recipient,
            ),
        ),
        instruments=(Instrument("UNCC", NOW + -365 * DAY, reservations=(Article.parse("UNCC 63(4)"),)),),
        rules=RequestRules(languages=(Language.ENGLISH,), dual_criminality=(Article.parse("UNCC 40(8)"),)),
    )
    log_of_it = Log(MemoryStore(), origin)
    log_of_it.append([f"founded {code}".encode()])
    return Party(state, root, node, log, signing, sealing, profile, log_of_it)


def conversation(sender: Party, receiver: Party) -> tuple[list[Envelope], list[bytes]]:
    """Play a request and its answer: the envelopes in their order, and the receipts of both sides."""
    request = sender.act(receiver)
    answer = receiver.act(sender, kind="execute", prev=request.digest, at=NOW + timedelta(hours=1))
    story = Story("thread-1").told(request)
    last = sender.act(
        receiver,
        kind="inform",
        seq=2,
        prev=story.told(answer).next(sender.central).prev,
        at=NOW + timedelta(hours=2),
    )
    envelopes = [
        sender.seal(request, receiver),
        receiver.seal(answer, sender),
        sender.seal(last, receiver),
    ]
    receipts = []
    for envelope in envelopes:
        by = receiver if envelope.act.sender == sender.central else sender
        receipts.append(by.receives(envelope, at=envelope.act.at + timedelta(seconds=2)))
        at = envelope.act.at + timedelta(minutes=5)
        receipts.append(by.receives(envelope, at=at, kind=ReceiptKind.DELIVERY))
    return envelopes, receipts


def some_digest(label: str) -> Digest:
    """Give a digest of nothing in particular."""
    return Digest.of(sha256(label.encode()).digest())
