"""States whose nodes stand in one process, on one clock, over a hostile network, and what must hold of them.

Always, after each step:

1. An act takes effect at most once at each State, whatever became of messages and processes.
2. A receipt that leaves a node speaks of what that node has committed: the envelope, the effect, the entry.
3. What an officer was told is sent stands in the node's outbox, envelope and receipt of submission with it.

In the end, when every line and process is whole again:

4. Each act has taken effect at each State it addresses, or stands refused at its author under a signed rejection, and
   then has no effect. What its subject refused keeps its place, and what follows it is taken. Nothing waits any more,
   but for acts of a thread that parted there: an act of it was refused before it could be placed, and the gap that it
   left is shown beside what follows.
5. Both sides of a thread hold the same acts, taken and refused, and every receipt that one holds of the other leads to
   an entry that stands in the other's record now.
6. The words of a letter stand in no message, no database and no file: they are sealed everywhere.
"""

import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tests.simulator import letters
from tests.simulator.network import Answer, Message, Network, Unreachable
from tests.simulator.node import Killed, SimulatedNode

from comity.errors import ComityError, ProgrammerError
from comity.errors.forwarding import NothingToForward
from comity.errors.node import PeerPaused
from comity.foundation.exchange import Outcome, Receipt, verify_receipt
from comity.foundation.record import require_growth
from comity.node import clock, directory, forwarding, issuing, overdue, profiles, record, unpacking, worker
from comity.node.keystore import LOG, NODE, signing_name
from comity.node.rules import COMMAND_LINE
from comity.words import Digest, Instant, StateCode

STATES = tuple(map(StateCode, ("XA", "XB", "XC")))
BEGUN = Instant.parse("2026-11-21T08:00:00.000Z")
LEASE = timedelta(seconds=61)
PATIENCE = 60  # rounds until what still waits is held to wait for ever
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UNWELCOME = letters.LetterUnwelcome("act").code


@dataclass(frozen=True)
class Letter:
    """An act as the simulation knows it, whoever else does."""

    act: str
    envelope: Digest
    source: StateCode
    targets: tuple[StateCode, ...]
    kind: str
    words: str


@dataclass(frozen=True)
class Parcel:
    """A parcel that somebody has made for a State, or the answer to one; it may be taken any number of times."""

    path: Path
    maker: StateCode
    target: StateCode
    answers: bool = False


