"""What may happen to nodes, one happening after another, as Hypothesis draws it."""

from contextlib import ExitStack
from datetime import timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.simulator import letters
from tests.simulator.ground import Ground
from tests.simulator.network import Fate
from tests.simulator.world import STATES, World

STATE = st.sampled_from(STATES)
TO = st.integers(1, 3)  # one of the two others, or both
FATES = st.lists(st.sampled_from(list(Fate)), max_size=4)
PLACE = st.integers(0, 30)
DOOM = st.none() | st.none() | st.tuples(STATE, PLACE)  # which node dies, and how many places it still passes
SHORT = [timedelta(seconds=1), timedelta(seconds=5), timedelta(minutes=2), timedelta(hours=2)]
SPANS = st.sampled_from(
    [*SHORT, timedelta(days=1), timedelta(hours=73)]
)  # after the last, what waited is overdue
LINE = st.permutations(STATES).map(lambda states: tuple(states[:2]))
USES = st.sampled_from(["duty", "duty", "node", "log"])
SKEWS = st.sampled_from([0, 60_000, -60_000, 600_000, -600_000, 86_400_000, -86_400_000])
KINDS = st.sampled_from([letters.TELL, letters.TELL, letters.TELL, letters.DECLINED])
SIZES = st.sampled_from([0, 0, 0, 70_000])  # the last is too long for a row: it is kept as an object


class Exchange(RuleBasedStateMachine):
    """Three nodes write, deliver, die and start again while the network does what it can."""

    ground: ClassVar[Ground]
    worlds: ClassVar[list[World]] = []  # how each example went, for whoever counts

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()

    @initialize(seed=st.integers(0, 2**16))
    def begin(self, seed: int) -> None:
        self.world = self.stack.enter_context(self.ground.world(seed))

    @rule(source=STATE, to=TO, kind=KINDS, size=SIZES, fates=FATES, doom=DOOM, prompt=st.booleans())
    def send(self, source, to, kind, size, fates, doom, prompt):
        others = [state for state in STATES if state != source]
        addressed = [other for bit, other in enumerate(others, 1) if bit & to]
        self.prepare(source, doom, fates, prompt=prompt)
        self.world.write(source, addressed, kind=kind, size=size)
        self.turn(source)

    @rule(source=STATE, which=PLACE, kind=KINDS, fates=FATES, doom=DOOM, prompt=st.booleans())
    def answer(self, source, which, kind, fates, doom, prompt):
        threads = self.world.threads(source)
        if threads:
            thread, others = threads[which % len(threads)]
            self.prepare(source, doom, fates, prompt=prompt)
            self.world.write(source, others, kind=kind, thread=thread)
            self.turn(source)

    @rule(state=STATE, span=SPANS, fates=FATES, doom=DOOM)
    def deliver(self, state, span, fates, doom):
        self.world.pass_time(span)
        self.prepare(state, doom, fates)
        self.turn(state)

    @rule(state=STATE, fates=FATES)
    def read(self, state, fates):
        self.prepare(state, None, fates)
        for envelope in self.world.unread(state)[:1]:
            self.world.read(state, envelope)
        self.turn(state)

    @rule(place=PLACE)
    def arrive_late(self, place):
        self.world.release(place)

    @rule(place=PLACE)
    def replay(self, place):
        self.world.replay(place)

    @rule(line=LINE)
    def cut_or_join(self, line):
        self.world.network.cuts ^= {line}

    @rule(line=LINE, doom=DOOM)
    def pack(self, line, doom):
        self.prepare(line[0], doom, [])
        self.world.pack(*line)

    @rule(place=PLACE, doom=DOOM)
    def hand_over(self, place, doom):
        if self.world.parcels:
            self.prepare(self.world.parcels[place % len(self.world.parcels)].target, doom, [])
            self.world.hand_over(place)

    @rule(line=LINE)
    def pause_or_resume(self, line):
        self.prepare(line[0], None, [])
        self.world.pause_or_resume(*line)

    @rule(state=STATE, which=PLACE, again=st.booleans(), fates=FATES)
    def decide(self, state, which, again, fates):
        self.prepare(state, None, fates)
        self.world.decide(state, which, again=again)
        self.turn(state)

    @rule(state=STATE, use=USES, at_once=st.booleans())
    def rotate(self, state, use, at_once):
        self.prepare(state, None, [])
        self.world.rotate(state, use, at_once=at_once)

    @rule(line=LINE)
    def introduce(self, line):
        self.prepare(line[0], None, [])
        self.world.introduce(*line)

    @rule(state=STATE, skew=SKEWS)
    def set_clock(self, state, skew):
        self.world.nodes[state].skew = skew

    def turn(self, state):
        self.world.turn(state)
        self.world.network.fates.clear()

    def prepare(self, acting, doom, fates, *, prompt=False):
        """Start the node that is to act, if it is down; say who dies next, and what the network does next."""
        self.world.network.fates.extend(fates)
        self.world.prompt = prompt
        if self.world.nodes[acting].down:
            self.world.nodes[acting].start()
        if doom is not None:
            state, lives = doom
            self.world.nodes[state].lives = lives

    @invariant()
    def holds(self):
        if hasattr(self, "world"):
            self.world.require_now()

    def teardown(self):
        try:
            if hasattr(self, "world"):
                self.world.mend()
                self.world.require_in_the_end()
                self.worlds.append(self.world)
        finally:
            self.stack.close()
