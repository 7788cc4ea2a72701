"""Killing a process at every place where a send or a receive writes something, and counting what is lost or doubled.

Two real nodes on loopback, Aldova and Borania; each has a process that serves and a process that works. In each run

1. one of the four processes is to die by SIGKILL at one place, at its first or second passing;
2. Aldova's officer sends letters: one that begins a thread, one that follows in it, sometimes one that is refused and
   one that follows it, or a long one; its process delivers them; sometimes Borania's officer opens one, and its
   retrieval is certified;
3. whoever died is started again, and both work until nothing waits;
4. each letter that the officer was told is sent must have had its effect at Borania once (a refused one: none), and
   both sides must hold the same receipts.

The places are those that the processes were seen to pass, so the list grows by itself (``deaths``). Every hundred runs,
and in the end, all acts, effects and receipts of all runs are compared, and both records are computed anew.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from tests.two_nodes import ROOT, RealNode, free_port

from comity.cli import postgres
from comity.foundation.record import Entry
from comity.foundation.trees import leaf_hash, root
from comity.node import founding
from comity.words import Digest, Instant, StateCode

SETTINGS = "tests.campaigns.settings"
CHECKED_EVERY = 100
LONGEST = 20  # times over that the list of places may name each
SOME = 0.3
LONG = 80_000  # bytes: kept as an object, not in its row
MOVING = "SELECT peer, last_error FROM node_dispatch WHERE state = 'waiting'"
ANSWERING = {("XB", "work"), ("XA", "serve")}  # who has a part only where the receiver's officer opens an act
NOTHING = {"write": [], "read": 0, "requests": 0, "drain": False, "prompt": False, "doom": None}
Select = Callable[[str], list[tuple[Any, ...]]]


@dataclass
class Breeder:
    """A node's processes, and its rows as another process sees them."""

    node: RealNode
    process: subprocess.Popen[str]
    select: Select = field(init=False)

    def order(self, **words: Any) -> list[dict[str, Any]]:
        """Give an order, and return what was told until it was carried out."""
        self.give(**words)
        return self.await_one("serving", "ended")

    def give(self, **words: Any) -> None:
        """Give an order."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()

    def await_one(self, *ends: str) -> list[dict[str, Any]]:
        """Return what is told, up to one of ``ends``."""
        assert self.process.stdout is not None
        told: list[dict[str, Any]] = []
        while not told or told[-1].keys().isdisjoint(ends):
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit(f"the processes of {self.node.state} cannot be bred: see standard error")
            told.append(json.loads(line))
        return told

    def serve(self, doom: list[Any] | None = None) -> None:
        self.give(do="serve", doom=doom)
        told = {name for _ in range(2) for name in self.await_one("serving", "listening")[-1]}
        assert told == {"serving", "listening"}, told

    def died_serving(self) -> bool:
        return bool(self.order(do="served")[-1]["ended"])

    def work(self, **words: Any) -> tuple[list[dict[str, Any]], int]:
        """Let a process work; returns the letters it told of, and how it ended."""
        *told, end = self.order(
            **{"do": "work", "write": [], "read": 0, "drain": False, "prompt": False, "doom": None} | words
        )
        return told, int(end["ended"])


@dataclass
class Tally:
    """What a campaign came to."""

    database: str
    runs: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    faults: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # processes that ended by themselves, as none should
    seconds: float = 0.0

    def told(self, places: Sequence[str]) -> dict[str, Any]:
        return {
            "database": self.database,
            "runs": self.runs,
            "killed": sum(self.killed.values()),
            "places": len(places),
            "places_died_at": len(self.killed),
            "letters_sent": self.sent,
            "lost_or_doubled": len(self.faults),
            "faults": self.faults[:20],
            "broken": self.broken[:20],
            "seconds": round(self.seconds, 1),
        }


@dataclass
class Campaign:
    """Two nodes, the places where they may die, and what was found."""

    sender: Breeder
    receiver: Breeder
    file: Path
    tally: Tally
    chance: random.Random
    say: Callable[[str], None] = print
    tried: Counter[str] = field(default_factory=Counter)

    def places(self) -> list[str]:
        """Every place that some process has passed so far; what was told again is forgotten."""
        told = self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []
        places = sorted(set(told))
        if len(told) > LONGEST * len(places):
            self.file.write_text("\n".join([*places, ""]), encoding="utf-8")
        return places

    def begin(self) -> None:
        """Rehearse; then see once what is passed when nobody dies: a letter of each sort, opened, certified."""
        for one, other, peer, words in (
            (self.sender, self.receiver, "XB", {"write": [("tell", 0, False), ("tell", LONG, True)]}),
            (self.receiver, self.sender, "XA", {"read": 2}),
        ):
            other.give(**NOTHING | {"do": "rehearse", "requests": 2})
            other.await_one("listening")
            one.order(**NOTHING | {"do": "rehearse", "peer": peer} | words)
            other.await_one("ended")
        for one in (self.sender, self.receiver):
            one.serve()
        for prompt in (False, True):
            sorts = [("tell", 0, False), ("refuse-me", 0, False), ("tell", LONG, True)]
            self.sender.work(peer="XB", write=sorts, prompt=prompt)
            self.receiver.work(peer="XA", read=1, prompt=prompt)
        self._recover()

    def run(self, place: str) -> None:
        """Do one run in which somebody is to die at ``place``."""
        state, role = place.split()[:2]
        dooms = {(state, role): [place, self.chance.choice((1, 1, 1, 2))]}
        for one in (self.sender, self.receiver):
            if doom := dooms.get((one.node.state, "serve")):
                one.serve(doom)
        prompt = self.chance.random() < 2 * SOME  # the process that sends delivers, or the worker does
        letters = self._letters(place)
        sent, ended = self.sender.work(peer="XB", write=letters, prompt=prompt, doom=dooms.get(("XA", "work")))
        other = 0
        if (state, role) in ANSWERING or self.chance.random() < SOME:
            _, other = self.receiver.work(peer="XA", read=1, prompt=prompt, doom=dooms.get(("XB", "work")))
        dead = self._recover(dooms) or -signal.SIGKILL in {ended, other}
        self.tally.runs += 1
        self.tally.sent += len(sent)
        self.tried[place] += 1
        self.tally.killed.update([place] if dead else [])
        broken = {ended, other} - {0, -signal.SIGKILL}
        if broken:
            self.tally.broken.append(f"{place}: a process ended with {broken}")
            self.say(self.tally.broken[-1])
        for letter in sent:
            self._check(letter, place)

    def _letters(self, place: str) -> list[tuple[str, int, bool]]:
        """Choose what is written, so that ``place`` is passed."""
        draw = self.chance.random()
        if "of a file" in place or draw < SOME / 2:
            return [("tell", LONG, False), ("tell", 0, True)]
        refused = [("refuse-me", 0, False), ("tell", 0, True)] if "refuse" in place or draw < 2 * SOME else []
        return [("tell", 0, False), ("tell", 0, True), *refused]

    def _recover(self, dooms: Collection[tuple[str, str]] = ()) -> bool:
        """Start whoever died, let both nodes work until nothing waits; return whether one that serves had died.

        One that serves and has outlived its doom is replaced too, lest it die in another run.
        """
        dead = [one for one in (self.sender, self.receiver) if one.died_serving()]
        for one in (self.sender, self.receiver):
            if one in dead or (one.node.state, "serve") in dooms:
                one.serve()
        for one, peer in ((self.sender, "XB"), (self.receiver, "XA")):
            ended = 0
            if one.select(MOVING):
                _, ended = one.work(peer=peer, drain=True)
            waiting = one.select(MOVING)
            if ended or waiting:
                self._fault(f"{one.node.state} ended with {ended} and waits for {waiting}")
        return bool(dead)

    def _check(self, letter: dict[str, Any], place: str) -> None:
        act, envelope = letter["sent"], letter["envelope"]
        effects = self.receiver.select(
            f"SELECT 1 FROM node_recordentry WHERE event = 'letters:letter:received' AND about = '{act}'"
        )
        kinds = self.sender.select(
            f"SELECT state, kind, outcome FROM node_receipt WHERE envelope = '{envelope}' AND kind <> 'retrieval'"
        )
        taken = letter["kind"] == "tell"
        outcomes = {("XA", "submission", "accepted")} | (
            {("XB", "relay", "accepted"), ("XB", "delivery", "accepted")}
            if taken
            else {("XB", "delivery", "rejected")}
        )
        if len(effects) != taken or set(kinds) != outcomes or len(kinds) != len(outcomes):
            self._fault(f"{place}: {act} had {len(effects)} effects and the receipts {kinds}")

    def compare(self) -> None:
        """Compare all that both sides ever wrote, once every clock has run out."""
        self.receiver.work(peer="XA", drain=True)
        a, b = self.sender.select, self.receiver.select
        acts = "SELECT act, digest FROM node_envelope WHERE way = '{}' AND sender LIKE 'XA/%' ORDER BY act"
        refused = {one for (one,) in a("SELECT envelope_id FROM node_dispatch WHERE state = 'refused'")}
        all_sent = a(acts.format("out"))
        sent = [row for row in all_sent if row[1] not in refused]
        self._require(sent == b(acts.format("in")), "the acts of the two sides differ")
        kept = [row for row in all_sent if row[1] in refused]
        self._require(kept == b(acts.format("refused")), "the refused acts of the two sides differ")
        for event in ("received", "late"):
            effects = [
                about
                for (about,) in b(
                    f"SELECT about FROM node_recordentry WHERE event = 'letters:letter:{event}' ORDER BY about"
                )
            ]
            self._require(effects == [act for act, _ in sent], f"the effects {event} are not those of the acts")
        given = "SELECT envelope, kind, jws FROM node_receipt WHERE state = '{}' {} ORDER BY envelope, kind"
        for mine, theirs, state, which in (
            (a, b, "XB", ""),
            (b, a, "XA", "AND kind <> 'submission'"),
        ):
            held = [(envelope, kind, bytes(jws)) for envelope, kind, jws in mine(given.format(state, which))]
            gave = [(envelope, kind, bytes(jws)) for envelope, kind, jws in theirs(given.format(state, which))]
            self._require(held == gave, f"the receipts that {state} gave are not those held")
        for one in (self.sender, self.receiver):
            self._require_record(one)

    def _require_record(self, one: Breeder) -> None:
        """Compute the record anew from its entries."""
        rows = one.select('SELECT event, at, digest, "index" FROM node_recordentry ORDER BY "index"')
        leaves = [
            leaf_hash(Entry(event, Instant(at), Digest(digest)).to_bytes()) for event, at, digest, _ in rows
        ]
        self._require(
            [row[3] for row in rows] == list(range(len(rows))), f"{one.node.state}: a hole in the record"
        )
        shown = one.order(do="checkpoint")[0]
        whole = {"size": len(rows), "root": root(leaves).hex()}
        self._require(shown == whole, f"{one.node.state}: the record is not the tree of its entries")

    def _require(self, holds: bool, what: str) -> None:
        if not holds:
            self._fault(what)

    def _fault(self, what: str) -> None:
        self.say(what)
        self.tally.faults.append(what)


def _environment(node: RealNode, **more: str) -> dict[str, str]:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "src")))
    return node.environment(**more) | {"DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": paths}


def _found(folder: Path, databases: dict[str, str]) -> list[RealNode]:
    """Lay out the folders of two nodes; none of their processes runs."""
    nodes = [
        RealNode("XA", "Aldova", folder / "xa", free_port()),
        RealNode("XB", "Borania", folder / "xb", free_port()),
    ]
    for node in nodes:
        names, database = {"en": node.name}, databases.get(node.state, "")
        plan = founding.Plan(StateCode(node.state), names, node.url, database=database)
        founding.found(node.home, plan)
    return nodes


def _select(node: RealNode, database: str, stack: ExitStack) -> Select:
    """Look at a node's rows from outside, at what is committed now."""
    if database:
        parts = urlsplit(database)
        rows = stack.enter_context(
            psycopg.connect(
                dbname=parts.path[1:], user=parts.username, host=unquote(parts.hostname or ""), autocommit=True
            )
        )
    else:
        rows = sqlite3.connect(node.home / "comity.sqlite3", isolation_level=None)
        stack.callback(rows.close)
    return lambda statement: [tuple(row) for row in rows.execute(statement).fetchall()]