@dataclass
class World:
    """All nodes, and what their officers were told."""

    nodes: dict[StateCode, SimulatedNode]
    folder: Path  # where parcels lie that people carry
    at: Instant = BEGUN
    parcels: list[Parcel] = field(default_factory=list)
    sent: list[Letter] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    deaths: list[str] = field(default_factory=list)
    rotated: int = 0  # keys
    packed: int = 0  # parcels that somebody began to write
    prompt: bool = False  # whether the process that sends delivers at once
    network: Network = field(init=False)

    def __post_init__(self) -> None:
        self.network = Network(self.nodes, self._durable, self._overtake)
        for node in self.nodes.values():
            node.died = self.deaths.append

    # -- what people and time do

    def write(
        self, source: StateCode, to: Sequence[StateCode], *, kind: str, thread: str | None = None, size: int = 0
    ) -> Letter | None:
        """Have the officer of ``source`` send a letter; None where the node died over it."""
        words = f"the words of letter {len(self.spoken)} " + "x" * size
        self.spoken.append(words[:30])
        sent = self._do(source, lambda: letters.write(source, to, words, kind=kind, thread=thread))
        if sent is None:
            return None
        act, envelope = sent
        letter = Letter(act.id, envelope, source, tuple(to), kind, words[:30])
        self.sent.append(letter)
        return letter

    def read(self, state: StateCode, envelope: Digest) -> None:
        """Have an officer open a received letter, which certifies its retrieval."""
        self._do(state, lambda: letters.read(state, envelope))

    def turn(self, state: StateCode) -> None:
        """Let the worker of a node do all that is due."""
        self._do(state, worker.once)

    def pass_time(self, span: timedelta) -> None:
        self.at += span

    def release(self, place: int) -> None:
        """Let a delayed request arrive now; nobody hears the answer."""
        late = self.network.late
        if late:
            self._again(late.pop(place % len(late)))

    def replay(self, place: int) -> None:
        """Let somebody who listened on the line send a request once more."""
        past = self.network.past
        if past:
            self._again(past[place % len(past)])

    def pack(self, source: StateCode, target: StateCode) -> None:
        """Have the officer of ``source`` export what is due to ``target``, where there is something."""
        path = self._place()
        with suppress(NothingToForward, PeerPaused):
            if self._do(source, lambda: forwarding.export(COMMAND_LINE, target, path)):
                self.parcels.append(Parcel(path, source, target))

    def hand_over(self, place: int) -> None:
        """Bring one of the parcels to the State that it is for, which may write an answer."""
        if not self.parcels:
            return
        parcel = self.parcels[place % len(self.parcels)]
        answer = None if parcel.answers else self._place()
        with _refusing():
            taken = self._do(parcel.target, lambda: unpacking.take(COMMAND_LINE, parcel.path, answer=answer))
            if taken and answer is not None:
                self.parcels.append(Parcel(answer, parcel.target, parcel.maker, answers=True))
                for jws in receipts_in(answer):
                    self._require_kept(self.nodes[parcel.target], jws)

    def _place(self) -> Path:
        """Give a parcel a name that none bears: that of somebody who died over it may lie there still."""
        self.packed += 1
        return self.folder / f"{self.packed}.zip"

    def pause_or_resume(self, state: StateCode, peer: StateCode) -> None:
        """Have the administrator of ``state`` pause what goes to ``peer``, or resume it."""
        if self.nodes[state].select("SELECT 1 FROM node_pause WHERE state = ?", peer):
            self._do(state, lambda: overdue.resume(COMMAND_LINE, peer))
        else:
            self._do(state, lambda: overdue.pause(COMMAND_LINE, peer, reason="Asked for by telephone."))

    def decide(self, state: StateCode, which: int, *, again: bool) -> None:
        """Have the officer of ``state`` try an overdue delivery again, or give it up."""
        rows = self.nodes[state].select("SELECT id FROM node_dispatch WHERE state = 'overdue' ORDER BY id")
        if rows:
            by, (name,) = letters.officer(state), rows[which % len(rows)]
            give_up = partial(overdue.give_up, reason="Nobody answers there.")
            self._do(state, lambda: (overdue.try_again if again else give_up)(by, name))

    def rotate(self, state: StateCode, use: str, *, at_once: bool) -> None:
        """Have ``state`` make a new key, which signs at once or after some days; its peers do not know it yet."""
        name = use if use in {NODE, LOG} else signing_name(letters.office(state))
        self._do(state, lambda: issuing.rotate(COMMAND_LINE, name, at=clock.now() if at_once else None))
        self.rotated += 1

    def introduce(self, source: StateCode, target: StateCode) -> None:
        """Have ``target`` pin the newest profile of ``source``, which it may refuse while a clock is wrong."""
        with _refusing():
            self._pin(source, target)

    def threads(self, state: StateCode) -> list[tuple[str, tuple[StateCode, ...]]]:
        """Name the threads that a node knows, with the other States in them."""
        rows = self.nodes[state].select('SELECT thread, sender, "to" FROM node_envelope GROUP BY thread')
        return sorted(
            (thread, tuple(sorted({StateCode(name[:2]) for name in [sender, *to.split()]} - {state})))
            for thread, sender, to in rows
        )

    def unread(self, state: StateCode) -> list[Digest]:
        """Name the received envelopes that no officer has opened."""
        rows = self.nodes[state].select(
            "SELECT digest FROM node_envelope WHERE way = 'in' AND digest NOT IN "
            "(SELECT envelope FROM node_receipt WHERE kind = 'retrieval' AND state = ?) ORDER BY entry_id",
            state,
        )
        return [Digest(digest) for (digest,) in rows]

    def effects(self, letter: Letter, target: StateCode) -> list[Any]:
        """Give the entries that say that the letter was received."""
        effect = 'SELECT "index" FROM node_recordentry WHERE event = ? AND about = ?'
        return self.nodes[target].select(effect, letters.RECEIVED, letter.act)

    def standing(self, letter: Letter) -> dict[StateCode, str]:
        """Say how the delivery to each State stands at the author's node."""
        rows = self.nodes[letter.source].select(
            "SELECT peer, state FROM node_dispatch WHERE envelope_id = ? AND receipt_id IS NULL",
            letter.envelope,
        )
        return {StateCode(peer): state for peer, state in rows}

    def mend_once(self) -> None:
        """Let enough time pass that everybody tries once more."""
        self.pass_time(2 * HOUR)
        for state in self.nodes:
            self.turn(state)

    def mend(self) -> None:
        """Make every line, clock and process whole, and let time pass until nothing moves any more."""
        self.network.fates.clear()
        self.network.cuts.clear()
        for node in self.nodes.values():
            node.skew, node.lives = 0, None
            if node.down:
                node.start()
        while self.network.late:
            self.release(0)
        self.pass_time(DAY)  # what was dated ahead by a wrong clock is of the past now
        for state in self.nodes:
            self._mend_by_officers(state)
        for _ in range(PATIENCE):
            for state in self.nodes:
                self._try_again(state)
                self.turn(state)
            due = self._next_due()
            if due is None:
                break
            self.at = max(self.at + HOUR / 2, due)
        for _ in range(3):
            if any(self._moving(node, parted=True) for node in self.nodes.values()):
                self.mend_once()  # what waits behind a gap shows it

    def _try_again(self, state: StateCode) -> None:
        """Have the officer of ``state`` try everything again that is overdue."""
        for _ in self.nodes[state].select("SELECT 1 FROM node_dispatch WHERE state = 'overdue'"):
            self.decide(state, 0, again=True)

    def _mend_by_officers(self, state: StateCode) -> None:
        """Resume what is paused, and have every peer pin the newest profile."""
        for (peer,) in self.nodes[state].select("SELECT state FROM node_pause"):
            self.pause_or_resume(state, StateCode(peer))
        for other in self.nodes:
            if other != state:
                self._pin(state, other)

    # -- what must hold

    def require_now(self) -> None:
        """Hold what must hold at every moment."""
        for state, node in self.nodes.items():
            for event in (letters.RECEIVED, letters.LATE):
                often = "SELECT about FROM node_recordentry WHERE event = ? GROUP BY about HAVING COUNT(*) > 1"
                assert not node.select(often, event), f"an act took effect twice at {state}"
        for letter in self.sent:
            node = self.nodes[letter.source]
            kept = node.select(
                "SELECT 1 FROM node_envelope e JOIN node_receipt r ON r.envelope = e.digest "
                "WHERE e.act = ? AND r.kind = 'submission'",
                letter.act,
            )
            assert kept, f"{letter} is lost at its author"

    def require_in_the_end(self) -> None:
        """Hold what must hold once all is whole and quiet."""
        self.require_now()
        for letter in self._known():
            for target in letter.targets:
                self._require_outcome(letter, target)
        for state, node in self.nodes.items():
            assert not (waiting := self._moving(node)), f"{state} still waits: {waiting}"
            running = node.select("SELECT about FROM node_deadline WHERE state = 'running'")
            assert not running, f"a clock of {state} did not end: {running}"
            for peer in self.nodes:
                if peer != state:
                    self._require_agreement(state, peer)
        self._require_sealed()

    def _require_outcome(self, letter: Letter, target: StateCode) -> None:
        effects = len(self.effects(letter, target))
        ((state, code),) = self.nodes[letter.source].select(
            "SELECT state, last_error FROM node_dispatch WHERE envelope_id = ? AND peer = ? AND receipt_id IS NULL",
            letter.envelope,
            target,
        )
        told = self.nodes[letter.source].select(
            "SELECT kind, outcome, code FROM node_receipt WHERE envelope = ? AND state = ? "
            "AND kind <> 'retrieval' ORDER BY kind",
            letter.envelope,
            target,
        )
        if state == "delivered":
            assert letter.kind != letters.DECLINED
            assert effects == 1, f"{letter} is delivered to {target} and had {effects} effects"
            assert told == [("delivery", "accepted", ""), ("relay", "accepted", "")]
        elif state == "refused":
            assert effects == 0, f"{letter} is refused by {target} and had an effect"
            assert told == [("delivery", "rejected", code)]
        elif state == "given-up":
            assert effects <= 1, f"{letter} was given up for {target} and had {effects} effects"
            self._require_stated(letter)
        else:
            assert (effects, told) == (0, []), f"{letter} is {state} at {target}"
            assert code in {"sequence-gap", ""}, f"{letter} waits for {target} and shows {code!r}"
            if state == "overdue":
                self._require_stated(letter)

    def _require_stated(self, letter: Letter) -> None:
        """Hold the author's own State to a signed statement that the letter could not be delivered."""
        stated = self.nodes[letter.source].select(
            "SELECT outcome FROM node_receipt WHERE envelope = ? AND state = ? AND code = 'not-delivered'",
            letter.envelope,
            letter.source,
        )
        assert stated == [("rejected",)], f"{letter} is overdue, and nobody says so"

    def _require_agreement(self, state: StateCode, peer: StateCode) -> None:
        """Hold the two to one story, and each receipt of ``peer`` at ``state`` to the record of ``peer`` as it is."""
        node, other = self.nodes[state], self.nodes[peer]
        due = (
            "SELECT e.thread, e.seq, e.act_digest FROM node_envelope e JOIN node_dispatch d "
            "ON d.envelope_id = e.digest WHERE d.peer = ? AND d.receipt_id IS NULL AND "
        )
        delivered, declined = due + "d.state = 'delivered'", due + "d.state = 'refused' AND d.last_error = ?"
        arrived = "SELECT thread, seq, act_digest FROM node_envelope WHERE way = ? AND sender LIKE ?"
        ours = f"{state}/%"
        given_up = set(node.select(due + "d.state = 'given-up'", peer))  # it may have come all the same
        taken, kept = (set(other.select(arrived, way, ours)) - given_up for way in ("in", "refused"))
        assert set(node.select(delivered, peer)) == taken
        assert set(node.select(declined, peer, UNWELCOME)) == kept
        given = "SELECT envelope, kind, jws FROM node_receipt WHERE state = ? ORDER BY envelope, kind"
        theirs = {(envelope, kind): jws for envelope, kind, jws in other.select(given, peer)}
        for envelope, kind, jws in node.select(given, peer):
            assert theirs[envelope, kind] == jws, f"{peer} tells of {kind} otherwise than {state} was told"
            self._require_entry(node, other, Digest(envelope), jws)
        sent = {envelope for (envelope,) in node.select("SELECT digest FROM node_envelope WHERE way = 'out'")}
        for envelope, kind in theirs.keys() - self._withheld(node, other):
            if envelope in sent:
                known = node.select(
                    "SELECT 1 FROM node_receipt WHERE envelope = ? AND kind = ? AND state = ?",
                    envelope,
                    kind,
                    peer,
                )
                assert known, f"{state} never got the receipt of {kind} that {peer} gave"

    def _withheld(self, node: SimulatedNode, other: SimulatedNode) -> set[tuple[str, str]]:
        """Name the receipts of ``other`` that its officer, or that of ``node``, gave up to bring or to wait for."""
        later = (
            "SELECT r.envelope, r.kind FROM node_dispatch d JOIN node_receipt r ON r.id = d.receipt_id "
            "WHERE d.peer = ? AND d.state <> 'delivered'"
        )
        abandoned = node.select(
            "SELECT envelope_id FROM node_dispatch WHERE peer = ? AND state = 'given-up'", other.state
        )
        at_once = {(envelope, kind) for (envelope,) in abandoned for kind in ("relay", "delivery")}
        return at_once | set(other.select(later, node.state))

    def _require_entry(self, node: SimulatedNode, other: SimulatedNode, envelope: Digest, jws: bytes) -> None:
        acts = node.select("SELECT act_digest FROM node_envelope WHERE digest = ?", envelope)
        with node.running():
            profile = profiles.peer(other.state)
            receipt: Receipt = verify_receipt(
                bytes(jws), profile=profile, envelope=envelope, act=Digest(acts[0][0]), at=self.at + HOUR
            )
        shown = receipt.checkpoint
        with other.running():
            log = record.log()
            require_growth(shown, record.checkpoint(), log.consistency(shown.size))
        for entered in receipt.entered:
            ((digest,),) = other.select('SELECT digest FROM node_recordentry WHERE "index" = ?', entered.index)
            assert digest == entered.entry.digest

    def _require_sealed(self) -> None:
        for words in {letter.words for letter in self.sent} | set(self.spoken):
            plain = words.encode()
            assert not any(plain in said for said in self.network.said), "words went over a line unsealed"
            carried = (parcel.path.read_bytes() for parcel in self.parcels)
            assert not any(plain in one for one in carried), "words were carried unsealed"
            for state, node in self.nodes.items():
                assert not node.holds_bytes(plain), f"{state} keeps words unsealed"

    # -- the parts of both

    def _pin(self, source: StateCode, target: StateCode) -> None:
        document = self._do(source, directory.export)
        if document:
            self._do(target, lambda: directory.pin(COMMAND_LINE, document))

    def _do(self, state: StateCode, deed: Any) -> Any:
        """Let a node do something, unless it is down; None where it dies over it."""
        node = self.nodes[state]
        if node.down:
            return None
        try:
            with node.running():
                return deed()
        except Killed as death:
            if death.node is not node:
                raise
            return None

    def _again(self, message: Message) -> None:
        with suppress(Unreachable):
            self.network.arrive(message)

    def _overtake(self, message: Message) -> None:
        """While a node waits for an answer its lease ends, and another worker of it delivers the same."""
        self.at += LEASE
        with self.nodes[message.source].running():
            worker.deliver_all(message.target)

    def _durable(self, message: Message, answer: Answer) -> None:
        """Hold an answer that leaves a node to what that node has committed."""
        node = self.nodes[message.target]
        assert not node.database.in_atomic_block, "an answer left before its commit"
        told = json.loads(answer.body) if "json" in dict(answer.headers).get("Content-Type", "") else {}
        for said in (told, *told.get("answers", ())):
            for jws in said.get("receipts", ()):
                self._require_kept(node, jws.encode())

    def _require_kept(self, node: SimulatedNode, jws: bytes) -> None:
        """Hold a receipt that leaves a node to what that node has committed."""
        kept = node.select("SELECT envelope, kind, outcome FROM node_receipt WHERE jws = ?", jws)
        assert kept, "a receipt left its node and is not kept there"
        envelope, _, outcome = kept[0]
        if outcome == Outcome.ACCEPTED:
            acts = node.select("SELECT act FROM node_envelope WHERE digest = ?", envelope)
            assert acts, "a receipt left its node, and the act is not there"
            effect = "SELECT 1 FROM node_recordentry WHERE event = ? AND about = ?"
            assert node.select(effect, letters.RECEIVED, acts[0][0]), "a receipt without its effect"

    def _known(self) -> Iterator[Letter]:
        """Give every act that was ever committed by its author, whether or not its officer was told."""
        for state, node in self.nodes.items():
            rows = "SELECT act, digest, \"to\", kind FROM node_envelope WHERE way = 'out'"
            for act, digest, to, kind in node.select(rows):
                targets = tuple(StateCode(name[:2]) for name in to.split())
                yield Letter(act, Digest(digest), state, targets, kind, "")

    def _moving(self, node: SimulatedNode, *, parted: bool = False) -> list[tuple[Instant, str, str]]:
        """Give what waits at ``node``, when it is tried again and why; in a thread that parted only if asked."""
        left_out = set() if parted else self._parted()
        waiting = node.select(
            "SELECT thread, peer, MAX(next_attempt, COALESCE(lease_until, 0)), last_error FROM node_dispatch "
            "WHERE state IN ('waiting', 'overdue')"
        )
        return [
            (Instant(moment), peer, why)
            for thread, peer, moment, why in waiting
            if (thread, peer) not in left_out
        ]

    def _parted(self) -> set[tuple[str, StateCode]]:
        """Name the threads that lack an act at a State: it was refused before it had a place, or was given up."""
        lacking = (
            "SELECT thread, peer FROM node_dispatch WHERE receipt_id IS NULL "
            "AND (state = 'given-up' OR state = 'refused' AND last_error <> ?)"
        )
        return {
            (thread, StateCode(peer))
            for node in self.nodes.values()
            for thread, peer in node.select(lacking, UNWELCOME)
        }

    def _next_due(self) -> Instant | None:
        due = [moment for node in self.nodes.values() for moment, _, _ in self._moving(node)]
        for node in self.nodes.values():
            running = node.select("SELECT due FROM node_deadline WHERE state = 'running'")
            due += [Instant(moment) for (moment,) in running]
        return min(due, default=None)


def receipts_in(parcel: Path) -> list[bytes]:
    """Read the receipts that a parcel holds."""
    with zipfile.ZipFile(parcel) as bag:
        return [bag.read(name) for name in bag.namelist() if "/data/receipts/" in name]


@contextmanager
def _refusing() -> Iterator[None]:
    """Let a node refuse what somebody brings to it; a fault of its own is a fault all the same."""
    try:
        yield
    except ComityError as refusal:
        if isinstance(refusal, ProgrammerError):
            raise