def _databases(stack: ExitStack) -> dict[str, str]:
    """Start a PostgreSQL, and make a database in it for each node."""
    address = stack.enter_context(postgres.throwaway())
    parts = urlsplit(address)
    with psycopg.connect(user=parts.username, host=unquote(parts.hostname or ""), autocommit=True) as server:
        for name in ("xa", "xb"):
            server.execute(f"CREATE DATABASE {name}")
    return {state: address.rpartition("/")[0] + f"/{state.lower()}" for state in ("XA", "XB")}


@contextmanager
def campaign(*, on_postgres: bool, seed: int) -> Iterator[Campaign]:
    """Make the nodes and breed their processes."""
    with ExitStack() as stack:
        memory = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
        folder = Path(tempfile.mkdtemp(prefix="comity-kill-", dir=memory))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        databases = _databases(stack) if on_postgres else {}
        places = folder / "places"
        breeders = []
        for node in _found(folder, databases):
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.campaigns.breeder"],
                env=_environment(node, COMITY_PLACES=str(places), COMITY_LOG="CRITICAL"),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.callback(process.wait)
            stack.callback(lambda process=process: process.stdin.close())
            breeders.append(Breeder(node, process))
        for one in breeders:
            one.order(do="prepare", file=str(one.node.profile))
            one.select = _select(one.node, databases.get(one.node.state, ""), stack)
        for one, other in (breeders, breeders[::-1]):
            one.order(do="pin", file=str(other.node.profile))
        database = "PostgreSQL" if on_postgres else "SQLite"
        yield Campaign(*breeders, places, Tally(database), random.Random(seed))


def main(*, runs: int, on_postgres: bool, seed: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Run the campaign, and return what it came to."""
    begun = time.perf_counter()
    with campaign(on_postgres=on_postgres, seed=seed) as one:
        one.say = say
        one.begin()
        while sum(one.tally.killed.values()) < runs:
            places = one.places()
            least = min(one.tried[place] for place in places)
            one.run(one.chance.choice([place for place in places if one.tried[place] == least]))
            if one.tally.runs % CHECKED_EVERY == 0:
                one.compare()
                spent = time.perf_counter() - begun
                say(
                    f"{one.tally.database}: {one.tally.runs} runs, {sum(one.tally.killed.values())} killed at "
                    f"{len(one.tally.killed)} of {len(places)} places, {len(one.tally.faults)} faults, {spent:.0f} s"
                )
        one.compare()
        one.tally.seconds = time.perf_counter() - begun
        for place in one.places():
            say(f"  {one.tally.killed[place]:4d} deaths in {one.tried[place]:4d} runs  {place}")
        return one.tally.told(one.places())
